"""The list of notes: pages that come as they are scrolled to, a row painted whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from db.queries.all_notes import NoteRow
from desktop.rules.grid import STRONG
from desktop.ui.notes.words import challenge_words, signed, where, whole
from desktop.ui.theme import font, tokens

HIGH = 76
NOTE = Qt.ItemDataRole.UserRole
_LEFT = 16
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class NotesModel(QAbstractListModel):
    """The notes that have come; more are asked for when the last of them is seen."""

    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notes: list[NoteRow] = []
        self.whole = True

    def show(self, notes: Sequence[NoteRow], *, whole: bool) -> None:
        """Show these instead of those before."""
        self.beginResetModel()
        self.notes, self.whole = list(notes), whole
        self.endResetModel()

    def add(self, notes: Sequence[NoteRow], *, whole: bool) -> None:
        """Show these after those that are there."""
        self.whole = whole
        if notes:
            first = len(self.notes)
            self.beginInsertRows(_ROOT, first, first + len(notes) - 1)
            self.notes += notes
            self.endInsertRows()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.notes)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self.whole

    def fetchMore(self, parent: Index) -> None:
        if not parent.isValid():
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.notes[index.row()]
        if role == NOTE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text or row.quote
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return whole(row, dt.datetime.now())
        return None


class NotePainter(QStyledItemDelegate):
    """Paints one note: its challenge and dossier, its words, the passage and who wrote it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: NoteRow = index.data(NOTE)
        look, rect, state = tokens(), option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_wash))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(look.ground))
        stripe = look.challenges[(row.rank - 1) % len(look.challenges)] if row.rank else look.edge
        painter.fillRect(QRect(rect.left(), rect.top() + 4, 4, rect.height() - 8), QColor(stripe))
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.accent), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.setPen(QColor(look.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._lines(painter, rect, row)
        painter.restore()

    def _lines(self, painter: QPainter, rect: QRect, row: NoteRow) -> None:
        look, left = tokens(), rect.left() + _LEFT
        right = rect.right() - 14
        ink = look.challenge_inks[(row.rank - 1) % len(look.challenge_inks)] if row.rank else look.muted
        at = _said(
            painter, left, rect.top() + 7, right, challenge_words(row), font(13, QFont.Weight.DemiBold), ink
        )
        if row.rank:
            at = _dots(painter, at + 10, rect.top() + 16, row.strength, ink)
        said = signed(row, dt.datetime.now())
        small = font(12)
        start = right - QFontMetrics(small).horizontalAdvance(said)
        _said(painter, start, rect.top() + 7, right + 2, said, small, look.muted)
        named = f"{row.number} · {row.applicant}"
        _said(painter, at + 14, rect.top() + 7, start - 16, named, small, look.muted)
        words, face = (row.text, font(13)) if row.text else (self.tr("Sans phrase"), _italic(13))
        _said(painter, left, rect.top() + 27, right, words, face, look.ink if row.text else look.muted)
        place = f"{where(row)} · {row.quarters}" if row.quarters else where(row)
        start = right - QFontMetrics(small).horizontalAdvance(place)
        _said(painter, max(start, left), rect.top() + 49, right + 2, place, small, look.muted)
        if row.quote:
            quote = f"«\u00a0{row.quote}\u00a0»"
            _said(painter, left, rect.top() + 49, start - 20, quote, _italic(12), look.muted)


def _italic(size: int) -> QFont:
    made = font(size)
    made.setItalic(True)
    return made


def _said(painter: QPainter, left: int, top: int, right: int, words: str, face: QFont, colour: str) -> int:
    """Words on one line, cut where there is no more room; returns where they end."""
    room = QRect(left, top, max(0, right - left), 19)
    painter.setFont(face)
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(face)
    shown = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return left + metrics.horizontalAdvance(shown)


def _dots(painter: QPainter, left: int, middle: int, strength: int, colour: str) -> int:
    for dot in range(STRONG):
        painter.setPen(QPen(QColor(colour), 1.2))
        painter.setBrush(QColor(colour) if dot < strength else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(left + 4 + 11 * dot, middle), 3.4, 3.4)
    return left + 11 * STRONG


class NotesList(QListView):
    """Arrows move, Enter opens the dossier where the note stands."""

    open_wanted = Signal(object)  # NoteRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = NotesModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(NotePainter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Notes trouvées"))
        self.doubleClicked.connect(lambda _index: self.open())

    def current(self) -> NoteRow | None:
        """The note chosen."""
        index = self.currentIndex()
        return self.rows.notes[index.row()] if index.isValid() else None

    def open(self) -> None:
        """Wish for the dossier of the note chosen."""
        row = self.current()
        if row is not None:
            self.open_wanted.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        else:
            super().keyPressEvent(event)
