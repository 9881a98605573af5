"""The page that is read: a text with caret, washes behind the passages and their numbers in the margin."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFrameFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.ui.challenge_faces import ink, rank_of, wash
from desktop.ui.reading.boxes import letter_boxes
from desktop.ui.reading.parts import Document, Highlight
from desktop.ui.reading.spans import Span
from desktop.ui.reading.typeset import Typeset, Typesetter
from desktop.ui.theme import Tokens, font, reading_font

MOST_LETTERS = 78
USUAL_LETTERS = 72  # a line of narrow letters holds more, and still not MOST_LETTERS
GUTTER = 40  # room for the numbers on the left
SMALLEST, LARGEST, USUAL = 12, 36, 16
FLASH_MS = 900
_SAMPLE = "Les familles du quartier viennent au pied des immeubles lire avec leurs enfants "


@dataclass(frozen=True, slots=True)
class Marked:
    """A highlight placed in the document: positions, and how many others it lies over."""

    shown: Highlight
    first: int
    last: int
    depth: int


class Page(QTextEdit):
    """Read-only, but the caret shows and moves: the hands stay on the keyboard."""

    rank_pressed = Signal(int)  # a challenge's key, or 0 for `n`
    marked_clicked = Signal(object)
    size_wanted = Signal(int)  # +1, -1, or 0 for the usual size
    menu_wanted = Signal(QContextMenuEvent)
    find_wanted = Signal()

    def __init__(self, look: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QTextEdit { border: none; padding: 0 }")
        self.setCursorWidth(2)
        self.look = look
        self.px = USUAL
        self.typeset = Typeset()
        self.marked: list[Marked] = []
        self.found: list[tuple[int, int]] = []
        self.found_now = -1
        self._document_shown = Document()
        self._highlights: Sequence[Highlight] = ()
        self._flashing: Hashable = None
        self._flash = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash.timeout.connect(self._flash_over)

    # What is shown

    def show_document(self, document: Document) -> None:
        """Set the document at the present size, keeping caret and scroll when only the size changed."""
        cursor, bar = self.textCursor(), self.verticalScrollBar()
        kept = (cursor.anchor(), cursor.position()) if document is self._document_shown else (0, 0)
        share = bar.value() / max(1, bar.maximum()) if document is self._document_shown else 0.0
        self._document_shown = document
        self.found, self.found_now = [], -1
        # A bar that goes with the words before and comes back with the new ones would lay them three times.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        frame = self._framed(self.document().rootFrame().frameFormat())
        self.typeset = Typesetter(self.document(), self.look, self.px, frame).set(document)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._column()
        self._place_highlights()
        cursor = QTextCursor(self.document())
        cursor.setPosition(kept[0])
        cursor.setPosition(kept[1], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        bar.setValue(round(share * bar.maximum()))

    def set_look(self, look: Tokens) -> None:
        self.look = look
        self.show_document(self._document_shown)

    def set_size(self, px: int) -> None:
        self.px = max(SMALLEST, min(LARGEST, px))
        self.show_document(self._document_shown)

    def set_highlights(self, highlights: Sequence[Highlight]) -> None:
        self._highlights = highlights
        self._place_highlights()

    def set_found(self, places: list[tuple[int, int]], now: int) -> None:
        self.found, self.found_now = places, now
        self.viewport().update()

    def flash(self, identity: Hashable) -> None:
        """Draw one passage stronger for a moment."""
        self._flashing = identity
        self._flash.start()
        self.viewport().update()

    def _flash_over(self) -> None:
        self._flashing = None
        self.viewport().update()

    def span_at(self, position: int) -> Span | None:
        return next((s for s in self.typeset.spans if s.base <= position <= s.end), None)

    def _place_highlights(self) -> None:
        spans = {span.section: span for span in self.typeset.spans}
        placed: list[Marked] = []
        for shown in sorted(self._highlights, key=lambda h: (h.start, -h.end)):
            span = spans.get(shown.section)
            if span is None or shown.end <= shown.start:
                continue
            first, last = span.position(shown.start), span.position(shown.end)
            over = {m.depth for m in placed if m.first < last and first < m.last}
            depth = next(level for level in range(len(over) + 1) if level not in over)
            placed.append(Marked(shown, first, last, depth))
        self.marked = placed
        self.viewport().update()

    def _framed(self, shape: QTextFrameFormat) -> QTextFrameFormat:
        """Centre a column of at most MOST_LETTERS letters, the numbers' gutter on its left."""
        metrics = QFontMetricsF(reading_font(self.px))
        widest = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * USUAL_LETTERS
        room = self.viewport().width()
        side = max(float(GUTTER), (room - widest) / 2)
        shape.setLeftMargin(side)
        shape.setRightMargin(max(16.0, room - side - widest))
        shape.setTopMargin(16)
        shape.setBottomMargin(48)
        return shape

    def _column(self) -> None:
        frame = self.document().rootFrame()
        before = frame.frameFormat()
        shape = self._framed(QTextFrameFormat(before))
        if (shape.leftMargin(), shape.rightMargin()) != (before.leftMargin(), before.rightMargin()):
            frame.setFrameFormat(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._column()
        super().resizeEvent(event)

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, (first, last) in enumerate(self.found):
            colour = QColor(self.look.warn)
            colour.setAlphaF(0.55 if index == self.found_now else 0.25)
            for box in self.boxes(first, last):
                painter.fillRect(box, colour)
        for marked in self.marked:
            self._draw_wash(painter, marked)
        for marked in self.marked:
            self._draw_rule(painter, marked)
        self._draw_numbers(painter)
        painter.end()
        super().paintEvent(event)

    def _draw_wash(self, painter: QPainter, marked: Marked) -> None:
        colour = wash(marked.shown.colour, self.look)
        if marked.shown.id == self._flashing:
            colour.setAlphaF(0.6)
        for box in self.boxes(marked.first, marked.last):
            painter.fillRect(box, colour)

    def _draw_rule(self, painter: QPainter, marked: Marked) -> None:
        """A rule under each passage, one lower for each passage it lies over: both stay told apart."""
        rule = ink(marked.shown.colour, self.look)
        for box in self.boxes(marked.first, marked.last):
            top = round(box.bottom()) - 2 + 3 * marked.depth
            painter.fillRect(QRectF(box.left(), top, box.width(), 2), rule)

    def _draw_numbers(self, painter: QPainter) -> None:
        painter.setFont(font(11))
        for marked, chip in self.chips():
            colour = ink(marked.shown.colour, self.look)
            painter.setPen(colour)
            painter.setBrush(wash(marked.shown.colour, self.look))
            painter.drawRoundedRect(chip, 4, 4)
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, marked.shown.number)

    def boxes(self, first: int, last: int) -> Iterator[QRectF]:
        """Rectangles of the letters between two positions, in the viewport, those out of sight left out."""
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        sight = QRectF(self.viewport().rect()).translated(scrolled)
        for box in letter_boxes(self.document(), first, last, sight, self.px * 1.44):
            yield box.translated(-scrolled)

    def chips(self) -> Iterator[tuple[Marked, QRectF]]:
        """The numbers in the margin, side by side towards the left when passages begin on one line."""
        taken: dict[int, int] = {}
        left = self.document().rootFrame().frameFormat().leftMargin()
        for marked in self.marked:
            box = next(self.boxes(marked.first, marked.last), None)
            if box is None:
                continue
            line = round(box.center().y())
            place = taken.get(line, 0)
            taken[line] = place + 1
            yield marked, QRectF(left - 8 - 18 - 20 * place, box.center().y() - 8, 18, 16)

    # Hands

    def marked_at(self, point: QPointF) -> Marked | None:
        """The passage under a point, the one on top first; or the passage whose number is there."""
        for marked, chip in self.chips():
            if chip.contains(point):
                return marked
        for marked in reversed(self.marked):
            if any(box.contains(point) for box in self.boxes(marked.first, marked.last)):
                return marked
        return None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            marked = self.marked_at(event.position())
            if marked is not None:
                self.marked_clicked.emit(marked.shown.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = not event.buttons() and self.marked_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def event(self, event: QEvent) -> bool:
        # Claim the keys of the core gesture before any shortcut of the window takes them.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self.textCursor().hasSelection()
            and (rank_of(event) is not None or self._is_note(event))
        ):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _is_note(event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.NoModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        rank = 0 if self._is_note(event) else rank_of(event)
        sizes = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        if rank is not None and (self.textCursor().hasSelection() or not held):
            self.rank_pressed.emit(rank)
        elif held and event.key() in sizes:
            self.size_wanted.emit(sizes[Qt.Key(event.key())])
        elif held and event.key() == Qt.Key.Key_F:
            self.find_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_under_caret()
        else:
            super().keyPressEvent(event)

    def _open_under_caret(self) -> None:
        at = self.textCursor().position()
        under = [m for m in self.marked if m.first <= at <= m.last]
        if under:
            self.marked_clicked.emit(under[-1].shown.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.size_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event)
