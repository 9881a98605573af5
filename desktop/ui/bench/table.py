"""The bench as two views side by side: what a dossier is stays in place, the funders scroll."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.bench.columns import WIDTHS, Kind
from desktop.ui.bench.model import BenchModel, Index
from desktop.ui.bench.typing import CellDelegate
from desktop.ui.theme import font, tokens

ROW = 30
HEAD = 62  # three lines of a long name
_BAR = 14  # of scrolling
_MORE = 160  # that a name may take
_STEPS = {
    Qt.Key.Key_Return: (1, 0), Qt.Key.Key_Enter: (1, 0), Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1),
}  # fmt: skip


class _View(QTableView):
    """A view of the bench without headers at the side."""

    def __init__(self, model: BenchModel, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)  # Escape leaves for the bar
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setFont(font(12))
        header.setFixedHeight(HEAD)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(44)
        self.setCornerWidget(QWidget(self))  # else a white square stands where the bars meet


class Cells(_View):
    """The cells that are typed in."""

    def __init__(self, model: BenchModel, parent: QWidget) -> None:
        super().__init__(model, parent.tr("Montants par financeur, un dossier par ligne"), parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS and self.state() != QAbstractItemView.State.EditingState:
            self.go(*_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def go(self, lines: int, columns: int) -> None:
        """Move the current cell; from the last one that shows, Tab goes to the next line."""
        model, index = self.model(), self.currentIndex()
        shown = [n for n in range(model.columnCount()) if not self.isColumnHidden(n)]
        if not shown or not model.rowCount():
            return
        row = index.row() if index.isValid() else 0
        place = shown.index(index.column()) if index.column() in shown else 0
        place += columns
        row += lines + place // len(shown)
        if 0 <= row < model.rowCount():
            self.setCurrentIndex(model.index(row, shown[place % len(shown)]))


class _Here(QStyledItemDelegate):
    """What a dossier is, washed where the current cell stands."""

    def __init__(self, cells: Cells, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells = cells

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.row() == self._cells.currentIndex().row():
            option.backgroundBrush = QBrush(QColor(tokens().accent_wash))


class BenchTable(QWidget):
    """Both views, moving together: one selection, one scroll bar."""

    sort_wanted = Signal(int)  # column
    open_wanted = Signal(object)  # key of a dossier: its name was double-clicked

    def __init__(self, model: BenchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench = model
        self.names = _View(model, self.tr("Dossiers du scénario"), self)
        self.cells = Cells(model, self)
        self.delegate = CellDelegate(model, self.cells)
        self.cells.setItemDelegate(self.delegate)
        self.delegate.go_wanted.connect(self.cells.go)
        self._dress_names()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.names)
        line.addWidget(self.cells, 1)
        # What the names take of a wide window is no reason to keep it wide.
        line.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._tie()
        model.modelReset.connect(self.lay_out)
        self.lay_out()

    def _dress_names(self) -> None:
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.names.setVerticalScrollBarPolicy(never)
        self.names.setHorizontalScrollBarPolicy(never)
        self.names.setSelectionModel(self.cells.selectionModel())
        self.names.setProperty("kind", "frozen")
        self.names.setItemDelegate(_Here(self.cells, self.names))
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.names.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def _tie(self) -> None:
        one, other = self.names.verticalScrollBar(), self.cells.verticalScrollBar()
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)
        for view in (self.names, self.cells):
            view.horizontalHeader().sectionClicked.connect(self.sort_wanted)
        self.names.clicked.connect(lambda index: self._choose_row(index.row()))
        self.names.doubleClicked.connect(lambda index: self.open_wanted.emit(self.key_at(index.row())))
        self.cells.horizontalScrollBar().rangeChanged.connect(self._level)
        self.cells.selectionModel().currentChanged.connect(lambda *_: self.names.viewport().update())

    def lay_out(self) -> None:
        """Which columns each view shows, and how wide they are."""
        for n, column in enumerate(self.bench.columns):
            frozen = n < self.bench.frozen
            self.names.setColumnHidden(n, not frozen)
            self.cells.setColumnHidden(n, frozen)
            for view in (self.names, self.cells):
                view.setColumnWidth(n, WIDTHS[column.kind])
        self._share_room()
        if not self.cells.currentIndex().isValid() and self.bench.order:
            self.cells.setCurrentIndex(self.bench.index(0, self.bench.frozen))

    def _share_room(self) -> None:
        """A wide window shows more of the names: they take what the amounts leave."""
        columns, frozen = self.bench.columns, self.bench.frozen
        whole = sum(WIDTHS[column.kind] for column in columns) + _BAR
        spare = max(0, min(2 * _MORE, self.width() - whole)) // 2
        wide = 1
        for n, column in enumerate(columns[:frozen]):
            more = spare if column.kind in (Kind.APPLICANT, Kind.TITLE) else 0
            self.names.setColumnWidth(n, WIDTHS[column.kind] + more)
            wide += WIDTHS[column.kind] + more
        self.names.setFixedWidth(wide)

    def minimumSizeHint(self) -> QSize:
        """The names at their narrowest, and one funder."""
        frozen = self.bench.columns[: self.bench.frozen]
        wide = sum(WIDTHS[column.kind] for column in frozen) + WIDTHS[Kind.FUNDER] + _BAR
        return QSize(wide, 4 * ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _level(self, _low: int, high: int) -> None:
        """Both views end at the same line when only one has a scroll bar."""
        bar = self.cells.horizontalScrollBar()
        self.names.setViewportMargins(0, 0, 0, bar.sizeHint().height() if high else 0)

    def key_at(self, row: int) -> bytes:
        return self.bench.bench.lines[self.bench.order[row]].key

    def _choose_row(self, row: int) -> None:
        """All cells of funders of one line."""
        chosen = [n for n, column in enumerate(self.bench.columns) if column.kind is Kind.FUNDER]
        if chosen:
            self.cells.setCurrentIndex(self.bench.index(row, chosen[0]))
            whole = QItemSelection(self.bench.index(row, chosen[0]), self.bench.index(row, chosen[-1]))
            self.cells.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.cells.setFocus()

    # The rectangle chosen

    def rectangle(self) -> tuple[list[int], list[int]]:
        """(lines shown, columns) of what is selected; the current cell alone when nothing is."""
        indexes = self.cells.selectionModel().selectedIndexes() or [self.cells.currentIndex()]
        valid = [index for index in indexes if index.isValid()]
        rows, columns = {index.row() for index in valid}, {index.column() for index in valid}
        return sorted(rows), sorted(columns)

    def chosen(self) -> tuple[list[int], list[bytes]]:
        """(rows of the bench, funders) of what is selected, other columns left out."""
        lines, columns = self.rectangle()
        told = [self.bench.columns[n] for n in columns]
        funders = [column.funder for column in told if column.kind is Kind.FUNDER]
        return [self.bench.order[line] for line in lines], funders
