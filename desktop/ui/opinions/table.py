"""The table of what was asked: a pill, the dossier, the amount, when, the comment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.fields.chips import paint_pill
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.theme import font

Index = QModelIndex | QPersistentModelIndex


class PillDelegate(QStyledItemDelegate):
    """The first cell as a pill of its tone."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        if not isinstance(view, PillRows):
            super().paint(painter, option, index)
            return
        style = view.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        words = str(index.data() or "")
        if not words:
            return
        painter.save()
        face = font(12, QFont.Weight.Medium)
        painter.setFont(face)
        room = option.rect
        wide = min(QFontMetrics(face).horizontalAdvance(words) + 20, room.width() - 8)
        box = QRectF(room.x() + 6, room.y() + (room.height() - 22) / 2, wide, 22)
        paint_pill(painter, box, words, view.rows.lines[index.row()].tone)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(120, 34)


class PillRows(Rows):
    """Rows whose first column is a pill; Enter opens."""

    opened = Signal(object)  # the `what` of the line

    def __init__(
        self,
        name: str,
        headings: Sequence[tuple[str, int]],
        *,
        several: bool = False,
        right: Sequence[int] = (),
    ) -> None:
        super().__init__(name, headings, right=right)
        self.setItemDelegateForColumn(0, PillDelegate(self))
        self.verticalHeader().setDefaultSectionSize(34)
        if several:
            self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.doubleClicked.connect(lambda _index: self._open())

    def current(self) -> object | None:
        """What the current line stands for."""
        index = self.currentIndex()
        return self.rows.lines[index.row()].what if index.isValid() else None

    def chosen(self) -> list[object]:
        """What the selected lines stand for, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.lines[row].what for row in rows]

    def show_again(self, lines: list[Line], same: object) -> None:
        """Show these lines; the one that stands for `same` stays in front."""
        self.show_lines(lines)
        for row, line in enumerate(lines):
            if line.what == same:
                self.selectRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        what = self.current()
        if what is not None:
            self.opened.emit(what)
