"""The dates that bind a dossier: silence, answers awaited, appeal, payment, report; each with its source."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple

from desktop.rules import clocks
from desktop.rules.changes import ANSWER_DAYS

Kind = Literal["silence", "answer", "own", "condition", "appeal", "payment", "report", "change"]
_OPEN = frozenset({"received", "incomplete", "complete", "instruction", "opinion", "ready"})
_GRANTED = frozenset({"granted", "partial"})


class DossierDates(NamedTuple):
    """What the dates of one dossier follow from. Money in cents, None is unknown."""

    stage: str
    due_on: date | None = None  # when silence becomes a refusal, suspensions counted
    answer_due_on: date | None = None  # of the request that is still open
    own: tuple[date, date, str] | None = None  # the next date somebody set, its reminder, its words
    outcome: str = ""
    notified_on: date | None = None
    year: int | None = None
    granted: int | None = None
    paid: int | None = None
    condition: tuple[date, str] | None = None  # the next one awaited, and its words
    told_on: date | None = None  # when the applicant had the decision, or it was sent: by its proof
    planned: bool = False  # its payments are planned: the next of them tells the day
    payment_due: date | None = None
    change_asked: date | None = None  # since when a change waits for its answer


class Term(NamedTuple):
    """One date and what it means; `source` is the text that fixes it, "" for one's own."""

    kind: Kind
    on: date
    words: str
    source: str = ""
    remind_on: date | None = None  # from this day on it presses

    def passed(self, today: date) -> bool:
        return self.on < today


def terms(facts: DossierDates) -> list[Term]:
    """The dates of a dossier, the nearest first. An open request suspends the clock of silence: its answer is
    awaited in place of the refusal."""
    found: list[Term] = []
    if facts.own is not None:
        day, remind, words = facts.own
        found.append(Term("own", day, words, remind_on=remind))
    if facts.stage in _OPEN:
        if facts.answer_due_on is not None:
            found.append(Term("answer", facts.answer_due_on, "Réponse du porteur attendue", "CRPA L114-5"))
        elif facts.due_on is not None:
            found.append(Term("silence", facts.due_on, "Refus tacite", "CRPA L231-4, 3°"))
    if facts.condition is not None:
        found.append(Term("condition", facts.condition[0], f"Condition : {facts.condition[1]}"))
    if facts.change_asked is not None:
        by = facts.change_asked + timedelta(days=ANSWER_DAYS)
        found.append(Term("change", by, "Changement demandé, à répondre"))
    if facts.notified_on is not None:
        found += _after_notice(facts, facts.notified_on)
    return sorted(found, key=lambda term: term.on)


def _after_notice(facts: DossierDates, notified: date) -> list[Term]:
    told = facts.told_on or notified
    found = [Term("appeal", clocks.appeal_until(told), "Fin du délai de recours", "CJA R421-1")]
    if facts.outcome in _GRANTED and facts.stage != "closed":
        until = facts.payment_due if facts.planned else clocks.payment_until(notified)
        if (facts.paid or 0) < (facts.granted or 0) and until is not None:
            found.append(Term("payment", until, "Versement au plus tard", "loi 2021-875"))
        if facts.year is not None:
            due = clocks.report_due_for_year(facts.year)
            found.append(Term("report", due, "Compte rendu financier attendu", "loi 2000-321, art. 10"))
    return found
