"""The slider of a dossier: one stop a step, its milestones marked; ← and → go step by step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from db.asof import Moment
from desktop.ui.theme import tokens

_EDGE, _HANDLE = 12, 7.0  # pixels: room at both ends, radius of the handle
_TONES = {"imported": "muted", "stage": "accent", "decision": "bad", "letter": "good"}
_CLOSE = 5  # pixels: nearer than this, plain steps are not drawn one by one


class StepSlider(QSlider):
    """`value` is how many steps had been made, from 0. Ctrl with ← or → goes to the next milestone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._moments: Sequence[Moment] = ()
        self.setAccessibleName(self.tr("Moment du dossier, étape par étape"))
        self.setToolTip(self.tr("← et → : une étape · Ctrl+← et Ctrl+→ : un jalon"))
        self.setMinimumHeight(34)
        self.setPageStep(10)

    def sizeHint(self) -> QSize:
        return QSize(600, 34)

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """One stop for each, and one before the first."""
        self._moments = moments
        self.setRange(0, len(moments))
        self.update()

    def milestones(self) -> list[int]:
        """The stops that are marked."""
        return [place for place, moment in enumerate(self._moments, start=1) if moment.milestone]

    def _x(self, value: int) -> float:
        wide = self.width() - 2 * _EDGE
        return _EDGE + wide * (value - self.minimum()) / max(1, self.maximum() - self.minimum())

    def _value_at(self, x: float) -> int:
        share = (x - _EDGE) / max(1, self.width() - 2 * _EDGE)
        return round(min(1.0, max(0.0, share)) * self.maximum())

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, middle = tokens(), self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.edge), 2))
        painter.drawLine(QPointF(_EDGE, middle), QPointF(self.width() - _EDGE, middle))
        here = self._x(self.value())
        painter.setPen(QPen(QColor(look.accent), 2))
        painter.drawLine(QPointF(_EDGE, middle), QPointF(here, middle))
        apart = (self.width() - 2 * _EDGE) / max(1, self.maximum())
        for place, moment in enumerate(self._moments, start=1):
            if not moment.milestone and apart < _CLOSE:
                continue
            tall = 10 if moment.milestone else 4
            tone = _TONES.get(moment.milestone, "edge")
            painter.setPen(QPen(QColor(getattr(look, tone)), 2 if moment.milestone else 1))
            x = self._x(place)
            painter.drawLine(QPointF(x, middle - tall), QPointF(x, middle + tall))
        painter.setPen(QPen(QColor(look.paper), 2))
        painter.setBrush(QColor(look.accent))
        painter.drawEllipse(QPointF(here, middle), _HANDLE, _HANDLE)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(QRectF(1, 1, self.width() - 2, self.height() - 2), 6, 6)
        painter.end()

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(self._value_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.setValue(self._value_at(event.position().x()))

    def to_milestone(self, way: int) -> None:
        """To the next one (1) or the one before (-1); to the end when there is none."""
        stops, here = self.milestones(), self.value()
        if way > 0:
            self.setValue(min((stop for stop in stops if stop > here), default=self.maximum()))
        else:
            self.setValue(max((stop for stop in stops if stop < here), default=0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in ways and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.to_milestone(ways[Qt.Key(event.key())])
        elif event.key() in ways:
            self.setValue(self.value() + ways[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._moments:
            place = self._value_at(event.pos().x())
            if place:
                moment = self._moments[place - 1]
                words = f"{moment.made_at[:16]} · {moment.label} · {moment.author}"
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)
