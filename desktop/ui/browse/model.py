"""The notes of a filter, read page after page as one scrolls."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db.queries.browsing import PAGE, NoteFilter, NoteRow, notes_page
from desktop.flow.export_notes import AUDIENCES, place_words
from desktop.rules.grid import LABELS, STRONG
from desktop.ui.challenge_faces import ChallengeFace, ink
from desktop.ui.theme import font, tokens

HIGH = 74
NOTE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class NotesModel(QAbstractListModel):
    """`reader` answers in the window's thread: a page is a seek in an index."""

    def __init__(self, reader: Callable[[], sqlite3.Connection], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._wanted: NoteFilter | None = None
        self.rows: list[NoteRow] = []
        self._whole = True

    def show(self, wanted: NoteFilter) -> None:
        """Show the notes of this filter from the latest on."""
        self.beginResetModel()
        self._wanted = wanted
        self.rows = notes_page(self._reader(), wanted)
        self._whole = len(self.rows) < PAGE
        self.endResetModel()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._whole

    def fetchMore(self, parent: Index) -> None:
        if self._wanted is None or parent.isValid():
            return
        page = notes_page(self._reader(), self._wanted, self.rows[-1].id)
        self._whole = len(page) < PAGE
        if page:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page) - 1)
            self.rows += page
            self.endInsertRows()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == NOTE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text or row.quote
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            challenge = (
                f"{row.rank} · {row.short}, {LABELS[row.strength].lower()}" if row.rank else "sans défi"
            )
            return f"{row.number}, {row.applicant}. {challenge}. « {row.quote} » {row.text} ({row.author})"
        return None


class NotePainter(QStyledItemDelegate):
    """Paints a note: its challenge and strength, the passage, the sentence, where and by whom."""

    def __init__(self, faces: Callable[[], dict[int, ChallengeFace]], parent: QWidget) -> None:
        super().__init__(parent)
        self._faces = faces

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: NoteRow = index.data(NOTE)
        look, rect = tokens(), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.accent_wash))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(look.ground))
        face = self._faces().get(row.rank or 0)
        edge = QColor(face.colour) if face else QColor(look.edge)
        painter.fillRect(QRect(rect.left(), rect.top() + 4, 4, rect.height() - 8), edge)
        painter.setPen(QColor(look.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._lines(painter, rect.adjusted(16, 7, -12, -6), row, face)
        painter.restore()

    def _lines(self, painter: QPainter, room: QRect, row: NoteRow, face: ChallengeFace | None) -> None:
        look, small = tokens(), font(12)
        said = f"{row.author} · {row.at[8:10]}/{row.at[5:7]}/{row.at[:4]} · {AUDIENCES.get(row.audience, '')}"
        wide = QFontMetrics(small).horizontalAdvance(said)
        _line(painter, QRect(room.right() - wide, room.top(), wide + 1, 18), said, small, look.muted)
        name = f"{row.rank} · {row.short}" if face else "Sans défi"
        bold = font(13, QFont.Weight.DemiBold)
        colour = ink(face.colour, look).name() if face else look.muted
        at = _line(painter, QRect(room.left(), room.top(), 150, 18), name, bold, colour)
        if row.strength:
            dots = "●" * row.strength + "○" * (STRONG - row.strength)
            at = _line(painter, QRect(at + 8, room.top(), 60, 18), dots, small, colour)
        where = f"{row.number} · {row.applicant} · {place_words(row)}"
        _line(
            painter, QRect(at + 14, room.top(), room.right() - wide - at - 28, 18), where, small, look.muted
        )
        quote = font(13)
        quote.setItalic(True)
        lines = [(f"« {row.quote} »", quote)] if row.quote else []
        lines += [(row.text, font(13))] if row.text else []
        for rank, (words, face_) in enumerate(lines):
            place = QRect(room.left(), room.top() + 21 + 20 * rank, room.width(), 19)
            _line(painter, place, words.replace("\n", " "), face_, look.ink)


def _line(painter: QPainter, place: QRect, words: str, face: QFont, colour: str) -> int:
    """Write on one line, cut with « … »; returns where the words end."""
    painter.setFont(face)
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(face)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, place.width()))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return place.left() + metrics.horizontalAdvance(shown)
