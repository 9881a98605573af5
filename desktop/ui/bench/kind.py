"""How the workbench stands in the row of tabs of the envelopes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.money.tabs import MoneyTab, TabKind
from desktop.ui.office import Office


def bench_kind() -> TabKind:
    """Scenarios typed like a spreadsheet."""
    return TabKind("bench", QCoreApplication.translate("bench", "A&telier"), "calculator", _made)


def _made(office: Office) -> MoneyTab:
    from desktop.ui.bench.tab import BenchTab

    return BenchTab(office)
