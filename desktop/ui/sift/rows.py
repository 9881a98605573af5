"""What the sift shows of a dossier, read once: pieces, offers, questions, clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from db.queries.requests import RequestRow
from db.queries.shapes import PieceRow
from desktop.rules import clocks, eligibility
from desktop.rules.eligibility import Facts, Question, Standing
from desktop.rules.findings import Finding
from desktop.rules.pieces import LACKING
from desktop.ui.dossier.whole import Whole
from desktop.ui.list.days import day
from desktop.ui.tongue import date_long

if TYPE_CHECKING:  # brings SQLAlchemy
    from desktop.flow.reuse import Offer

_OUTSIDE = ("quarter-closed", "quarter-unknown")


class Sifted(NamedTuple):
    """One dossier on the sheet."""

    pieces: Sequence[PieceRow]
    offers: Mapping[bytes, Offer]
    questions: Sequence[Question]
    clock: clocks.Clock | None

    @property
    def lacking(self) -> list[PieceRow]:
        return [piece for piece in self.pieces if piece.state in LACKING]


def sifted(whole: Whole, offers: Mapping[bytes, Offer], today: date) -> Sifted:
    """Everything the sheet shows, as of this day."""
    return Sifted(whole.pieces, offers, eligibility.questions(facts_of(whole)), clock_of(whole, today))


def clock_of(whole: Whole, today: date) -> clocks.Clock | None:
    """Where the legal clock stands; None when the deposit is not dated or the answer was given."""
    received = day(whole.head.deposited_at)
    if received is None or whole.head.stage in ("decided", "notified", "closed"):
        return None
    return clocks.clock(received, pauses_of(whole.requests), today)


def pause_words(whole: Whole, today: date | None = None) -> str:
    """Why the legal clock stands still, until when and what follows; "" while it runs."""
    clock = clock_of(whole, today or date.today())
    if clock is None or clock.pause is None:
        return ""
    words = QCoreApplication.translate(
        "sift", "Délai suspendu, au plus tard jusqu’au {0}. Le silence vaudra rejet le {1} au lieu du {2}."
    )
    return words.format(date_long(clock.pause.end), date_long(clock.due), date_long(clock.plain))


def pauses_of(requests: Sequence[RequestRow]) -> list[clocks.Suspension]:
    """What stops the clock, the requests withdrawn left out."""
    return [clocks.suspension(r.asked_on, r.due_on, r.answered_on) for r in requests if not r.withdrawn_on]


def more_to_ask(questions: Sequence[Question], pieces: Sequence[PieceRow]) -> list[str]:
    """What can be asked of the applicant beside the pieces of its list, as it will read it."""
    say = QCoreApplication.translate
    words = {
        "report": say("sift", "Bilan de l’action aidée l’an dernier"),
        "quarter": say("sift", "Quartiers prioritaires concernés par l’action"),
    }
    listed = {"report": any(piece.kind == "bilan" for piece in pieces)}
    return [
        words[question.code]
        for question in questions
        if question.reply == "no" and question.mendable and question.code in words
        if not listed.get(question.code)
    ]


def facts_of(whole: Whole) -> Facts:
    """The facts that eligibility asks for, with what the checks said of them."""
    head = whole.head
    outside = _found(whole.findings, *_OUTSIDE)
    running = _found(whole.findings, "running-costs")
    late = _found(whole.findings, "date-late")
    return Facts(
        quarters=tuple(name.strip() for name in (head.quarters or "").split(",") if name.strip()),
        outside=outside.sentence if outside else "",
        challenges=tuple(mark.code for mark in whole.marks if mark.declared or mark.level),
        running=f"« {running.left.value} »" if running else "",
        running_place=running.left.place if running else "",
        renewal=None if head.renewal is None else bool(head.renewal),
        granted_years=frozenset(grant.year for grant in whole.grants),
        exercise=head.call_year,
        report=_standing(whole.pieces, "bilan"),
        commitment=_standing(whole.pieces, "cer"),
        late=late.sentence if late else "",
        deposited=day(head.deposited_at),
        ends=day(head.ends_on),
    )


def _found(findings: Sequence[Finding], *rules: str) -> Finding | None:
    """What a check says and nobody accepted."""
    wanted = (f for f in findings if f.counts and (f.rule in rules or f.code in rules))
    return next(wanted, None)


def _standing(pieces: Sequence[PieceRow], kind: str) -> Standing:
    """The best of the pieces of a kind: one that is there goes before one that lacks."""
    mine = sorted((p for p in pieces if p.kind == kind), key=lambda p: p.state in LACKING)
    return Standing(mine[0].state, f"piece:{mine[0].id.hex()}") if mine else Standing()
