"""The place « Suivi »: payments, reports, changes, visits, money to come back; one tab each."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.ui.follow.tabs import tab_kinds
from desktop.ui.office import Office
from desktop.ui.tabbed import TabbedScreen, TabKind


class FollowScreen(TabbedScreen):
    """The screen of the place "follow"."""

    name, icon = "follow", "list-checks"

    def __init__(self, office: Office, kinds: Sequence[TabKind] | None = None) -> None:
        super().__init__(office, tab_kinds() if kinds is None else kinds)

    @property
    def title(self) -> str:
        return self.tr("Suivi")
