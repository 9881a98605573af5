"""The tabs of the place « Enveloppes »: each is made when it is first shown, its room imported then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.ui.office import Office


class MoneyTab(QWidget):
    """One tab. It asks `Office` for everything, as a screen does."""

    status = Signal(str)  # what the status bar says while this tab is in front

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        """A verb wrote in these tables, for these dossiers; a hidden tab is told when it is shown."""
        raise NotImplementedError

    def shown(self) -> None:
        """The tab is now in front: take the focus, tell the status."""
        raise NotImplementedError

    def menu_actions(self) -> list[QAction]:
        """What stands in the menu Dossier and in the palette while this tab is in front."""
        return []

    def close_down(self) -> None:
        """The window closes: nothing more is read or written."""


@dataclass(frozen=True, slots=True)
class TabKind:
    """How a tab stands in the row of tabs; `title` has its Alt letter after « & »."""

    name: str
    title: str
    icon: str  # of resources/icons/lucide
    make: Callable[[Office], MoneyTab]  # imports its room: nothing of it is loaded before


def tab_kinds() -> tuple[TabKind, ...]:
    """In the order of the row: each room says how it stands there."""
    from desktop.ui.bench.kind import bench_kind
    from desktop.ui.money.kinds import envelopes_kind, grid_kind

    return (envelopes_kind(), bench_kind(), grid_kind())
