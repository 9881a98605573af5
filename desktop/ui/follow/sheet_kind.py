"""How the follow-up of an action stands in the outline of a dossier."""

from __future__ import annotations

import sqlite3
from datetime import date

from PySide6.QtCore import QCoreApplication

from db.queries.payments import waiting_of
from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office
from desktop.ui.tongue import plural


def follow_kind() -> SheetKind:
    """Its sign says what is late, or waits for an answer."""
    title = QCoreApplication.translate("sheets", "Suivi de l’action")
    return SheetKind("follow", title, "list-checks", "Ctrl+Alt+F", _make, _state, wide=True)


def _make(office: Office) -> WorkSheet:
    from desktop.ui.follow.sheet import FollowSheet

    return FollowSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    if whole.decision is None:
        return None, ""
    late, asked, back = waiting_of(reader, whole.head.id, date.today())
    said = [
        f"{late} {plural(late, 'versement')} en retard" if late else "",
        f"{asked} {plural(asked, 'changement')} sans réponse" if asked else "",
        f"{back} {plural(back, 'reversement')} en attente" if back else "",
    ]
    words = ", ".join(part for part in said if part)
    return ("bad" if late else "warn" if words else None), words
