"""What the tab « Versements » and the sheet of a dossier do to payments, each once it has what it needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from db.queries.payments import PaymentRow, unplanned
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.follow.before import BeforeDialog
from desktop.ui.follow.pay_dialogs import ChangeDialog, Paid, PlanDialog, RecordDialog
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.tongue import euros, plural

Blocks = Mapping[bytes, Sequence[str]]  # payment -> what stands against it


def say(words: str) -> str:
    return QCoreApplication.translate("follow", words)


class PaymentDeeds:
    """`over` is the widget that dialogs stand over."""

    def __init__(self, office: Office, over: QWidget) -> None:
        self.office, self.over = office, over
        self.folder = Path.home()

    def plan(self, dossiers: Collection[bytes] | None = None) -> None:
        """Plan what is voted and has no payment, of these dossiers or of all."""
        rows = [
            row
            for row in unplanned(self.office.reader, self.office.author)
            if dossiers is None or row.dossier_id in dossiers
        ]
        keys = list(dict.fromkeys(row.dossier_id for row in rows))
        if not keys:
            self.office.told.emit(say("Tout ce qui est voté a déjà ses versements."), "neutral")
            return
        total = euros(sum(row.voted for row in rows))
        about = say("{0} {1} sans versement prévu, {2} votés").format(
            len(keys), plural(len(keys), "dossier"), total
        )

        def then(advance: int | None) -> None:
            from desktop.flow.pay_many import plan_many

            self.office.do(plan_many, dossiers=keys, advance=advance)

        PlanDialog(self.over, about, then).open()

    def ask(self, rows: Sequence[PaymentRow], blocks: Blocks) -> None:
        """Send to the finance service those that nothing stands against, after telling how many; hold the
        others with their reason."""
        free = [row for row in rows if row.id not in blocks]
        held = {row.id: " ; ".join(blocks[row.id]) for row in rows if row.id in blocks}
        total = euros(sum(row.amount for row in free))
        told = say("{0} {1} à demander, {2}").format(len(free), plural(len(free), "versement"), total)
        if held:
            told += say(" · {0} à retenir").format(len(held))
        against = [(row.number, held[row.id]) for row in rows if row.id in held]

        def then() -> None:
            from desktop.flow.pay_many import ask_and_hold

            done = self.office.do(ask_and_hold, ask=[row.id for row in free], hold=held)
            if done is not None and free:
                self.slip([row.id for row in free])

        BeforeDialog(self.over, say("Demander des versements"), told, say("Continuer"), against, then).open()

    def slip(self, keys: Collection[bytes] | None) -> None:
        """The list for the finance service, on paper and as a workbook to fill in."""
        from desktop.ui.papers.show import Made, PaperMaker, Wanted

        wanted, person = (list(keys) if keys is not None else None), self.office.author
        whole = self.office.may("pay")

        def make(reader: object, form: str) -> Made:
            from desktop.flow.pay_slip import chosen, slip_file

            rows = chosen(reader, wanted, person)  # type: ignore[arg-type]  # the reader of the worker
            private = say("Il porte les comptes bancaires\u00a0: il ne va qu’au comptable.") if whole else ""
            content = slip_file(reader, rows, form, date.today(), whole=whole)  # type: ignore[arg-type]  # same
            return Made(content, (private,) if private and form == "xlsx" else ())

        title = say("Bordereau de versement")
        self.maker = PaperMaker(self.office, self.over)
        self.maker.show(Wanted(title, f"{title} {date.today():%Y-%m-%d}", ("pdf", "xlsx"), make))

    def record(self, row: PaymentRow) -> None:
        """It was paid: when, under which number, how much."""

        def then(paid: Paid) -> None:
            from desktop.flow.pay import record_payment

            self.office.do(
                record_payment, payment=row.id, paid_on=paid.paid_on, order_number=paid.order_number,
                amount=paid.amount,
            )  # fmt: skip

        RecordDialog(self.over, row, then).open()

    def change(self, row: PaymentRow) -> None:
        """Another amount or another day."""

        def then(amount: int | None, due_on: date | None) -> None:
            from desktop.flow.pay import change_payment

            self.office.do(change_payment, payment=row.id, amount=amount, due_on=due_on)

        ChangeDialog(self.over, row, then).open()

    def hold(self, rows: Sequence[PaymentRow], blocks: Blocks) -> None:
        """They wait; the reason proposed is what stands against them."""
        from desktop.flow.pay import hold_payment

        said = list(dict.fromkeys(why for row in rows for why in blocks.get(row.id, ())))
        self._why(hold_payment, rows, say("Retenir"), say("{0} à retenir"), " ; ".join(said))

    def cancel(self, rows: Sequence[PaymentRow]) -> None:
        """They will not be made."""
        from desktop.flow.pay import cancel_payment

        self._why(cancel_payment, rows, say("Annuler le versement"), say("{0} à annuler"))

    def _why(
        self, verb: object, rows: Sequence[PaymentRow], title: str, told: str, proposed: str = ""
    ) -> None:
        keys = [row.id for row in rows]
        count = f"{len(keys)} {plural(len(keys), 'versement')} ({euros(sum(row.amount for row in rows))})"
        dialog = ReasonDialog(
            self.over, title, told.format(count), title,
            lambda why: self.office.do(verb, payments=keys, why=why),  # type: ignore[arg-type]  # a verb
        )  # fmt: skip
        dialog.reason.set_text(proposed)
        dialog.open()

    def release(self, rows: Sequence[PaymentRow]) -> None:
        """What held them is settled."""
        from desktop.flow.pay import release_payment

        self.office.do(release_payment, payments=[row.id for row in rows])

    def correct(self, row: PaymentRow) -> None:
        """A payment noted by mistake."""
        from desktop.flow.pay import correct_payment

        warning = say("{0} ne seront plus comptés comme versés.").format(euros(row.amount))
        ReasonDialog(
            self.over, say("Reprendre un versement noté"), warning, say("Reprendre"),
            lambda why: self.office.do(correct_payment, payment=row.id, why=why),
        ).open()  # fmt: skip

    # What the finance service gives back

    def choose_file(self) -> None:
        """Choose the returned table on the disk."""
        dialog = QFileDialog(self.over, say("Quel tableau est revenu des finances\u00a0?"), str(self.folder))
        dialog.setObjectName("returned")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(say("Tableaux (*.xlsx *.csv *.ods *.xls)"))
        dialog.filesSelected.connect(lambda names: self.read(Path(names[0])))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def paste(self) -> None:
        """Cells copied from the table."""
        from desktop.ui.follow.pay_returned import PasteDialog

        PasteDialog(self.over, self.read).open()

    def read(self, told: Path | str) -> None:
        """Read a table, or pasted cells, beside the window; then show it."""
        person = self.office.author
        name = told.name if isinstance(told, Path) else say("Tableau collé")

        def work(progress: Progress) -> object:
            from desktop.exchange.application import Unreadable
            from desktop.exchange.paid_table import read_paid, read_paid_text
            from desktop.flow.pay_return import matched

            progress(name, 0.2)
            try:
                lines = read_paid(told) if isinstance(told, Path) else read_paid_text(told)
            except Unreadable as refusal:
                return str(refusal)
            return matched(progress.session, lines, person)

        self.office.runner.run(work, lambda found: self._read(name, found), self._failed, name)

    def _read(self, name: str, found: object) -> None:
        if not isinstance(found, list):
            self._failed(str(found))
            return
        from desktop.ui.follow.pay_returned import PaidDialog

        def then() -> None:
            from desktop.flow.pay_return import record_returned

            self.office.do(record_returned, lines=found, source=name)

        PaidDialog(self.over, name, found, then).open()

    def _failed(self, sentence: str) -> None:
        self.office.told.emit(sentence, "warn")
