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
def outside(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    """A place with coordinates that no outline of the quarters asked for holds."""
    asked = Source("Quartiers de la demande", ", ".join(facts.quarters) or "aucun", "field:quarters")
    for spot in facts.spots:
        if spot.known and not set(spot.inside) & set(facts.quarters):
            told = (
                f"{spot.name} (dans {', '.join(spot.inside)})"
                if spot.inside
                else f"{spot.name} (hors quartier)"
            )
            other = "elsewhere" if spot.inside else ""
            said = {"name": spot.name, "inside": ", ".join(spot.inside)}
            where = Source("Lieu de l’action", told, "field:place")
            yield Hit(where, asked, said, mark=fold(spot.name), other=other)


@arithmetic("challenge-none")
def challenge(facts: DossierFacts, _rule: Rule) -> Iterator[Hit]:
    if not facts.challenges:
        yield Hit(Source("Défis de la demande", "aucun", "section:action"), Source("Grille", "onze défis"))
