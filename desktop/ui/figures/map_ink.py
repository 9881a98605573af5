"""How the map is drawn: shades that hatches double, places, labels, legend, scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from desktop.rules.outline import Outline
from desktop.rules.projection import Projection, middle
from desktop.ui.colours import blend
from desktop.ui.theme import Tokens, font

# How much accent is in the ground of an area, and how far apart its hatches are, by its class: 0 has nothing.
_STRENGTH = (0.0, 0.08, 0.16, 0.26, 0.38)
_APART = (0.0, 18.0, 12.0, 8.0, 5.0)
CLASSES = len(_STRENGTH)
_DOT, NEAR = 4.0, 16.0  # radius of a place; places nearer than this are drawn as one with its number
_ROW = 18.0  # of the legend
_SPECK, APART = 2.2, 4.0  # the same on the map of the whole city, where numbers would hide the quarters


class Area(NamedTuple):
    """One quarter on the map. `amount`: what its shade tells, None when not known; `words`: as written."""

    code: str
    name: str
    outline: Outline
    amount: float | None
    words: str
    spoken: str


class Spot(NamedTuple):
    """One place of an action; `granted`: whether money was given, a full dot or a ring."""

    dossier: bytes
    words: str
    lon: float
    lat: float
    granted: bool
    quarters: str


class Heap(NamedTuple):
    """Places that stand together on the sheet."""

    x: float
    y: float
    spots: tuple[Spot, ...]


def class_of(amount: float | None, most: float) -> int:
    """0 for nothing, else 1 to 4 by quarters of the largest."""
    if not amount or most <= 0:
        return 0
    return min(CLASSES - 1, max(1, math.ceil(amount / most * (CLASSES - 1))))


def path_of(outline: Outline, sheet: Projection) -> QPainterPath:
    """The shape of a quarter on the sheet, its holes left out."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for rings in outline.polygons:
        for ring in rings:
            points = [QPointF(*sheet.point(lon, lat)) for lon, lat in ring]
            path.moveTo(points[0])
            for point in points[1:]:
                path.lineTo(point)
            path.closeSubpath()
    return path


def heaps(spots: Sequence[Spot], sheet: Projection, near: float = NEAR) -> list[Heap]:
    """Places less than `near` points apart, together; in the order in which they came."""
    found: dict[tuple[int, int], list[tuple[float, float, Spot]]] = {}
    for spot in spots:
        x, y = sheet.point(spot.lon, spot.lat)
        found.setdefault((int(x // near), int(y // near)), []).append((x, y, spot))
    return [
        Heap(sum(x for x, _, _ in part) / len(part), sum(y for _, y, _ in part) / len(part),
             tuple(spot for *_, spot in part))
        for part in found.values()
    ]  # fmt: skip


def draw_area(painter: QPainter, path: QPainterPath, level: int, look: Tokens, *, chosen: bool) -> None:
    """A quarter with its shade and its hatches; a thick edge when it is chosen."""
    painter.fillPath(path, QColor(blend(look.paper, look.accent, _STRENGTH[level])))
    if level:
        painter.save()
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        _hatch(painter, path.boundingRect(), _APART[level], blend(look.paper, look.accent, 0.7))
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.accent if chosen else look.ink), 3.0 if chosen else 1.2))
    painter.drawPath(path)


def _hatch(painter: QPainter, box: QRectF, apart: float, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), 1))
    start = math.floor((box.left() - box.height()) / apart) * apart
    for step in range(int((box.width() + box.height()) / apart) + 2):
        x = start + step * apart
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))


def draw_heap(painter: QPainter, heap: Heap, look: Tokens, *, speck: bool = False) -> None:
    """A full dot where money was given, a ring where not, a number where several stand together."""
    granted = any(spot.granted for spot in heap.spots)
    count = len(heap.spots)
    if speck:
        painter.setPen(QPen(QColor(look.ink), 1))
        painter.setBrush(QColor(look.ink if granted else look.paper))
        painter.drawEllipse(QPointF(heap.x, heap.y), _SPECK, _SPECK)
        return
    radius = _DOT if count == 1 else min(13.0, 6.0 + 1.5 * math.log2(count))
    painter.setPen(QPen(QColor(look.paper if granted else look.ink), 1.5))
    painter.setBrush(QColor(look.ink if granted else look.paper))
    painter.drawEllipse(QPointF(heap.x, heap.y), radius, radius)
    if count > 1:
        painter.setFont(font(10, QFont.Weight.DemiBold))
        painter.setPen(QColor(look.paper if granted else look.ink))
        box = QRectF(heap.x - 16, heap.y - 10, 32, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))


class Label(NamedTuple):
    """Where the name and the figure of an area stand; `anchor` is the area, when they stand beside it."""

    area: Area
    box: QRectF
    anchor: QPointF | None


def labels(
    areas: Sequence[Area], sheet: Projection, room: QRectF, kept: Sequence[QRectF] = ()
) -> list[Label]:
    """A place for each label: inside its area when it fits, else where it covers least of what is there.
    `kept`: where the legend and the scale stand."""
    strong, plain = QFontMetricsF(font(12, QFont.Weight.DemiBold)), QFontMetricsF(font(12))
    boxes = [_box(area, sheet) for area in areas]
    taken = list(kept)
    found = []
    for area, own in sorted(zip(areas, boxes, strict=True), key=lambda one: -one[1].width()):
        wide = max(strong.horizontalAdvance(area.name), plain.horizontalAdvance(area.words)) + 8
        high = strong.height() + plain.height() + 2
        middle_of = QPointF(*sheet.point(*middle(area.outline)))
        inside = QRectF(middle_of.x() - wide / 2, middle_of.y() - high / 2, wide, high)
        if own.width() > wide + 8 and own.height() > high + 8:
            box, anchor = inside, None
        else:
            others = [one for one in boxes if one != own]
            box = min(_around(own, wide, high), key=lambda one: _covered(one, others, taken, room))
            anchor = middle_of
        taken.append(box)
        found.append(Label(area, box, anchor))
    return found


def _box(area: Area, sheet: Projection) -> QRectF:
    left, top = sheet.point(area.outline.west, area.outline.north)
    right, bottom = sheet.point(area.outline.east, area.outline.south)
    return QRectF(left, top, right - left, bottom - top)


def _around(own: QRectF, wide: float, high: float) -> list[QRectF]:
    """Beside, under and over an area, from the place that is liked best."""
    x, y = own.center().x() - wide / 2, own.center().y() - high / 2
    beside = [(own.right() + 12, y), (own.left() - 12 - wide, y)]
    over = [(x, own.bottom() + 8), (x, own.top() - 8 - high)]
    far = [(x, own.bottom() + 12 + high), (x, own.top() - 12 - 2 * high)]
    return [QRectF(left, top, wide, high) for left, top in (*beside, *over, *far)]


def _covered(box: QRectF, areas: Sequence[QRectF], taken: Sequence[QRectF], room: QRectF) -> float:
    """How much a label would hide, another label counting most; outside the sheet it is not read at all."""
    hidden = sum(4 * _both(box, other) for other in taken) + sum(_both(box, other) for other in areas)
    kept = _both(box, room.adjusted(4, 4, -4, -24))
    return hidden + 8 * (box.width() * box.height() - kept)


def _both(one: QRectF, other: QRectF) -> float:
    shared = one.intersected(other)
    return max(shared.width(), 0) * max(shared.height(), 0)


def draw_label(painter: QPainter, label: Label, look: Tokens) -> None:
    """Words on a halo of paper: they are read on any hatch."""
    box = label.box
    if label.anchor is not None:
        x = min(max(label.anchor.x(), box.left()), box.right())
        near = QPointF(x, min(max(label.anchor.y(), box.top()), box.bottom()))
        painter.setPen(QPen(QColor(look.muted), 1))
        painter.drawLine(label.anchor, near)
    strong, plain = font(12, QFont.Weight.DemiBold), font(12)
    line = QFontMetricsF(strong).height()
    rows = ((label.area.name, strong, 0.0), (label.area.words, plain, line))
    ground = QColor(look.paper)
    ground.setAlphaF(0.86)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(look.ink))
    for words, face, down in rows:
        painter.setFont(face)
        row = QRectF(box.left(), box.top() + down + 1, box.width(), line)
        painter.drawText(row, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, words)


class Legend(NamedTuple):
    """The classes with their hatches, under a title; then the two kinds of places, when they are shown."""

    title: str
    rows: list[tuple[int, str]]  # class, or -1 and -2 for a full dot and a ring; words
    box: QRectF


def legend(corner: QPointF, title: str, steps: Sequence[str], *, spots: bool) -> Legend:
    """What stands from a corner (left, bottom) up."""
    say = QCoreApplication.translate
    rows = list(enumerate(steps))
    if spots:
        rows += [(-1, say("map", "Lieu d’une action accordée")), (-2, say("map", "Lieu d’une autre demande"))]
    wide = max(QFontMetricsF(font(11)).horizontalAdvance(words) for _, words in [*rows, (0, title)]) + 50
    high = _ROW * (len(rows) + 1) + 12
    return Legend(title, rows, QRectF(corner.x(), corner.y() - high, wide, high))


def draw_legend(painter: QPainter, told: Legend, look: Tokens) -> None:
    box = told.box
    painter.setPen(QPen(QColor(look.line), 1))
    painter.setBrush(QColor(look.paper))
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(font(11, QFont.Weight.DemiBold))
    painter.setPen(QColor(look.ink))
    painter.drawText(QPointF(box.left() + 8, box.top() + 16), told.title)
    for place, (level, words) in enumerate(told.rows, start=1):
        mark = QRectF(box.left() + 8, box.top() + 6 + _ROW * place, 24, 12)
        _draw_key(painter, mark, level, look)
        painter.setFont(font(11))
        painter.setPen(QColor(look.ink))
        painter.drawText(QPointF(mark.right() + 8, mark.bottom() - 1), words)


def _draw_key(painter: QPainter, mark: QRectF, level: int, look: Tokens) -> None:
    if level >= 0:
        path = QPainterPath()
        path.addRect(mark)
        draw_area(painter, path, level, look, chosen=False)
        return
    spot = Spot(b"", "", 0, 0, level == -1, "")
    draw_heap(painter, Heap(mark.center().x(), mark.center().y(), (spot,)), look)


def draw_scale(painter: QPainter, corner: QPointF, sheet: Projection, look: Tokens) -> None:
    """A bar of a round distance that ends in the corner (right, bottom), under an arrow to the north."""
    metres, points = sheet.bar(120)
    painter.setPen(QPen(QColor(look.ink), 1.5))
    left = corner.x() - points
    right, low, high = corner.x(), corner.y(), corner.y() - 5
    for x1, y1, x2, y2 in ((left, low, right, low), (left, high, left, low), (right, high, right, low)):
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    painter.setFont(font(11))
    words = f"{metres // 1000}\u00a0km" if metres >= 1000 else f"{metres}\u00a0m"
    box = QRectF(corner.x() - 140, corner.y() - 24, 140, 16)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight, words)
    tip = QPointF(corner.x() - 8, corner.y() - 62)
    painter.drawLine(tip, QPointF(tip.x(), tip.y() + 24))
    painter.drawLine(tip, QPointF(tip.x() - 5, tip.y() + 8))
    painter.drawLine(tip, QPointF(tip.x() + 5, tip.y() + 8))
    painter.drawText(QRectF(tip.x() - 10, tip.y() - 17, 20, 16), Qt.AlignmentFlag.AlignCenter, "N")
