"""Share dossiers out: each goes to whoever has least in hand among those who may take it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple


class Hand(NamedTuple):
    """Somebody who takes dossiers: those already in hand, and the quarters kept to (none: all of them)."""

    name: str
    load: int
    quarters: Collection[str] = ()


class Loose(NamedTuple):
    """A dossier to be shared out, with the codes of its quarters."""

    key: bytes
    quarters: Collection[str] = ()


def share(dossiers: Sequence[Loose], hands: Sequence[Hand]) -> Mapping[bytes, str]:
    """Dossier -> name. Those that fewest may take are given first; among equals the order is kept, so that
    the same question has the same answer. A dossier that nobody may take is left out."""
    loads = {hand.name: hand.load for hand in hands}
    may = {
        one.key: [h for h in hands if not h.quarters or set(h.quarters) & set(one.quarters)]
        for one in dossiers
    }
    given: dict[bytes, str] = {}
    for one in sorted(dossiers, key=lambda d: len(may[d.key])):
        takers = may[one.key]
        if not takers:
            continue
        # Who is kept to the quarter comes before who may take anything, at the same load.
        best = min(takers, key=lambda h: (loads[h.name], not h.quarters))
        given[one.key] = best.name
        loads[best.name] += 1
    return given
