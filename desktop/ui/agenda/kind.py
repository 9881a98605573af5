"""How the dates stand in the outline of a dossier."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def dates_kind() -> SheetKind:
    """The sheet of the dates; its room is read when it is first shown."""
    title = QCoreApplication.translate("sheets", "Dates et échéances")
    return SheetKind("dates", title, "calendar", "Ctrl+Shift+E", _made, _state)


def _made(office: Office) -> WorkSheet:
    from desktop.ui.agenda.sheet import DatesSheet

    return DatesSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.agenda.sheet import state

    return state(reader, whole)
