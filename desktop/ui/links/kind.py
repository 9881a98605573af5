"""How the dossiers tied to one stand in its outline."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office
from desktop.ui.tongue import plural


def links_kind() -> SheetKind:
    """Its sign says that there are links, or that one shows and waits to be accepted."""
    title = QCoreApplication.translate("sheets", "Dossiers liés")
    return SheetKind("links", title, "link", "Ctrl+Alt+J", _made, _state, wide=True)


def _made(office: Office) -> WorkSheet:
    from desktop.ui.links.sheet import LinksSheet

    return LinksSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from db.queries.links import links
    from desktop.rules.links import REWORKED

    found = links(reader, whole.head.id)
    say = QCoreApplication.translate
    if any(row.kind == REWORKED and row.later for row in found):
        return "info", say("sheets", "Déjà présenté")
    if found:
        words = plural(len(found), "dossier lié", "dossiers liés")
        return "info", say("sheets", "{0} {1}").format(len(found), words)
    return None, say("sheets", "Aucun dossier lié")
