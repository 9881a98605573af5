"""For whom: how many people, how many women, how many who live in a priority quarter."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.registry import arithmetic, people_source
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.money import percent


@arithmetic("public-women")
def women(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    total, among = facts.beneficiaries, facts.women
    if total is not None and among is not None and among > total:
        yield Hit(Source("Dont femmes", str(among), "field:women"), people_source(facts))


@arithmetic("public-negative")
def negative(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    counts = (
        ("total", "Bénéficiaires annoncés", facts.beneficiaries, "beneficiaries"),
        ("women", "Dont femmes", facts.women, "women"),
        ("quarter", "Dont habitants des quartiers", facts.from_quarter, "from_quarter"),
    )
    for mark, name, count, field in counts:
        if count is not None and count < 0:
            yield Hit(
                Source(name, str(count), f"field:{field}"), Source(rule.title, "zéro ou plus"), mark=mark
            )


@arithmetic("public-zero")
def zero(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    if facts.beneficiaries == 0:
        yield Hit(people_source(facts), Source(rule.title, "au moins une personne"))


@arithmetic("public-quarter")
def quarter(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """The share of the public that lives in a priority quarter."""
    total, among = facts.beneficiaries, facts.from_quarter
    if not total or among is None or among < 0 or among * 100 >= total * rule.number("floor"):
        return
    where = Source("Dont habitants des quartiers", str(among), "field:from_quarter")
    said = {"share": percent(among, total), "floor": f"{rule.number('floor')}\u00a0%"}
    yield Hit(where, people_source(facts), said)


@arithmetic("public-quarter-more")
def quarter_more(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    total, among = facts.beneficiaries, facts.from_quarter
    if total is not None and among is not None and among > total:
        yield Hit(
            Source("Dont habitants des quartiers", str(among), "field:from_quarter"), people_source(facts)
        )


@arithmetic("public-quarter-unknown")
def quarter_unknown(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    if facts.beneficiaries and facts.from_quarter is None:
        where = Source("Dont habitants des quartiers", "inconnu", "field:from_quarter")
        yield Hit(where, Source(rule.title, "à demander"))
