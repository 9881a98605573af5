"""Values that stand over other values: what differs is told, groups are changed inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def over(entry: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with what was changed in it; what stands inside a group is changed there alone."""
    whole = dict(entry)
    for name, value in change.items():
        kept = whole.get(name)
        both = isinstance(kept, Mapping) and isinstance(value, Mapping)
        whole[name] = over(kept, value) if both else value  # type: ignore[arg-type]  # both are mappings
    return whole


def flat(entry: Mapping[str, Any], head: str = "") -> Iterator[tuple[str, Any]]:
    """Names with dots, and what stands there: {"a": {"b": 1}} gives "a.b", 1."""
    for name, value in entry.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{head}{name}.")
        else:
            yield f"{head}{name}", value


def deep(told: Mapping[str, Any]) -> dict[str, Any]:
    """The groups that dotted names tell."""
    made: dict[str, Any] = {}
    for name, value in told.items():
        *heads, last = name.split(".")
        place = made
        for head in heads:
            place = place.setdefault(head, {})
        place[last] = value
    return made
