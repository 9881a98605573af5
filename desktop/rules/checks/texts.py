"""The texts: missing or short, running costs, figures that are not those of the form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from desktop.rules.budget import totals
from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.figures import Figure, amounts, counted, passage, plain, spans
from desktop.rules.checks.registry import (
    arithmetic,
    asked_source,
    cost_source,
    day,
    people_source,
    text_source,
)
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.folding import fold
from desktop.rules.money import euros
from desktop.rules.sections import TITLES

_EVERY = tuple(TITLES)


def _either(words: Sequence[str]) -> str:
    listed = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
    return rf"\b(?:{listed})\b"


@arithmetic("text-missing")
def missing(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """Without these texts an application cannot be judged; a placeholder is told as too short."""
    for code in rule.values["sections"]:
        text = facts.texts.get(code, "").strip()
        # « Tout public » says it all: the public is often one choice of a list.
        if len(text) < (3 if code == "public" else rule.number("short")):
            other = "short" if text else ""
            where = Source(TITLES[code], text or "vide", f"section:{code}")
            yield Hit(where, Source("Formulaire", "texte attendu"), {"title": TITLES[code]}, code, other)


@arithmetic("running-costs")
def running(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """The first words that announce a grant for running costs."""
    pattern = re.compile(_either(rule.words("words")))
    for code, text in (("title", facts.title), *facts.texts.items()):
        found = pattern.search(plain(text))
        if found:
            place = "section:action" if code == "title" else f"section:{code}"
            left = Source(TITLES.get(code, "Intitulé"), passage(text, found.start(), found.end()), place)
            yield Hit(left, Source("Règle de l’appel", "des actions précises, pas de fonctionnement"))
            return


@arithmetic("figure-people")
def people(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """How many people the texts say they reach, when no text says the figure of the form."""
    if facts.beneficiaries is None:
        return
    nouns, sections = rule.words("nouns"), rule.values["sections"]
    before = _either(rule.words("verbs")) + r" (?:\w+ )?(?:environ |pres de |jusqu'a |plus de )?"
    told = list(counted(facts.texts, sections, before, nouns))
    every = {f.value for f in counted(facts.texts, _EVERY, r"\b", nouns)} | {f.value for f in told}
    if told and facts.beneficiaries not in every:
        most = max(told, key=lambda figure: figure.value)
        said = {"text": str(most.value), "form": str(facts.beneficiaries)}
        yield Hit(text_source(most.section, most.passage), people_source(facts), said)


@arithmetic("figure-asked")
def asked(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """An amount that a text says it asks."""
    known = {facts.asked, *(cents for _, cents in facts.asked_of), *(cents for _, cents in facts.budgeted)}
    off = _off(facts, rule, known)
    if off and facts.asked is not None:
        said = {"text": euros(off.value), "form": euros(facts.asked)}
        yield Hit(text_source(off.section, off.passage), asked_source(facts), said)


@arithmetic("figure-cost")
def cost(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """An amount that a text says the whole action costs."""
    sums = totals(facts.budget)
    off = _off(facts, rule, {facts.cost, sums.charges, sums.cash_charges})
    if off and facts.cost is not None:
        said = {"text": euros(off.value), "form": euros(facts.cost)}
        yield Hit(text_source(off.section, off.passage), cost_source(facts), said)


def _off(facts: DossierFacts, rule: Rule, known: set[int | None]) -> Figure | None:
    before = _either(rule.words("words")) + r"[^.;\d]{0,40}?"
    told = list(amounts(facts.texts, _EVERY, before))
    return next(iter(told), None) if told and not {f.value for f in told} & known else None


@arithmetic("figure-dates")
def dates(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """Two dates of a text that leave the dates of the form on either side."""
    starts, ends = facts.starts_on, facts.ends_on
    if starts is None or ends is None or ends < starts:
        return
    slack = timedelta(days=rule.number("slack_days"))
    for span in spans(facts.texts, rule.values["sections"], facts.exercise or starts.year):
        if span.starts < starts - slack or span.ends > ends + slack:
            form = Source("Dates du formulaire", f"du {day(starts)} au {day(ends)}", "field:starts_on")
            yield Hit(
                text_source(span.section, span.passage),
                form,
                {"text": f"{day(span.starts)}–{day(span.ends)}"},
            )
            return


@arithmetic("figure-sessions")
def sessions(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """The same noun counted once in two texts, and not alike."""
    by_noun: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in counted(facts.texts, rule.values["sections"], r"\b", rule.words("nouns"), touching=True):
        by_noun[figure.noun.rstrip("s")][figure.section].append(figure)
    for noun, told in by_noun.items():
        once = [figures[0] for figures in told.values() if len(figures) == 1]
        if len(once) == len(told) >= 2 and once[0].value != once[1].value:
            one, other = once[0], once[1]
            said = {"noun": noun + "s", "one": str(one.value), "other": str(other.value)}
            yield Hit(
                text_source(one.section, one.passage),
                text_source(other.section, other.passage),
                said,
                fold(noun),
            )
