"""How the convention of several years stands in the outline of a dossier that asks for one of its years."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from db.queries.agreements import agreement_of
from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def convention_kind() -> SheetKind:
    """« Convention »: what is in view when the request of a year is decided."""
    title = QCoreApplication.translate("sheets", "Convention")
    return SheetKind("convention", title, "signature", "Ctrl+Shift+2", _sheet, _state, wide=True)


def _sheet(office: Office) -> WorkSheet:
    from desktop.ui.agreements.sheet import ConventionSheet

    return ConventionSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    say = QCoreApplication.translate
    asked = agreement_of(reader, whole.head.id)
    if asked is None:
        return None, say("sheets", "Aucune convention de plusieurs années")
    return "info", say("sheets", "Demande de l’année {0} d’une convention").format(asked[1])
