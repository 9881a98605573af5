"""The questions of a member's budget: a line, what passes to another member; and the clause of L1611-4."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from db.queries.reference import FunderRow
from db.queries.together import MemberRow, ProjectRow
from desktop.rules.budget import Side, accounts
from desktop.ui.fields import AutoText, MoneyField
from desktop.ui.intake.parts import text
from desktop.ui.outcome.dialogs import Asking


class NewLine(NamedTuple):
    """One line of a member's column. Cents."""

    member: bytes
    side: str
    account: str
    label: str
    amount: int | None
    funder: bytes | None


class NewFlow(NamedTuple):
    """What passes from one member to another. Cents."""

    giver: bytes
    taker: bytes
    amount: int
    charge: str
    product: str


def chooser(name: str, members: Sequence[MemberRow], chosen: bytes | None = None) -> QComboBox:
    """A list of the members."""
    box = QComboBox()
    box.setAccessibleName(name)
    for row in members:
        box.addItem(row.name, row.id)
    if chosen is not None:
        keys = [row.id for row in members]
        box.setCurrentIndex(keys.index(chosen) if chosen in keys else 0)
    return box


class LineDialog(Asking):
    """One more line, of a charge or of a product; a public grant names its funder."""

    def __init__(
        self,
        over: QWidget,
        members: Sequence[MemberRow],
        funders: Sequence[FunderRow],
        chosen: bytes | None,
        then: Callable[[NewLine], object],
    ) -> None:
        super().__init__(over, "memberLine", self.tr("Ajouter une ligne"), "", self.tr("Ajouter"))
        self._then = then
        self.member = chooser(self.tr("Membre"), members, chosen)
        self.side, self.account, self.funder = QComboBox(), QComboBox(), QComboBox()
        self.label, self.amount = QLineEdit(), MoneyField(self.tr("Montant"))
        for box, name in (
            (self.side, self.tr("Charge ou produit")), (self.account, self.tr("Compte")),
            (self.funder, self.tr("Financeur")),
        ):  # fmt: skip
            box.setAccessibleName(name)
        self.label.setAccessibleName(self.tr("Intitulé"))
        self.side.addItem(self.tr("Charge"), "charge")
        self.side.addItem(self.tr("Produit"), "product")
        self.funder.addItem(self.tr("aucun"), None)
        for row in funders:
            self.funder.addItem(row.name, row.id)
        self.side.currentIndexChanged.connect(self._fill_accounts)
        self._fill_accounts()
        for words, field in (
            (self.tr("&Membre\u00a0:"), self.member), (self.tr("&Côté\u00a0:"), self.side),
            (self.tr("C&ompte\u00a0:"), self.account), (self.tr("&Intitulé\u00a0:"), self.label),
            (self.tr("&Financeur\u00a0:"), self.funder), (self.tr("Mon&tant\u00a0:"), self.amount),
        ):  # fmt: skip
            self.form.addRow(words, field)
        self.amount.typed.connect(lambda _cents: self._tell())
        self.deed.clicked.connect(self._go)
        self._tell()

    def _fill_accounts(self, _index: int = 0) -> None:
        self.account.clear()
        side: Side = "charge" if self.side.currentData() == "charge" else "product"
        for post in accounts(side):
            for account in (post, *accounts(side, post.code)):
                self.account.addItem(f"{account.code} {account.label}", account.code)
        self.funder.setEnabled(side == "product")

    def _tell(self) -> None:
        self.deed.setEnabled(not self.amount.is_wrong() and self.amount.cents() is not None)

    def _go(self) -> None:
        funder = self.funder.currentData() if self.funder.isEnabled() else None
        told = NewLine(
            self.member.currentData(), self.side.currentData(), self.account.currentData(),
            self.label.text().strip(), self.amount.cents(), funder,
        )  # fmt: skip
        self.accept()
        self._then(told)


class FlowDialog(Asking):
    """Who gives, who receives, how much, and whether it is a service that is paid or money given on."""

    def __init__(
        self,
        over: QWidget,
        members: Sequence[MemberRow],
        chosen: bytes | None,
        then: Callable[[NewFlow], object],
    ) -> None:
        about = self.tr("Écrit des deux côtés\u00a0: la charge de l’un est le produit de l’autre.")
        super().__init__(over, "memberFlow", self.tr("Flux entre membres"), about, self.tr("Écrire"))
        self._then = then
        self.giver = chooser(self.tr("Qui verse"), members, chosen)
        self.taker = chooser(self.tr("Qui reçoit"), members)
        self.nature, self.amount = QComboBox(), MoneyField(self.tr("Montant"))
        self.nature.setAccessibleName(self.tr("Nature"))
        self.nature.addItem(self.tr("prestation payée sur facture (60)"), ("604", "70"))
        self.nature.addItem(self.tr("reversement d’argent (65)"), ("65", "75"))
        if self.taker.currentData() == self.giver.currentData() and self.taker.count() > 1:
            self.taker.setCurrentIndex(1)
        for words, field in (
            (self.tr("Qui &verse\u00a0:"), self.giver), (self.tr("Qui &reçoit\u00a0:"), self.taker),
            (self.tr("&Nature\u00a0:"), self.nature), (self.tr("Mon&tant\u00a0:"), self.amount),
        ):  # fmt: skip
            self.form.addRow(words, field)
        self.law = text(
            self.tr("Une subvention ne se reverse pas à un autre organisme, sauf clause expresse de la "
                    "convention (CGCT, article L1611-4)."), caption=True,
        )  # fmt: skip
        self.form.addRow("", self.law)
        self.amount.typed.connect(lambda _cents: self._tell())
        for box in (self.giver, self.taker):
            box.currentIndexChanged.connect(lambda _index: self._tell())
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        apart = self.giver.currentData() != self.taker.currentData()
        self.deed.setEnabled(apart and not self.amount.is_wrong() and bool(self.amount.cents()))

    def _go(self) -> None:
        charge, product = self.nature.currentData()
        told = NewFlow(
            self.giver.currentData(), self.taker.currentData(), self.amount.cents() or 0, charge, product
        )
        self.accept()
        self._then(told)


class ClauseDialog(Asking):
    """Whether the convention lets money pass on, and its words."""

    def __init__(self, over: QWidget, row: ProjectRow, then: Callable[[bool, str, str], object]) -> None:
        about = self.tr("Ce que la convention permet (CGCT, article L1611-4)")
        super().__init__(over, "clause", self.tr("Clause de reversement"), about, self.tr("Enregistrer"))
        self._then = then
        self.allowed = QCheckBox(self.tr("La convention permet expressément de &reverser entre membres"))
        self.words, self.comment = (
            AutoText(self.tr("Clause"), lines=3),
            AutoText(self.tr("Remarque"), lines=2),
        )
        self.words.setPlaceholderText(self.tr("Le chef de file peut reverser à…, dans la limite de…, pour…"))
        self.allowed.setChecked(bool(row.regrant))
        self.words.set_text(row.regrant_words)
        self.comment.set_text(row.comment)
        self.form.addRow("", self.allowed)
        self.form.addRow(self.tr("&Clause\u00a0:"), self.words)
        self.form.addRow(self.tr("Re&marque\u00a0:"), self.comment)
        self.allowed.toggled.connect(lambda _on: self._tell())
        self.words.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        self.deed.setEnabled(not self.allowed.isChecked() or bool(self.words.text().strip()))

    def _go(self) -> None:
        told = (self.allowed.isChecked(), self.words.text().strip(), self.comment.text().strip())
        self.accept()
        self._then(*told)
