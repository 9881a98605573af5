"""What a letter must say, and what is found wrong in it: the two sides of the last look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from desktop.rules.feedback import Kept

Level = Literal["error", "warning"]
Words = Sequence[tuple[str, str]]  # where (« corps », « tableau », « signature »…), what is printed there

GRANTS = frozenset({"granted", "partial"})
CONVENTION, SEVERAL_YEARS = "convention", "several_years"
# Papers that promise an amount: it stands in figures and in words, with the date of the report.
PROMISES = GRANTS | {CONVENTION, SEVERAL_YEARS}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend; only a letter without an error is green."""

    level: Level
    sentence: str
    where: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What the decision says, against which the words are held. Money in cents; None when not known."""

    kind: str  # an outcome, or received, incomplete
    day: date | None = None
    number: str = ""
    civility: str = ""
    total: int | None = None
    funders: tuple[tuple[str, int], ...] = ()
    amounts: frozenset[int] = frozenset()  # the others that may be named: asked, cost, instalments
    report_due: date | None = None
    outcome: str = ""  # of the decision as it stands
    outcomes: tuple[str, ...] = ()  # those that this kind of letter announces
    conditions: tuple[str, ...] = ()
    sat_on: date | None = None  # the committee
    act: str = ""  # number of the deliberation
    act_on: date | None = None
    signer: str = ""
    signer_from: date | None = None
    signer_until: date | None = None
    signer_to_confirm: bool = False
    legal: tuple[str, ...] = ()  # words this kind of letter must hold
    kept: tuple[Kept, ...] = ()  # names that a return to the applicant may not tell
    undrawable: str = ""  # characters the page cannot print
    edited: bool = field(default=False)
