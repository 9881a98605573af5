"""How the envelopes and the grid stand in the row of tabs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.money.tabs import MoneyTab, TabKind
from desktop.ui.office import Office


def envelopes_kind() -> TabKind:
    """What each envelope holds and has left."""
    title = QCoreApplication.translate("money", "&Enveloppes")
    return TabKind("envelopes", title, "wallet", _envelopes)


def grid_kind() -> TabKind:
    """The money by challenge and quarter."""
    title = QCoreApplication.translate("money", "Gri&lle défis × quartiers")
    return TabKind("grid", title, "table", _grid)


def _envelopes(office: Office) -> MoneyTab:
    from desktop.ui.money.envelopes_tab import EnvelopesTab

    return EnvelopesTab(office)


def _grid(office: Office) -> MoneyTab:
    from desktop.ui.money.grid_tab import GridTab

    return GridTab(office)
