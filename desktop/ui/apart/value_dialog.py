"""Another value than those proposed: one editor by kind of field, and the reason where it is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.flow.apart import Dispute
from desktop.flow.history import words_of
from desktop.ui.fields import AutoText, Button, DateField, MoneyField
from desktop.ui.fields.wrong import mark_wrong
from desktop.ui.intake.parts import text

_MONEY = frozenset({"asked", "proposed", "voted", "paid", "cost", "amount", "carried", "reserve"})


class ValueDialog(QDialog):
    """`then(value, reason)` when both are given."""

    def __init__(
        self, over: QWidget, dispute: Dispute, reason: str, then: Callable[[Any, str], object]
    ) -> None:
        super().__init__(over)
        self.setObjectName("other-value")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Autre valeur · {0}").format(dispute.label))
        self.resize(520, 300)
        self.dispute = dispute
        self.field = self._editor()
        self.reason = AutoText(self.tr("Raison"), lines=2)
        self.reason.set_text(reason)
        self.reason.setPlaceholderText(self.tr("Dites pourquoi\u00a0: la raison reste dans l’historique."))
        self.keep = Button(self.tr("&Garder cette valeur"), kind="primary")
        leave = Button(self.tr("Ne rien changer"))
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow(text(dispute.heading, caption=True))
        form.addRow(self.tr("Valeurs proposées"), text(", ".join(side.words[:60] for side in dispute.sides)))
        form.addRow(self.tr("Valeur"), self.field)
        form.addRow(self.tr("Raison"), self.reason)
        _lay_out(self, form, leave, self.keep)
        leave.clicked.connect(self.reject)
        self.keep.clicked.connect(lambda: self._go(then))
        self.reason.textChanged.connect(self._tell)
        self._tell()
        self.field.setFocus()

    def _editor(self) -> QWidget:
        row = self.dispute.row
        name = self.dispute.label
        first = next((side.raw for side in self.dispute.sides if side.raw is not None), None)
        choices = words_of(row.field, row.ent)
        if choices and any(side.raw in choices for side in self.dispute.sides):
            return _combo(name, list(choices.items()), first)
        if any(isinstance(side.raw, bool) for side in self.dispute.sides):
            return _combo(name, [(True, self.tr("oui")), (False, self.tr("non"))], first)
        if row.field in _MONEY:
            money = MoneyField(name)
            money.set_cents(row.agreed if isinstance(row.agreed, int) else None)
            return money
        if row.field.endswith("_on"):
            day = DateField(name)
            day.set_day(dt.date.fromisoformat(first[:10]) if isinstance(first, str) and first else None)
            return day
        if self.dispute.is_text:
            long = AutoText(name, lines=6)
            long.set_text(str(first or ""))
            return long
        line = QLineEdit("" if first is None else str(first))
        line.setAccessibleName(name)
        return line

    def value(self) -> Any:
        """As the journal tells it. Raises ValueError on what is not a whole number where one is wanted."""
        field = self.field
        if isinstance(field, QComboBox):
            return field.currentData()
        if isinstance(field, MoneyField):
            return field.cents()
        if isinstance(field, DateField):
            day = field.day()
            return day.isoformat() if day else None
        if isinstance(field, AutoText):
            return field.text().strip()
        assert isinstance(field, QLineEdit)
        words = field.text().strip()
        whole = any(isinstance(side.raw, int) for side in self.dispute.sides)
        return int(words) if whole else words

    def _wrong(self) -> bool:
        return isinstance(self.field, MoneyField) and self.field.is_wrong()

    def _tell(self) -> None:
        self.keep.setEnabled(not self.dispute.grave or bool(self.reason.text().strip()))

    def _go(self, then: Callable[[Any, str], object]) -> None:
        try:
            value = self.value()
        except ValueError:
            if isinstance(self.field, QLineEdit):
                mark_wrong(self.field, self.tr("Un nombre entier est attendu ici, par exemple 120."))
            return
        if self._wrong():
            return
        self.accept()
        then(value, self.reason.text().strip())


def _lay_out(dialog: QDialog, form: QFormLayout, *buttons: Button) -> None:
    """The questions over the two buttons."""
    row = QHBoxLayout()
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 16, 20, 16)
    column.setSpacing(12)
    column.addLayout(form, 1)
    column.addLayout(row)


def _combo(name: str, choices: list[tuple[Any, str]], first: Any) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for code, words in choices:
        made.addItem(words, code)
    made.setCurrentIndex(max(0, made.findData(first)))
    return made


class AskDialog(QDialog):
    """Who is asked, and the question; the disagreement stays open."""

    def __init__(
        self,
        over: QWidget,
        dispute: Dispute,
        people: list[str],
        note: str,
        then: Callable[[str, str], object],
    ) -> None:
        super().__init__(over)
        self.setObjectName("ask")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Laisser ouvert et demander · {0}").format(dispute.label))
        self.resize(480, 230)
        self.whom = QComboBox()
        self.whom.setEditable(True)
        self.whom.setAccessibleName(self.tr("À qui"))
        self.whom.addItems(people)
        self.whom.setCurrentText(dispute.row.asked_of)
        self.note = AutoText(self.tr("Question"), lines=2)
        self.note.set_text(note or dispute.row.asked_note)
        self.ask = Button(self.tr("&Laisser ouvert"), kind="primary")
        leave = Button(self.tr("Annuler"))
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow(text(dispute.heading, caption=True))
        form.addRow(self.tr("À qui"), self.whom)
        form.addRow(self.tr("Question"), self.note)
        _lay_out(self, form, leave, self.ask)
        leave.clicked.connect(self.reject)
        self.ask.clicked.connect(lambda: self._go(then))
        self.whom.editTextChanged.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        self.ask.setEnabled(bool(self.whom.currentText().strip()))

    def _go(self, then: Callable[[str, str], object]) -> None:
        self.accept()
        then(self.whom.currentText().strip(), self.note.text().strip())
