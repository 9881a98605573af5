"""The pages of a PDF one under the other: laid out, zoomed, scrolled and drawn with what is marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.ui.challenge_faces import wash
from desktop.ui.theme import Tokens, font
from desktop.ui.viewer.drawing import Drawer, Kept
from desktop.ui.viewer.pdf import PdfFile

Rect = tuple[float, float, float, float]  # left, bottom, right, top in PDF points
GAP = 12
FIT_WIDTH, FIT_PAGE = "width", "page"
SMALLEST, LARGEST = 0.25, 4.0
POINT = 96 / 72  # logical pixels a point at 100 %


@dataclass(frozen=True, slots=True)
class PieceHighlight:
    """A marked passage of a piece: page from 1, rectangles in PDF points, colour, number beside it."""

    id: Hashable
    page: int
    rects: tuple[Rect, ...]
    colour: str
    number: str


class Paper(QAbstractScrollArea):
    """What is seen; `Pages` adds what the hands do."""

    page_seen = Signal(int)  # from 1
    zoomed = Signal(float)
    failed = Signal(int, str)

    def __init__(self, file: PdfFile, look: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file, self.look = file, look
        self.fit, self.zoom = FIT_WIDTH, 1.0
        self.kept = Kept()
        self.highlights: Sequence[PieceHighlight] = ()
        self.found: list[tuple[int, Rect]] = []
        self.found_now = -1
        self.framed: tuple[int, Rect] | None = None  # page from 0, a field looked at
        self.selected: tuple[int, int, int] | None = None  # page from 0, first letter, last letter out
        self._tops: list[float] = []
        self._seen = 0
        self._flashing: Hashable = None
        self._flash = QTimer(self, singleShot=True, interval=900)
        self._flash.timeout.connect(self._flash_over)
        self._broken: dict[int, str] = {}
        self._turns: dict[int, QTransform] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.drawer = Drawer(file)
        self.destroyed.connect(self.drawer.stop)
        self.drawer.drawn.connect(self._drawn)
        self.drawer.failed.connect(self._page_failed)
        self.drawer.start()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def shut(self) -> None:
        """Stop drawing; nothing may be asked after."""
        self.drawer.stop()

    # Places

    def page_rect(self, number: int) -> QRectF:
        """Where a page (from 0) stands in the viewport."""
        wide, high = self._pixels(number)
        left = max(0.0, (self.viewport().width() - wide) / 2) - self.horizontalScrollBar().value()
        return QRectF(left, self._tops[number] - self.verticalScrollBar().value(), wide, high)

    def _pixels(self, number: int) -> tuple[float, float]:
        wide, high = self.file.sizes[number]
        return wide * self.zoom * POINT, high * self.zoom * POINT

    def _lay(self) -> None:
        room = self.viewport().size()
        wide, high = max(w for w, _ in self.file.sizes), self.file.sizes[max(0, self._seen - 1)][1]
        if self.fit == FIT_WIDTH:
            self.zoom = max(SMALLEST, (room.width() - 2 * GAP) / (wide * POINT))
        elif self.fit == FIT_PAGE:
            whole = min((room.width() - 2 * GAP) / wide, (room.height() - 2 * GAP) / high)
            self.zoom = max(0.05, whole / POINT)
        self._tops, top = [], float(GAP)
        for number in range(len(self.file)):
            self._tops.append(top)
            top += self._pixels(number)[1] + GAP
        widest = wide * self.zoom * POINT
        for bar, whole_size, shown in (
            (self.verticalScrollBar(), top, room.height()),
            (self.horizontalScrollBar(), widest, room.width()),
        ):
            bar.setRange(0, max(0, round(whole_size) - shown))
            bar.setPageStep(shown)
            bar.setSingleStep(48)
        self.zoomed.emit(self.zoom)

    def set_zoom(self, fit: str, zoom: float = 1.0) -> None:
        """Fit to `width` or `page`, or any other word for the zoom given; the page seen stays."""
        at, top = self._seen, self.page_rect(max(0, self._seen - 1)).top() if self._tops else 0.0
        before = self.zoom
        self.fit, self.zoom = fit, max(SMALLEST, min(LARGEST, zoom))
        self._lay()
        if at:
            shift = self._tops[at - 1] - top * self.zoom / before
            self.verticalScrollBar().setValue(round(shift))
        self._ask()

    def go_to(self, number: int) -> None:
        """Bring a page (from 1) to the top."""
        number = max(1, min(number, len(self.file)))
        self.verticalScrollBar().setValue(round(self._tops[number - 1]) - GAP)
        self._scrolled()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        first = not self._tops
        self.set_zoom(self.fit, self.zoom)
        self._scrolled()
        if first and self.framed is not None:
            self.show_rect(*self.framed)

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, top + self.viewport().height())
        return range(first, max(first + 1, last))

    def _scrolled(self) -> None:
        if not self._tops:
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        seen = max(1, bisect_right(self._tops, middle))
        if seen != self._seen:
            self._seen = seen
            self.page_seen.emit(seen)
        self._ask()

    def _scale(self) -> float:
        return round(self.zoom * POINT * self.devicePixelRatioF(), 3)

    def _ask(self) -> None:
        """Want what is seen, then the neighbours, so that turning a page finds it drawn."""
        seen = list(self._visible())
        near = [n for n in (seen[-1] + 1, seen[0] - 1, seen[-1] + 2) if 0 <= n < len(self.file)]
        scale = self._scale()
        self.drawer.want(
            [(n, scale) for n in seen + near if self.kept.get((n, scale)) is None and n not in self._broken]
        )
        self.viewport().update()

    def _drawn(self, number: int, scale: float, image: QImage) -> None:
        self.kept.put((number, scale), image)
        self.viewport().update()

    def _page_failed(self, number: int, sentence: str) -> None:
        self._broken[number] = sentence
        self.failed.emit(number + 1, sentence)
        self.viewport().update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self.look.ground))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in self._visible():
            place = self.page_rect(number)
            self._draw_page(painter, number, place)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            for box, colour in self._washes(number):
                painter.fillRect(box, colour)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._draw_numbers(painter, number)
            if self.framed is not None and self.framed[0] == number:
                painter.setPen(QPen(QColor(self.look.accent), 2))
                painter.drawRoundedRect(self.on_screen(*self.framed).adjusted(-4, -4, 4, 4), 3, 3)

    def _draw_page(self, painter: QPainter, number: int, place: QRectF) -> None:
        image = self.kept.get((number, self._scale())) or self.kept.any_of(number)
        painter.fillRect(place, QColor("#ffffff"))
        if image is not None:
            painter.drawImage(place, image)
        else:
            painter.setPen(QColor("#66707d"))
            words = self._broken.get(number) or self.tr("Page {n}…").format(n=number + 1)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _washes(self, number: int) -> Iterator[tuple[QRectF, QColor]]:
        for marked in self.highlights:
            if marked.page == number + 1:
                colour = wash(marked.colour, self.look)
                colour.setAlphaF(0.7 if marked.id == self._flashing else 0.35)
                yield from ((self.on_screen(number, rect), colour) for rect in marked.rects)
        for index, (page, rect) in enumerate(self.found):
            if page == number:
                yield (
                    self.on_screen(number, rect),
                    QColor("#ffb300" if index == self.found_now else "#ffe27a"),
                )
        if self.selected is not None and self.selected[0] == number:
            for rect in self.file.rects(*self.selected):
                yield self.on_screen(number, rect), QColor("#9cc4f0")

    def _draw_numbers(self, painter: QPainter, number: int) -> None:
        painter.setFont(font(11))
        for marked in self.highlights:
            if marked.page == number + 1 and marked.rects:
                chip = self.chip(marked)
                painter.fillRect(chip, QColor(marked.colour))
                painter.setPen(QColor("#ffffff"))
                painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, marked.number)

    def chip(self, marked: PieceHighlight) -> QRectF:
        """Where the number of a highlight stands: in the margin of its page, level with its first words."""
        first = self.on_screen(marked.page - 1, marked.rects[0])
        return QRectF(self.page_rect(marked.page - 1).left() + 6, first.center().y() - 8, 18, 16)

    def _turn(self, number: int) -> QTransform:
        if number not in self._turns:
            self._turns[number] = self.file.to_view(number)
        return self._turns[number]

    def on_screen(self, number: int, rect: Rect) -> QRectF:
        """A rectangle in PDF points as it stands in the viewport."""
        left, bottom, right, top = rect
        shown = self._turn(number).mapRect(QRectF(left, bottom, right - left, top - bottom))
        place, factor = self.page_rect(number), self.zoom * POINT
        return QRectF(
            place.left() + shown.left() * factor,
            place.top() + shown.top() * factor,
            shown.width() * factor,
            shown.height() * factor,
        )

    def _flash_over(self) -> None:
        self._flashing = None
        self.viewport().update()

    def reveal(self, identity: Hashable) -> bool:
        """Scroll to a highlight and make it flash; False when it is not in this piece."""
        marked = next((h for h in self.highlights if h.id == identity), None)
        if marked is None or not marked.rects or not 1 <= marked.page <= len(self.file):
            return False
        self.show_rect(marked.page - 1, marked.rects[0])
        self._flashing = identity
        self._flash.start()
        return True

    def frame(self, number: int, rect: Rect) -> None:
        """Draw a frame around a place of a page (from 0) and bring it to the eye."""
        self.framed = (number, rect)
        if self._tops:
            self.show_rect(number, rect)
        self.viewport().update()

    def show_rect(self, number: int, rect: Rect) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(round(bar.value() + self.on_screen(number, rect).top() - self.viewport().height() / 3))
        self.viewport().update()
