"""How the reports stand in « Suivi » and in the outline of a dossier."""

from __future__ import annotations

import datetime as dt
import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office
from desktop.ui.tabbed import Tab, TabKind


def reports_tab_kind() -> TabKind:
    """What is waited for, late, received, accepted."""
    return TabKind("reports", QCoreApplication.translate("follow", "&Bilans"), "file-check", _tab)


def _tab(office: Office) -> Tab:
    from desktop.ui.reports.tab import ReportsTab

    return ReportsTab(office)


def report_kind() -> SheetKind:
    """Its sign says whether the report of this action is late, or an earlier one stops this request."""
    title = QCoreApplication.translate("sheets", "Bilan")
    return SheetKind("report", title, "file-check", "Ctrl+Shift+G", _sheet, _state, wide=True)


def _sheet(office: Office) -> WorkSheet:
    from desktop.ui.reports.sheet import ReportSheet

    return ReportSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.ui.reports.words import state_of

    return state_of(reader, whole.head.id, dt.date.today())
