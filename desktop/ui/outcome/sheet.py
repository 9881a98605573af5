"""« Suites de la décision »: the conditions to follow, the proofs of notice, what was reopened and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.outcome import NoticeRow
from db.queries.shapes import ConditionRow
from desktop.rules.conditions import LABELS, TONES
from desktop.rules.notices import MEANS
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, FlowLayout, SectionTitle
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.outcome.dialogs import DueDialog, Met, MetDialog
from desktop.ui.outcome.posting import Posting, PostingDialog, ask_scan, record
from desktop.ui.outcome.proof_deeds import ProofDeeds
from desktop.ui.outcome.words import appeal_words, standing
from desktop.ui.screen import screen_action
from desktop.ui.tongue import date_long


class OutcomeSheet(WorkSheet):
    """Two lists: what is awaited of the applicant, how it was told."""

    def __init__(self, office: Office, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._office, self._today = office, today
        self._whole: Whole | None = None
        self.title = text(self.tr("Suites de la décision"), 20, bold=True)
        self.reopened, self.appeal = Notice(), text(caption=True)
        self.conditions = Rows(
            self.tr("Conditions de la décision"),
            [(self.tr("État"), 118), (self.tr("Condition"), 0), (self.tr("Attendue le"), 150),
             (self.tr("Remplie ou abandonnée"), 240)],
        )  # fmt: skip
        self.conditions.setWordWrap(True)  # a condition is a sentence
        self.conditions.verticalHeader().setDefaultSectionSize(46)
        self.proofs = Rows(
            self.tr("Preuves de notification"),
            [(self.tr("Moyen"), 170), (self.tr("Courrier"), 118), (self.tr("Envoyé le"), 150),
             (self.tr("Reçu le"), 150), (self.tr("N° de suivi"), 150), (self.tr("Preuve et remarque"), 0)],
        )  # fmt: skip
        self.no_conditions = text(caption=True)
        self.no_proofs = text(
            self.tr("Aucune preuve n’est notée. Le délai de recours court de la réception\u00a0: notez "
                    "l’envoi, puis l’accusé de réception."), caption=True,
        )  # fmt: skip
        self.deeds = ProofDeeds(office, self, ask_scan)
        self.buttons = self._make_buttons()
        self._lay_out()
        self.conditions.picked.connect(lambda _row: self._tell_buttons())
        self.proofs.picked.connect(lambda _row: self._tell_buttons())

    def _make_buttons(self) -> dict[str, Button]:
        words = {
            "met": (self.tr("Remplie…"), "check", "Ctrl+Shift+Y", self._meet),
            "waive": (self.tr("Abandonner…"), "circle-x", "", self._waive),
            "due": (self.tr("Échéance…"), "calendar", "Ctrl+E", self._date),
            "open": (self.tr("Remettre à suivre"), "rotate-cw", "", self._open),
            "post": (self.tr("Noter un envoi…"), "send", "Ctrl+Shift+K", self._post),
            "slip": (self.tr("Reçu le…"), "mail-check", "", lambda: self.deeds.ask_receipt(self._proof())),
            "scan": (self.tr("Joindre un scan…"), "paperclip", "", lambda: self.deeds.attach(self._proof())),
            "see": (self.tr("Voir le scan"), "eye", "", lambda: self.deeds.show(self._proof())),
            "drop": (self.tr("Retirer"), "trash-2", "", lambda: self.deeds.drop(self._proof())),
        }  # fmt: skip
        made = {}
        for name, (said, drawing, key, deed) in words.items():
            kind = "primary" if name in ("met", "post") else "plain" if name == "drop" else "secondary"
            button = made[name] = Button(said, drawing, kind=kind)  # type: ignore[arg-type]  # one of the three
            button.clicked.connect(lambda _=False, deed=deed: deed())
            if key:
                screen_action(self, said, key, deed)
                button.setToolTip(f"{said} ({key.replace('Shift', 'Maj')})")
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.reopened)
        column.addWidget(SectionTitle(self.tr("Conditions")))
        column.addWidget(self.no_conditions)
        column.addWidget(self.conditions, 1)
        column.addWidget(self._row("met", "waive", "due", "open"))
        column.addSpacing(10)
        column.addWidget(SectionTitle(self.tr("Notification")))
        column.addWidget(self.appeal)
        column.addWidget(self.no_proofs)
        column.addWidget(self.proofs, 1)
        column.addWidget(self._row("post", "slip", "scan", "see", "drop"))
        column.addStretch(0)

    def _row(self, *names: str) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        for name in names:
            flow.addWidget(self.buttons[name])
        return row

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        self._whole, today = whole, self._today()
        self.conditions.show_lines([self._condition_line(row, today) for row in whole.conditions])
        self.proofs.show_lines([self._proof_line(row) for row in whole.notices])
        self.no_conditions.setText(
            self.tr("Cette décision ne porte pas de condition.")
            if whole.decision
            else self.tr("Ce dossier n’est pas décidé\u00a0: ses conditions se suivront ici.")
        )
        self.appeal.setText(appeal_words(whole))
        self.appeal.setVisible(bool(self.appeal.text()))
        for rows, empty in ((self.conditions, self.no_conditions), (self.proofs, self.no_proofs)):
            rows.setVisible(bool(rows.rows.lines))
            empty.setVisible(not rows.rows.lines)
        self._tell_reopened(whole)
        self._tell_buttons()

    def focus(self) -> None:
        first = self.conditions if self.conditions.isVisibleTo(self) else self.buttons["post"]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_reopened(self, whole: Whole) -> None:
        decision = whole.decision
        on = day(decision.reopened_on) if decision else None
        if decision is None or on is None:
            self.reopened.tell("")
            return
        words = self.tr("Décision rouverte le {0}\u00a0: {1}").format(date_long(on), decision.reopen_reason)
        first = day(decision.notified_on)
        if first:
            words += self.tr(" Première notification\u00a0: le {0}.").format(date_long(first))
        self.reopened.tell(words, "warn")

    def _condition_line(self, row: ConditionRow, today: date) -> Line:
        said, due, when = standing(row, today), day(row.due_on), day(row.met_on) or day(row.waived_on)
        ended = " · ".join(part for part in (date_long(when) if when else "", row.why) if part)
        return Line((LABELS[said], row.text, date_long(due) if due else "—", ended or "—"), TONES[said], row)

    def _proof_line(self, row: NoticeRow) -> Line:
        sent, received = day(row.sent_on), day(row.received_on)
        kept = self.tr("scan joint") if row.sha256 else ""
        told = " · ".join(part for part in (kept, row.comment) if part)
        return Line(
            (MEANS.get(row.means, row.means), row.letter or "—", date_long(sent) if sent else "—",
             date_long(received) if received else "—", row.tracking or "—", told or "—"),
            "good" if received else "neutral", row,
        )  # fmt: skip

    def _tell_buttons(self) -> None:
        condition, proof, writes = self._condition(), self._proof(), not self._office.read_only
        today = self._today()
        said = standing(condition, today) if condition else ""
        self.buttons["met"].setEnabled(writes and said in ("open", "late"))
        self.buttons["waive"].setEnabled(writes and said in ("open", "late"))
        self.buttons["due"].setEnabled(writes and said in ("open", "late"))
        self.buttons["open"].setEnabled(writes and said in ("met", "waived"))
        self.buttons["post"].setEnabled(writes and bool(self._letters()))
        for name in ("slip", "scan", "drop"):
            self.buttons[name].setEnabled(writes and proof is not None)
        self.buttons["see"].setEnabled(proof is not None and bool(proof.sha256))

    # Deeds

    def _condition(self) -> ConditionRow | None:
        index = self.conditions.currentIndex()
        return self.conditions.rows.lines[index.row()].what if index.isValid() else None

    def _proof(self) -> NoticeRow | None:
        index = self.proofs.currentIndex()
        return self.proofs.rows.lines[index.row()].what if index.isValid() else None

    def _letters(self) -> list[object]:
        return [row for row in self._whole.letters if row.state == "issued"] if self._whole else []

    def _meet(self) -> None:
        row, whole = self._condition(), self._whole
        if row is None or whole is None or not self.buttons["met"].isEnabled():
            return

        def then(met: Met) -> None:
            from desktop.flow.conditions import meet_condition

            self._office.do(
                meet_condition, condition=row.id, proof=met.proof, piece=met.piece, met_on=met.met_on
            )

        MetDialog(self, row.text, whole.pieces, then).open()

    def _waive(self) -> None:
        row = self._condition()
        if row is None:
            return

        def then(why: str) -> None:
            from desktop.flow.conditions import waive_condition

            self._office.do(waive_condition, condition=row.id, why=why)

        warning = self.tr("Cette condition ne sera plus demandée\u00a0: {0}").format(row.text)
        ReasonDialog(self, self.tr("Abandonner la condition"), warning, self.tr("Abandonner"), then).open()

    def _date(self) -> None:
        row = self._condition()
        if row is None or not self.buttons["due"].isEnabled():
            return

        def then(due_on: date | None) -> None:
            from desktop.flow.conditions import date_condition

            self._office.do(date_condition, condition=row.id, due_on=due_on)

        DueDialog(self, row.text, day(row.due_on), then).open()

    def _open(self) -> None:
        from desktop.flow.conditions import open_condition

        if row := self._condition():
            self._office.do(open_condition, condition=row.id)

    def _post(self) -> None:
        whole = self._whole
        if whole is None or not self.buttons["post"].isEnabled():
            return
        letters = sorted((row for row in whole.letters if row.state == "issued"), key=lambda row: row.number)[
            -1:
        ]

        def then(posting: Posting) -> None:
            record(self._office, letters, posting)

        PostingDialog(self, letters, then).open()
