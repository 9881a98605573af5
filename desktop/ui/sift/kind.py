"""How the sift stands in the outline; its room is imported at first use."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def sift_kind() -> SheetKind:
    """« Recevabilité », the first sheet of the instruction."""
    title = QCoreApplication.translate("sheets", "Recevabilité")
    return SheetKind("sift", title, "file-check", "Ctrl+Shift+T", _sheet, _state, wide=True)


def _sheet(office: Office) -> WorkSheet:
    from desktop.ui.sift.sheet import SiftSheet

    return SiftSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.sift.sheet import state

    return state(reader, whole)
