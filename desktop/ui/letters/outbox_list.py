"""The outbox on screen: a box to tick, the state, the applicant, and a second line that tells or warns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.icons import draw_icon
from desktop.ui.letters.entry import APPROVE, MEND, PRINTED, READY, RETURNED, Entry, second_line
from desktop.ui.letters.outbox_model import ENTRY, OutboxModel
from desktop.ui.theme import font, tokens

HIGH = 46
_BOX, _ICON, _TEXT = 12, 36, 62  # where they begin
_STATES = {
    READY: ("file-check", "good"),
    APPROVE: ("stamp", "warn"),
    RETURNED: ("undo-2", "bad"),
    MEND: ("triangle-alert", "bad"),
    PRINTED: ("mail-check", "muted"),
}
_PENDING = ("circle-dashed", "muted")
Index = QModelIndex | QPersistentModelIndex


class OutboxPainter(QStyledItemDelegate):
    """Paints one letter; a click on its box ticks it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        look, rect = tokens(), option.rect
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(rect, QColor(look.accent_wash))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(look.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(look.ground))
        check = index.data(Qt.ItemDataRole.CheckStateRole)
        if entry.state != PRINTED:
            _paint_box(painter, box_of(rect), check is not None, check == Qt.CheckState.Checked.value)
        drawing, tone = _STATES.get(entry.state, _PENDING)
        place = QRect(rect.left() + _ICON, rect.center().y() - 8, 16, 16)
        draw_icon(painter, place.toRectF(), drawing, getattr(look, tone))
        model = index.model()
        titles = model.titles if isinstance(model, OutboxModel) else {}
        self._words(painter, rect, entry, second_line(entry, titles))
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, entry: Entry, second: str) -> None:
        look, right = tokens(), rect.right() - 12
        if entry.row.edited:
            place = QRect(right - 15, rect.top() + 6, 14, 14)
            draw_icon(painter, place.toRectF(), "pencil", look.muted)
            right -= 24
        bold, small = font(13, QFont.Weight.DemiBold), font(12)
        lines = (
            (bold, look.ink, entry.row.applicant, rect.top() + 5, right),
            (
                small,
                look.bad if entry.state in (MEND, RETURNED) else look.muted,
                second,
                rect.top() + 24,
                rect.right() - 12,
            ),
        )
        for face, colour, words, top, end in lines:
            line = QRect(rect.left() + _TEXT, top, max(0, end - rect.left() - _TEXT), 18)
            painter.setFont(face)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            rect = option.rect
            if box_of(rect).adjusted(-6, -12, 6, 12).contains(event.position().toPoint()):
                return model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
        return False


def box_of(rect: QRect) -> QRect:
    """Where the box to tick stands in a row."""
    return QRect(rect.left() + _BOX, rect.center().y() - 7, 14, 14)


def _paint_box(painter: QPainter, box: QRect, may: bool, on: bool) -> None:
    look = tokens()
    painter.setPen(QPen(QColor(look.accent if on else look.muted if may else look.line), 1))
    painter.setBrush(QColor(look.accent if on else look.paper))
    painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if on:
        draw_icon(painter, box.toRectF().adjusted(1, 1, -1, -1), "check", look.on_accent)


class OutboxList(QListView):
    """Arrows move, Space ticks, Enter opens the letter to be written in."""

    current_changed = Signal(object)  # Entry or None
    edit_wanted = Signal()
    refused = Signal(object)  # an Entry that can't be ticked

    def __init__(self, model: OutboxModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(OutboxPainter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Courriers"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda _index: self.edit_wanted.emit())

    def current(self) -> Entry | None:
        """The letter chosen."""
        index = self.currentIndex()
        return self._model.entry(index.row()) if index.isValid() else None

    def entries(self) -> Sequence[Entry]:
        """All that are on the list, in their order."""
        return self._model.entries()

    def go_to(self, place: int) -> None:
        """Choose a letter by its place."""
        if 0 <= place < self._model.rowCount():
            self.setCurrentIndex(self._model.index(place))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.current()
        if event.key() == Qt.Key.Key_Space and entry is not None:
            if not self._model.toggle(self.currentIndex().row()):
                self.refused.emit(entry)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and entry is not None:
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)
