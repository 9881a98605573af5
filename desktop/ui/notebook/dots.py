"""Three dots that say how strong a note is: clicked, or set with the keys 0 to 3 and the arrows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from desktop.rules.grid import LABELS, STRONG
from desktop.ui.theme import tokens

STEP = 14


class StrengthDots(QSlider):
    """A slider of Qt but for its paint: a screen reader finds its value, and may change it."""

    changed = Signal(int)

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STRONG)
        self.colour = colour
        self.strength = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())
        self.show_strength(0)
        self.valueChanged.connect(self.set_strength)

    def sizeHint(self) -> QSize:
        return QSize(STEP * STRONG + 6, 18)

    def show_strength(self, strength: int) -> None:
        """Show without telling anyone."""
        self.strength = max(0, min(STRONG, strength))
        self.setValue(self.strength)
        said = self.tr("Force de la note : {level}").format(level=LABELS[self.strength].lower())
        self.setAccessibleName(said)
        self.setToolTip(said + self.tr("\nCliquer, ou touches 0 à 3"))
        self.update()

    def set_strength(self, strength: int) -> None:
        strength = max(0, min(STRONG, strength))
        if strength != self.strength:
            self.show_strength(strength)
            self.changed.emit(strength)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self.colour)
        for dot in range(STRONG):
            painter.setPen(QPen(colour, 1.4))
            painter.setBrush(colour if dot < self.strength else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(3 + STEP * (dot + 0.5), 9), 4.6, 4.6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            dot = min(STRONG, max(1, int((event.position().x() - 3) // STEP) + 1))
            # A second click on the last dot takes it off: 0 can be reached with the mouse too.
            self.set_strength(dot - 1 if dot == self.strength else dot)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, the value stays

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}
        if event.key() in steps:
            self.set_strength(self.strength + steps[Qt.Key(event.key())])
        elif Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_3:
            self.set_strength(event.key() - int(Qt.Key.Key_0))
        else:
            QWidget.keyPressEvent(self, event)
