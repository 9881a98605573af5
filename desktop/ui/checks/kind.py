"""How the checks stand in the outline of a dossier."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def checks_kind() -> SheetKind:
    """The sheet of the checks; its room is read when it is first shown."""
    title = QCoreApplication.translate("sheets", "Contrôles")
    return SheetKind("checks", title, "list-checks", "Ctrl+Shift+L", _made, _state, wide=True)


def _made(office: Office) -> WorkSheet:
    from desktop.ui.checks.sheet import ChecksSheet

    return ChecksSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.checks.sheet import state

    return state(reader, whole)
