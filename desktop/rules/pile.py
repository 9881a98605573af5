"""The pile of the morning: which dossier first, by deadline, risk and size, each reason said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from desktop.rules.agenda import Term
from desktop.rules.clocks import CONVENTION_ABOVE, days_left, left_text
from desktop.rules.french import plural
from desktop.rules.journey import Tone
from desktop.rules.money import euros

Order = Literal["advised", "deadline", "risk", "size"]
Verdict = Literal["later", "complete", "complements", "deep"]
VERDICTS: dict[str, str] = {
    "later": "Plus tard",
    "complete": "Complet",
    "complements": "Compléments",
    "deep": "Étude approfondie",
}
_LONGEST_PAUSE = 30  # minutes: a longer one is a break, not the pace


class Pending(NamedTuple):
    """One dossier that may be in the pile. Money in cents."""

    key: bytes
    number: str
    applicant: str
    title: str
    stage: str
    officer: str = ""
    term: Term | None = None  # the nearest
    bad: int = 0  # findings not accepted
    warn: int = 0
    missing: int = 0  # pieces missing, refused or expired
    asked: int | None = None
    verdict: str = ""
    until: date | None = None  # of "later"
    judged_at: datetime | None = None


class Ranked(NamedTuple):
    """A dossier in its place: three measures, and the reasons as an officer would say them."""

    what: Pending
    urgency: int
    risk: int
    size: int
    reasons: tuple[tuple[str, Tone], ...]

    @property
    def advised(self) -> int:
        return self.urgency + self.risk + self.size


def waits(one: Pending, person: str, today: date, *, everyone: bool) -> bool:
    """Whether it is in the pile of this person today: theirs or nobody's, and not put off."""
    if not everyone and one.officer not in ("", person):
        return False
    if one.verdict == "later":
        return one.until is None or one.until <= today
    if one.verdict == "complements" and one.term is not None and one.term.kind == "answer":
        return one.term.passed(today)  # the applicant has the ball
    return not (one.judged_at is not None and one.judged_at.date() == today)


def ranked(pile: Iterable[Pending], today: date, order: Order = "advised") -> list[Ranked]:
    """The pile in order; equals stay by number."""
    found = [_measured(one, today) for one in pile]
    return sorted(found, key=lambda one: (_place(one, order), one.what.number))


def _place(one: Ranked, order: Order) -> int:
    if order == "deadline":
        return (one.what.term.on if one.what.term else date.max).toordinal()
    return -{"advised": one.advised, "risk": one.risk, "size": one.what.asked or 0}[order]


def _measured(one: Pending, today: date) -> Ranked:
    urgency, reasons = 0, []
    if one.term is not None:
        left = days_left(one.term.on, today)
        urgency = 100 if left < 0 else 80 if left <= 3 else 50 if left <= 10 else 20 if left <= 30 else 5
        tone: Tone = "bad" if left <= 3 else "warn" if left <= 10 else "neutral"
        if one.term.remind_on is not None and one.term.remind_on <= today and urgency < 50:
            urgency, tone = 50, "warn"
        reasons.append((f"{one.term.words} : {left_text(one.term.on, today)}", tone))
    risk = min(45, 15 * one.bad) + min(20, 4 * one.warn) + min(20, 5 * one.missing)
    if one.bad:
        reasons.append((f"{one.bad} {plural(one.bad, 'anomalie')}", "bad"))
    if one.warn:
        reasons.append((f"{one.warn} {plural(one.warn, 'point')} à voir", "warn"))
    if one.missing:
        reasons.append((f"{one.missing} {plural(one.missing, 'pièce')} à obtenir", "warn"))
    asked = one.asked or 0
    size = 15 if asked > CONVENTION_ABOVE else 8 if asked > 10_000_00 else 4 if asked > 5_000_00 else 0
    if one.asked:
        reasons.append((euros(one.asked), "neutral"))
    return Ranked(one, urgency, risk, size, tuple(reasons))


def pace(times: Sequence[datetime]) -> int | None:
    """Minutes a dossier takes: the median pause between two verdicts of a day; None with fewer than three."""
    ordered = sorted(times)
    pauses = [(b - a).total_seconds() / 60 for a, b in pairwise(ordered)]
    worked = [pause for pause in pauses if pause <= _LONGEST_PAUSE]
    return max(1, round(median(worked))) if len(worked) >= 2 else None
