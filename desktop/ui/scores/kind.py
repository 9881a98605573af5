"""How the scores stand in the outline of a dossier."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def scores_kind() -> SheetKind:
    """The sheet of the scores; its room is read when it is first shown."""
    title = QCoreApplication.translate("sheets", "Notation")
    return SheetKind("scores", title, "gauge", "Ctrl+Shift+N", _made, _state)


def _made(office: Office) -> WorkSheet:
    from desktop.ui.scores.sheet import ScoresSheet

    return ScoresSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.scores.sheet import state

    return state(reader, whole)
