"""Ranks by score, a cut line, and the ranks that hang on one weight or on one reader."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from desktop.rules.scores import HIGHEST, Rule, Scale

_TENTHS = 10  # weights are counted in tenths, so that ± 20 % stay whole numbers
_UNDER, _OVER = "passe sous la ligne", "passe au-dessus de la ligne"
_SHOWN = 3  # reasons told in full


class Grid(NamedTuple):
    """The criteria of a scoring grid and its scale."""

    code: str
    rules: Sequence[Rule]
    scale: Scale


class Scored(NamedTuple):
    """One dossier with the readings that count: reader -> criterion code -> value, every criterion given."""

    key: bytes
    number: str
    grid: str
    readings: Mapping[str, Mapping[str, int]]


class Rank(NamedTuple):
    """Where a dossier stands, from 1; `out` are the eliminating criteria that were given nothing."""

    key: bytes
    rank: int
    score: Fraction | None
    out: tuple[str, ...] = ()


class _Sums(NamedTuple):
    """The values of one dossier added up by criterion, over how many readings."""

    values: Mapping[str, int]
    readings: int


def ranks(scored: Sequence[Scored], grids: Mapping[str, Grid]) -> list[Rank]:
    """Best first; equal scores in the order of the numbers; the eliminated after them, those without a score
    last."""
    made = [
        (one, _score(_sums(one), grids[one.grid]) if one.readings else None, _eliminated(one, grids))
        for one in scored
    ]
    made.sort(key=lambda told: (told[1] is None, bool(told[2]), -(told[1] or 0), told[0].number))
    return [Rank(one.key, n, score, out) for n, (one, score, out) in enumerate(made, start=1)]


def _sums(one: Scored, without: str = "") -> _Sums:
    """Without a reader, when another one is left: a dossier read once keeps its only reading."""
    kept = [given for who, given in one.readings.items() if who != without] or list(one.readings.values())
    values: dict[str, int] = {}
    for given in kept:
        for code, value in given.items():
            values[code] = values.get(code, 0) + value
    return _Sums(values, len(kept))


def _score(sums: _Sums, grid: Grid) -> Fraction:
    whole = sum(rule.weight for rule in grid.rules) or 1
    got = sum(rule.weight * sums.values.get(rule.code, 0) for rule in grid.rules)
    return Fraction(100 * got, whole * HIGHEST[grid.scale] * sums.readings)


def _eliminated(one: Scored, grids: Mapping[str, Grid]) -> tuple[str, ...]:
    rules = grids[one.grid].rules if one.readings else ()
    return tuple(
        rule.title
        for rule in rules
        if rule.eliminating and any(given.get(rule.code) == 0 for given in one.readings.values())
    )


def fragile(
    scored: Sequence[Scored],
    grids: Mapping[str, Grid],
    cut: int,
    going: Callable[[], bool] = lambda: True,
) -> dict[bytes, tuple[str, ...]]:
    """The dossiers that cross the cut line (`cut` of them stand above) when one weight is 20 % more or less,
    or without one reader, or that are level with one on the other side; each with its reasons (French).

    `going` is asked before each trial; once it says no, what was found so far is given.
    """
    order = [one for one in ranks(scored, grids) if one.score is not None and not one.out]
    if not 0 < cut < len(order):
        return {}
    by_key = {one.key: one for one in scored}
    rows = [by_key[one.key] for one in order]
    above = {one.key for one in order[:cut]}
    found: dict[bytes, list[str]] = {}
    for key, words in _level(order, cut):
        found.setdefault(key, []).append(words)
    for words, better in _trials(rows, grids):
        if not going():
            break
        places = sorted(range(len(rows)), key=lambda n: (-better[n], n))
        for place, n in enumerate(places):
            key = rows[n].key
            if (place < cut) != (key in above):
                found.setdefault(key, []).append(f"{_UNDER if key in above else _OVER} {words}")
    return {key: tuple(reasons) for key, reasons in found.items()}


def _level(order: Sequence[Rank], cut: int) -> Iterator[tuple[bytes, str]]:
    if order[cut - 1].score == order[cut].score:
        for one in order:
            if one.score == order[cut].score:
                yield one.key, "est à égalité de note avec un dossier de l’autre côté de la ligne"


def _trials(rows: Sequence[Scored], grids: Mapping[str, Grid]) -> Iterator[tuple[str, list[int]]]:
    """Each trial in words, with comparable whole numbers in the place of scores."""
    sums = [_sums(one) for one in rows]
    for code in dict.fromkeys(one.grid for one in rows):
        for rule in grids[code].rules:
            for tenths, words in ((12, "de plus"), (8, "de moins")):
                weights = {(code, rule.code): rule.weight * tenths}
                said = f"si « {rule.title} » pèse 20 % {words}"
                yield said, _comparable(rows, sums, grids, weights)
    readers = dict.fromkeys(who for one in rows if len(one.readings) > 1 for who in one.readings)
    for who in readers:
        yield f"sans la lecture de {who}", _comparable(rows, [_sums(one, who) for one in rows], grids, {})


def _comparable(
    rows: Sequence[Scored],
    sums: Sequence[_Sums],
    grids: Mapping[str, Grid],
    changed: Mapping[tuple[str, str], int],
) -> list[int]:
    """Scores on one whole-number scale: quicker than fractions, and as exact."""
    weights = {
        code: [
            (rule.code, changed.get((code, rule.code), rule.weight * _TENTHS)) for rule in grids[code].rules
        ]
        for code in dict.fromkeys(one.grid for one in rows)
    }
    bottoms = {
        code: (sum(weight for _, weight in told) or 1) * HIGHEST[grids[code].scale]
        for code, told in weights.items()
    }
    shared = math.lcm(*bottoms.values(), 1) * math.lcm(*{one.readings for one in sums}, 1)
    made = []
    for row, one in zip(rows, sums, strict=True):
        values = one.values
        got = sum(weight * values.get(code, 0) for code, weight in weights[row.grid])
        made.append(got * (shared // (bottoms[row.grid] * one.readings)))
    return made


def why(reasons: Sequence[str]) -> str:
    """The reasons in one sentence, the first ones in full."""
    if not reasons:
        return ""
    more = len(reasons) - _SHOWN
    told = " ; ".join(reasons[:_SHOWN])
    tail = f" ; et {more} autre{'s' if more > 1 else ''} essai{'s' if more > 1 else ''}" if more > 0 else ""
    return f"{told[0].upper()}{told[1:]}{tail}."


def cause(reasons: Sequence[str]) -> str:
    """The first reason without the side, for a narrow column: « Sans la lecture de B. Autre »."""
    if not reasons:
        return ""
    told = reasons[0].removeprefix(f"{_UNDER} ").removeprefix(f"{_OVER} ")
    return f"{told[0].upper()}{told[1:]}"


def by_hand(order: Sequence[bytes], written: Sequence[bytes]) -> list[bytes]:
    """The ranks made by hand, then those that came since in the order of the scores."""
    known = set(order)
    kept = [key for key in written if key in known]
    done = set(kept)
    return [*kept, *(key for key in order if key not in done)]


def moved(order: Sequence[bytes], key: bytes, place: int) -> list[bytes]:
    """The same order with one dossier at another place (from 0)."""
    rest = [each for each in order if each != key]
    place = max(0, min(place, len(rest)))
    return [*rest[:place], key, *rest[place:]]
