"""The bottom of the notebook: the proposal, the decision to take, or the decision taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db import queries
from desktop.rules import disk, ruling
from desktop.ui.dossier.decided_card import DecidedCard
from desktop.ui.dossier.decision_card import DecisionCard, DecisionDraft
from desktop.ui.dossier.decision_drafts import DecisionDrafts, same
from desktop.ui.dossier.proposing import ProposalDesk, shares_of
from desktop.ui.dossier.whole import Whole
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.proposal import ProposalCard
from desktop.ui.theme import Tokens
from desktop.ui.tongue import euros

KEEP_MS = 600  # what is typed is kept within a second
_DONE = ("decided", "notified", "closed")
_OUTCOME_OF_OPINION = {"adjourn": "adjourned", "unfavourable": "refused"}


class Judging(QWidget):
    """Shows one of the three cards; decisions go to desktop.flow.decide and desktop.flow.notify."""

    reopen_wanted = Signal()
    finished = Signal()  # sent or decided: the keyboard goes back to what is read

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._whole: Whole | None = None
        self._deciding = False
        self._loaded = False  # whether the card of the decision shows this dossier
        self._seen = 0  # where the journal stood when the decision being filled in was begun
        self._drafts = DecisionDrafts(office.path)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(KEEP_MS)
        self._keeping.timeout.connect(self._keep)
        self.proposal = ProposalCard()
        self.proposing = ProposalDesk(office, self.proposal)
        reasons = queries.reasons(office.reader)
        self._catalogue = [ruling.Reason(r.code, r.label, frozenset(r.outcomes.split())) for r in reasons]
        self.decision = DecisionCard(reasons)
        self.decided = DecidedCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for card in (self.proposal, self.decision, self.decided):
            column.addWidget(card)
            card.hide()
        self.proposing.sent.connect(self.finished)
        self.decision.changed.connect(self._keep_soon)
        self.decision.decide_wanted.connect(self.decide)
        self.decision.proposal_wanted.connect(lambda: self.set_deciding(on=False))
        self.decided.letter_wanted.connect(self.prepare_letter)
        self.decided.letters_wanted.connect(lambda: office.place_wanted.emit("letters"))
        self.decided.reopen_wanted.connect(self.reopen_wanted)

    # What is shown

    def show_dossier(self, whole: Whole) -> None:
        """Show the card that this stage asks for; a decision being filled in is left alone."""
        self._flush_draft()
        before, self._whole = self._whole, whole
        key, stage = whole.head.id, whole.head.stage
        fresh = before is None or before.head.id != key
        moved = fresh or before is None or before.head.stage != stage
        self.proposing.show(whole)
        self.decided.show_decision(whole, has_letters="letters" in self._office.places)
        if moved:
            self._deciding = stage == "ready" or (key in self._drafts and stage not in _DONE)
            if stage in _DONE:
                self._drop(key)
            self._loaded = False  # filled when it comes in sight: most dossiers are read, not decided
        self._show_card()

    def _load(self) -> None:
        if self._whole is not None:
            self._loaded = True
            draft = self._drafts.get(self._whole.head.id) or first_draft(self._whole)
            self._seen = self._whole.position
            shares = shares_of(self._office, self._whole, "proposed")
            self.decision.load(draft, shares, self._proposed_words(self._whole))

    def _proposed_words(self, whole: Whole) -> str:
        head = whole.head
        from desktop.flow.instruct import OPINIONS

        opinion = OPINIONS.get(head.proposal_opinion, "")
        amount = euros(head.proposed) if head.proposed else opinion.lower()
        said = [self.tr("Proposé : {0}").format(amount) if amount else "", head.proposal_reason]
        return " · ".join(part for part in said if part)

    def set_deciding(self, *, on: bool) -> None:
        """Show the decision to take, or the proposal."""
        if self._whole is not None and self._whole.head.stage not in _DONE:
            if on and not self._deciding:
                self.proposing.flush()
                self._drop(self._whole.head.id)  # the proposal was seen again: the decision starts from it
                self._loaded = False
            self._deciding = on
            self._show_card()
            if on:
                self.decision.start()
            else:
                self.proposal.amount.setFocus()

    # What is being filled in

    def _keep_soon(self) -> None:
        if not self._keeping.isActive():  # from the first change on: non-stop typing is kept too
            self._keeping.start()

    def _flush_draft(self) -> None:
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()

    def _keep(self) -> None:
        if self._whole is None or not self._deciding or self._office.read_only:
            return
        draft = self.decision.draft()
        if same(draft, first_draft(self._whole)):
            self._drop(self._whole.head.id)
            return
        self._safely(lambda dossier: self._drafts.keep(dossier, draft), self._whole.head.id)

    def _drop(self, dossier: bytes) -> None:
        self._keeping.stop()
        self._safely(self._drafts.drop, dossier)

    def _safely(self, deed: Callable[[bytes], None], dossier: bytes) -> None:
        try:
            deed(dossier)
        except OSError as error:
            reason = disk.reason(error)
            sentence = self.tr("La décision en cours ne peut pas être gardée en brouillon ({0}).")
            self._office.told.emit(sentence.format(reason), "warn")

    def _show_card(self) -> None:
        done = self._whole is not None and self._whole.head.stage in _DONE
        if self._deciding and not done and not self._loaded:
            self._load()
        self.proposal.setVisible(not done and not self._deciding)
        self.decision.setVisible(not done and self._deciding)
        self.decided.setVisible(done)

    # Deciding

    def faults(self, draft: DecisionDraft) -> list[str]:
        """What keeps this decision from being recorded, in sentences."""
        assert self._whole is not None
        head = self._whole.head
        outcome = draft.outcome
        if outcome == "granted":
            outcome = ruling.deduce(head.asked, sum(draft.amounts.values()))
        names: Mapping[str, int] = draft.amounts
        return self.decision.wrong() or ruling.check(
            outcome, head.asked, names, draft.reasons, catalogue=self._catalogue, free_reason=draft.comment,
            conditions=draft.conditions, cost=head.cost,
        )  # fmt: skip

    def decide(self) -> None:
        """Record the decision when nothing stands against it; say why in place otherwise."""
        from desktop.flow.decide import decide

        if self._whole is None:
            return
        draft = self.decision.draft()
        faults = self.faults(draft)
        self.decision.show_faults(faults)
        if faults:
            return
        keys = {funder.code: funder.id for funder in self._office.funders}
        self._office.do(
            decide,
            seen=self._seen,
            dossier=self._whole.head.id,
            outcome=draft.outcome,
            amounts={keys[code]: cents for code, cents in draft.amounts.items()},
            reasons=draft.reasons,
            conditions=draft.conditions,
            decided_on=draft.decided_on,
            act=draft.act,
            act_on=draft.act_on,
            comment=draft.comment,
        )
        self.finished.emit()

    def go_on(self) -> None:
        """Show the decision to take; once it is shown, take it."""
        if self.decision.isVisible():
            self.decide()
        else:
            self.set_deciding(on=True)

    def prepare_letter(self) -> None:
        """Put the letter of the decision in the outbox."""
        from desktop.flow.notify import prepare_decided

        if self._whole is None:
            return
        done = self._office.do(prepare_decided, dossiers=[self._whole.head.id])
        if done is not None:
            sentence = self.tr(
                "Le courrier du dossier {0} attend dans Courriers : relisez-le, puis émettez-le."
            )
            self._office.told.emit(sentence.format(self._whole.head.number), "good")

    def flush(self) -> None:
        """Save at once what is being typed."""
        self.proposing.flush()
        self._flush_draft()

    def set_look(self, look: Tokens) -> None:
        self.proposal.set_look(look)
        self.decision.show_faults(self.decision.faults.text().splitlines())


def first_draft(whole: Whole) -> DecisionDraft:
    """The decision as the proposal leads to it, or the former one when it was reopened."""
    known, head = whole.decision, whole.head
    if known is not None:
        return DecisionDraft(
            known.outcome,
            {row.code: row.voted for row in whole.amounts if row.voted},
            [code for code, _, _ in whole.reasons],
            [row.text for row in whole.conditions],
            date.today(),
            known.act,
            day(known.act_on),
            known.comment,
        )
    if whole.sift is not None and whole.sift.verdict == "inadmissible" and not head.proposal_opinion:
        reasons = whole.sift.reasons.split()
        return DecisionDraft(
            "ineligible", reasons=reasons, decided_on=date.today(), comment=whole.sift.comment
        )
    outcome = _OUTCOME_OF_OPINION.get(head.proposal_opinion, "granted")
    comment = head.proposal_reason if outcome != "granted" else ""
    amounts = {row.code: row.proposed for row in whole.amounts if row.proposed}
    return DecisionDraft(outcome, amounts, decided_on=date.today(), comment=comment)
