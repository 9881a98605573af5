"""The seat of the reading pane: its room is kept from the first picture, the pane itself comes after."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.search import Hit
from desktop.ui.office import Office

if TYPE_CHECKING:  # it brings the checks, the frieze and the facts: the rows do not wait for them
    from desktop.ui.list.reading_pane import ReadingPane

PANE_MS = 30  # an arrow held down shows the pane of the row where it stops


class PaneSeat(QWidget):
    """Empty until `pane` is first wanted; tells what the pane wishes."""

    due = Signal()  # the current dossier is to be shown
    read_failed = Signal(Exception)  # the base cannot be read: a stick pulled out, a damaged file
    open_wanted = Signal(object)  # key
    instruct_wanted = Signal(object)
    piece_wanted = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._pane: ReadingPane | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PANE_MS)
        self._later.timeout.connect(self.due)

    @property
    def pane(self) -> ReadingPane:
        """Made when first wanted, in the room that was kept."""
        if self._pane is None:
            from desktop.ui.list.reading_pane import ReadingPane

            self._pane = ReadingPane(self._office)
            self._pane.open_wanted.connect(self.open_wanted)
            self._pane.instruct_wanted.connect(self.instruct_wanted)
            self._pane.piece_wanted.connect(self.piece_wanted)
            self._box.addWidget(self._pane)
        return self._pane

    def wake(self) -> None:
        """`due` comes once the current row rests."""
        self._later.start()

    def stop(self) -> None:
        self._later.stop()

    def show_dossier(self, key: bytes | None, hits: Sequence[Hit]) -> None:
        """Show a dossier and where the words sought were found in it."""
        try:
            self.pane.show_dossier(key)
        except sqlite3.Error as error:
            self.read_failed.emit(error)
            return
        self.pane.show_found(hits)
