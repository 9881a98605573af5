"""Weighted scores: sums, what lacks, who counts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.scores import (
    HIGHEST,
    Given,
    Reading,
    Rule,
    counted,
    eliminated,
    gaps,
    lacking,
    mean,
    said,
    so_far,
    total,
    word,
)

RULES = [Rule("A", "Défis", 20, eliminating=True), Rule("B", "Public", 30), Rule("C", "Budget", 50)]


def full(*values: int | None) -> dict[str, Given]:
    return {rule.code: Given(value, "Parce que.") for rule, value in zip(RULES, values, strict=True)}


def test_the_total_is_out_of_a_hundred() -> None:
    assert total(RULES, full(5, 5, 5), "points") == 100
    assert total(RULES, full(0, 0, 0), "points") == 0
    assert total(RULES, full(5, 0, 3), "points") == 20 + 30
    assert total(RULES, full(3, 0, 3), "letters") == 70
    assert total(RULES, full(5, None, 3), "points") is None


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 5)), min_size=1, max_size=12))
def test_a_total_stands_between_its_bounds_and_grows_with_each_value(rows: list[tuple[int, int]]) -> None:
    rules = [Rule(str(n), "c", weight) for n, (weight, _) in enumerate(rows)]
    values = {str(n): Given(value, "raison") for n, (_, value) in enumerate(rows)}
    score = total(rules, values, "points")
    assert score is not None and 0 <= score <= 100
    assert so_far(rules, values, "points") == (score, 0)
    for code, one in values.items():
        if one.value is not None and one.value < 5:
            better = total(rules, {**values, code: Given(one.value + 1, "raison")}, "points")
            assert better is not None and better > score


@given(st.integers(0, 4))
def test_what_is_given_and_what_is_left_make_a_hundred(count: int) -> None:
    values = {rule.code: Given(5, "") for rule in RULES[:count]}
    got, left = so_far(RULES, values, "points")
    assert got + left == 100


def test_closing_wants_a_value_and_a_reason_everywhere() -> None:
    assert lacking(RULES, full(1, 2, 3)) == []
    assert lacking(RULES, {}) == [
        "« Défis » n’a pas de note.", "« Public » n’a pas de note.", "« Budget » n’a pas de note.",
    ]  # fmt: skip
    assert lacking(RULES, {**full(1, 2, 3), "B": Given(2, " - ")}) == ["« Public » n’a pas de raison."]


def test_a_null_note_eliminates_only_where_it_is_said_to() -> None:
    assert eliminated(RULES, full(0, 0, 3)) == ["Défis"]
    assert eliminated(RULES, full(1, 0, 0)) == []


READINGS = [
    Reading("A", "final", full(5, 5, 5)),
    Reading("B", "final", full(0, 5, 5)),
    Reading("C", "draft", full(0, 0, 0)),
    Reading("D", "abstained", {}),
    Reading("E", "final", full(0, 0, 0), withdrawn=True),
]


def test_drafts_abstentions_and_interests_count_nowhere() -> None:
    assert [one.author for one in counted(READINGS)] == ["A", "B"]
    assert mean(RULES, READINGS, "points") == 90
    assert mean(RULES, READINGS[2:], "points") is None


def test_gaps_come_with_the_weightiest_first() -> None:
    found = gaps(RULES, Reading("A", "final", full(5, 1, 3)), Reading("B", "final", full(3, 1, 1)))
    assert [(rule.code, gap) for rule, gap in found] == [("C", 2), ("A", 2)]


@pytest.mark.parametrize(
    ("score", "expected"),
    [(None, "–"), (Fraction(145, 2), "73/100"), (Fraction(1, 3), "0/100"), (Fraction(100), "100/100")],
)
def test_a_score_is_said_rounded_half_up(score: Fraction | None, expected: str) -> None:
    assert said(score) == expected


def test_letters_go_from_a_down() -> None:
    assert [word(value, "letters") for value in range(HIGHEST["letters"], -1, -1)] == ["A", "B", "C", "D"]
    assert word(None, "letters") == "–" and word(0, "points") == "0"
