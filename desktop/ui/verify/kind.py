"""How the verification of the applicant stands in the outline of a dossier."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office


def verify_kind() -> SheetKind:
    """Its sign says whether the registers tell the same."""
    title = QCoreApplication.translate("sheets", "Vérifier le porteur")
    return SheetKind("verify", title, "shield", "Ctrl+Shift+V", _make, _state, wide=True)


def _make(office: Office) -> WorkSheet:
    from desktop.ui.verify.sheet import VerifySheet

    return VerifySheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.verify.sheet import state

    return state(reader, whole)
