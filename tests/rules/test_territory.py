"""The grid shares money to the cent: cells add up to rows, columns and the whole, whatever the dossiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.territory import EMPTY, Axis, Cell, Placed, View, split, territory, weights_of

CHALLENGES = [Axis(f"D{n:02d}", f"Défi {n}", n) for n in range(1, 5)]
QUARTERS = [Axis("N", "Nord", 1, 1_000), Axis("E", "Est", 2, 300), Axis("S", "Sud", 3)]
CENTS = st.integers(-5_000_00, 9_000_000_01)
PLACED = st.builds(
    Placed,
    quarters=st.lists(st.sampled_from(["N", "E", "S", "?"]), unique=True, max_size=4).map(tuple),
    challenges=st.lists(
        st.tuples(st.sampled_from(["D01", "D02", "D03", "D04"]), st.integers(0, 3)),
        unique_by=lambda pair: pair[0],
        max_size=4,
    ).map(tuple),
    asked=CENTS,
    proposed=CENTS,
    granted=CENTS,
)


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 50), min_size=1, max_size=20))
def test_a_share_is_never_off_by_more_than_a_cent_and_nothing_is_lost(cents: int, weights: list[int]) -> None:
    if not sum(weights):
        with pytest.raises(ValueError, match="nothing"):
            split(cents, weights)
        return
    parts = split(cents, weights)
    assert sum(parts) == cents
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - cents * weight) < sum(weights)
        assert weight or part == 0


@given(st.lists(PLACED, max_size=15))
def test_cells_add_up_to_every_total(dossiers: list[Placed]) -> None:
    grid = territory(dossiers, CHALLENGES, QUARTERS)
    for name in ("asked", "proposed", "granted"):

        def of(cell: Cell, measure: str = name) -> int:
            found: int = getattr(cell, measure)
            return found

        whole = sum(getattr(one, name) for one in dossiers)
        assert of(grid.whole) == whole == sum(of(cell) for cell in grid.cells.values())
        for row in grid.challenges:
            cells = [grid.cell(row.code, column.code) for column in grid.quarters]
            assert sum(map(of, cells)) == of(grid.rows.get(row.code, EMPTY))
        for column in grid.quarters:
            cells = [grid.cell(row.code, column.code) for row in grid.challenges]
            assert sum(map(of, cells)) == of(grid.columns.get(column.code, EMPTY))
    assert grid.whole.actions == len(dossiers)
    for code, cell in grid.rows.items():
        if code:
            assert cell.actions == sum(code in [c for c, _ in one.challenges] for one in dossiers)


def test_money_follows_the_strength_and_is_equal_while_none_is_retained() -> None:
    assert weights_of([("D01", 3), ("D02", 0), ("D03", 1)]) == [3, 0, 1]
    assert weights_of([("D01", 0), ("D02", 0)]) == [1, 1]
    one = Placed(("N", "E"), (("D01", 3), ("D02", 1)), 8_00, 8_01, 0)
    grid = territory([one], CHALLENGES, QUARTERS)
    assert [grid.cell(c, q).asked for c in ("D01", "D02") for q in ("N", "E")] == [3_00, 3_00, 1_00, 1_00]
    assert sum(grid.cell(c, q).proposed for c in ("D01", "D02") for q in ("N", "E")) == 8_01
    assert grid.rows["D01"].actions == grid.columns["N"].actions == grid.whole.actions == 1


def test_what_has_no_quarter_or_challenge_stands_apart() -> None:
    grid = territory([Placed((), (), 5_00, 0, 0)], CHALLENGES, QUARTERS)
    assert grid.challenges[-1].name == "Sans défi" and grid.quarters[-1].name == "Sans quartier"
    assert grid.cell("", "").asked == 5_00
    assert len(territory([], CHALLENGES, QUARTERS).challenges) == len(CHALLENGES)


def test_figures_are_words_with_a_shade_that_grows() -> None:
    dossiers = [
        Placed(("N",), (("D01", 1),), 0, 100_00, 0),
        Placed(("E",), (("D01", 1),), 0, 25_00, 0),
        Placed(("E", "N"), (("D02", 1),), 0, 0, 0),
    ]
    view = View(territory(dossiers, CHALLENGES, QUARTERS), "proposed", per_resident=False)
    first, second, third = view.lines()[:3]
    assert [f.words for f in first] == ["100\u00a0€", "25\u00a0€", "–", "125\u00a0€"]
    assert [f.shade for f in first] == [4, 1, 0, 0]
    assert [f.words for f in second] == ["0\u00a0€", "0\u00a0€", "–", "0\u00a0€"]
    assert {f.words for f in third} == {"–"}
    assert view.lines()[-1][-1].words == "125\u00a0€"


def test_per_resident_counts_the_quarters_that_are_known() -> None:
    dossiers = [
        Placed(("N", "E"), (("D01", 1),), 0, 130_00, 0),
        Placed(("S",), (("D01", 1),), 0, 99_00, 0),
    ]
    grid = territory(dossiers, CHALLENGES, QUARTERS)
    money = View(grid, "proposed", per_resident=True)
    assert money.title == "Montant proposé par habitant"
    assert [f.words for f in money.lines()[0]] == ["0,07\u00a0€", "0,22\u00a0€", "?", "0,10\u00a0€"]
    actions = View(grid, "actions", per_resident=True)
    assert [f.words for f in actions.lines()[0]] == ["1,0", "3,3", "?", "0,8"]
    assert actions.lines()[-1][-1].words == "0,8"
