"""What happens on which day: waves that open and close, committees, dates of dossiers, holidays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from desktop.rules.agenda import Term
from desktop.rules.clocks import easter
from desktop.rules.french import plural
from desktop.rules.journey import Tone

_KINDS = {
    "association": "associations", "school": "établissements scolaires", "public": "organismes publics",
    "other": "autres porteurs", "renewal": "reconductions",
}  # fmt: skip
_MANY = {
    "silence": ("refus tacite", "refus tacites"), "answer": ("réponse attendue", "réponses attendues"),
    "appeal": ("fin de recours", "fins de recours"), "payment": ("versement", "versements"),
    "report": ("compte rendu attendu", "comptes rendus attendus"), "own": ("échéance", "échéances"),
    "condition": ("condition attendue", "conditions attendues"),
    "change": ("changement à répondre", "changements à répondre"),
}  # fmt: skip
_TONES: dict[str, Tone] = {
    "silence": "bad",
    "answer": "warn",
    "payment": "warn",
    "report": "warn",
    "own": "accent",
    "condition": "warn",
    "change": "warn",
}


class DayEvent(NamedTuple):
    """One line of a day; `dossiers` are the keys it speaks of."""

    words: str
    tone: Tone
    kind: str  # wave, committee, holiday, or the kind of a term
    dossiers: tuple[bytes, ...] = ()


class WaveDates(NamedTuple):
    """One wave as the calls file tells it; `closings` per kind of applicant."""

    title: str
    opens_on: date | None
    closings: Mapping[str, date]
    decides_on: date | None


def events(
    waves: Iterable[WaveDates], terms: Iterable[tuple[Term, bytes, str]]
) -> dict[date, list[DayEvent]]:
    """Day -> what happens; `terms` are (term, key of the dossier, its number)."""
    found: dict[date, list[DayEvent]] = defaultdict(list)
    for wave in waves:
        if wave.opens_on:
            found[wave.opens_on].append(DayEvent(f"Ouverture : {wave.title}", "good", "wave"))
        for day, kinds in _by_day(wave.closings).items():
            who = (
                ""
                if set(kinds) >= set(_KINDS) - {"renewal"}
                else f" ({', '.join(_KINDS.get(k, k) for k in kinds)})"
            )
            found[day].append(DayEvent(f"Clôture : {wave.title}{who}", "bad", "wave"))
        if wave.decides_on:
            found[wave.decides_on].append(DayEvent(f"Comité : {wave.title}", "violet", "committee"))
    for day, together in _grouped(terms).items():
        found[day] += together
    return dict(found)


def _by_day(closings: Mapping[str, date]) -> dict[date, list[str]]:
    days: dict[date, list[str]] = defaultdict(list)
    for kind, day in closings.items():
        days[day].append(kind)
    return days


def _grouped(terms: Iterable[tuple[Term, bytes, str]]) -> dict[date, list[DayEvent]]:
    """One's own dates each, the others counted by kind."""
    days: dict[date, list[DayEvent]] = defaultdict(list)
    counted: dict[tuple[date, str], list[tuple[bytes, str]]] = defaultdict(list)
    for term, key, number in terms:
        if term.kind == "own":
            words = f"{term.words} ({number})" if number else term.words  # one of no dossier has none
            days[term.on].append(DayEvent(words, "accent", "own", (key,) if key else ()))
        else:
            counted[term.on, term.kind].append((key, number))
    for (day, kind), which in sorted(counted.items()):
        one, many = _MANY[kind]
        words = (
            f"{one} : {which[0][1]}" if len(which) == 1 else f"{len(which)} {plural(len(which), one, many)}"
        )
        tone = _TONES.get(kind, "neutral")
        days[day].append(DayEvent(words[0].upper() + words[1:], tone, kind, tuple(key for key, _ in which)))
    return days


def holiday(day: date) -> str:
    """The name of a public holiday of France, "" for another day."""
    fixed = {
        (1, 1): "Jour de l’An", (5, 1): "Fête du Travail", (5, 8): "Victoire 1945", (7, 14): "Fête nationale",
        (8, 15): "Assomption", (11, 1): "Toussaint", (11, 11): "Armistice 1918", (12, 25): "Noël",
    }  # fmt: skip
    moving = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}
    for shift, name in moving.items():
        if day == easter(day.year) + timedelta(days=shift):
            return name
    return fixed.get((day.month, day.day), "")


def month_grid(year: int, month: int) -> list[date]:
    """The 42 days of six weeks that show a month, from a Monday on."""
    first = date(year, month, 1)
    start = first - timedelta(days=first.weekday())
    return [start + timedelta(days=shift) for shift in range(42)]
