"""Four figures over a report: granted, paid, cost planned and done, what was not used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.queries.reports import ReportRow
from desktop.rules.budget import Totals
from desktop.rules.report_gaps import Left
from desktop.ui.funding.sheet import Figure
from desktop.ui.tongue import euros, percent


class Figures(QWidget):
    """Each with its name and a note."""

    def __init__(self) -> None:
        super().__init__()
        self.granted, self.cost = Figure(self.tr("Subvention")), Figure(self.tr("Coût réalisé"))
        self.money, self.left = Figure(self.tr("Produits réalisés")), Figure(self.tr("Non employé"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        for figure in (self.granted, self.cost, self.money, self.left):
            line.addWidget(figure, 1)

    def tell(self, row: ReportRow, planned: Totals, done: Totals, lefts: Sequence[Left]) -> None:
        """Show them; what is not used is proposed until the report is accepted."""
        paid = self.tr("rien n’est encore versé") if row.paid == 0 else ""
        self.granted.tell(row.voted, self.tr("versé {0}").format(euros(row.paid)) if row.paid else paid)
        came = row.received_on is not None
        cost = done.cash_charges if came else None
        share = percent(done.cash_charges, planned.cash_charges)
        told = self.tr("{0} des {1} prévus").format(share, euros(planned.cash_charges))
        self.cost.tell(cost, told if came else self.tr("prévu {0}").format(euros(planned.cash_charges)))
        gap = done.cash_products - done.cash_charges
        words = self.tr("équilibré") if not gap else self.tr("{0} avec les charges").format(euros(gap))
        self.money.tell(done.cash_products if came else None, words if came else "")
        if row.state == "accepted":
            self.left.tell(row.unspent or 0, self.tr("arrêté par {0}").format(row.checked_by))
        else:
            self.left.tell(lefts[0].amount if lefts else None, self.tr("proposé") if lefts else "")
        self.left.setToolTip("\n".join(f"{euros(one.amount)}\u00a0: {one.why}" for one in lefts))
