"""The sheets of the instruction, in the order of the outline; each imports its room at first use."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def sheet_kinds() -> tuple[SheetKind, ...]:
    """Told at the first dossier opened."""
    from desktop.ui.history.kind import history_kind

    say = QCoreApplication.translate
    return (
        history_kind(),
        SheetKind(
            "checks",
            say("sheets", "Contrôles"),
            "list-checks",
            "Ctrl+Shift+L",
            _checks,
            _checks_state,
            wide=True,
        ),
        SheetKind(
            "dates", say("sheets", "Dates et échéances"), "calendar", "Ctrl+Shift+E", _dates, _dates_state
        ),
    )


def _checks(office: Office) -> WorkSheet:
    from desktop.ui.checks.sheet import ChecksSheet

    return ChecksSheet(office)


def _checks_state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.checks.sheet import state

    return state(reader, whole)


def _dates(office: Office) -> WorkSheet:
    from desktop.ui.agenda.sheet import DatesSheet

    return DatesSheet(office)


def _dates_state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.agenda.sheet import state

    return state(reader, whole)
