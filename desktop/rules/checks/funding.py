"""The money asked: amounts that do not stand, and the thresholds with what each demands."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.registry import arithmetic, asked_source, cost_source
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.money import euros


@arithmetic("money-asked")
def asked(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    if facts.asked is None or facts.asked <= 0:
        yield Hit(asked_source(facts), Source(rule.title, "un montant positif"))


@arithmetic("money-over")
def over(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if facts.asked is not None and facts.cost is not None and 0 < facts.cost < facts.asked:
        yield Hit(
            asked_source(facts), cost_source(facts), {"asked": euros(facts.asked), "cost": euros(facts.cost)}
        )


@arithmetic("money-proposed")
def proposed(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if facts.proposed is not None and facts.asked is not None and facts.proposed > facts.asked > 0:
        yield Hit(asked_source(facts), Source("Montant proposé", euros(facts.proposed), "field:proposed"))


def _best(facts: DossierFacts) -> tuple[str, int]:
    """What counts against a threshold: what was voted, else proposed, else asked."""
    told = (("voté", facts.voted), ("proposé", facts.proposed), ("demandé", facts.asked))
    return next(((name, cents) for name, cents in told if cents is not None), ("demandé", 0))


def _all_given(facts: DossierFacts) -> int:
    return _best(facts)[1] + sum(
        given.amount for given in facts.granted_before if given.year == facts.exercise
    )


def _threshold(facts: DossierFacts, rule: Rule, name: str, cents: int) -> Iterator[Hit]:
    limit = rule.number("above")
    if cents > limit:
        left = Source(name, euros(cents), "field:asked")
        said = {"amount": euros(cents), "above": euros(limit)}
        yield Hit(left, Source("Seuil", euros(limit)), said)


@arithmetic("threshold-convention")
def convention(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """Of one authority in the year: the largest share asked, and what that funder already gave."""
    stage, cents = _best(facts)
    shares = dict(facts.asked_of) if stage == "demandé" and facts.asked_of else {"": cents}
    totals = {
        name: share
        + sum(g.amount for g in facts.granted_before if g.year == facts.exercise and g.funder == name)
        for name, share in shares.items()
    }
    name, most = max(totals.items(), key=lambda item: item[1])
    label = f"Montant {stage}, {name}" if name else f"Montant {stage}"
    yield from _threshold(facts, rule, label, most)


@arithmetic("threshold-accounts")
def accounts(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    yield from _threshold(facts, rule, "Argent public de l’année connu ici", _all_given(facts))


@arithmetic("threshold-auditor")
def auditor(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    yield from _threshold(facts, rule, "Argent public de l’année connu ici", _all_given(facts))
