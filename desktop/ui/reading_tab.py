"""A tab that reads its rows beside the window: once when shown, again when a verb wrote what it follows."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtGui import QAction

from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.tabbed import Tab
from desktop.ui.tables.state import StatePanel


class ReadingTab(Tab):
    """`gather(progress)` reads in the worker's thread, `show_found` shows what it gave."""

    followed: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._reading = self._again = self._closed = self._known = False
        self._actions: list[QAction] = []
        self.state: StatePanel

    def gather(self, progress: Progress) -> Any:
        """What the tab shows; in the worker's thread."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """Show it; in the window's thread."""
        raise NotImplementedError

    def tell_status(self) -> None:
        """Say what the status bar says."""
        raise NotImplementedError

    def says(self) -> tuple[str, str]:
        """What the bar calls the reading, and what is told when it fails."""
        return self.tr("Lecture de cet onglet"), self.tr("Cet onglet n’a pas pu être lu")

    # What the screen asks of a tab

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & self.followed:
            self.read()

    def shown(self) -> None:
        if not self._known:
            self.read()
        self.tell_status()

    def close_down(self) -> None:
        self._closed = True

    def read(self) -> None:
        """Read again beside the window; asked meanwhile, once more after."""
        if self._closed or self._reading:
            self._again = not self._closed
            return
        self._reading = True
        if not self._known:
            self.state.tell("loading", self.tr("Lecture en cours"), "")
        self._office.runner.run(self.gather, self._read, self._not_read, self.says()[0])

    def _read(self, found: Any) -> None:
        self._reading = False
        if self._closed:
            return
        self._known = True
        self.state.hide()
        self.show_found(found)
        if self._again:
            self._again = False
            self.read()

    def _not_read(self, sentence: str) -> None:
        self._reading = False
        self.state.tell("error", self.says()[1], sentence)
