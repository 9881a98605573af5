"""The same thing twice: twin dossiers, the same action, purchase or salary elsewhere or before."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.rules.checks.facts import DossierFacts, Double
from desktop.rules.checks.registry import arithmetic
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.folding import fold


@arithmetic("twin-same")
def same(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    for other in facts.neighbours:
        if fold(other.title) == fold(facts.title):
            left = Source("Cette demande", facts.title, "section:action")
            right = Source(
                f"Dossier {other.number}", other.title, f"dossier:{other.key}" if other.key else ""
            )
            yield Hit(left, right, {"number": other.number}, mark=other.number)


@arithmetic("twin-other")
def twin(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    others = [other for other in facts.neighbours if fold(other.title) != fold(facts.title)]
    if others:
        names = ", ".join(other.number for other in others)
        place = f"dossier:{others[0].key}" if others[0].key else ""
        left = Source("Cette demande", facts.title, "section:action")
        right = Source(f"Dossier {others[0].number}", others[0].title, place)
        yield Hit(left, right, {"numbers": names})


def _doubles(facts: DossierFacts, kind: str) -> Iterator[Hit]:
    for double in facts.doubles:
        if double.kind == kind:
            mine = Source("Cette demande", double.mine, double.place or "section:action")
            place = "section:history" if kind == "grant" else f"dossier:{double.key}"
            said = {"where": double.where, "common": double.common, "year": str(double.year or "")}
            # Settled once for the pair: it never comes back, whatever is rewritten on either side.
            yield Hit(
                mine, Source(double.where, double.theirs, place), said, mark=_mark(double), tied=(double.key,)
            )


def _mark(double: Double) -> str:
    return f"{double.key}.{double.mark}" if double.mark else double.key


@arithmetic("double-action")
def action(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    yield from _doubles(facts, "action")


@arithmetic("double-line")
def line(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    yield from _doubles(facts, "line")


@arithmetic("double-grant")
def grant(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    yield from _doubles(facts, "grant")
