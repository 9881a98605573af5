"""The place « Obligations »: a row of tabs, one in front."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.ui.duties.tabs import tab_kinds
from desktop.ui.office import Office
from desktop.ui.tabbed import TabbedScreen, TabKind


class DutiesScreen(TabbedScreen):
    """The screen of the place "duties"."""

    name, icon = "duties", "landmark"

    def __init__(self, office: Office, kinds: Sequence[TabKind] | None = None) -> None:
        super().__init__(office, tab_kinds() if kinds is None else kinds)

    @property
    def title(self) -> str:
        return self.tr("Obligations")
