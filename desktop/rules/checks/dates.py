"""When: the order of dates, the exercise of the call, the closing of the wave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.registry import arithmetic, day
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source


def _starts(facts: DossierFacts) -> Source:
    return Source(
        "Début de l’action", day(facts.starts_on) if facts.starts_on else "inconnu", "field:starts_on"
    )


def _ends(facts: DossierFacts) -> Source:
    return Source("Fin de l’action", day(facts.ends_on) if facts.ends_on else "inconnue", "field:ends_on")


@arithmetic("date-order")
def order(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        yield Hit(_starts(facts), _ends(facts))


@arithmetic("date-late")
def late(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """After the closing of the last wave that could take it, for this kind of applicant."""
    deposited, closes = facts.deposited_on, facts.closes_on
    if deposited and closes and deposited > closes:
        where = Source("Date de dépôt", day(deposited), "field:deposited_at")
        wave = Source(f"Clôture, {facts.wave.lower() or 'vague'}", day(closes))
        yield Hit(where, wave, {"day": day(deposited), "closing": day(closes)})


@arithmetic("date-wave")
def wave(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """After the closing of one wave, in time for the next."""
    deposited, missed = facts.deposited_on, facts.missed_on
    late_too = facts.closes_on is not None and deposited is not None and deposited > facts.closes_on
    if deposited and missed and not late_too:
        where = Source("Date de dépôt", day(deposited), "field:deposited_at")
        said = {"day": day(deposited), "closing": day(missed), "wave": facts.wave.lower() or "vague suivante"}
        yield Hit(where, Source("Clôture de la vague précédente", day(missed)), said)


def _last(facts: DossierFacts, rule: Rule, year: int, *, end: bool) -> date:
    # A school year may run over into the next civil year.
    if facts.kind == "school" or end:
        return date(year + 1, rule.number("last_month"), rule.number("last_day"))
    return date(year, 12, 31)


@arithmetic("date-start")
def start(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    year, begins = facts.exercise, facts.starts_on
    if year and begins and not date(year, 1, 1) <= begins <= _last(facts, rule, year, end=False):
        yield Hit(_starts(facts), Source("Exercice de l’appel", str(year)), {"year": str(year)})


@arithmetic("date-end")
def end(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    year, ends = facts.exercise, facts.ends_on
    if year and ends and not date(year, 1, 1) <= ends <= _last(facts, rule, year, end=True):
        yield Hit(_ends(facts), Source("Exercice de l’appel", str(year)), {"year": str(year)})
