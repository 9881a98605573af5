"""Marked rows: which gesture marks, which only moves, and how marks follow their dossiers to new places."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

Command = QItemSelectionModel.SelectionFlag
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def command(event: QEvent | None, on_square: bool) -> QItemSelectionModel.SelectionFlag:
    """What a gesture does to the marks. Arrows and plain clicks leave them: losing twenty marks to one arrow
    is cruel."""
    pressed = event is not None and event.type() == QEvent.Type.MouseButtonPress
    if pressed and isinstance(event, QMouseEvent) and (on_square or event.modifiers() & _CONTROL):
        return Command.Toggle | Command.Rows
    return Command.NoUpdate


class Run:
    """The run of rows marked by Shift: it grows and shrinks from where it began, beside the earlier marks."""

    def __init__(self, marks: QItemSelectionModel) -> None:
        self._marks = marks
        self._start = -1
        self._before = QItemSelection()

    def follow(self, event: QKeyEvent | QMouseEvent, old: int) -> None:
        """Mark up to the row where `event` has just led from row `old`; without Shift the run is over."""
        new, model = self._marks.currentIndex().row(), self._marks.model()
        if not event.modifiers() & _SHIFT:
            self._start = -1
        elif new != old and old >= 0:
            if self._start < 0:
                self._start, self._before = old, QItemSelection(self._marks.selection())
            top, bottom = sorted((self._start, new))
            chosen = QItemSelection(model.index(top, 0), model.index(bottom, model.columnCount() - 1))
            chosen.merge(self._before, Command.Select)
            self._marks.select(chosen, Command.ClearAndSelect)


def spans(selection: QItemSelection) -> list[tuple[int, int]]:
    """First and last row of each run of marked rows, from the top."""
    ranges = (selection.at(i) for i in range(selection.count()))
    return sorted((found.top(), found.bottom()) for found in ranges)


def selection_of(model: QAbstractTableModel, ids: Sequence[Any], marked: set[Any]) -> QItemSelection:
    """The rows where the dossiers `marked` now stand."""
    chosen, start, last = QItemSelection(), None, model.columnCount() - 1
    for row in range(len(ids) + 1):
        inside = row < len(ids) and ids[row] in marked
        if inside and start is None:
            start = row
        elif not inside and start is not None:
            chosen.select(model.index(start, 0), model.index(row - 1, last))
            start = None
    return chosen
