"""The table of the ranks: rows that are dragged, and the line that cuts them."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.ui.bench.ranking_model import (
    ASKED,
    FRAGILE,
    GIVEN,
    LEFT,
    NUMBER,
    RANK,
    SCORE,
    SUM,
    WHO,
    RankModel,
)
from desktop.ui.fields.floored import take_the_rest
from desktop.ui.theme import font, tokens

_NEAR = 5  # pixels around the line where it can be taken
_WIDTHS = {RANK: 46, NUMBER: 88, SCORE: 66, FRAGILE: 122, ASKED: 78, GIVEN: 78, SUM: 84, LEFT: 86}


class RankTable(QTableView):
    """Rows are dragged or moved with Alt and the arrows; the line with the mouse, or Ctrl and the arrows."""

    cut_moved = Signal(int)
    row_moved = Signal(int, int)  # from, to

    def __init__(self, model: RankModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rank_model = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Classement des dossiers, avec la ligne de coupe"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setFont(font(12))
        header.setHighlightSections(False)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        take_the_rest(header, WHO)
        self._taken = False

    def line_at(self) -> int:
        """Where the line is drawn, in pixels of the viewport."""
        cut = self.rank_model.cut
        if cut < self.rank_model.rowCount():
            return self.rowViewportPosition(cut)
        last = self.rank_model.rowCount() - 1
        return self.rowViewportPosition(last) + self.rowHeight(last) if last >= 0 else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.rank_model.rowCount() or not self.rank_model.cut:
            return
        painter, y = QPainter(self.viewport()), self.line_at()
        painter.fillRect(QRect(0, y - 1, self.viewport().width(), 3), QColor(tokens().accent))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._near(event):
            self._taken = True
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.viewport().setCursor(
            Qt.CursorShape.SplitVCursor if self._taken or self._near(event) else Qt.CursorShape.ArrowCursor
        )
        if self._taken:
            self._show_cut(self._row_under(event))
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._taken:
            self._taken = False
            self.cut_moved.emit(self.rank_model.cut)
        else:
            super().mouseReleaseEvent(event)

    def _near(self, event: QMouseEvent) -> bool:
        usable = self.rank_model.writable and self.rank_model.cut > 0
        return usable and abs(event.position().y() - self.line_at()) <= _NEAR

    def _row_under(self, event: QMouseEvent) -> int:
        high = self.verticalHeader().defaultSectionSize()
        row = self.rowAt(max(0, int(event.position().y()) + high // 2))
        return self.rank_model.rowCount() if row < 0 else max(1, row)

    def _show_cut(self, cut: int) -> None:
        self.rank_model.cut = cut
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        held, row = event.modifiers(), self.currentIndex().row()
        if step and held & Qt.KeyboardModifier.AltModifier and row >= 0:
            self.row_moved.emit(row, row + step)
        elif step and held & Qt.KeyboardModifier.ControlModifier:
            wanted = self.rank_model.cut + step
            self.cut_moved.emit(max(0, min(self.rank_model.rowCount(), wanted)))
        else:
            super().keyPressEvent(event)
