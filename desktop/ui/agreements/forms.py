"""What the questions of a convention are made of: a form open until it is written, a grid of sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.fields import Button, DateField, MoneyField
from desktop.ui.intake.parts import Notice, text
from desktop.ui.tongue import euros

Then = Callable[[], str]  # writes it, and answers "" or why it was refused


class Form(QDialog):
    """A form, the reason of a refusal in place, and one deed."""

    def __init__(self, over: QWidget, name: str, title: str, deed: str, about: str = "") -> None:
        super().__init__(over)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(600)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(8)
        self.refused = Notice()
        self.deed = Button(deed, "check", kind="primary")
        self.deed.setDefault(True)
        self.leave = Button(self.tr("Ne rien changer"))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(12)
        if about:
            self.column.addWidget(text(about))
        self.column.addLayout(self.form)
        self.foot = QHBoxLayout()
        self.foot.addStretch()
        self.foot.addWidget(self.leave)
        self.foot.addWidget(self.deed)
        self.column.addWidget(self.refused)
        self.column.addLayout(self.foot)
        self.leave.clicked.connect(self.reject)
        self.deed.clicked.connect(self._go)
        self.then: Then = lambda: ""

    def combo(self, name: str, choices: Sequence[tuple[str, Any]]) -> QComboBox:
        """A box of (words, what they stand for)."""
        made = QComboBox()
        made.setAccessibleName(name)
        for words, key in choices:
            made.addItem(words, key)
        return made

    def line(self, name: str, words: str = "") -> QLineEdit:
        made = QLineEdit(words)
        made.setAccessibleName(name)
        return made

    def faults(self) -> str:
        """What is typed and is neither an amount nor a date; the field takes the keyboard."""
        for kind in (MoneyField, DateField):
            for field in self.findChildren(kind):
                if field.property("wrong"):
                    field.setFocus()
                    return str(field.toolTip())
        return ""

    def _go(self) -> None:
        why = self.faults() or self.then()
        if why:
            self.refused.tell(why, "bad")
        else:
            self.accept()


class Sums(QWidget):
    """Funders in rows, years in columns, a field an amount, the total of each year at the head."""

    def __init__(
        self,
        years: Sequence[int],
        funders: Sequence[tuple[bytes, str]],
        others: Sequence[tuple[bytes, str]],
        amounts: Mapping[tuple[int, bytes], int | None],
        parent: QWidget | None = None,
    ) -> None:
        """`funders` have their row; one of the `others` is added by choosing it at the foot."""
        super().__init__(parent)
        self._years, self._amounts = years, amounts
        self.fields: dict[tuple[int, bytes], MoneyField] = {}
        self._totals: dict[int, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.more = QComboBox()
        self.more.setAccessibleName(self.tr("Ajouter un financeur"))
        self.more.addItem(self.tr("Ajouter un financeur…"), None)
        for key, name in others:
            self.more.addItem(name, key)
        self.more.activated.connect(self._added)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._head()
        for funder, name in funders:
            self.add(funder, name)

    def _head(self) -> None:
        for row, words in ((0, ""), (1, self.tr("En tout"))):
            self._grid.addWidget(QLabel(words), row, 0)
        for column, year in enumerate(self._years, start=1):
            head, total = QLabel(str(year)), QLabel()
            head.setProperty("kind", "caption")
            self._totals[year] = total
            for row, label in enumerate((head, total)):
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._grid.addWidget(label, row, column)

    def add(self, funder: bytes, name: str) -> None:
        """One more row."""
        row = self._grid.rowCount()
        label = QLabel(name)
        label.setMinimumWidth(190)
        self._grid.addWidget(label, row, 0)
        for column, year in enumerate(self._years, start=1):
            field = MoneyField(f"{name}, {year}")
            field.setFixedWidth(112)
            field.set_cents(self._amounts.get((year, funder)))
            field.typed.connect(lambda _cents: self._add_up())
            self.fields[year, funder] = field
            self._grid.addWidget(field, row, column)
        self._add_up()

    def _added(self, place: int) -> None:
        key = self.more.itemData(place)
        if key is not None:
            self.add(key, self.more.itemText(place))
            self.more.removeItem(place)
            self.more.setCurrentIndex(0)
            self.fields[self._years[0], key].setFocus()

    def _add_up(self) -> None:
        for year, label in self._totals.items():
            sums = [field.cents() or 0 for (y, _), field in self.fields.items() if y == year]
            label.setText(euros(sum(sums)) + "\u2002")

    def amounts(self) -> dict[tuple[int, bytes], int | None]:
        """What is typed, by (year, funder)."""
        return {key: field.cents() for key, field in self.fields.items()}
