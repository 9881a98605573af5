"""The form of one entry, made from the fields of its subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.rules.settings import Entry, Field, Subject, field_fault
from desktop.ui.intake.parts import text
from desktop.ui.settings.blocks import BlocksInput
from desktop.ui.settings.inputs import (
    ChoiceInput,
    ColourInput,
    DayInput,
    Input,
    LineInput,
    ManyInput,
    TextInput,
    YesInput,
)
from desktop.ui.settings.lists import FiguresInput, RowsInput
from desktop.ui.settings.picture import PictureInput

Choices = Callable[[str], list[tuple[str, str]]]  # the entries of another subject: code, words


class EntryForm(QWidget):
    """`changed` after each key; `entry` tells all that is typed."""

    changed = Signal()

    def __init__(self, subject: Subject, others: Choices) -> None:
        super().__init__()
        # Beside a page, room is short.
        self._stacked = any(field.name in ("block", "logo") for field in subject.fields)
        self._beside: dict[str, list[QWidget]] = {}  # what stands with each control
        self.subject = subject
        self.inputs: dict[str, Input] = {}
        self._shut = self._new = False
        grid = QGridLayout()
        grid.setContentsMargins(12, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        for row, field in enumerate(subject.fields):
            made = _input(field, others)
            made.changed.connect(self._changed)
            self.inputs[field.name] = made
            self._add(grid, row, field, made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        column.addStretch(1)

    def _add(self, grid: QGridLayout, row: int, field: Field, made: Input) -> None:
        both = QVBoxLayout()
        both.setSpacing(2)
        if field.kind != "yes":
            label = QLabel(f"{field.words}\u00a0:")
            label.setBuddy(made)
            self._beside.setdefault(field.name, []).append(label)
            if self._stacked:
                both.addWidget(label)
            else:
                label.setWordWrap(True)
                label.setMaximumWidth(170)
                label.setMinimumWidth(110)
                label.setContentsMargins(0, 6, 0, 0)
                grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        both.addWidget(made)
        if field.about:
            about = text(field.about, 12, caption=True)
            self._beside.setdefault(field.name, []).append(about)
            both.addWidget(about)
        grid.addLayout(both, row, 0 if self._stacked else 1, 1, 2 if self._stacked else 1)

    def show_entry(self, entry: Entry, *, new: bool = False) -> None:
        """Show these values; the fixed ones can be typed in a new entry alone."""
        self._new = new
        for name, made in self.inputs.items():
            made.show_value(entry.get(name))
            made.lock(self._shut or (made.field.fixed and not new))
        self._tell()

    def show_field(self, name: str, on: bool) -> None:
        """A field that is not of every entry is shown where it is."""
        for part in (self.inputs[name], *self._beside.get(name, ())):
            part.setVisible(on)

    def lock(self, shut: bool) -> None:
        """Let it be read only."""
        self._shut = shut

    def entry(self) -> dict[str, Any]:
        """What is typed, whole."""
        return {name: made.value() for name, made in self.inputs.items()}

    def faults(self) -> list[str]:
        """What is wrong in what is typed, one sentence a field."""
        told = self.entry()
        found = [(name, field_fault(made.field, told[name])) for name, made in self.inputs.items()]
        return [why for _name, why in found if why]

    def _changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        told: Mapping[str, Any] = self.entry()
        for name, made in self.inputs.items():
            made.tell(field_fault(made.field, told[name]))


def _input(field: Field, others: Choices) -> Input:
    if field.kind in ("text", "lines"):
        return TextInput(field)
    if field.kind == "choice":
        return ChoiceInput(field, field.choices)
    if field.name == "block":
        return BlocksInput(field)
    if field.kind == "row":
        return ChoiceInput(field, others(field.of))
    made = {
        "yes": YesInput, "many": ManyInput, "colour": ColourInput, "day": DayInput, "rows": RowsInput,
        "figures": FiguresInput, "picture": PictureInput,
    }.get(field.kind, LineInput)  # fmt: skip
    return made(field)
