"""How the versions stand in the outline; their room is imported at first use."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from db.queries.links import first_filing
from db.queries.versions import count_versions
from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def versions_kind() -> SheetKind:
    """« Versions », the last sheet of the instruction but for the dates."""
    title = QCoreApplication.translate("sheets", "Versions")
    return SheetKind("versions", title, "files", "Ctrl+Shift+B", _sheet, _state, wide=True)


def _sheet(office: Office) -> WorkSheet:
    from desktop.ui.versions.sheet import VersionsSheet

    return VersionsSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    say = QCoreApplication.translate
    first = first_filing(reader, whole.head.id)
    if first is not None:
        return "info", say("sheets", "Version remaniée de {0}").format(first.number)
    count, at = count_versions(reader, whole.head.id)
    if count < 2:
        return None, say("sheets", "Une seule version")
    told = say("sheets", "{0} versions, la dernière du {1}")
    return "info", told.format(count, f"{at[8:10]}/{at[5:7]}/{at[:4]}")
