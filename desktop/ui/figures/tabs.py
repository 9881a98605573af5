"""The tabs of the place « Chiffres »: each is made when it is first shown, its room imported then."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.money.tabs import MoneyTab as FiguresTab
from desktop.ui.money.tabs import TabKind
from desktop.ui.office import Office

__all__ = ["FiguresTab", "TabKind", "tab_kinds"]


def tab_kinds() -> tuple[TabKind, ...]:
    """In the order of the row; a new tab adds its entry."""
    say = QCoreApplication.translate
    return (
        TabKind("tables", say("figures", "&Tableaux"), "chart-column", _tables),
        TabKind("map", say("figures", "&Carte"), "map", _map),
    )


def _tables(office: Office) -> FiguresTab:
    from desktop.ui.figures.tables_tab import TablesTab

    return TablesTab(office)


def _map(office: Office) -> FiguresTab:
    from desktop.ui.figures.map_tab import MapTab

    return MapTab(office)
