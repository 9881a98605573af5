"""How the history of the applicant stands in the outline."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from db.queries.past import same_name
from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.list.brief import past
from desktop.ui.office import Office


def _make(office: Office) -> WorkSheet:
    from desktop.ui.history.sheet import HistorySheet

    return HistorySheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    """What is known, and a sign when the very name of the applicant waits to be settled."""
    told = past(whole.grants)
    said = f"{told[0].upper()}{told[1:]}"
    if same_name(reader, whole.applicant.id):
        more = QCoreApplication.translate("history", "Une liste porte le même nom, sans numéro : à trancher.")
        return "warn", f"{said}\n{more}"
    return None, said


def history_kind() -> SheetKind:
    """The sheet of the instruction « Historique du porteur », shortened to stand in the outline."""
    title = QCoreApplication.translate("history", "Historique")
    return SheetKind("history", title, "chart-column", "Ctrl+Shift+H", _make, _state, wide=True)
