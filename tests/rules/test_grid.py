"""The frieze, its words and its score."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.rules import grid
from desktop.rules.grid import Challenge, Mark

GRID = [Challenge(f"D{n:02d}", n, short) for n, short in enumerate("abcdefghijk", 1)]
CODES = [c.code for c in GRID]
marks = st.lists(st.builds(Mark, challenge=st.sampled_from(CODES), level=st.integers(0, 3)), max_size=20)


@given(marks)
def test_the_frieze_has_always_eleven_cells_in_the_same_order(given_marks: list[Mark]) -> None:
    cells = grid.frieze(GRID, given_marks)
    assert [cell.code for cell in cells] == CODES
    for cell in cells:
        levels = [mark.level for mark in given_marks if mark.challenge == cell.code]
        assert cell.level == (levels[-1] if levels else None)


@given(marks)
def test_the_score_stays_within_bounds_and_full_marks_make_100(given_marks: list[Mark]) -> None:
    value = grid.score(GRID, given_marks)
    assert (value is None) is (not given_marks)
    assert value is None or 0 <= value <= 100
    assert grid.score(GRID, [Mark(code, 3) for code in CODES]) == 100


def test_weights_change_the_score() -> None:
    one = [Mark("D04", 3)]
    assert grid.score(GRID, one) == 9
    assert grid.score(GRID, one, {"D04": 5, "D05": 5}) == 50
    assert grid.score(GRID, one, {}) is None


def test_not_judged_is_not_the_same_as_none_found() -> None:
    cells = grid.frieze(GRID, [Mark("D01", 0)])
    assert cells[0].level == 0 and cells[1].level is None
    assert cells[0].height == cells[1].height == 0


def test_spoken_puts_the_strong_ones_first() -> None:
    cells = grid.frieze(GRID, [Mark("D01", 1), Mark("D07", 2), Mark("D04", 3), Mark("D02", 0)])
    assert grid.spoken(cells) == "4 d · fort   7 g · moyen   1 a · faible"
    main = grid.strongest(cells)
    assert main is not None and main.code == "D04"
    assert grid.strongest(grid.frieze(GRID, [])) is None


def test_levels_are_read_in_french_and_english() -> None:
    assert [grid.level_of(t) for t in ("FORT", "strong", "3", "aucun", "Moyen", "weak")] == [3, 3, 3, 0, 2, 1]
    assert grid.level_of("énorme") is None


def test_missing_names_each_gap() -> None:
    assert grid.missing(GRID, []) == ["Aucun défi n’est noté."]
    assert grid.missing(GRID, [Mark("D04", 2, "régulier")]) == []
    lacks = grid.missing(GRID, [Mark("D04", 3), Mark("D99", 1, "x")])
    assert len(lacks) == 3
    assert "D99" in lacks[0] and "sans motif" in lacks[1] and "passage" in lacks[2]
