"""Multiple choices joined by ", " split back, although the choices themselves may hold commas."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.exchange.ds_lexicon import plain

_JOINT = ", "


def _fragments(joined: str) -> list[str]:
    """Cuts at commas outside parentheses and before a capital or a digit: no choice begins in lower case."""
    parts: list[str] = []
    depth = 0
    start = 0
    for index, char in enumerate(joined):
        depth = max(0, depth + (char == "(") - (char == ")"))
        rest = joined[index + len(_JOINT) :]
        if depth == 0 and joined.startswith(_JOINT, index) and not rest[:1].islower():
            parts.append(joined[start:index])
            start = index + len(_JOINT)
    return [*parts, joined[start:]]


def _longest(rest: str, known: frozenset[str], limit: int) -> int:
    """Length of the longest known choice that `rest` begins with, 0 when there is none."""
    end = len(rest) if len(rest) <= limit else rest.rfind(_JOINT, 0, limit)
    while end > 0:
        if plain(rest[:end]) in known:
            return end
        end = rest.rfind(_JOINT, 0, end)
    return 0


def split(joined: str, known: Iterable[str] = ()) -> list[str]:
    """The choices of one cell, in order. `known`: labels that must stay whole, whatever their commas."""
    known = tuple(known)
    labels = frozenset(filter(None, map(plain, known)))
    limit = 2 * max(map(len, known), default=0)  # no need to try prefixes longer than any label
    chosen: list[str] = []
    rest = joined.strip()
    while rest:
        end = _longest(rest, labels, limit) or len(_fragments(rest)[0])
        chosen.append(rest[:end].strip())
        rest = rest[end:].removeprefix(_JOINT).strip()
    return [choice for choice in chosen if choice]


def learn(cells: Iterable[str], known: Iterable[str]) -> set[str]:
    """Choices that a whole column proves: the pieces found in its cells, once known labels are taken out."""
    labels = tuple(known)
    return {choice for cell in cells for choice in split(cell, labels)}
