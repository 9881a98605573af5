"""The place « Chiffres »: a row of tabs, one in front."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.ui.figures.tabs import TabKind, tab_kinds
from desktop.ui.money.screen import MoneyScreen
from desktop.ui.office import Office


class FiguresScreen(MoneyScreen):
    """The screen of the place "figures"."""

    name, icon = "figures", "chart-column"

    def __init__(self, office: Office, kinds: Sequence[TabKind] | None = None) -> None:
        super().__init__(office, kinds if kinds is not None else tab_kinds())

    @property
    def title(self) -> str:
        return self.tr("Chiffres")
