"""The proposal shared out between funders."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.ui.proposal.amount import AmountEdit
from desktop.ui.proposal.rows import FunderShare
from desktop.ui.theme import Tokens
from desktop.ui.tongue import euros


class FunderRows(QWidget):
    """One line a funder, and what is left to share out."""

    shares_changed = Signal(object)  # {code: cents or None}

    def __init__(self, look: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.fields: dict[str, AmountEdit] = {}
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setVerticalSpacing(4)
        self.total = QLabel()
        self.total.setWordWrap(True)

    def show_shares(self, shares: Sequence[FunderShare], amount: int | None) -> None:
        if list(self.fields) != [share.code for share in shares]:
            self._build(shares)
        for share in shares:
            self.fields[share.code].load(share.proposed)
        self.tell(amount)

    def _build(self, shares: Sequence[FunderShare]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.total:
                widget.deleteLater()
        self.fields = {}
        for row, share in enumerate(shares):
            asked = self.tr("{funder}, {asked} demandés")
            words = asked.format(funder=share.label, asked=euros(share.asked)) if share.asked else share.label
            label = QLabel(words)
            label.setWordWrap(True)
            field = AmountEdit(self.tr("Part proposée à {funder}").format(funder=share.label))
            field.setMaximumWidth(120)
            field.amount_changed.connect(self._changed)
            label.setBuddy(field)
            self.fields[share.code] = field
            self._lines.addWidget(label, row, 0)
            self._lines.addWidget(field, row, 1)
        self._lines.addWidget(self.total, len(shares), 0, 1, 2)

    def amounts(self) -> dict[str, int | None]:
        return {code: field.amount for code, field in self.fields.items()}

    def _changed(self) -> None:
        self.shares_changed.emit(self.amounts())

    def tell(self, amount: int | None) -> None:
        """Say whether the shares make the amount."""
        shared = sum(share or 0 for share in self.amounts().values())
        gap = (amount or 0) - shared
        if gap == 0:
            words, colour = self.tr("Total des parts : {sum}").format(sum=euros(shared)), self.look.muted
        elif gap > 0:
            words, colour = self.tr("Reste à répartir : {gap}").format(gap=euros(gap)), self.look.warn
        else:
            words = self.tr("Les parts dépassent la proposition de {gap}.").format(gap=euros(-gap))
            colour = self.look.warn
        self.total.setText(words)
        self.total.setStyleSheet(f"color: {colour}")
