"""Between the proposal card and its verbs: amounts per funder, opinion, reason, envelope, committee."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from db.queries import money
from desktop.rules.sharing import share_out
from desktop.ui.dossier.whole import Whole
from desktop.ui.office import Office
from desktop.ui.proposal import Envelope, FunderShare, Proposal, ProposalCard

# The funders of the contract itself: offered even when nothing was asked of them, and an amount typed whole
# is theirs. The others (CAF, Région…) decide by themselves: they get what is written for them, no more.
OWN = ("METROPOLE", "VILLE", "ETAT147")
_AGAINST = ("adjourn", "unfavourable")


def shares_of(office: Office, whole: Whole, column: str) -> tuple[FunderShare, ...]:
    """The funders of the dossier and the usual ones, in their order; `column` is proposed or voted."""
    known = {row.code: row for row in whole.amounts}
    made = []
    for funder in office.funders:
        row = known.get(funder.code)
        if row is not None:
            made.append(FunderShare(funder.code, funder.name, row.asked, getattr(row, column)))
        elif funder.code in OWN:
            made.append(FunderShare(funder.code, funder.name))
    return tuple(made)


class ProposalDesk(QObject):
    """Wires the card to desktop.flow.instruct."""

    sent = Signal()  # the dossier is ready for the committee

    def __init__(self, office: Office, card: ProposalCard) -> None:
        super().__init__(card)
        self._office, self.card = office, card
        self._whole: Whole | None = None
        self._seen = 0  # where the journal stood when what the card shows was read
        self._counted: tuple[int, Sequence[money.EnvelopeRow]] = (-1, ())  # where it stood then, all of them
        card.amount_changed.connect(self._amount)
        card.shares_changed.connect(self._shares)
        card.reason_changed.connect(self._reason)
        card.adjourn_wanted.connect(lambda: self._against("adjourn"))
        card.unfavourable_wanted.connect(lambda: self._against("unfavourable"))
        card.committee_wanted.connect(self.to_committee)
        card.unfavourable.setText(self.tr("Défa&vorable"))  # Alt+F opens the menu Fichier
        for button, key in ((card.adjourn, "Alt+J"), (card.unfavourable, "Alt+V"), (card.committee, "Alt+C")):
            button.setToolTip(f"{button.text().replace('&', '')} ({key})")
        card.committee.setToolTip(self.tr("Transmettre la proposition au comité (F9 ou Alt+C)"))

    def show(self, whole: Whole) -> None:
        """Show what is saved; what is being typed stays."""
        fresh = self._whole is None or self._whole.head.id != whole.head.id
        if fresh or not self.card.typing:  # what is being typed rests on what was read then
            self._seen = whole.position
        self._whole = whole
        head, shares = whole.head, shares_of(self._office, whole, "proposed")
        if fresh:
            self.card.split.setChecked(False)
        self.card.show_proposal(
            Proposal(
                head.asked,
                head.cost,
                head.proposed,
                shares,
                head.proposal_reason,
                self._envelope(whole, shares),
            )
        )
        opinion = {
            "adjourn": self.tr("PROPOSITION · AJOURNER"),
            "unfavourable": self.tr("PROPOSITION · DÉFAVORABLE"),
            "reserved": self.tr("PROPOSITION · AVEC RÉSERVE"),
        }
        self.card.heading.setText(opinion.get(head.proposal_opinion, self.tr("PROPOSITION")))

    def _envelope(self, whole: Whole, shares: Sequence[FunderShare]) -> Envelope | None:
        """The envelope in which the funder who gives most counts for this dossier."""
        main = max(shares, key=lambda s: (s.proposed or 0, s.asked or 0), default=None)
        funder = next((f.id for f in self._office.funders if main and f.code == main.code), None)
        reader = self._office.reader
        places = money.places(reader, whole.head.id)
        where = next((row.envelope_id for row in places if row.funder_id == funder), None)
        for row in self._envelopes(whole.position) if where else ():
            if row.id == where:
                apart = row.title or row.quarter or row.challenge  # what makes it another than usual
                title = f"{row.funder}, {apart}" if apart else row.funder
                return Envelope(title, row.held, row.engaged + row.proposed)
        return None

    def _envelopes(self, position: int) -> Sequence[money.EnvelopeRow]:
        """All of them, added up once as long as nothing is written: a sum goes through every amount."""
        if self._counted[0] != position:
            self._counted = (position, money.envelopes(self._office.reader))
        return self._counted[1]

    # Verbs

    def _amount(self, amount: int | None) -> None:
        if self._whole is None:
            return
        shares = {s.code: s for s in shares_of(self._office, self._whole, "proposed")}
        weights = {code: share.proposed or 0 for code, share in shares.items()}
        if not any(weights.values()):
            weights = {code: shares[code].asked or 0 for code in OWN if code in shares}
        self._propose(share_out(amount, weights) if amount else {})

    def _shares(self, shares: dict[str, int | None]) -> None:
        self._propose({code: cents for code, cents in shares.items() if cents})

    def _reason(self, reason: str) -> None:
        self._propose(self._amounts(), reason=reason)

    def _amounts(self) -> dict[str, int]:
        assert self._whole is not None
        return {row.code: row.proposed for row in self._whole.amounts if row.proposed}

    def _against(self, opinion: str) -> None:
        """An opinion without amount is nothing without its reason."""
        if self._whole is None:
            return
        reason = self.card.reason.text().strip()
        if not reason:
            self.card.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            sentence = self.tr("Écrivez d’abord le motif : il sera lu au comité. Rien n’a changé.")
            self._office.told.emit(sentence, "warn")
            return
        if self._propose({}, reason=reason, opinion=opinion):
            sentence = self.tr("L’avis est enregistré. « Au comité » transmet le dossier quand il est prêt.")
            self._office.told.emit(sentence, "good")

    def _propose(self, amounts: dict[str, int], *, reason: str | None = None, opinion: str = "") -> bool:
        from desktop.flow.instruct import propose

        if self._whole is None:
            return False
        head = self._whole.head
        if not opinion:
            against = head.proposal_opinion in _AGAINST
            favourable = "reserved" if head.proposal_opinion == "reserved" else "favourable"
            opinion = favourable if amounts else head.proposal_opinion if against else ""
        keys = {funder.code: funder.id for funder in self._office.funders}
        done = self._office.do(
            propose,
            seen=self._seen,
            dossier=head.id,
            amounts={keys[code]: cents for code, cents in amounts.items()},
            opinion=opinion,
            reason=self.card.reason.text() if reason is None else reason,
        )
        if done is not None:
            self._seen = self._office.position
        return done is not None

    def to_committee(self) -> None:
        """The proposal is ready for the committee."""
        from desktop.flow.instruct import to_committee

        if self._whole is None:
            return
        self.card.flush()
        if self._office.do(to_committee, dossier=self._whole.head.id) is not None:
            self.sent.emit()

    def flush(self) -> None:
        self.card.flush()
