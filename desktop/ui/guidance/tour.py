"""The guided tour: a few steps over the real window, each on a real control, with a sentence and a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.fields import Button
from desktop.ui.theme import font, tokens

_GAP, _EDGE, _WIDE = 12, 4, 340
_DIM = 110  # of 255: how dark the rest is


@dataclass(frozen=True, slots=True)
class Step:
    """What is shown: `where` gives its widget, or None when it is not there (the step is then skipped)."""

    where: Callable[[], QWidget | None]
    title: str
    words: str
    key: str = ""
    place: str = ""  # of the window, brought to the front first


class Tour(QWidget):
    """Over `window`, letting clicks through; the card has the keyboard. Arrows move, Escape leaves."""

    def __init__(self, window: QWidget, steps: list[Step], go: Callable[[str], None]) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window, self.steps, self._go = window, steps, go
        self.at = -1
        self.card = Card(window)
        self.card.step_wanted.connect(self.step)
        self.card.left.connect(self.leave)
        window.installEventFilter(self)
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._lay)

    def start(self) -> None:
        """From the first step that is there."""
        self.show()
        self.card.show()
        self.step(1)

    def step(self, way: int) -> None:
        """To the next step, or the one before, whose control is there; past the last one, it is over."""
        at = self.at + way
        while 0 <= at < len(self.steps):
            if self.steps[at].place:
                self._go(self.steps[at].place)
            widget = self.steps[at].where()
            if widget is not None and widget.isVisible():
                self._show(at)
                return
            at += way
        if way > 0:
            self.leave()

    def _show(self, at: int) -> None:
        self.at = at
        step = self.steps[at]
        self.card.tell(step, at + 1, len(self.steps))
        self._lay()
        self._again.start()  # a place that was just brought is laid out with the next event

    def leave(self) -> None:
        """The window as it was."""
        self._window.removeEventFilter(self)
        self.card.hide()
        self.hide()
        self.card.deleteLater()
        self.deleteLater()

    def target(self) -> QRect:
        """What is shown, in the window."""
        widget = self.steps[self.at].where() if self.at >= 0 else None
        if widget is None:
            return QRect()
        top = widget.mapTo(self._window, QPoint(0, 0))
        return QRect(top, widget.size()).adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE).intersected(self.rect())

    def _lay(self) -> None:
        self.setGeometry(self._window.rect())
        wide = min(_WIDE, self.width() - 2 * _GAP)
        self.card.resize(wide, self.card.column.totalHeightForWidth(wide))
        self.card.move(beside(self.target(), self.card.rect(), self.rect()))
        self.raise_()
        self.card.raise_()
        self.card.next.setFocus()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._again.start()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, hole = QPainter(self), self.target()
        painter.setClipRegion(QRegion(self.rect()).subtracted(QRegion(hole)))
        painter.fillRect(self.rect(), QColor(0, 0, 0, _DIM))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(tokens().accent), 3))
        painter.drawRect(hole.adjusted(1, 1, -2, -2))
        painter.end()


def beside(target: QRect, card: QRect, room: QRect) -> QPoint:
    """Where a card stands so as not to hide what it tells of: right, left, under, over, else inside."""
    wide, high = card.width(), card.height()
    for x, y in (
        (target.right() + _GAP, target.top()),
        (target.left() - wide - _GAP, target.top()),
        (target.left(), target.bottom() + _GAP),
        (target.left(), target.top() - high - _GAP),
    ):
        moved = QPoint(_kept(x, wide, room.width()), _kept(y, high, room.height()))
        if not QRect(moved, card.size()).intersects(target):
            return moved
    return QPoint(room.width() - wide - _GAP, room.height() - high - _GAP)


def _kept(start: int, long: int, room: int) -> int:
    return max(_GAP, min(start, room - long - _GAP))


class Card(QFrame):
    """What a step says, and the buttons that lead on."""

    step_wanted = Signal(int)  # 1 on, -1 back
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tour-card")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._count, self._title, self._words, self._key = QLabel(), QLabel(), QLabel(), QLabel()
        self._count.setProperty("kind", "caption")
        self._title.setFont(font(16, QFont.Weight.DemiBold))
        self._words.setWordWrap(True)
        self._key.setProperty("kind", "caption")
        self.back, self.next = Button(self.tr("&Précédent")), Button(self.tr("&Suivant"), kind="primary")
        self.stop = Button(self.tr("&Arrêter"), kind="plain")
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        for label in (self._count, self._title, self._words, self._key):
            column.addWidget(label)
        line = QHBoxLayout()
        line.addWidget(self.stop)
        line.addStretch(1)
        line.addWidget(self.back)
        line.addWidget(self.next)
        column.addLayout(line)
        self.next.clicked.connect(lambda: self.step_wanted.emit(1))
        self.back.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.stop.clicked.connect(self.left)

    def tell(self, step: Step, number: int, count: int) -> None:
        """Show this step and read it aloud."""
        self._count.setText(self.tr("{0} sur {1}").format(number, count))
        self._title.setText(step.title)
        self._words.setText(step.words)
        self._key.setText(self.tr("Touche : {0}").format(step.key) if step.key else "")
        self._key.setVisible(bool(step.key))
        self.back.setEnabled(number > 1)
        self.next.setText(self.tr("&Terminer") if number == count else self.tr("&Suivant"))
        said = " ".join(label.text() for label in (self._count, self._title, self._words, self._key))
        self.setAccessibleName(said)
        self.next.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        ways = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in ways:
            self.step_wanted.emit(ways[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step_wanted.emit(1)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab stays in the card: what is under it is reached by a click, or by leaving the tour."""
        buttons = [button for button in (self.next, self.stop, self.back) if button.isEnabled()]
        now = next((n for n, button in enumerate(buttons) if button.hasFocus()), 0)
        buttons[(now + (1 if following else -1)) % len(buttons)].setFocus()
        return True
