"""Scores: weighted criteria on one scale, what lacks before closing, and what two readers make together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Scale = Literal["points", "letters"]
LETTERS = "DCBA"  # D = 0 … A = 3
HIGHEST: dict[Scale, int] = {"points": 5, "letters": 3}
LEAST_REASON = 3  # letters: a dash is no reason


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion of a grid."""

    code: str
    title: str
    weight: int
    eliminating: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What one person gave one criterion."""

    value: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One assessment of a dossier: by whom, in which state, criterion code -> what was given."""

    author: str
    state: str  # draft, final, abstained
    given: Mapping[str, Given]
    withdrawn: bool = False  # an interest was declared: it counts nowhere


def word(value: int | None, scale: Scale) -> str:
    """« 4 » or « B »; "–" when nothing was given."""
    if value is None:
        return "–"
    return LETTERS[value] if scale == "letters" else str(value)


def total(rules: Sequence[Rule], given: Mapping[str, Given], scale: Scale) -> Fraction | None:
    """The weighted score out of 100; None while a criterion has no value. Weights need not add up to 100."""
    weights = sum(rule.weight for rule in rules)
    if not weights or any(_value(given, rule) is None for rule in rules):
        return None
    top = HIGHEST[scale]
    return sum(
        (Fraction(100 * rule.weight * (_value(given, rule) or 0), weights * top) for rule in rules),
        Fraction(),
    )


def so_far(rules: Sequence[Rule], given: Mapping[str, Given], scale: Scale) -> tuple[Fraction, int]:
    """(points already given, points still open), both out of 100."""
    weights = sum(rule.weight for rule in rules) or 1
    top = HIGHEST[scale]
    got, left = Fraction(), Fraction()
    for rule in rules:
        value = _value(given, rule)
        share = Fraction(100 * rule.weight, weights)
        if value is None:
            left += share
        else:
            got += share * value / top
    return got, round(left)


def _value(given: Mapping[str, Given], rule: Rule) -> int | None:
    return given[rule.code].value if rule.code in given else None


def lacking(rules: Sequence[Rule], given: Mapping[str, Given]) -> list[str]:
    """French sentences on what keeps an assessment from being closed; [] when it can be."""
    said = []
    for rule in rules:
        one = given.get(rule.code, Given(None))
        if one.value is None:
            said.append(f"« {rule.title} » n’a pas de note.")
        elif len(one.reason.strip()) < LEAST_REASON:
            said.append(f"« {rule.title} » n’a pas de raison.")
    return said


def eliminated(rules: Sequence[Rule], given: Mapping[str, Given]) -> list[str]:
    """Titles of the eliminating criteria that were given nothing."""
    return [rule.title for rule in rules if rule.eliminating and _value(given, rule) == 0]


def counted(readings: Sequence[Reading]) -> list[Reading]:
    """Those that count: drafts, abstentions and readings of somebody with an interest do not."""
    return [one for one in readings if one.state == "final" and not one.withdrawn]


def mean(rules: Sequence[Rule], readings: Sequence[Reading], scale: Scale) -> Fraction | None:
    """The mean of the readings that count, None without any."""
    totals = [score for one in counted(readings) if (score := total(rules, one.given, scale)) is not None]
    return sum(totals, Fraction()) / len(totals) if totals else None


def gaps(rules: Sequence[Rule], one: Reading, other: Reading) -> list[tuple[Rule, int]]:
    """Criteria on which two readers differ, the widest first, in steps of the scale."""
    found = []
    for rule in rules:
        a, b = _value(one.given, rule), _value(other.given, rule)
        if a is not None and b is not None and a != b:
            found.append((rule, abs(a - b)))
    return sorted(found, key=lambda pair: (-pair[1] * pair[0].weight, pair[0].code))


def said(score: Fraction | None) -> str:
    """« 73/100 », rounded half up; « – » without a score."""
    return "–" if score is None else f"{(score * 2 + 1) // 2}/100"
