"""Amounts as bars with their words: what an envelope has left, what a quarter gets, whether a rule holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.icons import draw_icon
from desktop.ui.theme import font, tokens

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLE = Qt.ItemDataRole
BAR = _ROLE.UserRole
_PAD, _HIGH = 8, 48
_SIGNS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


class Bar(NamedTuple):
    """One bar. `share` and `mark` out of 1000 of its whole length."""

    name: str
    amount: str
    told: str  # in small under the bar, "" for none
    share: int
    tone: str = "accent"  # accent, good, warn, bad, neutral
    mark: int | None = None  # where a bound stands
    more: str = ""  # for the tooltip and the screen reader


class BarsModel(QAbstractListModel):
    """The bars of one list; those that change are told one by one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: list[Bar] = []

    def show(self, bars: Sequence[Bar]) -> None:
        """Show these bars; a list of the same length only tells what moved."""
        if len(bars) != len(self.bars):
            self.beginResetModel()
            self.bars = list(bars)
            self.endResetModel()
            return
        for row, (before, after) in enumerate(zip(self.bars, bars, strict=True)):
            if before != after:
                self.bars[row] = after
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.bars)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        bar = self.bars[index.row()]
        if role == BAR:
            return bar
        if role == _ROLE.DisplayRole:
            return bar.name
        if role in (_ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return " · ".join(part for part in (bar.name, bar.amount, bar.told, bar.more) if part)
        return None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        bar: Bar = index.data(BAR)
        look = tokens()
        box = QRectF(option.rect).adjusted(_PAD, 0, -_PAD, 0)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(option.rect, QColor(look.accent_wash))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = QRectF(box.left(), box.top() + 3, box.width(), 17)
        if bar.tone in _SIGNS and bar.mark is not None:
            draw_icon(
                painter, QRectF(top.left(), top.top() + 1, 14, 14), _SIGNS[bar.tone], look.tone(bar.tone)[0]
            )
            top.adjust(19, 0, 0, 0)
        _write(painter, top, bar.name, font(13), look.ink)
        self._rail(painter, QRectF(box.left(), box.top() + 22, box.width(), 6), bar)
        under = QRectF(box.left(), box.top() + 29, box.width(), 17)
        strong = font(12, QFont.Weight.Medium)
        painter.setFont(strong)
        painter.setPen(QColor(look.ink))
        painter.drawText(under, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), bar.amount)
        under.adjust(0, 0, -QFontMetrics(strong).horizontalAdvance(bar.amount) - 8 if bar.amount else 0, 0)
        _write(painter, under, bar.told, font(12), _INKS.get(bar.tone, lambda: tokens().muted)())
        painter.restore()

    @staticmethod
    def _rail(painter: QPainter, box: QRectF, bar: Bar) -> None:
        look = tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.line))
        painter.drawRoundedRect(box, 3, 3)
        if bar.share > 0:
            full = QRectF(box)
            full.setWidth(max(4.0, box.width() * min(1000, bar.share) / 1000))
            painter.setBrush(QColor(look.faint if bar.tone == "neutral" else look.tone(bar.tone)[0]))
            painter.drawRoundedRect(full, 3, 3)
        if bar.mark is not None:
            painter.fillRect(
                QRectF(box.left() + box.width() * bar.mark / 1000 - 1, box.top() - 3, 2, 12), QColor(look.ink)
            )


_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_INKS = {"bad": lambda: tokens().bad, "warn": lambda: tokens().warn}


def _write(painter: QPainter, box: QRectF, words: str, how: QFont, ink: str) -> None:
    """Words on one line from the left, shortened where the room ends."""
    painter.setFont(how)
    painter.setPen(QColor(ink))
    shown = QFontMetrics(how).elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, _LINE, shown)


class Bars(QListView):
    """A list of bars; the arrows read them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.bars = BarsModel(self)
        self.setModel(self.bars)
        self.setItemDelegate(_Painter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)

    def high(self) -> int:
        """As tall as all its bars."""
        return _HIGH * len(self.bars.bars) + 4
