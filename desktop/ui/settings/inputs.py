"""One control for each kind of field: what it shows, what it tells, how it says that it is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop.rules.money import read_euros
from desktop.rules.settings import Field, blank
from desktop.ui.fields import DateField, FlowLayout, IconButton
from desktop.ui.fields.wrong import mark_wrong
from desktop.ui.tongue import euros


class Input(QWidget):
    """A control under the name of its field. `changed` after each key."""

    changed = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(6)

    def show_value(self, value: Any) -> None:
        """Show it, without telling a change."""
        raise NotImplementedError

    def value(self) -> Any:
        """What is typed, as an entry holds it; the words themselves when they can't be read."""
        raise NotImplementedError

    def tell(self, why: str) -> None:
        """Mark it wrong, or take the mark away."""

    def lock(self, shut: bool) -> None:
        """Let it be read only."""
        self.setEnabled(not shut)


class LineInput(Input):
    """Words on one line, a number, an amount."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(field.words)
        if field.kind in ("number", "decimal", "money"):
            self.edit.setMaximumWidth(160)
        self.line.addWidget(self.edit, 1)
        if field.kind in ("number", "decimal", "money"):
            self.line.addStretch(1)
        self.edit.textEdited.connect(lambda _words: self.changed.emit())
        self.setFocusProxy(self.edit)
        self._shown: tuple[str, Any] = ("", blank(field))

    def show_value(self, value: Any) -> None:
        words = "" if value is None else str(value)
        if self.field.kind == "money" and isinstance(value, int):
            words = euros(value)
        elif self.field.kind == "decimal" and isinstance(value, int | float):
            words = f"{value:g}".replace(".", ",")
        self.edit.setText(words)
        self.edit.setCursorPosition(0)
        self._shown = (self.edit.text(), value)

    def value(self) -> Any:
        if self.edit.text() == self._shown[0]:
            return self._shown[1]  # as it was told, however the language of the screen writes it
        words = self.edit.text().strip()
        if self.field.kind == "money":
            cents = read_euros(words)
            return None if not words else words if cents is None else cents
        if self.field.kind in ("number", "decimal"):
            return number(words, whole=self.field.kind == "number")
        return words

    def tell(self, why: str) -> None:
        mark_wrong(self.edit, why)

    def lock(self, shut: bool) -> None:
        self.edit.setReadOnly(shut)


def number(words: str, *, whole: bool) -> Any:
    """The number of some words, None for none, the words themselves when they are no number."""
    if not words:
        return None
    try:
        return int(words) if whole else float(words.replace(",", "."))
    except ValueError:
        return words


def raw_words(edit: QPlainTextEdit) -> str:
    """What is typed with its no-break spaces, of which toPlainText makes plain ones."""
    return edit.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


class TextInput(Input):
    """Several lines: a text, or a list of words."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName(field.words)
        self.edit.setTabChangesFocus(True)
        lines = 4 if field.kind == "lines" else 3
        self.edit.setFixedHeight(QFontMetrics(self.edit.font()).lineSpacing() * lines + 18)
        self.line.addWidget(self.edit, 1)
        self._still = False
        self.edit.textChanged.connect(lambda: None if self._still else self.changed.emit())
        self.setFocusProxy(self.edit)

    def show_value(self, value: Any) -> None:
        self._still = True
        self.edit.setPlainText("\n".join(value or []) if self.field.kind == "lines" else str(value or ""))
        self._still = False

    def value(self) -> Any:
        words = raw_words(self.edit)
        if self.field.kind == "lines":
            return [line.strip() for line in words.split("\n") if line.strip()]
        return words.strip()

    def tell(self, why: str) -> None:
        self.edit.setToolTip(why)
        self.edit.setAccessibleDescription(why)

    def lock(self, shut: bool) -> None:
        self.edit.setReadOnly(shut)


class YesInput(Input):
    """Yes or no, its words beside the box."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.box = QCheckBox(field.words)
        self.box.setAccessibleName(field.words)
        self.line.addWidget(self.box)
        self.line.addStretch(1)
        self.box.clicked.connect(lambda _on: self.changed.emit())
        self.setFocusProxy(self.box)

    def show_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def value(self) -> Any:
        return self.box.isChecked()


class ChoiceInput(Input):
    """One of some codes, by their words; none where none is needed."""

    def __init__(self, field: Field, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(field)
        self.combo = QComboBox()
        self.combo.setAccessibleName(field.words)
        if not field.needed:
            self.combo.addItem("—", "")
        for code, words in choices:
            self.combo.addItem(words, code)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(14)
        self.line.addWidget(self.combo, 1)
        self.combo.activated.connect(lambda _at: self.changed.emit())
        self.setFocusProxy(self.combo)

    def show_value(self, value: Any) -> None:
        place = self.combo.findData(value or "")
        if place < 0 and value:
            self.combo.addItem(str(value), value)
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)

    def value(self) -> Any:
        return self.combo.currentData() or ""


class ManyInput(Input):
    """Several of some codes: a box for each."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        inside = QWidget()
        flow = FlowLayout(inside, 10)
        self.boxes: dict[str, QCheckBox] = {}
        for code, words in field.choices:
            box = QCheckBox(words)
            box.setAccessibleName(f"{field.words}\u00a0: {words}")
            box.clicked.connect(lambda _on: self.changed.emit())
            self.boxes[code] = box
            flow.addWidget(box)
        self.line.addWidget(inside, 1)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def show_value(self, value: Any) -> None:
        self._other = [code for code in value or [] if code not in self.boxes]
        for code, box in self.boxes.items():
            box.setChecked(code in (value or []))

    def value(self) -> Any:
        return [code for code, box in self.boxes.items() if box.isChecked()] + self._other


class ColourInput(Input):
    """A colour by its code, shown beside; the button opens the choice of the system."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(field.words)
        self.edit.setMaximumWidth(110)
        self.pick = IconButton("pencil", self.tr("Choisir la couleur"))
        self.pick.clicked.connect(self._ask)
        self.edit.textChanged.connect(lambda _words: self._paint())
        self.edit.textEdited.connect(lambda _words: self.changed.emit())
        self.line.addWidget(self.edit)
        self.line.addWidget(self.pick)
        self.line.addStretch(1)
        self.setFocusProxy(self.edit)

    def _paint(self) -> None:
        colour = QColor(self.edit.text())
        if colour.isValid():
            swatch = QPixmap(16, 16)
            swatch.fill(colour)
            self.pick.setIcon(QIcon(swatch))

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self.edit.text()), self)
        dialog.colorSelected.connect(self._took)
        dialog.open()

    def _took(self, colour: QColor) -> None:
        self.edit.setText(colour.name())
        self.changed.emit()

    def show_value(self, value: Any) -> None:
        self.edit.setText(str(value or ""))

    def value(self) -> Any:
        return self.edit.text().strip().lower()

    def tell(self, why: str) -> None:
        mark_wrong(self.edit, why)


class DayInput(Input):
    """A date typed or picked."""

    def __init__(self, field: Field, today: Callable[[], dt.date] = dt.date.today) -> None:
        super().__init__(field)
        self.edit = DateField(field.words, today=today)
        self.edit.setMaximumWidth(180)
        self.line.addWidget(self.edit)
        self.line.addStretch(1)
        self.edit.settled.connect(lambda _day: self.changed.emit())
        self.setFocusProxy(self.edit)

    def show_value(self, value: Any) -> None:
        self.edit.set_day(dt.date.fromisoformat(value) if value else None)

    def value(self) -> Any:
        day = self.edit.day()
        return day.isoformat() if day else ""

    def lock(self, shut: bool) -> None:
        self.edit.setReadOnly(shut)
