"""What is done about a convention: each deed asks its question, runs its verb, tells what was done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu

from db.queries.agreement_shapes import AmendmentRow, TrancheRow
from db.queries.agreements import askable, parties
from desktop.flow.agreement_view import Convention
from desktop.rules import disk
from desktop.rules.agreements import LIVE, years_of
from desktop.ui.agreements.dialogs import ConventionForm, SignForm, SumsForm
from desktop.ui.agreements.terms_dialogs import AttachForm, CarryForm
from desktop.ui.agreements.words import day
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.money.attempting import attempt
from desktop.ui.office import Office

if TYPE_CHECKING:
    from desktop.ui.agreements.papers import AgreementPapers
    from desktop.ui.agreements.screen import AgreementsScreen


class AgreementDeeds(QObject):
    """Every deed is one verb: one step, one undo."""

    def __init__(self, office: Office, over: AgreementsScreen) -> None:
        super().__init__(over)
        self._office, self._over = office, over
        self.papers: AgreementPapers | None = None

    def told(self, *, state: str = "") -> Convention | None:
        """The convention in front, when something may be done about it."""
        told = self._over.detail.convention
        if self._over.key is None or told is None or self._office.read_only or told.head.state not in LIVE:
            return None
        return told if state in ("", told.head.state) else None

    def _funders(self, told: Convention) -> tuple[list[tuple[bytes, str]], list[tuple[bytes, str]]]:
        """Those that promise, the first two of the contract while none does; and the others."""
        known = list(told.register.funders)
        every = [(f.id, f.name) for f in self._office.funders]
        shown = known or every[:2]
        keys = {key for key, _ in shown}
        return shown, [each for each in every if each[0] not in keys]

    def _promised(self, told: Convention) -> dict[tuple[int, bytes], int | None]:
        return {key: fund.promised for key, fund in told.register.cells.items()}

    # The convention itself

    def make(self) -> None:
        """Ask with whom, how long, for what."""
        from desktop.flow.agreements import make_agreement

        if self._office.read_only:
            return
        form = ConventionForm(self._over, parties(self._office.reader))

        def then() -> str:
            why, key = attempt(
                self._office, make_agreement, title=form.name.text(), applicant=form.party(),
                starts_on=form.starts.day(), ends_on=form.ends.day(), purpose=form.purpose.text(),
                regrant=form.regrant.isChecked(), alert_months=form.months.value(),
            )  # fmt: skip
            if not why:
                self._over.open(key)
            return why

        form.then = then
        form.open()

    def change(self) -> None:
        """Title, purpose, alert; dates while it is a draft."""
        from desktop.flow.agreements import change_agreement

        told = self.told()
        if told is None:
            return
        form = ConventionForm(self._over, parties(self._office.reader), told.head)

        def then() -> str:
            said: dict[str, Any] = {
                "title": form.name.text(), "starts_on": form.starts.day(), "ends_on": form.ends.day(),
                "purpose": form.purpose.text(), "regrant": form.regrant.isChecked(),
                "alert_months": form.months.value(),
            }  # fmt: skip
            return attempt(self._office, change_agreement, agreement=told.head.id, told=said)[0]

        form.then = then
        form.open()

    def promises(self) -> None:
        """Every sum in one grid; what changed is written in one step."""
        from desktop.flow.agreements import promise_all

        told = self.told(state="draft")
        if told is None:
            return
        form = SumsForm(
            self._over, told.head, told.register.years, *self._funders(told), self._promised(told)
        )

        def then() -> str:
            return attempt(self._office, promise_all, agreement=told.head.id, amounts=form.sums.amounts())[0]

        form.then = then
        form.open()

    def sign(self) -> None:
        """The day and the deliberation."""
        from desktop.flow.agreements import sign

        told = self.told(state="draft")
        if told is None:
            return
        form = SignForm(self._over, self._over.tr("Signer la convention {0}").format(told.head.number))

        def then() -> str:
            when = form.when.day()
            return attempt(
                self._office, sign, agreement=told.head.id, signed_on=when, act=form.act.text(),
                act_on=form.act_on.day(),
            )[0]  # fmt: skip

        form.then = then
        form.open()

    def more(self) -> None:
        """What is done more rarely."""
        told = self._over.detail.convention
        if told is None or self._office.read_only:
            return
        menu = QMenu(self._over)
        live = told.head.state in LIVE
        signed = told.head.state == "signed"
        for words, deed, can in (
            (self.tr("Modifier…"), self.change, live),
            (self.tr("Demande d’une année…"), self.attach, live),
            (self.tr("Ranger le scan signé…"), self.scan, told.head.state in ("signed", "ended")),
            (self.tr("Terminer"), self.end, signed),
            (self.tr("Annuler…"), self.cancel, live),
        ):
            action = menu.addAction(words)
            action.setEnabled(can)
            action.triggered.connect(lambda _checked=False, deed=deed: deed())
        button = self._over.detail.more
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def scan(self) -> None:
        """Choose the paper on the disk."""
        from desktop.flow.agreement_end import keep_scan

        told = self._over.detail.convention
        if told is None:
            return
        key = told.head.id
        dialog = QFileDialog(self._over, self.tr("Quel fichier est la convention signée\u00a0?"))
        dialog.setNameFilter(self.tr("Papiers (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"))

        def chosen(name: str) -> None:
            try:
                content = Path(name).read_bytes()
            except OSError as error:
                self._office.told.emit(
                    f"« {Path(name).name} » ne s’ouvre pas\u00a0: {disk.reason(error)}.", "bad"
                )
                return
            self._office.do(keep_scan, agreement=key, scan=(Path(name).name, content))

        dialog.fileSelected.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def end(self) -> None:
        from desktop.flow.agreement_end import end

        told = self.told(state="signed")
        if told is not None:
            self._office.do(end, agreement=told.head.id)

    def cancel(self) -> None:
        """With a reason."""
        from desktop.flow.agreement_end import cancel

        told = self.told()
        if told is None:
            return
        warning = self.tr("La convention {0} ne changera plus\u00a0; ses dossiers gardent ce qui fut décidé.")
        ReasonDialog(
            self._over, self.tr("Annuler la convention"), warning.format(told.head.number),
            self.tr("Annuler la convention"),
            lambda reason: self._office.do(cancel, agreement=told.head.id, reason=reason),
        ).open()  # fmt: skip

    # Its years

    def carry(self) -> None:
        """What a year left, proposed by funder."""
        from desktop.flow.carried import carry_over

        told = self.told(state="signed")
        if told is None:
            return
        years = years_of(day(told.head.starts_on), day(told.head.ends_on))
        left: dict[int, dict[bytes, int]] = {}
        for (year, funder), fund in told.register.cells.items():
            rest = None if fund.left is None else fund.left + fund.onward
            if year in years[:-1] and rest and rest > 0:
                left.setdefault(year, {})[funder] = rest
        if not left:
            self._office.told.emit(
                self.tr("Aucune année décidée n’a laissé de quoi reporter à la suivante."), "neutral"
            )
            return
        form = CarryForm(self._over, sorted(left, reverse=True), left, dict(told.register.funders))

        def then() -> str:
            year = form.year.currentData()
            return attempt(
                self._office, carry_over, agreement=told.head.id, year=year, amounts=form.amounts()
            )[0]

        form.then = then
        form.open()

    def attach(self) -> None:
        """Which dossier asks for the year in front; one that does is detached."""
        from desktop.flow.agreements import attach, detach

        told = self.told()
        if told is None:
            return
        row = self._over.detail.requests.current()
        if isinstance(row, TrancheRow) and self._over.detail.front == 3:
            self._office.do(detach, dossier=row.id)
            return
        found = askable(self._office.reader, told.head.id)
        free = [year for year in told.register.years if year not in {one.year for one in told.tranches}]
        if not found or not free:
            words = (
                self.tr("Chaque année a sa demande.")
                if not free
                else self.tr("{0} n’a pas d’autre dossier à rattacher.").format(told.head.applicant)
            )
            self._office.told.emit(words, "neutral")
            return
        form = AttachForm(self._over, free, found, self._over.detail.requests.year() or free[0])

        def then() -> str:
            return attempt(
                self._office, attach, agreement=told.head.id, dossier=form.dossier.currentData(),
                year=form.year.currentData(),
            )[0]  # fmt: skip

        form.then = then
        form.open()

    # Its amendments

    def amend(self) -> None:
        """A new amendment."""
        self.amendment(None)

    def amendment(self, row: AmendmentRow | None) -> None:
        from desktop.ui.agreements.amending import ask_amendment

        told = self.told(state="signed")
        if told is not None:
            ask_amendment(self._office, self._over, told, row, self._funders(told))

    # Its papers

    def paper(self) -> None:
        """The convention on paper, and the amendment chosen."""
        from desktop.ui.agreements.papers import AgreementPapers

        told, page = self._over.detail.convention, self._over.detail
        if told is None or self._over.key is None:
            return
        if self.papers is None:
            self.papers = AgreementPapers(self._office, self._over)
        row = page.amendments.current() if page.front == 2 else None
        self.papers.ask(told, row, page.paper)
