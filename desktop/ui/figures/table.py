"""The figures as a table: a line a row of the axis, the whole last; Enter opens the dossiers of a cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.flow.figures_sheet import Sheet
from desktop.ui.theme import font

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FiguresModel(QAbstractTableModel):
    """The cells of a Sheet; names of the rows stand in the vertical header."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None

    def show(self, sheet: Sheet) -> None:
        """Show this table instead of the one before."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if self.sheet is None:
            return None
        across = orientation == Qt.Orientation.Horizontal
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            if not across:
                return self.sheet.rows[section].label
            head = self.sheet.heads[section]
            return head.replace(", ", ",\n") if role == _ROLE.DisplayRole else head
        if role == _ROLE.FontRole:
            bold = not across and self.sheet.rows[section].total
            return font(12, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid() or self.sheet is None:
            return None
        row, column = index.row(), index.column()
        if role == _ROLE.DisplayRole:
            return self.sheet.words(row, column)
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT
        if role == _ROLE.FontRole and self.sheet.rows[row].total:
            return font(13, QFont.Weight.DemiBold)
        if role == _ROLE.AccessibleTextRole:
            told = self.sheet.words(row, column)
            return f"{self.sheet.rows[row].label}, {self.sheet.heads[column]}\u00a0: {told}"
        return None


class FiguresTable(QTableView):
    """`open_wanted` carries the query of the cell."""

    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = FiguresModel(self)
        self.setModel(self.cells)
        self.setAccessibleName(self.tr("Tableau des chiffres"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.horizontalHeader().setDefaultAlignment(_RIGHT)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setMinimumSectionSize(72)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setMaximumWidth(230)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setDefaultSectionSize(32)
        self.doubleClicked.connect(lambda _index: self.open())

    def show_sheet(self, sheet: Sheet) -> None:
        """Show this table; the current cell stays at its place."""
        now = self.currentIndex()
        place = (now.row(), now.column()) if now.isValid() else (0, 0)
        self.cells.show(sheet)
        row = min(place[0], self.cells.rowCount() - 1)
        self.setCurrentIndex(self.cells.index(row, min(place[1], self.cells.columnCount() - 1)))

    def open(self) -> None:
        """Ask for the dossiers of the current cell."""
        index, sheet = self.currentIndex(), self.cells.sheet
        if sheet is not None and index.isValid():
            row = sheet.rows[index.row()]
            if row.queries[index.column()] and row.values[index.column()] != 0:
                self.open_wanted.emit(row.queries[index.column()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.open()
        else:
            super().keyPressEvent(event)
