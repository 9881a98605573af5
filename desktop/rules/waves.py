"""The waves of a call: when each closes for whom, in which one a dossier falls, which dates are odd."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from desktop.rules.french import date_long

RENEWAL = "renewal"  # an applicant that asks for its action again, whatever it is but a school
KINDS = {
    "association": "associations", "school": "établissements scolaires", "public": "organismes publics",
    "other": "autres porteurs", RENEWAL: "reconductions",
}  # fmt: skip
_USUAL = "association"


class Wave(NamedTuple):
    """One wave; `closes_on` for all, unless `closings` says otherwise for a kind of applicant."""

    key: bytes
    rank: int
    title: str
    opens_on: date | None
    closes_on: date | None
    closings: Mapping[str, date]
    decides_on: date | None


class Told(NamedTuple):
    """What is odd in the dates of a wave; what is `bad` is refused, the rest is told."""

    level: Literal["bad", "warn"]
    sentence: str


def read_closings(text: str | None) -> dict[str, date]:
    """ "school=2026-04-30", one a line; a line that is no date is left out."""
    found = {}
    for line in (text or "").splitlines():
        kind, _, day = line.partition("=")
        try:
            found[kind.strip()] = date.fromisoformat(day.strip()[:10])
        except ValueError:
            continue
    return found


def write_closings(closings: Mapping[str, date]) -> str:
    """The lines that `read_closings` reads, in the order of KINDS."""
    order = [*KINDS, *(kind for kind in closings if kind not in KINDS)]
    return "\n".join(f"{kind}={closings[kind].isoformat()}" for kind in order if kind in closings)


def closing(
    closings: Mapping[str, date], usual: date | None, kind: str, *, renewal: bool = False
) -> date | None:
    """When a wave closes for an applicant: schools have their own day, renewals theirs, the others that of
    their kind, else the one of all."""
    if renewal and kind != "school" and RENEWAL in closings:
        return closings[RENEWAL]
    return closings.get(kind) or closings.get(_USUAL) or usual


def wave_of(waves: Sequence[Wave], kind: str, day: date | None, *, renewal: bool = False) -> Wave | None:
    """The first wave still open to this applicant on that day, else the last one; None without any wave."""
    for wave in waves:
        closes = closing(wave.closings, wave.closes_on, kind, renewal=renewal)
        if day and closes and day <= closes:
            return wave
    return waves[-1] if waves else None


def faults(waves: Sequence[Wave]) -> list[Told]:
    """What is odd in the dates of a call, wave by wave, in the order of their ranks."""
    found = [told for wave in waves for told in _within(wave)]
    for before, after in pairwise(waves):
        found += _between(before, after)
    return found


def _days(wave: Wave) -> dict[str, date]:
    days = {KINDS.get(kind, kind): day for kind, day in wave.closings.items()}
    return days or ({"tous": wave.closes_on} if wave.closes_on else {})


def _within(wave: Wave) -> Iterable[Told]:
    days = _days(wave)
    if not days:
        yield Told("warn", f"{wave.title} : aucune date de clôture, la vague reste ouverte.")
    for who, day in days.items():
        if wave.opens_on and day < wave.opens_on:
            yield Told(
                "bad",
                f"{wave.title} : la clôture ({who}, {date_long(day)}) précède l’ouverture "
                f"({date_long(wave.opens_on)}).",
            )
        if wave.decides_on and day > wave.decides_on:
            yield Told(
                "warn",
                f"{wave.title} : le comité du {date_long(wave.decides_on)} se tient avant la clôture "
                f"({who}, {date_long(day)}) : ces dossiers attendront une autre séance.",
            )
    if wave.opens_on and wave.decides_on and wave.decides_on < wave.opens_on:
        yield Told("bad", f"{wave.title} : le comité se tient avant l’ouverture de la vague.")


def _between(before: Wave, after: Wave) -> Iterable[Told]:
    for kind, who in KINDS.items():
        first, second = before.closings.get(kind), after.closings.get(kind)
        if first and second and second <= first:
            yield Told(
                "bad",
                f"{after.title} se clôt pour les {who} le {date_long(second)}, avant {before.title} "
                f"({date_long(first)}) : personne n’y tomberait.",
            )
    if before.decides_on and after.decides_on and after.decides_on <= before.decides_on:
        yield Told(
            "bad",
            f"Le comité de {after.title} ({date_long(after.decides_on)}) se tient avant celui de "
            f"{before.title} ({date_long(before.decides_on)}).",
        )
