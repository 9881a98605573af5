"""Coordinated proposals: what desktop.rules.together finds, among the checks of the dossier."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.registry import arithmetic
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source

_PLACE = "sheet:together"
_REGRANT = frozenset({"project-regrant", "project-bought", "project-beyond"})
_PEOPLE = frozenset({"project-leader", "project-alone", "project-agreement"})


def _hits(facts: DossierFacts, rule: Rule, codes: frozenset[str], *, but: bool = False) -> Iterator[Hit]:
    """One hit a sentence; `but`: of every other code. Its rank tells apart those of one code."""
    seen: dict[str, int] = {}
    for told in facts.together:
        if (told.code in codes) is but:
            continue
        rank = seen[told.code] = seen.get(told.code, 0) + 1
        left = Source("Projet commun", told.sentence, _PLACE)
        mark = f"{told.code.removeprefix('project-')}.{rank}"
        yield Hit(left, Source(rule.title, rule.law), {"told": told.sentence}, mark=mark, level=told.level)


@arithmetic("project-balance")
def balance(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    return _hits(facts, rule, _REGRANT | _PEOPLE, but=True)


@arithmetic("project-regrant")
def regrant(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    return _hits(facts, rule, _REGRANT)


@arithmetic("project-people")
def people(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    return _hits(facts, rule, _PEOPLE)
