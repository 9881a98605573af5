"""The questions of payments: in how many times, what was paid, when, under which number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from db.queries.payments import PaymentRow
from desktop.rules.payments import ADVANCE, KINDS
from desktop.ui.fields import DateField, MoneyField
from desktop.ui.intake.parts import text
from desktop.ui.outcome.dialogs import Asking
from desktop.ui.tongue import euros


class PlanDialog(Asking):
    """In one payment, or an advance and the balance."""

    def __init__(self, over: QWidget, about: str, then: Callable[[int | None], object]) -> None:
        super().__init__(over, "plan", self.tr("Prévoir les versements"), about, self.tr("Prévoir"))
        self._then = then
        self.way = QComboBox()
        self.way.setAccessibleName(self.tr("En combien de fois"))
        self.way.addItem(self.tr("Comme le dit le réglage de la collectivité"), "usual")
        self.way.addItem(self.tr("En deux fois\u00a0: acompte, puis solde"), "two")
        self.percent = QSpinBox()
        self.percent.setRange(1, 99)
        self.percent.setValue(ADVANCE)
        self.percent.setSuffix("\u00a0%")
        self.percent.setAccessibleName(self.tr("Part de l’acompte"))
        self.form.addRow(self.tr("&Versements\u00a0:"), self.way)
        self.form.addRow(self.tr("&Acompte\u00a0:"), self.percent)
        words = self.tr(
            "Chaque financeur verse sa part, et chaque membre d’une proposition coordonnée reçoit la sienne. "
            "Sans notification, le délai de soixante jours ne court pas encore."
        )
        self.form.addRow(text(words, caption=True))
        self.way.currentIndexChanged.connect(lambda _at: self._tell())
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        self.percent.setEnabled(self.way.currentData() == "two")

    def _go(self) -> None:
        self.accept()
        self._then(self.percent.value() if self.way.currentData() == "two" else None)


class Paid(NamedTuple):
    """What is told of a payment that was made."""

    paid_on: date
    order_number: str
    amount: int


class RecordDialog(Asking):
    """The day, the number of the mandat, the amount."""

    def __init__(
        self, over: QWidget, row: PaymentRow, then: Callable[[Paid], object], today: date | None = None
    ) -> None:
        about = f"{row.number} · {row.applicant} · {row.funder}, {KINDS.get(row.kind, row.kind).lower()}"
        super().__init__(over, "record", self.tr("Noter un versement"), about, self.tr("Noter"))
        self._then, self._most = then, row.amount
        self.when = DateField(self.tr("Versé le"))
        self.when.set_day(today or date.today())
        self.order = QLineEdit(row.order_number)
        self.order.setAccessibleName(self.tr("Numéro de mandat"))
        self.amount = MoneyField(self.tr("Montant versé"))
        self.amount.set_cents(row.amount)
        self.told = text(caption=True)
        self.form.addRow(self.tr("&Versé le\u00a0:"), self.when)
        self.form.addRow(self.tr("N° de &mandat\u00a0:"), self.order)
        self.form.addRow(self.tr("M&ontant\u00a0:"), self.amount)
        self.form.addRow("", self.told)
        self.when.textChanged.connect(self._tell)
        self.amount.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()
        self.order.setFocus()

    def _tell(self) -> None:
        cents = self.amount.cents()
        words, fine = "", cents is not None and 0 < cents <= self._most and not self.amount.is_wrong()
        if cents is not None and cents > self._most:
            words = self.tr("Jamais plus que prévu\u00a0: {0}.").format(euros(self._most))
        elif fine and cents is not None and cents < self._most:
            words = self.tr("Le reste, {0}, sera à verser.").format(euros(self._most - cents))
        self.told.setText(words)
        self.deed.setEnabled(fine and self.when.day() is not None and not self.when.property("wrong"))

    def _go(self) -> None:
        day, cents = self.when.day(), self.amount.cents()
        if day is not None and cents is not None:
            self.accept()
            self._then(Paid(day, self.order.text().strip(), cents))


class ChangeDialog(Asking):
    """Another amount or another day, while nothing is paid."""

    def __init__(
        self, over: QWidget, row: PaymentRow, then: Callable[[int | None, date | None], object]
    ) -> None:
        about = f"{row.number} · {row.applicant} · {row.funder}"
        super().__init__(
            over, "changePayment", self.tr("Changer un versement"), about, self.tr("Enregistrer")
        )
        self._then = then
        self.amount = MoneyField(self.tr("Montant prévu"))
        self.amount.set_cents(row.amount)
        self.due = DateField(self.tr("Dû le"))
        self.due.set_day(date.fromisoformat(row.due_on) if row.due_on else None)
        self.form.addRow(self.tr("M&ontant\u00a0:"), self.amount)
        self.form.addRow(self.tr("&Dû le\u00a0:"), self.due)
        self.deed.clicked.connect(self._go)

    def _go(self) -> None:
        if not self.amount.is_wrong() and not self.due.property("wrong"):
            self.accept()
            self._then(self.amount.cents(), self.due.day())
