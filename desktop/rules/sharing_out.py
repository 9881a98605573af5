"""How the figures share what counts in several places: whole cents, nothing lost, nothing counted twice."""

from __future__ import annotations

from collections.abc import Sequence


def evenly(amount: int, places: int) -> list[int]:
    """Even parts of an amount; the last one takes the rest. Nothing to share between is a fault."""
    if places < 1:
        raise ValueError("nothing to share between")
    part = abs(amount) // places * (-1 if amount < 0 else 1)
    return [part] * (places - 1) + [amount - part * (places - 1)]


def by_weight(amount: int, weights: Sequence[int]) -> list[int]:
    """Parts in proportion to the weights, each beginning where the one before ended: they add up."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("nothing to share between")
    sign, parts, before = (-1 if amount < 0 else 1), [], 0
    for upto in (sum(weights[: at + 1]) for at in range(len(weights))):
        until = abs(amount) * upto // whole
        parts.append(sign * (until - before))
        before = until
    return parts


def kept_challenges(marks: Sequence[tuple[str, int]], declared: Sequence[str]) -> list[str]:
    """The challenges a dossier counts for: those with its strongest mark, else those it declares."""
    most = max((level for _, level in marks), default=0)
    return [code for code, level in marks if level == most] if most > 0 else list(declared)
