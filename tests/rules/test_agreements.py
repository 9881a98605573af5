"""Conventions of several years: how long, what is left, what is told before the end."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.flow.year_compare import Gap
from desktop.rules.agreements import (
    Fund,
    added,
    end_alert,
    fault_of_period,
    figure,
    proposal_words,
    ratio,
    report_alert,
    years_of,
)

END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("starts", "ends", "fault"),
    [
        (date(2024, 1, 1), date(2027, 12, 31), ""),
        (date(2024, 3, 15), date(2028, 3, 14), ""),
        (date(2024, 3, 15), date(2028, 3, 15), "dure 4 ans au plus"),
        (date(2024, 1, 1), date(2023, 12, 31), "avant de commencer"),
        (None, END, "premier et le dernier jour"),
    ],
)
def test_four_years_at_most(starts: date | None, ends: date, fault: str) -> None:
    told = fault_of_period(starts, ends)
    assert fault in told and bool(told) == bool(fault)


def test_the_years_it_covers() -> None:
    assert years_of(date(2024, 9, 1), date(2026, 8, 31)) == [2024, 2025, 2026]
    assert years_of(None, END) == []


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 6, 29), ""),
        (date(2026, 6, 30), "se termine dans 6 mois"),
        (date(2026, 8, 31), "se termine dans 4 mois"),
        (date(2026, 9, 1), "se termine dans 3 mois"),
        (date(2026, 12, 30), "se termine dans 1 jour"),
        (END, "se termine ce jour"),
        (date(2027, 1, 1), "a pris fin le 31/12/2026"),
    ],
)
def test_the_alert_before_the_end(today: date, words: str) -> None:
    assert end_alert("signed", END, 6, today) == words
    assert end_alert("ended", END, 6, today) == ""


@pytest.mark.parametrize(
    ("state", "today", "words"),
    [
        ("awaited", date(2025, 12, 31), ""),
        ("awaited", date(2026, 1, 1), "bilan 2025 attendu"),
        ("", date(2026, 6, 30), "bilan 2025 attendu"),
        ("returned", date(2026, 7, 1), "bilan 2025 en retard depuis le 30/06/2026"),
        ("received", date(2026, 7, 1), "bilan 2025 à vérifier"),
        ("accepted", date(2026, 7, 1), ""),
        ("waived", date(2026, 7, 1), ""),
    ],
)
def test_the_report_of_a_year(state: str, today: date, words: str) -> None:
    assert report_alert(2025, state, today) == words


def test_what_a_year_left() -> None:
    assert Fund(100, 20, None, None, None).left is None, "not decided"
    assert Fund(100, 20, 110, 90, None).left == 30, "paid, while there is no report"
    assert Fund(100, 20, 110, 110, 95).left == 25, "what the report says is spent"
    assert Fund(100, 20, 110, 110, 95, onward=25).left == 0, "taken to the year after"
    assert Fund(100, 0, 110, 110, 110).left == -10


def test_sums_keep_what_is_unknown() -> None:
    assert added([Fund(1, 2, None, 3, None), Fund(None, 1, None, None, 4)]) == Fund(1, 3, None, 3, 4)
    assert added([]) == Fund(None, 0, None, None, None)


def test_words_of_figures() -> None:
    assert [figure(value) for value in (None, 1250, 3.5, 0, 57.25)] == [
        "", "1\u202f250", "3,5", "0", "57,25",
    ]  # fmt: skip
    assert ratio(450, 378) == "84\u00a0%" and ratio(None, 3) == "" and ratio(4, None) == ""
    assert "30\u202f€" not in proposal_words(2026, Fund(None, 0, None, None, None))
    assert "reportés de 2025" in proposal_words(2026, Fund(100_00, 20_00, None, None, None))


def test_a_gap_tells_its_sign_and_its_per_cent() -> None:
    assert Gap("x", 40_000_00, 44_000_00).difference_words() == "+\u00a04\u202f000\u00a0€ (+\u00a010\u00a0%)"
    assert Gap("x", 450, 378, money=False).difference_words() == "−\u00a072 (−\u00a016\u00a0%)"
    assert Gap("x", 0, 5_00).difference_words() == "+\u00a05\u00a0€"
    assert Gap("x", 5, 5).difference_words() == "=" and Gap("x", None, 5).difference_words() == ""
