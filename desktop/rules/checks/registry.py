"""The arithmetic of each rule, by the code of the rule; and the sources that many of them name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.money import euros
from desktop.rules.sections import TITLES

Arithmetic = Callable[[DossierFacts, Rule], Iterable[Hit]]
ARITHMETIC: dict[str, Arithmetic] = {}


def arithmetic(code: str) -> Callable[[Arithmetic], Arithmetic]:
    """The function computes the rule of this code."""

    def register(function: Arithmetic) -> Arithmetic:
        ARITHMETIC[code] = function
        return function

    return register


def day(value: date) -> str:
    """« 31/01/2026 »."""
    return value.strftime("%d/%m/%Y")


def asked_source(facts: DossierFacts) -> Source:
    """The amount asked, as the form says it."""
    told = "inconnu" if facts.asked is None else euros(facts.asked)
    return Source("Montant demandé", told, "field:asked")


def cost_source(facts: DossierFacts) -> Source:
    """The cost of the action, as the form says it."""
    return Source("Coût de l’action", "inconnu" if facts.cost is None else euros(facts.cost), "field:cost")


def people_source(facts: DossierFacts) -> Source:
    """How many people the form announces."""
    told = "inconnu" if facts.beneficiaries is None else str(facts.beneficiaries)
    return Source("Bénéficiaires annoncés", told, "field:beneficiaries")


def text_source(code: str, passage: str) -> Source:
    """A passage of one text of the application."""
    return Source(TITLES.get(code, "Intitulé"), passage, f"section:{code}")


def rule_source(rule: Rule, words: str) -> Source:
    """What the rule asks, when the other source is the rule itself."""
    return Source(rule.title, words)
