"""The list and its reading pane side by side; in a narrow window the pane gives its room to the rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

NARROW = 820  # below, the rows are alone
PANE = 324  # the least width in which its buttons can be read


class PaneSplit(QSplitter):
    """`pane` can be drawn wider, and shown or hidden at will."""

    pane_shown = Signal()

    def __init__(self, over_rows: QWidget, rows: QWidget, pane: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._pane = pane
        self._wished, self._wide = True, True
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(over_rows)
        box.addWidget(rows, 1)
        self.addWidget(left)
        self.addWidget(pane)
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        pane.setMinimumWidth(PANE)
        self.setSizes([10_000, PANE])

    def toggle(self) -> None:
        """Show the pane, or hide it, whatever the width."""
        self._show(not self._pane.isVisibleTo(self))
        self._wished = self._pane.isVisibleTo(self)

    def _show(self, shown: bool) -> None:
        self._pane.setVisible(shown)
        if shown:
            self.pane_shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        if wide != self._wide:
            self._wide = wide
            self._show(self._wished and wide)
