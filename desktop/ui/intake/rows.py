"""A read-only table of words: rows of strings, with a tone for the first cell and what each stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.fields.floored import take_the_rest
from desktop.ui.icons import icon
from desktop.ui.theme import tokens

_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BREAKS = re.compile(r"[ \t\r\n\f\v]+")  # not the no-break spaces, which hold amounts together
PLAIN = "plain"  # the tone of a row that has none: no drawing, no colour
_DRAWINGS = {
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-x",
    "accent": "refresh-cw",
    "neutral": "circle",
}


class Line(NamedTuple):
    """One row: the words of its cells, the tone of the first one, and what it stands for."""

    cells: tuple[str, ...]
    tone: str
    what: Any


def one_line(words: str) -> str:
    """The words on one line, as a cell shows them."""
    return _BREAKS.sub(" ", words).strip()


class RowsModel(QAbstractTableModel):
    """Lines under headings."""

    def __init__(
        self, headings: Sequence[str], parent: QWidget | None = None, right: Collection[int] = ()
    ) -> None:
        super().__init__(parent)
        self._headings, self._right = headings, right
        self.lines: list[Line] = []

    def show(self, lines: list[Line]) -> None:
        """Show these lines instead of those before."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def head(self, headings: Sequence[str], right: Collection[int]) -> None:
        """Other headings, with no line yet."""
        self.beginResetModel()
        self.lines, self._headings, self._right = [], headings, right
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section in self._right else None

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        words = line.cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}\u00a0: {words}"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._right:
            return _RIGHT
        if index.column() == 0 and line.tone != PLAIN:
            ink = tokens().tone(line.tone)[0]
            if role == Qt.ItemDataRole.DecorationRole:
                return icon(_DRAWINGS[line.tone], ink)
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(ink)
        return None


class Rows(QTableView):
    """The view of it: one row at a time, arrows move, the last column takes the room left."""

    picked = Signal(object)  # the `what` of the current line, None when there is none

    def __init__(
        self,
        name: str,
        headings: Sequence[tuple[str, int]],
        parent: QWidget | None = None,
        right: Collection[int] = (),
    ) -> None:
        """`right`: the columns of amounts, which line up on that side."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows = RowsModel([words for words, _ in headings], self, right)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        self._measure([width for _, width in headings])
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _measure(self, widths: Sequence[int]) -> None:
        header = self.horizontalHeader()
        for column, width in enumerate(widths):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            if width:
                self.setColumnWidth(column, width)
        if 0 in widths:
            take_the_rest(header, list(widths).index(0))

    def set_headings(self, headings: Sequence[tuple[str, int]], right: Collection[int] = ()) -> None:
        """Other columns than before, without a line."""
        self.rows.head([words for words, _ in headings], right)
        self._measure([width for _, width in headings])

    def selectRow(self, row: int) -> None:
        """Choose one line, whatever keys are held: with Shift down, Qt's own would choose nothing."""
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.rows.index(row, 0), how.ClearAndSelect | how.Rows)

    def show_lines(self, lines: list[Line]) -> None:
        """Show these lines, the first one chosen."""
        self.rows.show(lines)
        if lines:
            self.selectRow(0)
        else:
            self.picked.emit(None)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.picked.emit(self.rows.lines[now.row()].what if now.isValid() else None)
