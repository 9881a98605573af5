"""The strength of a mark as three dots: ● ● ○, chosen with a click or a key."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from desktop.ui.theme import tokens

_STEP, _RADIUS = 14, 4.5


class StrengthDots(QSlider):
    """Level 0 to 3 in the colour of challenge `number`; keys 0 to 3, arrows, or a click on a dot (on the last
    full one to take it away). With `fixed`, it only shows. A slider of Qt but for its paint: a screen reader
    finds its value, and may change it."""

    chosen = Signal(int)

    def __init__(
        self, name: str, number: int = 0, *, fixed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, 3)
        self._name, self._number, self._fixed = name, number, fixed
        self._level = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not fixed:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._announce()
        self.valueChanged.connect(self._choose)

    def level(self) -> int:
        """0 none, 1 weak, 2 medium, 3 strong."""
        return self._level

    def set_level(self, level: int) -> None:
        """Show this level, without telling."""
        self._level = level
        self.setValue(level)
        self._announce()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(3 * _STEP + 4, 20)

    def _announce(self) -> None:
        word = (self.tr("aucun"), self.tr("faible"), self.tr("moyen"), self.tr("fort"))[self._level]
        said = self.tr("{0} : {1}").format(self._name, word)
        self.setAccessibleName(said)
        self.setToolTip(said)

    def _choose(self, level: int) -> None:
        level = self._level if self._fixed else max(0, min(3, level))
        self.setValue(level)
        if level != self._level:
            self.set_level(level)
            self.chosen.emit(level)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, the value stays

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Minus: -1}
        steps |= {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Plus: 1}
        if self._fixed:
            QWidget.keyPressEvent(self, event)
        elif event.text() and event.text() in "0123":
            self._choose(int(event.text()))
        elif event.key() in steps:
            self._choose(self._level + steps[Qt.Key(event.key())])
        else:
            QWidget.keyPressEvent(self, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._fixed or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        dot = min(3, int((event.position().x() - 2) // _STEP) + 1)
        self._choose(dot - 1 if dot == self._level else dot)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = tokens()
        colour = QColor(look.challenge_inks[self._number - 1] if self._number else look.accent)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.4))
        for dot in range(3):
            painter.setBrush(colour if dot < self._level else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(2 + _STEP * (dot + 0.5), self.height() / 2), _RADIUS, _RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.end()
