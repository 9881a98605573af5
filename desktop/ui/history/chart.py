"""Bars by year: asked, granted, paid here, and what lists tell; each kind by its pattern, not its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QBrush,
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.rules.money import NO_BREAK
from desktop.ui.theme import Tokens, font, tokens
from desktop.ui.tongue import euros

_HEIGHT, _LEGEND, _FOOT, _TOP = 216, 30, 26, 20  # pixels: the whole, and what is not bars
_WIDEST, _GAP = 34, 5  # pixels of a bar, and between two
_GROUP = 2 * _GAP + 8  # at least between two years


class Bars(NamedTuple):
    """One year; amounts in cents, None when nothing is known."""

    year: int
    amounts: tuple[int | None, int | None, int | None, int | None]


class YearChart(QWidget):
    """Arrows walk the years, and the words of each are read aloud; a click chooses a year."""

    spoken_role = QAccessible.Role.Graphic

    chosen = Signal(int)  # year

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bars, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, _HEIGHT)
        self._announce()

    def sizeHint(self) -> QSize:
        return QSize(720, _HEIGHT)

    def kinds(self) -> tuple[str, str, str, str]:
        """What each bar of a year is."""
        return (
            self.tr("Demandé ici"),
            self.tr("Accordé ici"),
            self.tr("Versé ici"),
            self.tr("Connu par des listes"),
        )

    def show_years(self, bars: Sequence[Bars]) -> None:
        """Show these years, in their order from left to right; the last one is current."""
        self._bars = tuple(bars)
        self._at = max(0, len(self._bars) - 1)
        self._announce()
        self.update()

    def words(self, bars: Bars) -> str:
        """« 2025 : demandé ici 12 000 €, accordé ici 9 000 € »."""
        told = [
            f"{kind[0].lower()}{kind[1:]} {euros(amount)}"
            for kind, amount in zip(self.kinds(), bars.amounts, strict=True)
            if amount is not None
        ]
        return f"{bars.year}{NO_BREAK}: {', '.join(told) if told else self.tr('rien de connu')}"

    def _announce(self) -> None:
        name = self.tr("Graphique par année")
        if self._bars:
            self.setAccessibleName(f"{name}. {self.words(self._bars[self._at])}")
        else:
            self.setAccessibleName(name)
        self.setAccessibleDescription(". ".join(self.words(bars) for bars in self._bars))

    # Where things stand

    def _field(self) -> QRectF:
        return QRectF(8, _LEGEND + _TOP, self.width() - 16, self.height() - _LEGEND - _TOP - _FOOT)

    def _columns(self) -> list[QRectF]:
        """The room of each year."""
        field = self._field()
        step = min(field.width() / max(1, len(self._bars)), 4 * (_WIDEST + _GAP) + 60)
        return [
            QRectF(field.left() + i * step, field.top(), step, field.height()) for i in range(len(self._bars))
        ]

    def _rects(self, column: QRectF, bars: Bars) -> list[QRectF]:
        """The four bars of a year; one of nothing known has no height."""
        most = max((amount or 0 for each in self._bars for amount in each.amounts), default=0) or 1
        wide = min(_WIDEST, (column.width() - _GROUP - 3 * _GAP) / 4)
        left = column.center().x() - (4 * wide + 3 * _GAP) / 2
        rects = []
        for rank, amount in enumerate(bars.amounts):
            tall = column.height() * max(0, amount or 0) / most
            tall = max(tall, 2.0) if amount is not None else 0.0
            rects.append(QRectF(left + rank * (wide + _GAP), column.bottom() - tall, wide, tall))
        return rects

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter, look)
        field = self._field()
        painter.setPen(QPen(QColor(look.edge), 1))
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        for rank, (column, bars) in enumerate(zip(self._columns(), self._bars, strict=True)):
            if rank == self._at and self.hasFocus():
                painter.setPen(QPen(QColor(look.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(column.adjusted(2, -_TOP + 2, -2, _FOOT - 2), 6, 6)
            self._paint_year(painter, look, column, bars)
        painter.end()

    def _paint_year(self, painter: QPainter, look: Tokens, column: QRectF, bars: Bars) -> None:
        for kind, (rect, amount) in enumerate(zip(self._rects(column, bars), bars.amounts, strict=True)):
            if amount is None:
                continue
            _paint_bar(painter, look, rect, kind)
            painter.setPen(QColor(look.ink))
            painter.setFont(font(10))
            room = QRectF(rect.center().x() - 30, rect.top() - 16, 60, 14)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, short(amount))
        painter.setPen(QColor(look.ink))
        painter.setFont(font(12, QFont.Weight.DemiBold))
        below = QRectF(column.left(), column.bottom() + 3, column.width(), _FOOT - 6)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(bars.year))

    def _paint_legend(self, painter: QPainter, look: Tokens) -> None:
        painter.setFont(font(12))
        left = 8.0
        for kind, words in enumerate(self.kinds()):
            _paint_bar(painter, look, QRectF(left, 7, 16, 14), kind)
            painter.setPen(QColor(look.ink))
            wide = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QPointF(left + 23, 19), words)
            left += 23 + wide + 22

    # Mouse and keys

    def _year_at(self, point: QPointF) -> int | None:
        columns = self._columns()
        return next((i for i, room in enumerate(columns) if room.left() <= point.x() < room.right()), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._year_at(event.position())
        if at is not None:
            self._walk(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._bars) - 1
        ways = {
            Qt.Key.Key_Left: self._at - 1, Qt.Key.Key_Right: self._at + 1, Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in ways and last >= 0:
            self._walk(min(max(ways[key], 0), last))
        else:
            super().keyPressEvent(event)

    def _walk(self, at: int) -> None:
        self._at = at
        self._announce()
        self.update()
        self.chosen.emit(self._bars[at].year)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._year_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if at is None else self.words(self._bars[at]), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


def _paint_bar(painter: QPainter, look: Tokens, rect: QRectF, kind: int) -> None:
    """Hollow, full, hatched or dotted: told apart in black and white."""
    colour = QColor((look.muted, look.accent, look.good, look.violet)[kind])
    fills = (
        QBrush(Qt.BrushStyle.NoBrush),
        QBrush(colour),
        QBrush(colour, Qt.BrushStyle.BDiagPattern),
        QBrush(colour, Qt.BrushStyle.Dense5Pattern),
    )
    inner = rect.adjusted(0.75, 0.75, -0.75, 0)
    painter.fillRect(inner, QColor(look.paper))
    painter.setBrush(fills[kind])
    painter.setPen(QPen(colour, 1.5))
    painter.drawRect(inner)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def short(cents: int) -> str:
    """« 900 », « 9 k », « 12,5 k », « 1,2 M »: euros over a bar, whole ones are in the table below."""
    whole = round(cents / 100)
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if abs(whole) >= size:
            tenths = round(whole * 10 / size)
            told = f"{tenths / 10:.1f}".replace(".", ",").removesuffix(",0")
            return f"{told}{NO_BREAK}{letter}"
    return str(whole)
