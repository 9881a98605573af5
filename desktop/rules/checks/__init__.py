"""What is odd in a dossier, or in order: the arithmetic of resources/checks, one room a family."""

from __future__ import annotations

from collections.abc import Collection

from desktop.rules.checks import (  # each room registers its arithmetic
    budget,
    dates,
    funding,
    history,
    identity,
    pieces,
    places,
    public,
    texts,
    together,
)
from desktop.rules.checks.facts import DossierFacts, Neighbour
from desktop.rules.checks.registry import ARITHMETIC
from desktop.rules.checks.rule import Rule, Rulebook, amended, finding, read_book
from desktop.rules.findings import Finding, ordered, worst

__all__ = [
    "ARITHMETIC", "DossierFacts", "Neighbour", "Rule", "Rulebook", "amended", "budget", "check", "dates",
    "funding", "history", "identity", "pieces", "places", "public", "read_book", "texts", "together",
    "worst",
]  # fmt: skip


def check(facts: DossierFacts, book: Rulebook, families: Collection[str] = ()) -> list[Finding]:
    """Everything the rules see, the worst first; only some families when they are named."""
    call = (facts.call_kind, facts.call_code)
    return ordered(
        finding(rule, hit)
        for rule in book
        if rule.applies(facts.kind, call) and (not families or rule.family in families)
        for hit in ARITHMETIC[rule.code](facts, rule)
    )
