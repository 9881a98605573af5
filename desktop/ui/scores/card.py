"""One criterion: its weight, its values as buttons, its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from db.queries.scores import CriterionRow
from desktop.rules.scores import HIGHEST, Given, Scale, word
from desktop.ui.fields import AutoText
from desktop.ui.intake.parts import card, text
from desktop.ui.speaking import also_by_toggle
from desktop.ui.theme import tokens


class Values(QSlider):
    """The values in a row: a digit or a letter chooses, the arrows move, Delete takes back. A slider of Qt
    but for its paint: a screen reader finds its value (under 0 when none is given), and may change it."""

    chosen = Signal(object)  # int or None

    def __init__(self, scale: Scale, title: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(-1, HIGHEST[scale])
        self.setValue(-1)
        self._scale = scale
        self._value: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.group = QButtonGroup(self)
        self.group.setExclusive(False)
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(5, 4, 5, 4)
        line.setSpacing(4)
        values = range(HIGHEST[scale] + 1)
        for value in values if scale == "points" else reversed(values):
            button = QPushButton(word(value, scale))
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setFixedWidth(38)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(f"{title} : {word(value, scale)}")
            self.group.addButton(button, value)
            also_by_toggle(button, value, lambda: self._value)
            line.addWidget(button)
        line.addStretch(1)
        self.group.idClicked.connect(self._clicked)
        self.valueChanged.connect(lambda told: self._choose(told if told >= 0 else None))

    @property
    def given(self) -> int | None:
        """The value, None when none is given."""
        return self._value

    def sizeHint(self) -> QSize:
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._line.minimumSize()

    def show_value(self, value: int | None) -> None:
        """Show this value, without telling."""
        self._value = value
        self.setValue(-1 if value is None else value)
        for button in self.group.buttons():
            button.setChecked(self.group.id(button) == value)
        self.setAccessibleDescription(word(value, self._scale))

    def _clicked(self, value: int) -> None:
        self._choose(None if value == self._value else value)

    def _choose(self, value: int | None) -> None:
        if value != self._value:
            self.show_value(value)
            self.chosen.emit(value)
        else:
            self.show_value(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()  # a value is chosen on its button, not between them

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls, the value stays

    def keyPressEvent(self, event: QKeyEvent) -> None:
        top, key = HIGHEST[self._scale], event.text().upper()
        names = {word(value, self._scale): value for value in range(top + 1)}
        if key in names:
            self._choose(names[key])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            right = (event.key() == Qt.Key.Key_Right) == (self._scale == "points")
            start = self._value if self._value is not None else (-1 if right else top + 1)
            self._choose(max(0, min(top, start + (1 if right else -1))))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(None)
        else:
            QWidget.keyPressEvent(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():  # the buttons take no focus: the row shows where the keys go
            painter = QPainter(self)
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class CriterionCard(QFrame):
    """Tells the value and the reason as soon as they settle."""

    changed = Signal(object, object, str)  # key of the criterion, value or None, reason

    def __init__(
        self,
        row: CriterionRow,
        scale: Scale,
        complete: Callable[[str], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.row = row
        frame, column = card()
        weight = self.tr("{0} points").format(row.weight) + (
            self.tr(" · éliminatoire") if row.eliminating else ""
        )
        top = QHBoxLayout()
        top.addWidget(text(row.title, bold=True), 1)
        top.addWidget(text(weight, caption=True))
        self.values = Values(scale, row.title)
        self.values.setAccessibleName(self.tr("Note de «\u00a0{0}\u00a0»").format(row.title))
        self.reason = AutoText(
            self.tr("Raison de la note «\u00a0{0}\u00a0»").format(row.title), complete, lines=2
        )
        self.reason.setPlaceholderText(self.tr("Pourquoi cette note\u00a0?"))
        self.reason.setFixedHeight(52)
        column.addLayout(top)
        column.addWidget(text(row.help, caption=True))
        column.addWidget(self.values)
        column.addWidget(self.reason)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.values.chosen.connect(lambda _value: self._tell())
        self.reason.settled.connect(lambda _words: self._tell())

    def show_given(self, given: Given, *, writable: bool) -> None:
        """Show what stands; what is being typed stays."""
        self.values.show_value(given.value)
        self.values.setEnabled(writable)
        if not self.reason.hasFocus() or not writable:
            self.reason.set_text(given.reason)
        self.reason.setReadOnly(not writable)

    def flush(self) -> None:
        """Save what is being typed."""
        self.reason.settle()

    def _tell(self) -> None:
        self.changed.emit(self.row.id, self.values.given, self.reason.text())
