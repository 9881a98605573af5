"""The pages of a PDF under the hands: words selected, keys, wheel, and clicks on what is marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent

from desktop.ui.challenge_faces import rank_of
from desktop.ui.viewer.paper import FIT_WIDTH, POINT, Paper


class Pages(Paper):
    spoken_role = QAccessible.Role.Document
    rank_pressed = Signal(int)
    marked_clicked = Signal(object)

    _from: tuple[int, int] | None = None  # where the selection began: page, letter

    def _letter(self, point: QPointF, *, far: bool = False) -> tuple[int, int] | None:
        for number in self._visible():
            place = self.page_rect(number)
            if place.contains(point):
                shown = (point - place.topLeft()) / (self.zoom * POINT)
                turned, _ = self._turn(number).inverted()
                spot = turned.map(shown)
                letter = self.file.letter_at(number, spot.x(), spot.y(), far=far)
                return None if letter is None else (number, letter)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.selected, self._from = None, self._letter(event.position())
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        now = self._letter(event.position(), far=True)
        if now is not None and now[0] == self._from[0]:
            first, last = sorted((self._from[1], now[1]))
            self.selected = (now[0], first, last + 1)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None
        if self.selected is None:
            for marked in reversed(list(self.highlights)):
                boxes = [self.on_screen(marked.page - 1, r) for r in marked.rects]
                if boxes and any(b.contains(event.position()) for b in (*boxes, self.chip(marked))):
                    self.marked_clicked.emit(marked.id)
                    return

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._letter(event.position())
        if at is not None:
            number, letter = at
            words = self.file.words(number)
            first = last = letter
            while first > 0 and words[first - 1].isalnum():
                first -= 1
            while last < len(words) and words[last].isalnum():
                last += 1
            self.selected = (number, first, last) if last > first else None
            self.viewport().update()

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self.selected and self._rank(event) is not None:
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _rank(event: QKeyEvent) -> int | None:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return 0 if plain and event.key() == Qt.Key.Key_N else rank_of(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        rank = self._rank(event)
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.matches(QKeySequence.StandardKey.Copy) and self.selected:
            QGuiApplication.clipboard().setText(self.file.quote(*self.selected))
        elif rank is not None and (self.selected or not held):
            self.rank_pressed.emit(rank)
        elif held and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.set_zoom("", self.zoom * (1 / 1.2 if event.key() == Qt.Key.Key_Minus else 1.2))
        elif held and event.key() == Qt.Key.Key_0:
            self.set_zoom(FIT_WIDTH)
        elif event.key() in steps:
            self.go_to(self._seen + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(1 if event.key() == Qt.Key.Key_Home else len(self.file))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom("", self.zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
        else:
            super().wheelEvent(event)
