"""Amounts written and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules import money


@given(st.integers(-(10**13), 10**13))
def test_what_is_written_is_read_back(cents: int) -> None:
    assert money.read_euros(money.euros(cents)) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("23000", 2300000),
        ("23 000 €", 2300000),
        ("23 000,5", 2300050),
        ("1.234.567,89", 123456789),
        ("23k", 2300000),
        ("97 000euros", 9700000),
        ("- 1 000,00", -100000),
        ("12.50", 1250),
        ("", None),
        ("beaucoup", None),
        ("12,345", 1234500),
        ("1 2", 1200),
        ("3,4,5", None),
    ],
)
def test_read(text: str, cents: int | None) -> None:
    assert money.read_euros(text) == cents


def test_written_with_no_break_spaces() -> None:
    assert money.euros(900000) == "9\u202f000\u00a0€"
    assert money.euros(2720050) == "27\u202f200,50\u00a0€"
    assert money.percent(12, 41) == "29\u00a0%"
    assert money.percent(9000, 41300, 1) == "21,8\u00a0%"
    assert money.percent(1, 0) == "—"
