"""The pieces of an application: which are due, until when one is valid, which earlier one serves again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.rules.clocks import add_months

ASKED_AT_ONCE = ("once", "yearly", "request")
# What the applicant still has to give: nothing came, or what came will not do.
LACKING = ("missing", "refused", "expired")
HELD = ("received", "announced", "waived")
STATES = ("missing", "announced", "received", "refused", "expired", "waived", "none")


@dataclass(frozen=True, slots=True)
class Kind:
    """A piece that one kind of applicant gives; `calls` are those that ask for it, empty for all."""

    code: str
    moment: str = "request"  # once, yearly, request, renewal, conditional, asked
    required: bool = True
    calls: frozenset[str] = frozenset()
    valid_months: int = 0  # 0: for ever
    reusable: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A piece that stands in some dossier, as far as its validity goes."""

    key: bytes
    code: str
    state: str
    has_file: bool
    dated: date | None = None  # of the document itself
    received: date | None = None
    expires: date | None = None

    @property
    def since(self) -> date | None:
        """The day its validity counts from: that of the document, else the day it came."""
        return self.dated or self.received


def is_due(kind: Kind, call: str, renewal: bool | None) -> bool:
    """Whether an application to this kind of call has to give the piece from the start."""
    if not kind.required or (kind.calls and call not in kind.calls):
        return False
    return kind.moment in ASKED_AT_ONCE or (kind.moment == "renewal" and bool(renewal))


def due(kinds: Iterable[Kind], call: str, renewal: bool | None) -> list[Kind]:
    """The pieces due, in the order given."""
    return [kind for kind in kinds if is_due(kind, call, renewal)]


def expiry(dated: date | None, valid_months: int, told: date | None = None) -> date | None:
    """The last day of a document: as it says itself, else from its date; None when it does not expire."""
    if told is not None:
        return told
    return add_months(dated, valid_months) if dated is not None and valid_months else None


def is_valid(day: date, dated: date | None, valid_months: int, told: date | None = None) -> bool:
    """Whether a document is still valid on a day; one whose date is unknown is not called expired."""
    last = expiry(dated, valid_months, told)
    return last is None or day <= last


def state_on(day: date, state: str, expires: date | None) -> str:
    """The state of a piece on a day: what was held and is past its last day is expired."""
    return "expired" if state in HELD and expires is not None and expires < day else state


def can_serve(kind: Kind, held: Held, day: date) -> bool:
    """Whether a piece of an earlier dossier may stand for a new one: found in order, still valid that day.

    Of a document whose date is unknown, validity counts from the day it came; with neither, it cannot serve.
    """
    if not kind.reusable or held.code != kind.code or not held.has_file or held.state != "received":
        return False
    if kind.valid_months and held.since is None and held.expires is None:
        return False
    return is_valid(day, held.since, kind.valid_months, held.expires)


def best(kind: Kind, pieces: Iterable[Held], day: date) -> Held | None:
    """The most recent piece that may serve, None when there is none."""
    fit = [held for held in pieces if can_serve(kind, held, day)]
    return max(fit, key=lambda held: (held.since or date.min, held.key), default=None)


def is_complete(states: Collection[str]) -> bool:
    """Whether nothing lacks."""
    return not any(state in LACKING for state in states)


def why_lacking(state: str, reason: str, expires: date | None) -> str:
    """What a request says after the name of a piece: « périmée depuis le … », its reason, or nothing."""
    if state == "expired" and expires is not None:
        return f"périmée depuis le {expires:%d/%m/%Y}"
    return reason if state == "refused" else ""


def items(rows: Sequence[tuple[str, str]]) -> list[str]:
    """« RIB (compte personnel) »: names of pieces with why each one is asked for again."""
    return [f"{name} ({why.rstrip('. ')})" if why else name for name, why in rows]
