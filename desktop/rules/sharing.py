"""An amount typed whole, shared out between funders as they already share: whole euros, nothing lost."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Funder = TypeVar("Funder", bound=Hashable)  # its code or its key


def share_out(amount: int, weights: Mapping[Funder, int]) -> dict[Funder, int]:
    """Cents by funder, in proportion to the weights (what was proposed, or asked); the rest of the rounding
    goes to the first. Without any weight the first funder takes all."""
    if not weights:
        return {}
    total = sum(weights.values())
    first = next(iter(weights))
    if total <= 0:
        return {first: amount}
    shares = {code: amount * weight // total // 100 * 100 for code, weight in weights.items() if weight > 0}
    main = next(iter(shares))
    shares[main] += amount - sum(shares.values())
    return shares
