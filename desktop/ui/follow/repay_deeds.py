"""Money to come back: proposed from the reports, decided, asked, received; each deed with its question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.queries.repayments import RepaymentRow
from desktop.rules.repayments import DUE_DAYS, KINDS
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.fields import AutoText, Button, DateField, MoneyField
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.opinions.table import PillRows
from desktop.ui.outcome.dialogs import Asking
from desktop.ui.runner import Progress
from desktop.ui.tongue import euros, plural

if TYPE_CHECKING:
    from desktop.flow.repay import Proposed


def say(words: str) -> str:
    return QCoreApplication.translate("follow", words)


class ProposalsDialog(QDialog):
    """What the reports say is due, each way of counting with its computation; those chosen become drafts."""

    def __init__(self, over: QWidget, found: Sequence[Proposed], then: Callable[[list[Any]], object]) -> None:
        super().__init__(over)
        self.setObjectName("proposals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Ce que les bilans laissent à reverser"))
        self.resize(980, 520)
        self._then = then
        self.rows = PillRows(
            self.tr("Sommes à reverser selon les bilans"),
            [
                (self.tr("Calcul"), 190), (self.tr("Dossier"), 92), (self.tr("Porteur · action"), 0),
                (self.tr("Financeur"), 150), (self.tr("Versé"), 100), (self.tr("À reverser"), 100),
            ],
            several=True, right=(4, 5),
        )  # fmt: skip
        self.detail = Notice()
        self.take = Button("", "check", kind="primary")
        self.take.setDefault(True)
        leave = Button(self.tr("Ne rien proposer"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(text(self.tr("Maj+flèches en choisissent plusieurs."), caption=True), 1)
        foot.addWidget(leave)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        count = len({one.row.dossier_id for one in found})
        head = self.tr("{0} {1} d’après leur bilan").format(count, plural(count, "dossier"))
        column.addWidget(text(head, 15, bold=True))
        column.addWidget(self.rows, 1)
        column.addWidget(self.detail)
        column.addLayout(foot)
        self.rows.show_lines([self._line(one, way) for one in found for way in one.ways])
        self.rows.selectionModel().selectionChanged.connect(lambda _now, _before: self._tell())
        self.take.clicked.connect(self._go)
        self._tell()

    def _line(self, one: Proposed, way: Any) -> Line:
        row, first = one.row, one.ways[0] is way
        cells = (
            way.label, row.number, f"{row.applicant} · {row.title}", row.funder, euros(row.paid),
            euros(way.amount),
        )  # fmt: skip
        return Line(cells, "accent" if first else "neutral", (one, way))

    def chosen(self) -> list[Any]:
        """(Proposed, Proposal) selected; one way a share, the first of those selected."""
        kept: dict[tuple[bytes, bytes], Any] = {}
        for pair in self.rows.chosen():
            one = pair[0]  # type: ignore[index]  # what `_line` put there
            kept.setdefault((one.row.dossier_id, one.row.funder_id), pair)
        return list(kept.values())

    def _tell(self) -> None:
        pairs = self.chosen()
        total = euros(sum(way.amount for _, way in pairs))
        words = self.tr("&Proposer {0} {1}, {2}").format(len(pairs), plural(len(pairs), "reversement"), total)
        self.take.setText(words)
        self.take.setEnabled(bool(pairs))
        self.detail.tell(pairs[0][1].words if len(pairs) == 1 else "")

    def _go(self) -> None:
        pairs = self.chosen()
        self.accept()
        self._then(pairs)


class Settled(NamedTuple):
    """What is decided of a draft."""

    kind: str
    amount: int
    why: str
    due_on: date | None


class DecideDialog(Asking):
    """Paid back, kept by agreement, or taken off the next grant."""

    def __init__(self, over: QWidget, row: RepaymentRow, then: Callable[[Settled], object]) -> None:
        about = f"{row.number} · {row.applicant} · {row.funder}\n{row.reason}"
        super().__init__(
            over, "decideRepayment", over.tr("Décider le reversement"), about, over.tr("Décider")
        )
        self.setMinimumWidth(600)
        self._then = then
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Ce qu’il en est"))
        for code, words in KINDS.items():
            self.kind.addItem(words, code)
        self.amount = MoneyField(self.tr("Montant"))
        self.amount.set_cents(row.amount)
        self.due = DateField(self.tr("Attendu le"))
        self.due.set_day(day(row.due_on) or date.today() + timedelta(days=DUE_DAYS))
        self.why = AutoText(self.tr("Raison"), lines=2)
        self.why.setPlaceholderText(
            self.tr("La clause de la convention, ou la subvention dont il sera déduit")
        )
        self.form.addRow(self.tr("&Suite\u00a0:"), self.kind)
        self.form.addRow(self.tr("M&ontant\u00a0:"), self.amount)
        self.form.addRow(self.tr("&Attendu le\u00a0:"), self.due)
        self.form.addRow(self.tr("&Raison\u00a0:"), self.why)
        self.kind.currentIndexChanged.connect(lambda _at: self._tell())
        self.why.textChanged.connect(self._tell)
        self.amount.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        repay = self.kind.currentData() == "repay"
        self.form.setRowVisible(self.due, repay)
        said = repay or bool(self.why.text().strip())
        self.deed.setEnabled(said and bool(self.amount.cents()) and not self.amount.is_wrong())

    def _go(self) -> None:
        cents = self.amount.cents()
        if cents:
            self.accept()
            self._then(Settled(self.kind.currentData(), cents, self.why.text().strip(), self.due.day()))


class TitleDialog(Asking):
    """The number of the titre de recette, its day, until when."""

    def __init__(
        self, over: QWidget, row: RepaymentRow, then: Callable[[str, date | None, date | None], object]
    ) -> None:
        about = f"{row.number} · {row.applicant} · {euros(row.amount)}"
        super().__init__(over, "title", over.tr("Titre de recette"), about, over.tr("Enregistrer"))
        self.number = QLineEdit(row.title_number)
        self.number.setAccessibleName(self.tr("Numéro du titre de recette"))
        self.when, self.due = DateField(self.tr("Émis le")), DateField(self.tr("Attendu le"))
        self.when.set_day(day(row.asked_on) or date.today())
        self.due.set_day(day(row.due_on))
        self.form.addRow(self.tr("&Numéro\u00a0:"), self.number)
        self.form.addRow(self.tr("&Émis le\u00a0:"), self.when)
        self.form.addRow(self.tr("&Attendu le\u00a0:"), self.due)
        self._then = then
        self.number.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)
        self._tell()

    def _tell(self) -> None:
        self.deed.setEnabled(bool(self.number.text().strip()))

    def _go(self) -> None:
        self.accept()
        self._then(self.number.text().strip(), self.when.day(), self.due.day())


class ReceivedDialog(Asking):
    """How much came back, and when."""

    def __init__(self, over: QWidget, row: RepaymentRow, then: Callable[[int, date], object]) -> None:
        left = row.amount - (row.received or 0)
        about = over.tr("{0} · {1}\u00a0: il reste {2} à recevoir").format(
            row.number, row.applicant, euros(left)
        )
        super().__init__(over, "received", over.tr("Reversement reçu"), about, over.tr("Noter"))
        self._then, self._left = then, left
        self.amount, self.when = MoneyField(self.tr("Montant reçu")), DateField(self.tr("Reçu le"))
        self.amount.set_cents(left)
        self.when.set_day(date.today())
        self.form.addRow(self.tr("M&ontant\u00a0:"), self.amount)
        self.form.addRow(self.tr("&Reçu le\u00a0:"), self.when)
        self.amount.textChanged.connect(self._tell)
        self.deed.clicked.connect(self._go)

    def _tell(self) -> None:
        cents = self.amount.cents()
        self.deed.setEnabled(cents is not None and 0 < cents <= self._left and not self.amount.is_wrong())

    def _go(self) -> None:
        cents, when = self.amount.cents(), self.when.day()
        if cents and when is not None:
            self.accept()
            self._then(cents, when)


class RepayDeeds:
    """`over` is the widget that dialogs stand over."""

    def __init__(self, office: Office, over: QWidget) -> None:
        self.office, self.over = office, over

    def propose(self, dossiers: Sequence[bytes] | None = None) -> None:
        """Read what the reports leave, beside the window, and show it."""
        person = self.office.author

        def work(progress: Progress) -> object:
            from desktop.flow.repay import proposed

            return proposed(progress.session, person, dossiers)

        def then(pairs: list[Any]) -> None:
            from desktop.flow.repay import propose_many

            self.office.do(propose_many, chosen=pairs)

        def found(rows: Any) -> None:
            if not rows:
                self.office.told.emit(say("Aucun bilan ne laisse de somme à reverser."), "neutral")
            else:
                ProposalsDialog(self.over, rows, then).open()

        title = say("Lire ce que laissent les bilans")
        self.office.runner.run(work, found, lambda words: self.office.told.emit(words, "bad"), title)

    def decide(self, row: RepaymentRow) -> None:
        """Paid back, kept, or taken off."""

        def then(told: Settled) -> None:
            from desktop.flow.repay import decide_repayment

            self.office.do(
                decide_repayment, repayment=row.id, kind=told.kind, amount=told.amount, why=told.why,
                due_on=told.due_on,
            )  # fmt: skip

        DecideDialog(self.over, row, then).open()

    def title(self, row: RepaymentRow) -> None:
        """The titre de recette left."""

        def then(number: str, asked_on: date | None, due_on: date | None) -> None:
            from desktop.flow.repay import ask_repayment

            self.office.do(
                ask_repayment, repayment=row.id, title_number=number, asked_on=asked_on, due_on=due_on
            )

        TitleDialog(self.over, row, then).open()

    def receive(self, row: RepaymentRow) -> None:
        """Money came back."""

        def then(cents: int, when: date) -> None:
            from desktop.flow.repay import receive_repayment

            self.office.do(receive_repayment, repayment=row.id, amount=cents, received_on=when)

        ReceivedDialog(self.over, row, then).open()

    def waive(self, row: RepaymentRow) -> None:
        """It is asked no more."""
        from desktop.flow.repay import waive_repayment

        warning = say("{0} ne seront plus demandés à {1}.").format(euros(row.amount), row.applicant)
        ReasonDialog(
            self.over, say("Abandonner un reversement"), warning, say("Abandonner"),
            lambda why: self.office.do(waive_repayment, repayment=row.id, why=why),
        ).open()  # fmt: skip
