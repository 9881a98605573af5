"""The questions of a report: what becomes of it, what is left of the grant, until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.rules.report_gaps import Left
from desktop.ui.fields import AutoText, DateField, MoneyField
from desktop.ui.intake.parts import text
from desktop.ui.outcome.dialogs import Asking
from desktop.ui.tongue import euros


class AcceptDialog(Asking):
    """Done or not, and what of the grant was not used: proposed with its reason, never imposed."""

    def __init__(
        self, over: QWidget, about: str, lefts: Callable[[str], Sequence[Left]], outcome: str,
        then: Callable[[str, int | None, str, bool], object],
    ) -> None:  # fmt: skip
        super().__init__(over, "acceptReport", self.tr("Accepter le bilan"), about, self.tr("Accepter"))
        self.setMinimumWidth(620)
        self._lefts, self._then = lefts, then
        self.outcome = QComboBox()
        self.outcome.setAccessibleName(self.tr("L’action"))
        self.outcome.addItem(self.tr("a été réalisée"), "done")
        self.outcome.addItem(self.tr("n’a pas été réalisée"), "not_done")
        self.outcome.setCurrentIndex(1 if outcome == "not_done" else 0)
        self.unspent = MoneyField(self.tr("Non employé"))
        self.why = text(caption=True)
        self.comment = QLineEdit()
        self.comment.setAccessibleName(self.tr("Remarque"))
        self.form.addRow(self.tr("L’&action\u00a0:"), self.outcome)
        self.form.addRow(self.tr("&Non employé\u00a0:"), self.unspent)
        self.form.addRow("", self.why)
        self.form.addRow(self.tr("&Remarque\u00a0:"), self.comment)
        self.letter = QCheckBox(self.tr("&Préparer la lettre qui le dit au porteur"))
        self.form.addRow("", self.letter)
        self.outcome.currentIndexChanged.connect(lambda _at: self._propose())
        self.unspent.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._propose()

    def _propose(self) -> None:
        found = self._lefts(str(self.outcome.currentData()))
        self.unspent.set_cents(found[0].amount if found else None)
        words = [f"{euros(one.amount)}\u00a0: {one.why}" for one in found]
        nothing = self.tr("Rien n’indique qu’une part de la subvention n’ait pas été employée.")
        self.why.setText("\n".join(words) if words else nothing)
        self._tell()

    def _tell(self) -> None:
        self.deed.setEnabled(not self.unspent.is_wrong())

    def _go(self) -> None:
        self.accept()
        outcome = str(self.outcome.currentData())
        self._then(outcome, self.unspent.cents(), self.comment.text(), self.letter.isChecked())


class ReturnDialog(Asking):
    """What is to be mended, one thing a line, and until when."""

    def __init__(
        self, over: QWidget, about: str, proposed: str, due: date,
        then: Callable[[str, date | None, bool], object],
    ) -> None:  # fmt: skip
        super().__init__(over, "returnReport", self.tr("Renvoyer le bilan"), about, self.tr("Renvoyer"))
        self.setMinimumWidth(620)
        self._then = then
        self.why = AutoText(self.tr("Ce qui est à corriger"), lines=5)
        self.why.set_text(proposed)
        self.due = DateField(self.tr("Attendu le"))
        self.due.set_day(due)
        self.form.addRow(self.tr("À &corriger\u00a0:"), self.why)
        self.form.addRow("", text(self.tr("Une chose par ligne\u00a0: la lettre les reprend."), caption=True))
        self.form.addRow(self.tr("Attendu &le\u00a0:"), self.due)
        self.letter = QCheckBox(self.tr("&Préparer la lettre qui le dit au porteur"))
        self.letter.setChecked(True)
        self.form.addRow("", self.letter)
        self.why.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        self.deed.setEnabled(bool(self.why.text().strip()))

    def _go(self) -> None:
        if not self.due.property("wrong"):
            self.accept()
            self._then(self.why.text(), self.due.day(), self.letter.isChecked())


class ExtendDialog(Asking):
    """The new end of the action, and why: a change of dates, to be granted."""

    def __init__(
        self, over: QWidget, about: str, ends_on: date | None, then: Callable[[date, str], object]
    ) -> None:
        super().__init__(over, "extendReport", self.tr("Prolonger l’action"), about, self.tr("Demander"))
        self.setMinimumWidth(620)
        self._then, self._before = then, ends_on
        self.end = DateField(self.tr("Nouvelle fin"))
        self.why = AutoText(self.tr("Pourquoi"), lines=3)
        self.told = text(caption=True)
        self.form.addRow(self.tr("&Nouvelle fin\u00a0:"), self.end)
        self.form.addRow(self.tr("&Pourquoi\u00a0:"), self.why)
        self.form.addRow("", self.told)
        self.end.textChanged.connect(self._tell)
        self.why.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        day, wrong = self.end.day(), self.end.property("wrong")
        later = day is not None and not wrong and (self._before is None or day > self._before)
        words = self.tr("Une demande de changement de dates est notée\u00a0: elle reste à accorder.")
        if day is not None and not later and self._before is not None:
            words = self.tr("L’action devait déjà finir le {0}.").format(f"{self._before:%d/%m/%Y}")
        self.told.setText(words)
        self.deed.setEnabled(later and bool(self.why.text().strip()))

    def _go(self) -> None:
        day = self.end.day()
        if day is not None:
            self.accept()
            self._then(day, self.why.text())
