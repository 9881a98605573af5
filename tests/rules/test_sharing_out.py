"""What counts in several places: the parts add up to the cent, whatever the amount and the places."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.queries.figures import _even, _weighed
from desktop.rules.sharing_out import by_weight, evenly, kept_challenges

AMOUNT = st.integers(-(10**10), 10**10)


@given(AMOUNT, st.integers(1, 12))
def test_even_parts_add_up_and_the_last_takes_the_rest(amount: int, places: int) -> None:
    parts = evenly(amount, places)
    assert sum(parts) == amount and len(parts) == places
    assert len(set(parts[:-1])) <= 1 and 0 <= abs(parts[-1]) - abs(parts[0]) < places
    connection = sqlite3.connect(":memory:")
    values = ", ".join(f"({at + 1}, {places}, {amount})" for at in range(places))
    told = connection.execute(
        f"WITH x(pos, n, v) AS (VALUES {values}) SELECT {_even('x.v')} FROM x ORDER BY pos"
    ).fetchall()
    connection.close()
    assert [row[0] for row in told] == parts  # the statement of the figures shares as this rule does


@given(st.integers(0, 10**10), st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_weighed_parts_add_up(amount: int, weights: list[int]) -> None:
    parts = by_weight(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < sum(weights)
    rows = [(sum(weights[: at + 1]), weight, sum(weights)) for at, weight in enumerate(weights)]
    connection = sqlite3.connect(":memory:")
    values = ", ".join(f"(1, {u}, {p}, {a})" for u, p, a in rows)
    told = connection.execute(
        f"WITH x(n, upto, percent, all_of) AS (VALUES {values}) SELECT {_weighed(str(amount))} FROM x"
    ).fetchall()
    connection.close()
    assert [row[0] for row in told] == parts


def test_nothing_to_share_between_is_a_fault() -> None:
    for broken in (lambda: evenly(5, 0), lambda: by_weight(5, [0])):
        with pytest.raises(ValueError):
            broken()
    assert by_weight(-7, [1, 1]) == [-3, -4]


def test_the_strongest_marks_count_else_what_is_declared() -> None:
    assert kept_challenges([("D01", 1), ("D04", 3), ("D07", 3)], ["D02"]) == ["D04", "D07"]
    assert kept_challenges([("D01", 0)], ["D02", "D03"]) == ["D02", "D03"]
    assert kept_challenges([], []) == []
