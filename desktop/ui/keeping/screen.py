"""The place « Archives »: a row of tabs, one in front."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.ui.keeping.tabs import TabKind, tab_kinds
from desktop.ui.money.screen import MoneyScreen
from desktop.ui.office import Office


class KeepingScreen(MoneyScreen):
    """The screen of the place "archives"."""

    name, icon = "archives", "archive"

    def __init__(self, office: Office, kinds: Sequence[TabKind] | None = None) -> None:
        super().__init__(office, kinds if kinds is not None else tab_kinds())
        office.scans_wanted.connect(self.take_scans)

    def take_scans(self, paths: list[Path]) -> None:
        """Annotated papers that came from elsewhere: their tab reads them."""
        from desktop.ui.scans.tab import ScansTab  # its room is read when it is wanted

        self.show_tab("scans")
        tab = self.tab("scans")
        if isinstance(tab, ScansTab):
            tab.take_in(paths)

    @property
    def title(self) -> str:
        return self.tr("Archives")
