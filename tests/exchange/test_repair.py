"""One value at a time: what is repaired, what is refused, and the words that say so."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn

from desktop.exchange import repair
from desktop.exchange.cells import Cell

ANY_CELL = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.dates(), st.datetimes(),
    st.from_regex(r"[\d .,/€k%au-]{0,25}", fullmatch=True),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("99786.57", 9978657), ("26 956,00", 2695600), ("12 350 000 €", 1235000000),
        ("50 000 euros", 5000000),
        ("97 000euros", 9700000), ("- 1 000,00", -100000), ("1,00", 100), ("26\u202f956,00", 2695600),
        ("26\u00a0956", 2695600), ("(1 000)", -100000), ("1.234,56", 123456), ("1,234.56", 123456),
        ("1.234.567", 123456700), ("0,5", 50), ("0.500", 50), (1234.5, 123450), (12, 1200), (0.1 + 0.2, 30),
        ("", None), (None, None), ("NC", None), ("0", 0),
    ],
)  # fmt: skip
def test_amounts_of_the_field(cell: Cell, cents: int | None) -> None:
    assert repair.amount(cell)[0] == cents


@pytest.mark.parametrize(
    "cell", ["12 k€", "1,5 M€", "1.234", "1,234", "12 34", "5000/6000", "10 %", "abc", True]
)
def test_ambiguous_amounts_are_refused_aloud(cell: Cell) -> None:
    value, remark = repair.amount(cell)
    assert value is None
    assert remark


@given(st.integers(-(10**12), 10**12))
def test_any_amount_written_in_french_comes_back(cents: int) -> None:
    written = f"{abs(cents) // 100:,}".replace(",", "\u202f") + f",{abs(cents) % 100:02d} €"
    assert repair.amount(("-" if cents < 0 else "") + written)[0] == cents


@st.composite
def sirets(draw: st.DrawFn) -> str:
    """A SIRET whose two keys are right, some with leading zeros."""
    # Half of them short, so that leading zeros are common.
    head = draw(st.one_of(st.integers(1, 999_999), st.integers(1, 99_999_999)).map(lambda n: f"{n:08d}"))
    siren = head + luhn.calc_check_digit(head)
    nic = draw(st.integers(1, 9_999).map(lambda n: f"{n:04d}"))
    return siren + nic + luhn.calc_check_digit(siren + nic)


@given(sirets())
def test_a_right_siret_survives_every_dress(number: str) -> None:
    spaced = f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"
    for dress in (number, spaced, number + ".0", number + "'", f" {number}\u00a0"):
        assert repair.siret(dress) == (number, None)


@given(sirets())
def test_lost_zeros_come_back_only_when_both_keys_agree(number: str) -> None:
    bare = number.lstrip("0")
    assume(bare != number and len(bare) != 9 and len(bare) >= 6)
    for cell in (int(bare), float(bare), bare):
        value, remark = repair.siret(cell)
        assert value == number
        assert remark
        assert "zéro" in remark
    wrong = str(int(bare) + 1)  # one key at least is broken
    if len(wrong) < 14 and len(wrong) != 9:
        assert repair.siret(wrong)[0] in ("", wrong.zfill(14))
        assert not repair.siret(wrong)[0] or luhn.is_valid(wrong.zfill(14))


@pytest.mark.parametrize(
    "cell", ["35181600000000", "45032466000000", 35181600000000.0, "21860194600000.0", "8,22E+13"]
)
def test_precision_lost_by_a_spreadsheet_is_never_used(cell: Cell) -> None:
    value, remark = repair.siret(cell)
    assert value == ""
    assert remark


def test_la_poste_sirens_and_placeholders() -> None:
    assert repair.siret("35600000000048") == ("35600000000048", None)
    assert repair.siret("0") == ("", None)
    value, remark = repair.siret("180001005")
    assert value == ""
    assert "SIREN" in str(remark)
    value, remark = repair.siret("12345678901234")
    assert value == "12345678901234"
    assert "clé" in str(remark)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2017-06-27", (2017, 6, 27)), ("2017/09/08", (2017, 9, 8)), ("16/11/2017", (2017, 11, 16)),
        ("29.01.2022", (2022, 1, 29)), (43174.0, (2018, 3, 15)), ("43174", (2018, 3, 15)),
        ("Commission Permanente du 22 mai 2023", (2023, 5, 22)), ("1er février 2026", (2026, 2, 1)),
        ("17/01/24", (2024, 1, 17)), (dt.datetime(2026, 1, 2, 3), (2026, 1, 2)),
    ],
)  # fmt: skip
def test_dates_of_the_field(cell: Cell, day: tuple[int, int, int]) -> None:
    assert repair.date(cell)[0] == dt.date(*day)


@pytest.mark.parametrize("cell", ["2014", 2014, "31/02/2020", "demain", "1/2/2020 et 3/4/2020", "0001-13-01"])
def test_what_is_no_date_is_said(cell: Cell) -> None:
    value, remark = repair.date(cell)
    assert value is None
    assert remark


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_a_date_comes_back_from_every_writing(day: dt.date) -> None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y"):
        assert repair.date(day.strftime(form)) == (day, None)


def test_instants_are_told_in_paris() -> None:
    assert repair.date_time("2026-01-28 16:40:12 +0100")[0] == dt.datetime(2026, 1, 28, 16, 40, 12)
    assert repair.date_time("2026-07-28T22:40:12Z")[0] == dt.datetime(2026, 7, 29, 0, 40, 12)
    assert repair.date_time("2022-08-31T22:00:00+00:00")[0] == dt.datetime(2022, 9, 1)
    assert repair.date_time("01/01/1970 12:00")[0] == dt.datetime(1970, 1, 1, 12)
    assert repair.date_time("le 3 mars 2024 à 14h")[0] == dt.datetime(2024, 3, 3, 14)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2017-03-30/2017-05-24", "2017-03-30", "2017-05-24"),
        ("2018-04-01_2018-12-31", "2018-04-01", "2018-12-31"),
        ("NC/2019-06-30", "", "2019-06-30"), ("2017-01-01\n2017-02-02", "2017-01-01", "2017-02-02"),
        ("28/11/2017\nSolde en 2018", "2017-11-28", ""), ("9 au 16/03/2014", "2014-03-09", "2014-03-16"),
        ("MAI 2014", "2014-05-01", "2014-05-31"), ("01/01/2014->01/07/2014", "2014-01-01", "2014-07-01"),
        ("septembre 2025 à juin 2026", "2025-09-01", "2026-06-30"), ("2025", "2025-01-01", "2025-12-31"),
        ("2020-05-05/2019-01-01", "", ""), ("toute l'année", "", ""),
    ],
)  # fmt: skip
def test_periods_of_the_field(cell: str, start: str, end: str) -> None:
    (first, last), _ = repair.period(cell)
    assert (first.isoformat() if first else "", last.isoformat() if last else "") == (start, end)


def test_text_counts_and_answers() -> None:
    assert repair.text("Lâ€™Ã©tÃ©") == ("L’été", "accents mal encodés, rétablis")
    assert repair.text("été\r\n\x07fin") == ("été\nfin", None)
    assert repair.text(0.8) == ("0,8", None)
    assert repair.integer("1 234") == (1234, None)
    assert repair.integer("environ 50")[0] == 50
    assert repair.integer("40 à 50")[0] is None
    assert [repair.boolean(cell)[0] for cell in ("Oui", "non", "x", 1, False, "peut-être")] == [
        True, False, True, True, False, None,
    ]  # fmt: skip
    assert repair.rna("w80 2999001") == ("W802999001", None)
    assert repair.rna("802999001")[0] == ""


@given(ANY_CELL)
def test_no_cell_breaks_a_repair(cell: Cell) -> None:
    for mend in (
        repair.amount, repair.siret, repair.rna, repair.date, repair.date_time, repair.period, repair.boolean,
        repair.integer, repair.text,
    ):  # fmt: skip
        _, remark = mend(cell)
        assert remark is None or remark.strip(" .")
