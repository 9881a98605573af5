"""How one line of the order of the day is painted, in the room and while it is prepared."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db.queries.committee import ItemRow
from desktop.rules.committee import item_words
from desktop.ui.committee.agenda_model import ENTRY, AgendaModel, Index
from desktop.ui.committee.words import item_face
from desktop.ui.icons import draw_icon
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import euros

_HEADING, _ITEM, _TALL = 30, 28, 46


class AgendaPainter(QStyledItemDelegate):
    """Paints one line: in the room its applicant and its amount, in preparation the dossier in two lines."""

    def __init__(self, parent: QWidget, *, tall: bool) -> None:
        super().__init__(parent)
        self._tall = tall

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(ENTRY), str)
        return QSize(200, _HEADING if heading else _TALL if self._tall else _ITEM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry, rect, model = index.data(ENTRY), option.rect, index.model()
        look = tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, str):
            place = rect.adjusted(4, 4, -8, 0)
            _line(painter, place, entry, font(13, QFont.Weight.Bold), look.ink)
            painter.restore()
            return
        assert isinstance(model, AgendaModel)
        here = model.here == entry.id
        _ground(painter, rect, option.state, here=here)
        drawing, colour = ("circle-dot", "accent") if here and entry.state == "waiting" else item_face(entry)
        mark = QRect(rect.left() + 9, rect.top() + (_ITEM - 16) // 2, 16, 16)
        draw_icon(painter, mark.toRectF(), drawing, getattr(look, colour))
        right = rect.right() - 10
        if self._tall:
            _amounts(painter, rect, entry)
            right -= 230
        else:
            right = _given(painter, rect, entry) - 8
        if entry.id in model.leaving:
            right -= 18
            out = QRect(right + 2, mark.top() + 1, 14, 14)
            draw_icon(painter, out.toRectF(), "log-out", look.warn)
        _names(painter, QRect(rect.left() + 34, rect.top(), right - rect.left() - 34, _ITEM), entry, here)
        if self._tall:
            told = f"{entry.number} · {entry.title}"
            under = QRect(rect.left() + 34, rect.top() + 23, right - rect.left() - 34, 18)
            _line(painter, under, told, font(12), look.muted)
            painter.setPen(QColor(look.line))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


def _ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag, *, here: bool) -> None:
    look = tokens()
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen or here:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.accent_wash))
        painter.drawRoundedRect(rect.adjusted(0, 1, -2, -1), 5, 5)
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(look.ground))
    if chosen and state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(look.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0, 1, -2, -2), 5, 5)


def _line(
    painter: QPainter, place: QRect, words: str, face: QFont, colour: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:  # fmt: skip
    """Some words in a place, cut by dots; returns how wide they are."""
    painter.setFont(face)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | side, shown)
    return QFontMetrics(face).horizontalAdvance(shown)


def _names(painter: QPainter, place: QRect, row: ItemRow, here: bool) -> None:
    look = tokens()
    face = font(13, QFont.Weight.DemiBold if here else QFont.Weight.Normal)
    _line(painter, place, row.applicant, face, look.ink)


def _given(painter: QPainter, rect: QRect, row: ItemRow) -> int:
    """What the room gave, against the right; returns where it begins."""
    if row.state == "waiting":
        return rect.right() - 2
    words = euros(row.given) if row.given else "—"
    wide = QFontMetrics(font(12)).horizontalAdvance(words) + 2
    place = QRect(rect.right() - 8 - wide, rect.top(), wide, _ITEM)
    _line(painter, place, words, font(12), tokens().muted, Qt.AlignmentFlag.AlignRight)
    return place.left()


def _amounts(painter: QPainter, rect: QRect, row: ItemRow) -> None:
    """Asked and proposed, or what the session said."""
    look, right = tokens(), Qt.AlignmentFlag.AlignRight
    top = QRect(rect.right() - 234, rect.top() + 3, 222, 20)
    under = QRect(rect.right() - 234, rect.top() + 23, 222, 18)
    if row.state != "waiting":
        given = f" · {euros(row.given)}" if row.given else ""
        face = font(13, QFont.Weight.DemiBold)
        words, colour = f"{item_words(row.state, row.outcome)}{given}", getattr(look, item_face(row)[1])
    else:
        face, words = font(13), "" if row.proposed is None else f"{euros(row.proposed)} proposés"
        colour = look.ink
    _line(painter, top, words, face, colour, right)
    if row.asked is not None:
        _line(painter, under, f"{euros(row.asked)} demandés", font(12), look.muted, right)
