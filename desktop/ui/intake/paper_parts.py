"""The parts of the paper form: a card with its title, a field under its label with its fault in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.fields.wrong import mark_wrong
from desktop.ui.intake.parts import card, text
from desktop.ui.theme import tokens


class Labelled(QWidget):
    """A field under its label; `check` gives the fault of what is typed, shown below at each key."""

    def __init__(
        self,
        label: str,
        field: QWidget,
        check: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        words = QLabel(label)
        words.setProperty("kind", "caption")
        words.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        self._fault = text()
        self._fault.hide()
        self._check = check
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for part in (words, field, self._fault):
            column.addWidget(part)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        if check is not None and isinstance(field, QLineEdit):
            field.textChanged.connect(lambda _words: self.judge())

    def fault(self) -> str:
        """Why what is typed can't be kept, "" when it can."""
        if not isinstance(self.field, QLineEdit):
            return ""
        if self._check is None:
            return self.field.toolTip() if self.field.property("wrong") else ""
        return self._check(self.field.text()) if self.field.text().strip() else ""

    def judge(self) -> None:
        """Show the fault, or take it away."""
        fault = self.fault()
        self._fault.setText(fault)
        self._fault.setStyleSheet(f"color: {tokens().bad}")
        self._fault.setVisible(bool(fault))
        if isinstance(self.field, QLineEdit):
            mark_wrong(self.field, fault)


def section(title: str) -> tuple[QFrame, QGridLayout]:
    """A card with a title and a grid of twelve columns."""
    frame, column = card()
    heading = text(title, 15, bold=True)
    heading.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    column.addWidget(heading)
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for place in range(12):
        grid.setColumnStretch(place, 1)
    column.addLayout(grid)
    return frame, grid
