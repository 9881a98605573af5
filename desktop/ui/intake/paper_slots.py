"""The fields of the paper form under their names, to be kept in a draft and put back as they were typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.ui.fields import AutoText

L = TypeVar("L", bound=QLineEdit)


class Slot(NamedTuple):
    """How one field is read and put back; `usual` is what it says when nothing was typed."""

    field: QWidget
    read: Callable[[], Any]
    put: Callable[[Any], None]
    usual: Any


class Slots(QObject):
    """Every field of the form; what is half typed or wrong is kept too."""

    typed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slots: dict[str, Slot] = {}
        self._quiet = False

    def line(self, name: str, field: L) -> L:
        """A field of one line, amounts and dates included."""

        def put(words: Any) -> None:
            field.setText(str(words))
            field.textEdited.emit(str(words))  # read as if it were typed, its faults shown again
            field.editingFinished.emit()

        field.textChanged.connect(self._tell)
        self._slots[name] = Slot(field, field.text, put, field.text())
        return field

    def long(self, name: str, field: AutoText) -> AutoText:
        """A text of several lines."""
        field.setFixedHeight(field.minimumHeight())
        field.textChanged.connect(self._tell)
        self._slots[name] = Slot(field, field.text, lambda words: field.set_text(str(words)), "")
        return field

    def choice(self, name: str, field: QComboBox) -> QComboBox:
        """A choice, kept by its words: what it offers may be in another order next time."""

        def put(words: Any) -> None:
            field.setCurrentIndex(max(0, field.findText(str(words))))

        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(6)
        field.currentTextChanged.connect(self._tell)
        self._slots[name] = Slot(field, field.currentText, put, field.currentText())
        return field

    def tick(self, name: str, field: QCheckBox) -> QCheckBox:
        field.toggled.connect(self._tell)
        self._slots[name] = Slot(field, field.isChecked, lambda on: field.setChecked(bool(on)), False)
        return field

    def values(self) -> dict[str, Any]:
        """What was typed, by name; fields left as they were are not told."""
        read = {name: slot.read() for name, slot in self._slots.items()}
        return {name: value for name, value in read.items() if value != self._slots[name].usual}

    def restore(self, values: dict[str, Any]) -> None:
        """Put back what was typed, and everything else as at first. Ticks come before the choices that
        depend on them."""
        self._quiet = True
        ordered = sorted(self._slots.items(), key=lambda pair: not isinstance(pair[1].field, QCheckBox))
        for name, slot in ordered:
            slot.put(values.get(name, slot.usual))
        self._quiet = False
        self._tell()

    def field(self, name: str) -> QWidget:
        """The field of a name."""
        return self._slots[name].field

    def _tell(self) -> None:
        if not self._quiet:
            self.typed.emit()
