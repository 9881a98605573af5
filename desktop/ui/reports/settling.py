"""What the sheet « Bilan » does to the report it shows: written, explained, accepted, sent back, put off."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.flow.report_view import ReportView
from desktop.rules.ages import Counted
from desktop.rules.clocks import answer_by
from desktop.rules.report_gaps import Pair
from desktop.rules.reports import KINDS
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.follow.before import BeforeDialog
from desktop.ui.office import Office
from desktop.ui.reports.deeds import ReportDeeds
from desktop.ui.reports.dialogs import AcceptDialog, ExtendDialog, ReturnDialog
from desktop.ui.tongue import euros

_MEND_DAYS = 30


def say(words: str) -> str:
    return QCoreApplication.translate("reports", words)


class Settling:
    """`view` is the report in front; nothing is done without one."""

    def __init__(self, office: Office, over: QWidget) -> None:
        self.office, self.over = office, over
        self.view: ReportView | None = None
        self.deeds = ReportDeeds(office, over)

    def _do(self, verb: Any, **told: Any) -> bool:
        if self.view is None:
            return False
        return self.office.do(verb, report=self.view.row.id, **told) is not None

    @property
    def _about(self) -> str:
        row = self.view.row if self.view else None
        return f"{row.number} · {row.applicant} · {KINDS[row.kind]} {row.year}" if row else ""

    # Written

    def write_line(self, pair: Pair, name: str, value: Any) -> None:
        from desktop.flow.report_lines import write_line

        self._do(write_line, pair=pair, changes={name: value})

    def write_people(self, told: Counted, moment: str) -> None:
        from desktop.flow.report_lines import write_people

        self._do(
            write_people, age=told.age, women=told.women, men=told.men, people=told.people, moment=moment
        )

    def write_text(self, code: str, body: str) -> None:
        from desktop.flow.report_lines import write_text

        self._do(write_text, code=code, body=body)

    def write_fact(self, name: str, value: Any) -> None:
        from desktop.flow.report_lines import write_facts

        self._do(write_facts, changes={name: value})

    def key_in(self) -> None:
        """Type the report in, beside the plan."""
        from desktop.flow.report_lines import key_report

        self._do(key_report)

    def choose_file(self) -> None:
        """Read the report from a file, for this dossier."""
        if self.view is None:
            return
        dossier = self.view.row.dossier_id
        dialog = QFileDialog(self.over, say("Quel bilan lire\u00a0?"), str(self.deeds.folder))
        dialog.setObjectName("report")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(say("Bilans (*.pdf *.xlsx *.ods *.csv *.xls)"))
        dialog.filesSelected.connect(lambda names: self.deeds.read([Path(names[0])], dossier))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Settled

    def explain(self) -> None:
        """One reason for every wide gap that has none; the text of the report is proposed."""
        from desktop.flow.report_lines import explain_gaps

        if self.view is None:
            return
        count = sum(1 for remark in self.view.remarks if remark.code == "gap")
        warning = say("Cette explication est écrite sur chacune des {0} lignes à expliquer.").format(count)
        dialog = ReasonDialog(
            self.over, say("Expliquer les écarts"), warning, say("Écrire"),
            lambda why: self._do(explain_gaps, reason=why),
        )  # fmt: skip
        dialog.reason.set_text(" ".join(self.view.texts.get("gaps", "").split()))
        dialog.open()

    def accept(self) -> None:
        """Done or not done, and what was not used; what is missing is told before."""
        view = self.view
        if view is None:
            return
        bad = [remark.sentence for remark in view.remarks if remark.level == "bad"]
        done = view.row.state == "received" and not bad

        def then(outcome: str, unspent: int | None, comment: str, letter: bool) -> None:
            from desktop.flow.reports import accept_report

            done = self._do(accept_report, outcome=outcome, unspent=unspent, comment=comment or None)
            if done and letter:
                self._write("bilan_accepte")
            if done and unspent:
                self._propose_back(view.row.dossier_id)

        told = view.row.outcome if done else "not_done"
        if bad and view.row.state == "received":
            self.office.told.emit(say("Avant d’accepter\u00a0: {0}").format(bad[0]), "warn")
            return
        AcceptDialog(self.over, self._about, view.lefts, told, then).open()

    def _propose_back(self, dossier: bytes) -> None:
        """What was not used is proposed as a repayment, once the person agrees; Suivi keeps it otherwise."""
        from desktop.flow.repay import propose_many, proposed

        found = proposed(self.office.reader, self.office.author, [dossier])
        if not found or not self.office.may("repay"):
            return
        shares = [(one, one.ways[0]) for one in found]
        total = euros(sum(way.amount for _, way in shares))
        told = say("{0} à reverser, à décider ensuite dans Suivi, onglet Reversements").format(total)
        words = [(one.row.funder, f"{euros(way.amount)}\u00a0: {way.words}") for one, way in shares]
        BeforeDialog(
            self.over, say("Proposer un reversement"), told, say("Proposer"), words,
            lambda: self.office.do(propose_many, chosen=shares),
        ).open()  # fmt: skip

    def send_back(self) -> None:
        """With what is to be mended; what is odd is proposed."""
        view = self.view
        if view is None:
            return
        odd = [remark.sentence for remark in view.remarks if remark.level in ("bad", "warn")]

        def then(why: str, due: dt.date | None, letter: bool) -> None:
            from desktop.flow.reports import return_report

            if self._do(return_report, why=why, due_on=due) and letter:
                self._write("bilan_renvoye")

        due = answer_by(dt.date.today(), _MEND_DAYS)
        ReturnDialog(self.over, self._about, "\n".join(odd), due, then).open()

    def _write(self, template: str) -> None:
        """Put the letter in the outbox."""
        from desktop.flow.notify import prepare

        if self.view is not None:
            done = self.office.do(prepare, dossier=self.view.row.dossier_id, template=template)
            if done is not None:
                self.office.told.emit(say("La lettre attend dans Courriers."), "good")

    def extend(self) -> None:
        """More time is asked for."""
        view = self.view
        if view is None:
            return

        def then(day: dt.date, why: str) -> None:
            from desktop.flow.reports import extend_report

            self._do(extend_report, ends_on=day, why=why)

        end = dt.date.fromisoformat(view.row.planned_end) if view.row.planned_end else None
        ExtendDialog(self.over, self._about, end, then).open()

    def reopen(self) -> None:
        """An accepted report is examined again."""
        from desktop.flow.report_lines import reopen_report

        ReasonDialog(
            self.over, say("Rouvrir le bilan"), say("Le bilan sera de nouveau à contrôler."), say("Rouvrir"),
            lambda why: self._do(reopen_report, why=why),
        ).open()  # fmt: skip

    def paper(self) -> None:
        """The report on paper: plan and done side by side."""
        from desktop.ui.papers.show import Made, PaperMaker, Wanted

        if self.view is None:
            return
        row = self.view.row

        def make(reader: sqlite3.Connection, _form: str) -> Made:
            from desktop.flow.report_paper import report_paper

            return Made(report_paper(reader, row.id, dt.date.today()))

        title = say("Bilan {0} du dossier {1}").format(row.year, row.number)
        self.maker = PaperMaker(self.office, self.over)
        self.maker.show(Wanted(title, f"Bilan {row.number} {row.year}", ("pdf",), make))
