"""The committee: kinds of session, roles, presence, the quorum in words, states, and the pace of the room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from desktop.rules.french import plural
from desktop.rules.ruling import BY_CODE

KINDS: dict[str, str] = {
    "technical": "Comité technique",
    "funders": "Pré-comité des financeurs",
    "steering": "Comité de pilotage",
    "council": "Conseil",
}
# What a session of a higher level decides takes the place of what a lower one decided before it.
LEVEL: dict[str, int] = {kind: level for level, kind in enumerate(KINDS)}
ROLES: dict[str, str] = {
    "chair": "Préside",
    "secretary": "Secrétaire",
    "member": "Membre",
    "guest": "Invité",
}
PRESENCES: dict[str, str] = {
    "": "Non pointé",
    "present": "Présent",
    "represented": "Représenté",
    "excused": "Excusé",
    "absent": "Absent",
}
STATES: dict[str, str] = {"prepared": "En préparation", "running": "En séance", "closed": "Close"}
ITEM_STATES: dict[str, str] = {"waiting": "À examiner", "decided": "Décidé", "postponed": "Reporté"}
COUNTED = ("present", "represented")  # who makes the quorum and votes
INTEREST = "interest"  # why somebody is out of the room: declared in the register


class Seat(NamedTuple):
    """One member, as far as the quorum and the votes go."""

    voting: bool
    presence: str


class Quorum(NamedTuple):
    """Who is there against who must be."""

    needed: int | None
    there: int
    of: int  # voting members
    met: bool
    words: str


def quorum(needed: int | None, seats: Iterable[Seat]) -> Quorum:
    """Whether enough voting members are there, and the sentence that says so."""
    voting = [seat for seat in seats if seat.voting]
    there = sum(seat.presence in COUNTED for seat in voting)
    told = any(seat.presence for seat in voting)
    here = f"{there} {plural(there, 'membre votant présent', 'membres votants présents')} sur {len(voting)}"
    if needed is None:
        return Quorum(None, there, len(voting), True, f"{here}, sans quorum exigé.")
    if there >= needed:
        return Quorum(needed, there, len(voting), True, f"Quorum atteint : {here}, {needed} requis.")
    if not told:
        who = plural(needed, "membre votant requis", "membres votants requis")
        words = f"Présences à pointer : {needed} {who}."
        return Quorum(needed, there, len(voting), False, words)
    return Quorum(needed, there, len(voting), False, f"Quorum non atteint : {here}, {needed} requis.")


def votes_faults(
    votes: tuple[int | None, int | None, int | None], seats: Iterable[Seat], out: int
) -> list[str]:
    """French sentences on vote counts that cannot be; `out` voting members are out of the room."""
    told = [count for count in votes if count is not None]
    if any(count < 0 for count in told):
        return ["Un nombre de voix ne peut pas être négatif."]
    listed = [seat for seat in seats if seat.voting]
    there = sum(seat.presence in COUNTED for seat in listed)
    room = max(0, (there or len(listed)) - out)
    if listed and sum(told) > room:
        who = plural(room, "membre votant", "membres votants")
        return [f"{sum(told)} voix pour {room} {who} dans la salle : recomptez."]
    return []


def votes_words(votes: tuple[int | None, int | None, int | None]) -> str:
    """« 6 pour, 1 contre, 2 abstentions »; "" when nothing was counted."""
    names = (("pour", "pour"), ("contre", "contre"), ("abstention", "abstentions"))
    told = [f"{n} {plural(n, *name)}" for n, name in zip(votes, names, strict=True) if n]
    return ", ".join(told)


def out_words(name: str, why: str, nature: str = "") -> str:
    """« Mme Exemple doit quitter la salle (membre du bureau) »."""
    reason = nature or ("intérêt déclaré" if why == INTEREST else why)
    return f"{name} doit quitter la salle" + (f" ({reason})" if reason else "")


def item_words(state: str, outcome: str) -> str:
    """What the session says of a dossier, in a word or two."""
    if state == "decided" and outcome in BY_CODE:
        return BY_CODE[outcome].label
    return ITEM_STATES.get(state, state)


_LONG = dt.timedelta(minutes=30)  # longer than that, the session had a break


def rhythm(times: Sequence[dt.datetime], opened: dt.datetime | None) -> dt.timedelta | None:
    """How long a dossier takes, measured in the room; breaks are left out. None before the second one."""
    marks = sorted([*([opened] if opened else []), *times])
    steps = [after - before for before, after in pairwise(marks)]
    told = [step for step in steps if dt.timedelta(0) <= step <= _LONG]
    if len(told) < 2:
        return None
    return sum(told, dt.timedelta(0)) / len(told)


def pace_words(done: int, total: int, pace: dt.timedelta | None) -> str:
    """« 9 passés sur 24 · encore 1 h 10 à ce rythme »."""
    left = total - done
    words = f"{done} {plural(done, 'passé', 'passés')} sur {total}"
    if total and not left:
        return f"{words} · l’ordre du jour est épuisé"
    if pace is None or not left:
        return words
    return f"{words} · encore {span_words(pace * left)} à ce rythme"


def span_words(span: dt.timedelta) -> str:
    """« 1 h 10 », « 25 min »; rounded up to five minutes past a quarter of an hour."""
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes > 15:
        minutes = -(-minutes // 5) * 5
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if hours else f"{rest} min"
