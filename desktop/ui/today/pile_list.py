"""The pile on screen: a place, the applicant, and on the second line why it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.rules.journey import LABELS
from desktop.rules.pile import VERDICTS, Ranked
from desktop.ui.icons import draw_icon
from desktop.ui.theme import font, tokens

HIGH = 50
RANKED = Qt.ItemDataRole.UserRole
_NUMBER, _TEXT = 12, 104  # where they begin
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SIGNS = {"bad": "circle-alert", "warn": "triangle-alert"}


class PileModel(QAbstractListModel):
    """The pile in its order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pile: Sequence[Ranked] = ()

    def show(self, pile: Sequence[Ranked]) -> None:
        """Show this pile instead of the one before."""
        self.beginResetModel()
        self.pile = pile
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.pile)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self.pile[index.row()]
        if role == RANKED:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return one.what.applicant
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            why = ", ".join(words for words, _ in one.reasons)
            return f"{one.what.number}, {one.what.applicant}, {one.what.title}. {why}"
        return None


class PilePainter(QStyledItemDelegate):
    """Paints one dossier of the pile."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: Ranked = index.data(RANKED)
        look, rect, state = tokens(), option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_wash))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(look.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(look.ground))
        painter.setPen(QColor(look.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        stage = LABELS.get(one.what.stage, one.what.stage)
        right = rect.right() - 12
        said = VERDICTS.get(one.what.verdict, "")
        right = _words(painter, rect, right, 7, said or stage, "accent" if said else "muted") - 12
        number = QRect(rect.left() + _NUMBER, rect.top() + 6, _TEXT - _NUMBER - 8, 18)
        _line(painter, number, one.what.number, font(12), look.muted)
        name = QRect(rect.left() + _TEXT, rect.top() + 6, max(0, right - rect.left() - _TEXT), 18)
        _line(
            painter,
            name,
            f"{one.what.applicant} · {one.what.title}",
            font(13, QFont.Weight.DemiBold),
            look.ink,
        )
        _reasons(painter, QRect(rect.left() + _TEXT, rect.top() + 26, rect.width() - _TEXT - 12, 18), one)
        painter.restore()


def _line(painter: QPainter, place: QRect, words: str, face: QFont, colour: str) -> None:
    painter.setFont(face)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _words(painter: QPainter, rect: QRect, right: int, top: int, words: str, tone: str) -> int:
    """Some words against the right; returns where they begin."""
    face = font(12)
    wide = QFontMetrics(face).horizontalAdvance(words)
    _line(painter, QRect(right - wide, rect.top() + top, wide + 1, 18), words, face, getattr(tokens(), tone))
    return right - wide


def _reasons(painter: QPainter, room: QRect, one: Ranked) -> None:
    """Each reason in its tone, with a sign, as many as there is room for."""
    look, face, at = tokens(), font(12), room.left()
    metrics = QFontMetrics(face)
    for rank, (words, tone) in enumerate(one.reasons):
        sign = _SIGNS.get(tone, "")
        wide = metrics.horizontalAdvance(words) + (18 if sign else 0)
        if at + wide > room.right() and rank:
            break
        colour = look.tone(tone)[0] if tone in _SIGNS else look.muted
        if sign:
            place = QRect(at, room.center().y() - 6, 13, 13)
            draw_icon(painter, place.toRectF(), sign, colour)
        start = at + (18 if sign else 0)
        _line(painter, QRect(start, room.top(), room.right() - start, 18), words, face, colour)
        at += wide + 18


class PileList(QListView):
    """Arrows move, Enter opens; the letters of the verdicts belong to the screen."""

    open_wanted = Signal(object)  # Ranked
    picked = Signal(object)  # Ranked or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = PileModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(PilePainter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Ma pile, dans l’ordre"))
        self.doubleClicked.connect(lambda _index: self._open())

    def show_pile(self, pile: Sequence[Ranked]) -> None:
        """Show this pile; the same place stays chosen, as the one judged has left."""
        row, current = max(0, self.currentIndex().row()), self.current()
        self.rows.show(pile)
        keys = [one.what.key for one in pile]
        if current is not None and current.what.key in keys:
            row = keys.index(current.what.key)
        if pile:
            self.setCurrentIndex(self.rows.index(min(row, len(pile) - 1)))
        else:
            self.picked.emit(None)

    def current(self) -> Ranked | None:
        """The dossier chosen."""
        index = self.currentIndex()
        return self.rows.pile[index.row()] if index.isValid() and index.row() < len(self.rows.pile) else None

    def _open(self) -> None:
        one = self.current()
        if one is not None:
            self.open_wanted.emit(one)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.picked.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif not event.text().isalpha():  # no jump by letters: they are verdicts here
            super().keyPressEvent(event)
        else:
            event.ignore()
