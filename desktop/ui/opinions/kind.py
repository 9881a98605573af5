"""How the opinions of partners stand in the outline of a dossier."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from db.queries.opinions import opinions_of
from desktop.rules.findings import Level
from desktop.rules.opinions import face, in_sum
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def opinions_kind() -> SheetKind:
    """The sheet of the opinions; its room is read when it is first shown."""
    title = QCoreApplication.translate("sheets", "Avis des partenaires")
    return SheetKind("opinions", title, "messages-square", "Ctrl+Shift+Q", _made, _state)


def _made(office: Office) -> WorkSheet:
    from desktop.ui.opinions.sheet import OpinionsSheet

    return OpinionsSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    values = [row.value for row in opinions_of(reader, whole.head.id)]
    if not values:
        return None, ""
    tones = {face(value)[1] for value in values}
    level: Level = "bad" if "bad" in tones else "warn" if "warn" in tones else "good"
    return level, in_sum(values)
