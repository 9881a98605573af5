"""A chart of bars drawn: label, bar with its pattern, number. Nothing rests on colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgGenerator

from desktop.rules.bars import Bar, Bars
from desktop.ui.theme import Tokens, font, theme

_ROW, _BAR, _PAD, _HEAD = 30, 18, 10, 50
_PANEL_WIDE, _PANEL_HIGH, _FOOT = 230, 148, 22
_PATTERNS = {
    "hatch": Qt.BrushStyle.BDiagPattern,
    "cross": Qt.BrushStyle.DiagCrossPattern,
    "dots": Qt.BrushStyle.Dense6Pattern,
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each bar stands, with its label and its number; `heads`: the titles of the panels."""

    slots: tuple[QRectF, ...]
    heads: tuple[tuple[str, QRectF], ...]
    height: float
    columns: int = 1  # panels side by side


def lay_out(bars: Bars, width: float, top: float = 0) -> Layout:
    """A row a bar; with groups, panels side by side as the width allows."""
    if bars.groups in ([], [""]):
        slots = tuple(QRectF(_PAD, top + _ROW * at, width - 2 * _PAD, _ROW) for at in range(len(bars.bars)))
        return Layout(slots, (), top + _ROW * len(bars.bars) + _PAD)
    columns = max(1, min(len(bars.groups), int(width // _PANEL_WIDE)))
    wide = width / columns
    found: dict[int, QRectF] = {}
    heads = []
    at_of = {id(bar): at for at, bar in enumerate(bars.bars)}
    for rank, group in enumerate(bars.groups):
        left, above = wide * (rank % columns), top + _PANEL_HIGH * (rank // columns)
        heads.append((group, QRectF(left + _PAD, above, wide - 2 * _PAD, _FOOT)))
        inside = bars.of(group)
        each = (wide - 2 * _PAD) / max(1, len(inside))
        for place, bar in enumerate(inside):
            found[at_of[id(bar)]] = QRectF(
                left + _PAD + each * place, above + _FOOT, each, _PANEL_HIGH - _FOOT - _PAD
            )
    high = _PANEL_HIGH * -(-len(bars.groups) // columns)
    return Layout(tuple(found[at] for at in range(len(bars.bars))), tuple(heads), top + high, columns)


class Drawing:
    """Draws on any painter: the widget, a picture, an SVG."""

    def __init__(self, painter: QPainter, bars: Bars, look: Tokens, width: float) -> None:
        self._painter, self._bars, self._look, self._width = painter, bars, look, width
        self._labels = self._wide([bar.label for bar in bars.bars], 13, 0.34)
        self._numbers = self._wide([_said(bar) for bar in bars.bars], 13, 0.3, QFont.Weight.DemiBold)

    def _wide(
        self, texts: Sequence[str], size: int, most: float, weight: QFont.Weight = QFont.Weight.Normal
    ) -> float:
        measure = QFontMetricsF(font(size, weight))
        return min(self._width * most, max(map(measure.horizontalAdvance, texts), default=0) + 8)

    def draw(self, layout: Layout, current: int = -1) -> None:
        """Every bar; the current one in a frame."""
        for title, place in layout.heads:
            self.words(title, place, _LEFT, 13, QFont.Weight.DemiBold)
        tall = bool(layout.heads)
        for at, (bar, slot) in enumerate(zip(self._bars.bars, layout.slots, strict=True)):
            (self._column if tall else self._row)(bar, slot)
            if at == current:
                self._painter.setPen(QPen(QColor(self._look.accent), 2))
                self._painter.setBrush(Qt.BrushStyle.NoBrush)
                self._painter.drawRect(slot.adjusted(1, 1, -1, -1))

    def _row(self, bar: Bar, slot: QRectF) -> None:
        label = QRectF(slot.left() + 4, slot.top(), self._labels, slot.height())
        self.words(bar.label, label, _LEFT, 13)
        start, room = label.right() + 6, slot.width() - self._labels - self._numbers - 20
        above = slot.top() + (slot.height() - _BAR) / 2
        scale = max(0.0, room) / self._bars.most
        self._shape(bar, QRectF(start, above, scale * max(0, bar.value or 0), _BAR))
        end = start + scale * max(bar.value or 0, bar.within or 0)
        if bar.within:
            self._outline(QRectF(start, above, scale * bar.within, _BAR))
        number = QRectF(end + 6, slot.top(), self._numbers, slot.height())
        self.words(_said(bar), number, _LEFT, 13, QFont.Weight.DemiBold)

    def _column(self, bar: Bar, slot: QRectF) -> None:
        number = QRectF(slot.left(), slot.top(), slot.width(), 18)
        label = QRectF(slot.left(), slot.bottom() - 18, slot.width(), 18)
        room, wide = label.top() - number.bottom() - 2, min(34.0, slot.width() * 0.6)
        scale = room / self._bars.most
        left = slot.center().x() - wide / 2
        high = scale * max(0, bar.value or 0)
        self._shape(bar, QRectF(left, label.top() - high, wide, high))
        top = high
        if bar.within:
            top = max(top, scale * bar.within)
            self._outline(QRectF(left, label.top() - scale * bar.within, wide, scale * bar.within))
        over = QRectF(number.left() - 6, label.top() - top - 19, number.width() + 12, 18)
        self.words(short(_said(bar)), over, _MIDDLE, 11, QFont.Weight.DemiBold)
        self.words(bar.label, label, _MIDDLE, 11)
        self._painter.setPen(QPen(QColor(self._look.edge), 1))
        self._painter.drawLine(QPointF(slot.left(), label.top()), QPointF(slot.right(), label.top()))

    def _shape(self, bar: Bar, rect: QRectF) -> None:
        if rect.width() <= 0 or rect.height() <= 0:
            return
        self._painter.fillRect(rect, QColor(self._look.accent_wash))
        self._painter.setPen(QPen(QColor(self._look.accent), 1.2))
        self._painter.setBrush(QBrush(QColor(self._look.accent), _PATTERNS[bar.pattern]))
        self._painter.drawRect(rect)

    def _outline(self, rect: QRectF) -> None:
        self._painter.setPen(QPen(QColor(self._look.muted), 1, Qt.PenStyle.DashLine))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(rect)

    def words(
        self, words: str, place: QRectF, how: Qt.AlignmentFlag, size: int,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:  # fmt: skip
        face = font(size, weight)
        self._painter.setFont(face)
        self._painter.setPen(QColor(self._look.ink))
        told = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        self._painter.drawText(place, how, told)

    def head(self, place: QRectF) -> None:
        """Title and years above, for what leaves the window."""
        half = place.height() / 2
        upper = QRectF(place.left(), place.top(), place.width(), half)
        self.words(self._bars.title, upper, _LEFT, 16, QFont.Weight.DemiBold)
        lower = upper.translated(0, half)
        self.words(" · ".join(t for t in (self._bars.subtitle, self._bars.legend) if t), lower, _LEFT, 12)


def short(words: str) -> str:
    """« 12 500 € » stands over a narrow column without its sign of euros."""
    return words.removesuffix("\u00a0€")


def _said(bar: Bar) -> str:
    return "?" if bar.value is None else bar.words


def _size(bars: Bars, width: int) -> tuple[Layout, QSize]:
    layout = lay_out(bars, width, _HEAD + _PAD)
    foot = _FOOT if bars.foot else 0
    return layout, QSize(width, int(layout.height) + foot + _PAD)


def _paint(painter: QPainter, bars: Bars, layout: Layout, size: QSize) -> None:
    look = theme("light")
    painter.fillRect(QRect(0, 0, size.width(), size.height()), QColor(look.paper))
    drawing = Drawing(painter, bars, look, size.width())
    drawing.head(QRectF(_PAD, _PAD / 2, size.width() - 2 * _PAD, _HEAD))
    drawing.draw(layout)
    if bars.foot:
        drawing.words(bars.foot, QRectF(_PAD, size.height() - _FOOT - 4, size.width() - 20, _FOOT), _LEFT, 11)


def picture(bars: Bars, width: int = 1000, ratio: float = 2.0) -> QImage:
    """The chart on white, twice as fine as a screen."""
    layout, size = _size(bars, width)
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, bars, layout, size)
    painter.end()
    return image


def write_svg(bars: Bars, path: Path, width: int = 1000) -> None:
    """The chart as lines that no enlargement blurs."""
    layout, size = _size(bars, width)
    made = QSvgGenerator()
    made.setFileName(str(path))
    made.setSize(size)
    made.setViewBox(QRect(0, 0, size.width(), size.height()))
    made.setTitle(bars.title)
    painter = QPainter(made)
    _paint(painter, bars, layout, size)
    painter.end()


def written(bars: Bars, out: Path) -> None:
    """Write the chart whole or not at all, as its name ends. Raises ValueError (French), OSError."""
    kind = out.suffix.lower()
    if kind not in (".png", ".svg"):
        raise ValueError(f"« {out.name} » : le diagramme s’écrit en .png ou en .svg. Rien n’a été écrit.")
    if not out.parent.is_dir():
        raise ValueError(f"Le dossier « {out.parent} » n’existe pas : rien n’a été écrit.")
    half = out.with_name(f".parvis-{out.name}")
    try:
        if kind == ".svg":
            write_svg(bars, half)
        elif not picture(bars).save(str(half)):
            raise ValueError(f"« {out.name} » ne peut pas être écrit ici. Le fichier précédent est intact.")
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
