"""What the import says of a list of past grants: figures, sentences, what came of the file."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from desktop.rules.money import read_euros
from desktop.ui.intake.values import say
from desktop.ui.tongue import euros, plural

_FUNDERS, _YEARS = 6, 4  # told in full


def figures(history: dict[str, Any]) -> list[tuple[str, str]]:
    """The figures of the summary: (caption, value)."""
    return [
        (say("Nouvelles lignes"), str(history["new"])),
        (say("Déjà connues"), str(history["same"])),
        (say("Refusées"), str(history["refused"])),
        (say("Organismes"), str(history["bodies"])),
        (say("Porteurs d’ici"), str(history["applicants_here"])),
        (say("Total accordé"), euros(read_euros(history["granted_total"]) or 0)),
    ]


def sentences(history: dict[str, Any]) -> list[str]:
    """Whom of this base it concerns, what is to be settled, and the sums by funder and year."""
    here, bodies = history["lines_here"], history["applicants_here"]
    concern = say("{0} {1} {2} {3} de cette base.").format(
        here, plural(here, "ligne concerne", "lignes concernent"), bodies, plural(bodies, "porteur")
    )
    told = [concern if here else say("Aucune ligne ne concerne un porteur de cette base.")]
    if history["twice"]:
        twice = history["twice"]
        words = plural(twice, "ligne écrite deux fois, comptée", "lignes écrites deux fois, comptées")
        told.append(say("{0} {1} une fois.").format(twice, words))
    doubts = history["doubts"]
    if doubts:
        words = plural(doubts, "nom ressemble à celui d’un porteur", "noms ressemblent à ceux de porteurs")
        told.append(
            say("{0} {1} : la feuille « Historique du porteur » demandera de trancher.").format(doubts, words)
        )
    return [*told, *_sums(history["sums"])]


def _sums(rows: list[dict[str, Any]]) -> list[str]:
    by_funder: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_funder[row["funder"]].append(row)
    weights = {name: sum(row["lines"] for row in of) for name, of in by_funder.items()}
    told = []
    for name in sorted(by_funder, key=lambda name: (-weights[name], name))[:_FUNDERS]:
        years = [f"{row['year']} : {euros(read_euros(row['granted']) or 0)}" for row in by_funder[name]]
        more = say(" ; et {0} autres années").format(len(years) - _YEARS) if len(years) > _YEARS else ""
        told.append(f"{name} – {' ; '.join(years[:_YEARS])}{more}")
    if len(by_funder) > _FUNDERS:
        told.append(say("… et {0} autres financeurs.").format(len(by_funder) - _FUNDERS))
    return told


def came_of(history: dict[str, Any]) -> str:
    """« 120 lignes d’historique nouvelles, 3 déjà connues, 1 refusée. »"""
    new, same, refused = history["new"], history["same"], history["refused"]
    return say("{0} {1}, {2} déjà {3}, {4} {5}.").format(
        new, plural(new, "ligne d’historique nouvelle", "lignes d’historique nouvelles"),
        same, plural(same, "connue"), refused, plural(refused, "refusée"),
    )  # fmt: skip
