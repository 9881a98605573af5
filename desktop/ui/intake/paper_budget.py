"""The budget of the paper form: the Cerfa chart, charges beside products, post 74 by funder, totals live."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.rules.budget import Line, by_post, totals
from desktop.rules.chart import Account, Side, accounts, nearest_account
from desktop.ui.fields import Button, MoneyField, SectionTitle
from desktop.ui.intake.paper_slots import Slots
from desktop.ui.intake.parts import text
from desktop.ui.office import Office
from desktop.ui.theme import font
from desktop.ui.tongue import euros

_WIDE = 118  # pixels of an amount
_FREE = 4  # other funders that can be named
_BY_FUNDER = "74"


class BudgetPart(QFrame):
    """Two columns of amounts. `lines()` is what was typed, on the chart."""

    typed = Signal()

    def __init__(self, office: Office, slots: Slots, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._office, self._slots = office, slots
        self.amounts: dict[str, MoneyField] = {}
        self._accounts: dict[str, tuple[Account, str]] = {}  # name of an amount: its account, its funder
        self._others: list[tuple[QLineEdit, MoneyField, QWidget]] = []
        self._sums: dict[str, QLabel] = {}
        self._totals: dict[Side, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(text(self.tr("Le budget de l’action"), 15, bold=True))
        sides = QHBoxLayout()
        sides.setSpacing(28)
        sides.addLayout(self._side("charge", self.tr("Charges")), 1)
        sides.addLayout(self._side("product", self.tr("Produits")), 1)
        column.addLayout(sides)
        slots.typed.connect(self.add_up)
        self.add_up()

    def _side(self, side: Side, title: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(SectionTitle(title))
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        for post in accounts(side):
            if side == "product" and post.code == _BY_FUNDER:
                self._funders(grid, post)
                continue
            self._line(grid, f"budget.{post.code}", post, _label(post), bold=True)
            for account in accounts(side, post.code):
                self._line(grid, f"budget.{account.code}", account, _label(account))
        column.addLayout(grid)
        column.addStretch(1)
        total = QLabel()
        total.setFont(font(15, QFont.Weight.DemiBold))
        total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._totals[side] = total
        column.addWidget(total)
        return column

    def _line(
        self,
        grid: QGridLayout,
        name: str,
        account: Account,
        label: str,
        funder: str = "",
        *,
        bold: bool = False,
    ) -> None:
        words = text(label, bold=bold)
        words.setContentsMargins(0 if bold else 14, 0, 0, 0)
        side = self.tr("Charges") if account.side == "charge" else self.tr("Produits")
        field = MoneyField(f"{side}, {label}")
        field.setFixedWidth(_WIDE)
        words.setBuddy(field)
        row = grid.rowCount()
        grid.addWidget(words, row, 0)
        grid.addWidget(field, row, 1)
        self.amounts[name] = self._slots.line(name, field)
        self._accounts[name] = (account, funder)

    def _funders(self, grid: QGridLayout, post: Account) -> None:
        """Post 74: a line for each funder of the office, then some that can be named."""
        row = grid.rowCount()
        grid.addWidget(text(_label(post), bold=True), row, 0)
        self._sums[post.code] = QLabel()
        self._sums[post.code].setAlignment(Qt.AlignmentFlag.AlignRight)
        self._sums[post.code].setAccessibleName(self.tr("Somme du poste 74"))
        grid.addWidget(self._sums[post.code], row, 1)
        known = {account.code: account for account in accounts("product", post.code)}
        for funder in self._office.funders:
            if funder.account in known and funder.code != "AUTRE":
                self._line(grid, f"funder.{funder.code}", known[funder.account], funder.name, funder.name)
        for rank in range(_FREE):
            self._free(grid, rank)
        self.more = Button(self.tr("Ajouter un financeur"), "plus", kind="plain")
        self.more.clicked.connect(self._one_more)
        grid.addWidget(self.more, grid.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def _free(self, grid: QGridLayout, rank: int) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(14, 0, 0, 0)
        line.setSpacing(10)
        name, amount = (
            QLineEdit(),
            MoneyField(self.tr("Produits, montant de l’autre financeur {0}").format(rank + 1)),
        )
        name.setAccessibleName(self.tr("Nom de l’autre financeur {0}").format(rank + 1))
        name.setPlaceholderText(self.tr("Nom du financeur"))
        amount.setFixedWidth(_WIDE)
        line.addWidget(name, 1)
        line.addWidget(amount)
        self._slots.line(f"other.{rank}.name", name)
        self.amounts[f"other.{rank}"] = self._slots.line(f"other.{rank}", amount)
        grid.addWidget(holder, grid.rowCount(), 0, 1, 2)
        holder.hide()
        self._others.append((name, amount, holder))

    def _one_more(self) -> None:
        hidden = [(name, holder) for name, _, holder in self._others if holder.isHidden()]
        if hidden:
            hidden[0][1].show()
            hidden[0][0].setFocus()
        self.more.setVisible(len(hidden) > 1)

    def lines(self) -> list[Line]:
        """The lines that have an amount."""
        found = []
        for name, (account, funder) in self._accounts.items():
            cents = self.amounts[name].cents()
            if cents is not None:
                label = funder or account.label
                found.append(Line(account.side, account.code, label, cents, funder))
        for name_field, amount, _ in self._others:
            cents, words = amount.cents(), name_field.text().strip()
            if cents is not None:
                near = nearest_account(words, "product") if words else None
                code = near.code if near and near.post == _BY_FUNDER else "74x"
                found.append(Line("product", code, words or self.tr("Autre financeur"), cents, words))
        return found

    def wrong(self) -> list[tuple[str, str]]:
        """Names of the amounts that can't be read, with their label."""
        return [(name, field.accessibleName()) for name, field in self.amounts.items() if field.is_wrong()]

    def add_up(self) -> None:
        """Write the totals; a post shows the sum of its lines until it has an amount of its own."""
        lines = self.lines()
        sums = totals(lines)
        self._totals["charge"].setText(self.tr("Total des charges\u00a0: {0}").format(euros(sums.charges)))
        self._totals["product"].setText(self.tr("Total des produits\u00a0: {0}").format(euros(sums.products)))
        posts = {**by_post(lines, "charge"), **by_post(lines, "product")}
        for code, label in self._sums.items():
            label.setText(euros(posts.get(code, 0)))
        for post in (*accounts("charge"), *accounts("product")):
            field = self.amounts.get(f"budget.{post.code}")
            if field is not None:
                field.setPlaceholderText(euros(posts[post.code]) if post.code in posts else "")
        for name, amount, holder in self._others:
            if name.text() or amount.text():
                holder.show()
        self.typed.emit()


def _label(account: Account) -> str:
    """« 60 Achats »; accounts that the form does not number keep their name alone."""
    return (
        f"{account.code} {account.label}"
        if account.code[:3].isdigit() or account.code.isdigit()
        else account.label
    )
