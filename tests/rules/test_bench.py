"""The bench keeps its totals at each key: they are always those of its rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.bench import AXES, Bench, Line, Purse, differences, recount, spread
from desktop.rules.cells import (
    plain_number,
    read_block,
    read_cell,
    read_table,
    rounded,
    table_text,
)
from desktop.rules.gauges import RENEWALS, Rule, Subject, measure

STATE, CITY = b"state", b"city"
FUNDERS = (STATE, CITY)
QUARTERS = ("Q1", "Q2", "Q3")


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    made = []
    for n in range(draw(st.integers(1, 8))):
        quarters = tuple(draw(st.lists(st.sampled_from(QUARTERS), unique=True)))
        envelopes = {funder: b"e" + funder for funder in FUNDERS if draw(st.booleans())}
        made.append(
            Line(
                bytes([n]), f"2026-{n:04d}", f"Porteur {n % 3}", bytes([n % 3]), "Action", quarters,
                draw(st.sampled_from(("", "D01", "D02"))), draw(st.sampled_from((None, True, False))),
                envelopes=envelopes,
            )
        )  # fmt: skip
    return made


amounts = st.one_of(st.none(), st.integers(0, 10**9))
edits = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(FUNDERS), amounts), max_size=40)


def without_zeros(totals: dict[str, dict[object, int]]) -> dict[str, dict[object, int]]:
    return {axis: {key: cents for key, cents in told.items() if cents} for axis, told in totals.items()}


@given(lines(), edits)
def test_after_any_edits_the_totals_are_those_of_the_rows(
    rows: list[Line], edits: list[tuple[int, bytes, int | None]]
) -> None:
    bench = Bench(rows, FUNDERS)
    for row, funder, amount in edits:
        bench.write(row % len(rows), funder, amount)
    assert without_zeros(bench.totals) == without_zeros(recount(rows, bench.cells))
    assert bench.given == [sum(cells.values()) for cells in bench.cells]
    for axis in AXES:
        assert sum(bench.totals[axis].values()) == bench.whole, axis
    again = Bench(rows, FUNDERS, bench.written())
    assert without_zeros(again.totals) == without_zeros(bench.totals)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_sharing_out_loses_no_cent_and_stays_in_proportion(amount: int, weights: list[int]) -> None:
    parts = spread(amount, weights)
    assert sum(parts) == amount and all(part >= 0 for part in parts)
    if any(weights):
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - amount * weight / sum(weights)) < 1.001
            assert weight or not part


def test_an_amount_over_several_quarters_is_shared_equally_to_the_cent() -> None:
    line = Line(b"a", "2026-0001", "P", b"p", "A", QUARTERS)
    bench = Bench([line], FUNDERS, {(b"a", CITY): 100})
    assert bench.totals["quarter"] == {"Q1": 34, "Q2": 33, "Q3": 33}


def test_what_is_left_counts_what_others_take() -> None:
    line = Line(b"a", "2026-0001", "P", b"p", "A", envelopes={CITY: b"purse"})
    purse = Purse(b"purse", "Ville", CITY, 1_000_00, 200_00)
    bench = Bench([line], FUNDERS, {}, [purse])
    assert bench.left(purse) == 800_00
    bench.write(0, CITY, 900_00)
    bench.write(0, STATE, 50_00)  # falls in no envelope
    assert bench.left(purse) == -100_00
    assert bench.total("envelope", "") == 50_00


LINE = Line(
    b"a", "2026-0001", "P", b"p", "A", asked=10_000_00, asked_of={CITY: 8_000_00}, proposed={CITY: 5_000_00},
    last_year=4_200_00,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("9000", 9_000_00), ("9 000,50", 9_000_50), ("9\u202f000\u00a0€", 9_000_00), ("9,000.50", 9_000_50),
        ("9.000,5 €", 9_000_50), ("€9000", 9_000_00), ("9k", 9_000_00), ("", None), ("  ", None), ("-", 0),
        ("75%", 6_000_00), ("33,33 %", 2_666_40), ("+500", 1_500_00), ("-500", 500_00), ("+10%", 1_100_00),
        ("−10 %", 900_00), ("=proposé", 5_000_00), ("=PROPOSE", 5_000_00), ("= demandé", 8_000_00),
        ("=n-1", 4_200_00),
    ],
)  # fmt: skip
def test_what_a_typed_cell_means(text: str, cents: int | None) -> None:
    assert read_cell(text, LINE, CITY, 1_000_00) == cents


def test_a_percentage_is_of_all_that_was_asked_when_this_funder_was_asked_nothing() -> None:
    assert read_cell("50%", LINE, STATE, None) == 5_000_00
    with pytest.raises(ValueError, match="rien n’est connu"):
        read_cell("50%", Line(b"b", "2026-0002", "P", b"p", "A"), STATE, None)


@pytest.mark.parametrize(
    "text", ["neuf mille", "-2000", "=total", "9 00 0x", "+-5", "9e99", "99999999999999"]
)
def test_what_means_nothing_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="«"):
        read_cell(text, LINE, CITY, 1_000_00)


@pytest.mark.parametrize(
    ("amount", "down", "nearest"),
    [
        (9_049_99, 9_000_00, 9_000_00),
        (9_050_00, 9_000_00, 9_100_00),
        (9_100_00, 9_100_00, 9_100_00),
        (0, 0, 0),
    ],
)
def test_rounding_to_a_hundred_euros(amount: int, down: int, nearest: int) -> None:
    assert rounded(amount, "down") == down and rounded(amount, "nearest") == nearest


def test_a_block_comes_from_a_spreadsheet_and_goes_back() -> None:
    assert read_table('9 000,00 €\t75%\r\n"4\u202f000"\t\r\n\r\n') == [
        ["9 000,00 €", "75%"],
        ["4\u202f000", ""],
    ]
    assert table_text([["9000", "9000,50"], ["", "à\tb"]]) == '9000\t9000,50\r\n\t"à\tb"\r\n'
    assert [plain_number(cents) for cents in (None, 0, 9_000_00, 9_000_05)] == ["", "0", "9000", "9000,05"]


def test_a_block_tells_each_fault_and_a_locked_line_refuses_only_a_change() -> None:
    shut = Line(b"b", "2026-0002", "P", b"p", "A", locked="decided")
    current = {(b"b", CITY): 3_000_00}
    block = [["1000", "deux mille", "7"], ["", "3000"], ["500", "4000"], ["5", ""]]
    cells, faults = read_block(block, [LINE, shut, shut], (STATE, CITY), current)
    assert cells == {(b"a", STATE): 1_000_00}
    assert [(fault.row, fault.column) for fault in faults] == [(0, 1), (0, 2), (2, 0), (2, 1), (3, 0)]
    assert "est décidé" in faults[2].sentence and "hors du tableau" in faults[1].sentence
    _, faults = read_block([["-500"]], [LINE], (CITY,), {(b"a", CITY): 1_000_00})
    assert "négatif" in faults[0].sentence, "a pasted number is no subtraction"


def test_gauges_tell_the_worst_subject_and_what_lacks() -> None:
    subjects = {
        "quarter": [Subject("Q1", "Q1", "Étouvie"), Subject("Q2", "Q2", "Nord")],
        "applicant": [Subject(b"p", "p", "Lire")], "renewal": RENEWALS,
    }  # fmt: skip
    rules = [
        Rule("a", "Au moins 10 % par quartier", "quarter", "at_least", 10),
        Rule("b", "Aucun porteur au-dessus de 15 %", "applicant", "at_most", 15),
        Rule("c", "Reconductions : au plus 80 %", "renewal", "at_most", 80),
        Rule("d", "Nord", "quarter", "at_least", 10, "Q2"),
        Rule("e", "Inconnu", "quarter", "at_least", 10, "Q9"),
    ]
    totals = {
        "quarter": {"Q1": 95_00, "Q2": 5_00}, "applicant": {b"p": 15_00}, "renewal": {"renewal": 81_00},
    }  # fmt: skip
    gauges = measure(rules, totals, 100_00, subjects)
    assert [(one.rule.code, one.tone) for one in gauges] == [
        ("a", "warn"), ("b", "good"), ("c", "warn"), ("d", "warn"),
    ]  # fmt: skip
    assert gauges[0].sentence == "Nord : 5,0\u00a0%, il manque 5\u00a0€"
    assert gauges[1].sentence == "Lire : 15,0\u00a0%"
    assert gauges[2].sentence == "Reconductions : 81,0\u00a0%, 1\u00a0€ de trop"
    assert {one.tone for one in measure(rules, {}, 0, subjects)} == {"neutral"}


def test_two_scenarios_are_compared_cell_by_cell() -> None:
    one, other = {(b"a", CITY): 5, (b"a", STATE): 3}, {(b"a", CITY): 5, (b"b", CITY): 2}
    assert differences(one, other) == {(b"a", STATE): 3, (b"b", CITY): -2}
