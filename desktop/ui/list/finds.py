"""The panel under the search field: what can be typed next, where the words were found, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.search import Hit
from desktop.rules.query_suggest import Suggestion
from desktop.ui.icons import draw_icon
from desktop.ui.theme import font, tokens

_ROLE = Qt.ItemDataRole.UserRole
_DRAWINGS = {"dossier": "folder-open", "annotation": "sticky-note", "piece": "paperclip"}
_MARKED = re.compile("\x02([^\x03]*)\x03")


def plain(snippet: str) -> str:
    """A snippet without its marks, on one line."""
    return " ".join(snippet.replace("\x02", "").replace("\x03", "").split())


class _Lines(QStyledItemDelegate):
    """A suggestion on one line, a find on two: its title, then the words in their sentence."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 46 if isinstance(index.data(_ROLE), Hit) else 30)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        look, data = tokens(), index.data(_ROLE)
        painter.save()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, QColor(look.accent_wash))
        if isinstance(data, Hit):
            _paint_hit(painter, rect, data)
        else:
            _paint_suggestion(painter, rect, data)
        painter.restore()


def _paint_suggestion(painter: QPainter, rect: QRect, what: Suggestion) -> None:
    look, left = tokens(), rect.left() + 34
    draw_icon(painter, QRect(rect.left() + 10, rect.center().y() - 7, 16, 16).toRectF(), "filter", look.muted)
    painter.setFont(font(13, QFont.Weight.Medium))
    painter.setPen(QColor(look.ink))
    painter.drawText(rect.adjusted(34, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, what.shown)
    after = left + QFontMetrics(painter.font()).horizontalAdvance(what.shown) + 12
    painter.setFont(font(12))
    painter.setPen(QColor(look.muted))
    room = QRect(after, rect.top(), rect.right() - after - 8, rect.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, _short(what.note, painter, room.width()))


def _paint_hit(painter: QPainter, rect: QRect, hit: Hit) -> None:
    look = tokens()
    drawing = _DRAWINGS.get(hit.ent, "file-text")
    draw_icon(painter, QRect(rect.left() + 10, rect.top() + 8, 16, 16).toRectF(), drawing, look.muted)
    painter.setFont(font(13, QFont.Weight.Medium))
    painter.setPen(QColor(look.ink))
    line = QRect(rect.left() + 34, rect.top() + 4, rect.width() - 44, 20)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, _short(plain(hit.title), painter, line.width()))
    painter.setFont(font(12))
    at, end = QPoint(line.left(), rect.top() + 38), line.right()
    for index, part in enumerate(_MARKED.split(" ".join(hit.snippet.split()))):
        painter.setPen(QColor(look.accent if index % 2 else look.muted))
        shown = _short(part, painter, end - at.x())
        painter.drawText(at, shown)
        at.setX(at.x() + QFontMetrics(painter.font()).horizontalAdvance(shown))


def _short(text: str, painter: QPainter, room: int) -> str:
    return QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))


class FindsPanel(QFrame):
    """Lies over the list, under `field`; the field keeps the focus and hands over its arrows."""

    suggestion_taken = Signal(object)  # Suggestion
    hit_taken = Signal(object)  # Hit

    def __init__(self, field: QWidget, over: QWidget) -> None:
        super().__init__(over)
        self._field = field
        self.setProperty("kind", "card")
        self.setObjectName("finds")
        self._wrong = QLabel()
        self._wrong.setWordWrap(True)
        self._wrong.setMargin(8)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Suggestions et passages trouvés"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_Lines(self._list))
        self._list.itemClicked.connect(self._taken)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self._wrong)
        box.addWidget(self._list)
        self.setAutoFillBackground(True)
        self.hide()

    def tell(self, wrong: str, suggestions: Sequence[Suggestion], hits: Sequence[Hit]) -> None:
        """Show what is wrong ("" when nothing), then suggestions and finds; hide when there is nothing."""
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self._wrong.setStyleSheet(f"color: {tokens().bad}; background: {tokens().bad_wash}")
        self._list.clear()
        for suggestion in suggestions:
            self._add(suggestion, f"{suggestion.shown} {suggestion.note}".strip())
        for hit in hits:
            self._add(hit, f"{plain(hit.title)}\u00a0: {plain(hit.snippet)}")
        self._list.setVisible(self._list.count() > 0)
        self.setVisible(bool(wrong) or self._list.count() > 0)
        self.place()

    def _add(self, data: Any, said: str) -> None:
        item = QListWidgetItem()
        item.setData(_ROLE, data)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setToolTip(said)
        self._list.addItem(item)

    def entries(self) -> list[Any]:
        """The suggestions and finds shown."""
        return [self._list.item(i).data(_ROLE) for i in range(self._list.count())]

    def wrong(self) -> str:
        """The sentence on what is wrong, "" when nothing is."""
        return self._wrong.text() if self.isVisible() else ""

    def place(self) -> None:
        """Stand under the field."""
        over = self.parentWidget()
        if over is None or not self.isVisible():
            return
        wide = max(self._field.width(), min(440, over.width() - 24))
        corner = self._field.mapTo(over, QPoint(self._field.width() - wide, self._field.height() + 4))
        rows = sum(self._list.sizeHintForRow(i) for i in range(self._list.count()))
        words = self._wrong.heightForWidth(wide - 2) if self._wrong.text() else 0
        room = over.height() - corner.y() - 8
        self.setGeometry(max(8, corner.x()), corner.y(), wide, min(room, rows + words + 8))
        self.raise_()

    def step(self, by: int) -> bool:
        """Move to the next or previous entry; False when there is none."""
        count = self._list.count()
        if not self.isVisible() or not count:
            return False
        row = self._list.currentRow()
        self._list.setCurrentRow((row + by) % count if row >= 0 else (0 if by > 0 else count - 1))
        return True

    def take(self) -> bool:
        """Take the entry chosen with the arrows; False when none is."""
        item = self._list.currentItem()
        if not self.isVisible() or item is None:
            return False
        self._taken(item)
        return True

    def _taken(self, item: QListWidgetItem) -> None:
        data = item.data(_ROLE)
        if isinstance(data, Hit):
            self.hit_taken.emit(data)
        else:
            self.suggestion_taken.emit(data)
