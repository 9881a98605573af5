"""Money of a grant that comes back: what is due by what the report tells, each way with its count."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from desktop.rules.journey import Tone
from desktop.rules.money import euros

State = Literal["draft", "decided", "asked", "late", "part", "paid", "kept", "offset", "waived"]
KINDS: dict[str, str] = {
    "repay": "À reverser", "keep": "Excédent conservé", "offset": "Déduit de la prochaine subvention",
}  # fmt: skip
LABELS: dict[State, str] = {
    "draft": "Proposé", "decided": "Décidé", "asked": "Demandé", "late": "En retard",
    "part": "Reçu en partie", "paid": "Reçu", "kept": "Conservé", "offset": "Déduit", "waived": "Abandonné",
}  # fmt: skip
TONES: dict[State, Tone] = {
    "draft": "warn", "decided": "accent", "asked": "accent", "late": "bad", "part": "warn", "paid": "good",
    "kept": "neutral", "offset": "neutral", "waived": "neutral",
}  # fmt: skip
DUE_DAYS = 30  # proposed for a titre de recette; the accountant's own delay holds
SMALLEST = 15_00  # cents: less than that is not collected (CGCT D1611-1)


class Facts(NamedTuple):
    """What a repayment follows from. Cents, None is unknown; `cost` and `income` without voluntary work."""

    voted: int
    paid: int
    outcome: str = ""  # of the report: done, not_done
    unspent: int | None = None  # as the officer settled it
    cost_planned: int | None = None
    cost_done: int | None = None
    income_done: int | None = None


class Proposal(NamedTuple):
    """One way to count what is due, its amount, and the computation in words."""

    code: str
    label: str
    amount: int
    words: str


def standing(kind: str, state: str, due_on: date | None, received: int | None, today: date) -> State:
    """Where it stands on a day."""
    if state == "decided" and kind == "keep":
        return "kept"
    if state == "decided" and kind == "offset":
        return "offset"
    if state in ("decided", "asked") and due_on is not None and due_on < today:
        return "late"
    if state == "asked" and received:
        return "part"
    return state  # type: ignore[return-value]  # the states of the table are all here


def proposals(facts: Facts) -> list[Proposal]:
    """Every way that applies, the surest first; never more than what was paid."""
    found = [
        *_whole(facts), *_settled(facts), *_surplus(facts), *_prorata(facts), *_beyond(facts),
    ]  # fmt: skip
    kept = [one._replace(amount=min(one.amount, facts.paid)) for one in found]
    return [one for one in kept if one.amount >= SMALLEST]


def _whole(facts: Facts) -> list[Proposal]:
    if facts.outcome != "not_done":
        return []
    words = f"L’action n’a pas eu lieu : tout ce qui a été versé, {euros(facts.paid)}."
    return [Proposal("not_done", "Action non réalisée", facts.paid, words)]


def _settled(facts: Facts) -> list[Proposal]:
    if not facts.unspent:
        return []
    # The part that was not paid yet is simply not paid.
    due = max(0, facts.unspent - max(0, facts.voted - facts.paid))
    words = f"Non employé selon le bilan accepté : {euros(facts.unspent)}"
    if due != facts.unspent:
        words += f", moins {euros(facts.voted - facts.paid)} qui ne sont pas versés, soit {euros(due)}"
    return [Proposal("unspent", "Part non employée", due, f"{words}.")]


def _surplus(facts: Facts) -> list[Proposal]:
    if facts.cost_done is None or not facts.income_done or facts.income_done <= facts.cost_done:
        return []
    surplus = facts.income_done - facts.cost_done
    due = (surplus * facts.paid + facts.income_done // 2) // facts.income_done
    words = (
        f"Produits {euros(facts.income_done)} − charges {euros(facts.cost_done)} = {euros(surplus)} "
        f"d’excédent ; la subvention en est {euros(facts.paid)} sur {euros(facts.income_done)}, "
        f"soit {euros(due)}."
    )
    return [Proposal("surplus", "Plus de produits que de charges", due, words)]


def _prorata(facts: Facts) -> list[Proposal]:
    planned, done = facts.cost_planned, facts.cost_done
    if not planned or done is None or done >= planned or facts.outcome == "not_done":
        return []
    earned = (facts.voted * done + planned // 2) // planned
    due = facts.paid - earned
    words = (
        f"Coût réalisé {euros(done)} sur {euros(planned)} prévus : {euros(facts.voted)} × {euros(done)} / "
        f"{euros(planned)} = {euros(earned)} acquis ; {euros(facts.paid)} versés, soit {euros(max(0, due))} "
        "à reverser."
    )
    return [Proposal("prorata", "Au prorata du coût réalisé", due, words)] if due > 0 else []


def _beyond(facts: Facts) -> list[Proposal]:
    over = facts.paid - facts.voted
    words = f"{euros(facts.paid)} versés pour {euros(facts.voted)} votés."
    return [Proposal("beyond", "Versé au-delà du vote", over, words)] if over > 0 else []


def over_words(amount: int, others: int, paid: int, funder: str) -> str:
    """Why so much can't be asked back, "" when it can."""
    if amount <= 0:
        return "Dites quel montant est à reverser."
    if amount + others <= paid:
        return ""
    beside = f", et {euros(others)} sont déjà demandés" if others else ""
    return f"{funder} a versé {euros(paid)}{beside} : {euros(amount)} ne peuvent pas être repris."
