"""Where: quarters of the list, open to the call, and the outline that holds the place of the action."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.rules.checks.facts import DossierFacts
from desktop.rules.checks.registry import arithmetic
from desktop.rules.checks.rule import Hit, Rule
from desktop.rules.findings import Source
from desktop.rules.folding import fold


def _listed(facts: DossierFacts) -> Source:
    return Source("Quartiers de l’appel", ", ".join(sorted(facts.open_quarters)) or "liste non donnée")


@arithmetic("quarter-unknown")
def unknown(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    for name in facts.unknown_quarters:
        where = Source("Quartiers de la demande", name, "field:quarters")
        yield Hit(where, _listed(facts), {"name": name}, mark=fold(name), tied=(name,))


@arithmetic("quarter-closed")
def closed(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    for code in facts.quarters:
        if facts.open_quarters and code not in facts.open_quarters:
            where = Source("Quartiers de la demande", code, "field:quarters")
            yield Hit(where, _listed(facts), {"name": code}, mark=code)


@arithmetic("quarter-none")
def none(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if not facts.quarters and not facts.unknown_quarters:
        yield Hit(
            Source("Quartiers de la demande", "aucun", "field:quarters"), _listed(facts), tied=("aucun",)
        )


@arithmetic("place-outside")
def outside(facts: DossierFacts, rule: Rule) -> Iterator[Hit]:
    """A place with coordinates that no quarter asked for holds, nor has near its border."""
    asked = Source("Quartiers de la demande", ", ".join(facts.quarters) or "aucun", "field:quarters")
    for spot in facts.spots:
        metres = dict(spot.metres)
        near = [far for code, far in metres.items() if code in facts.quarters]
        if not metres or (near and min(near) <= rule.number("near_metres")):
            continue
        inside = [code for code, far in metres.items() if far == 0]
        told = f"dans {', '.join(inside)}" if inside else f"à {min(metres.values())}\u00a0m du plus proche"
        said = {"name": spot.name, "inside": ", ".join(inside)}
        where = Source("Lieu de l’action", f"{spot.name} ({told})", "field:place")
        yield Hit(where, asked, said, mark=fold(spot.name), other="elsewhere" if inside else "")


@arithmetic("challenge-none")
def challenge(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if not facts.challenges:
        yield Hit(Source("Défis de la demande", "aucun", "section:action"), Source("Grille", "onze défis"))
