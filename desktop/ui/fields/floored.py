"""A column that takes the room left, and never less than its words need: then the table scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView

FLOOR = 150


def take_the_rest(header: QHeaderView, column: int, floor: int = FLOOR) -> None:
    """Let `column` fill what the others leave, `floor` pixels at least; one column of a header does."""
    for rule in header.findChildren(_Rule):
        rule.column = column
        rule.apply()
        return
    _Rule(header, column, floor)


class _Rule(QObject):
    """Lives with its header."""

    def __init__(self, header: QHeaderView, column: int, floor: int) -> None:
        super().__init__(header)
        self._header, self.column, self._floor = header, column, floor
        header.installEventFilter(self)
        header.sectionResized.connect(self._other)
        self.apply()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._header and event.type() == QEvent.Type.Resize:
            self.apply()
        return False

    def _other(self, column: int, _old: int, _new: int) -> None:
        if column != self.column:
            self.apply()

    def apply(self) -> None:
        header, column, mode = self._header, self.column, QHeaderView.ResizeMode
        if column >= header.count():
            return
        others = sum(header.sectionSize(other) for other in range(header.count()) if other != column)
        if header.width() - others >= self._floor:
            header.setSectionResizeMode(column, mode.Stretch)
        else:
            header.setSectionResizeMode(column, mode.Interactive)
            header.resizeSection(column, self._floor)
