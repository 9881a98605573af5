"""An amount split between several, exact to the cent: nothing is lost in the rounding, nothing made."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Whose = TypeVar("Whose", bound=Hashable)


def pro_rata(amount: int, weights: Mapping[Whose, int]) -> dict[Whose, int]:
    """Cents by name, in proportion to the weights; the cents left by the rounding go one by one to those that
    lost most by it, the first named first. Without any weight all take the same. Never a negative weight."""
    if not weights:
        return {}
    whole = sum(weights.values())
    told = dict(weights) if whole > 0 else dict.fromkeys(weights, 1)
    whole = whole if whole > 0 else len(told)
    parts = {name: amount * weight // whole for name, weight in told.items()}
    lost = sorted(told, key=lambda name: amount * told[name] % whole, reverse=True)
    for name in lost[: amount - sum(parts.values())]:
        parts[name] += 1
    return parts
