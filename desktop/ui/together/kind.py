"""How the shared project stands in the outline of a dossier."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office
from desktop.ui.tongue import plural


def together_kind() -> SheetKind:
    """Its sign says whether the columns and the split add up; none where one association acts alone."""
    title = QCoreApplication.translate("sheets", "Projet commun")
    return SheetKind("together", title, "users", "Ctrl+Alt+M", _made, _state, wide=True)


def _made(office: Office) -> WorkSheet:
    from desktop.ui.together.sheet import TogetherSheet

    return TogetherSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from db.queries.together import project

    say = QCoreApplication.translate
    if project(reader, whole.head.id) is None:
        return None, say("sheets", "Un seul porteur")
    from desktop.flow.project_view import project_of
    from desktop.rules.together import look

    found = project_of(reader, whole.head.id)
    assert found is not None  # it was there a moment ago, in the same transaction of reading
    count = len(found.here())
    told = say("sheets", "Proposition coordonnée, {0} {1}").format(count, plural(count, "membre"))
    odd = look(found)
    level: Level = "bad" if any(one.level == "bad" for one in odd) else "warn" if odd else "good"
    return level, told
