"""How what follows the decision stands in the outline of a dossier."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def outcome_kind() -> SheetKind:
    """Its sign says whether a condition is awaited."""
    title = QCoreApplication.translate("sheets", "Suites de la décision")
    return SheetKind("outcome", title, "handshake", "Ctrl+Shift+U", _make, _state, wide=True)


def _make(office: Office) -> WorkSheet:
    from desktop.ui.outcome.sheet import OutcomeSheet

    return OutcomeSheet(office)


def _state(_reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.outcome.words import state_of

    return state_of(whole)
