"""What a report owes and when, its lines beside the plan, the gaps to explain, the money left over."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.rules import ages
from desktop.rules.budget import Line
from desktop.rules.report_gaps import Grant, Pair, beside, left_over, remarks, sums, unexplained
from desktop.rules.reports import (
    DEFAULT,
    TITLES,
    Told,
    ToldLine,
    due_on,
    intermediate_due,
    late,
    reminder_step,
    settings_of,
)

PLAN = [
    Line("charge", "60", "Achats", 4_000_00),
    Line("charge", "64", "Charges de personnel", 10_000_00),
    Line("product", "74com", "Ville", 9_000_00),
    Line("product", "74com", "CCAS de la ville", 5_000_00),
]


def told(*lines: ToldLine) -> list[Pair]:
    return beside(PLAN, [(line, b"") for line in lines])


@pytest.mark.parametrize(
    ("year", "ends", "due"),
    [
        (2025, None, dt.date(2026, 6, 30)),
        (2025, dt.date(2025, 11, 30), dt.date(2026, 6, 30)),
        (2025, dt.date(2026, 6, 30), dt.date(2027, 6, 30)),
        (2025, dt.date(2024, 12, 31), dt.date(2026, 6, 30)),
    ],
)
def test_a_report_is_due_six_months_after_its_exercise(year: int, ends: dt.date | None, due: dt.date) -> None:
    assert due_on(year, ends) == due


def test_an_intermediate_report_is_due_before_the_balance_that_waits_for_it() -> None:
    assert intermediate_due(2025) == dt.date(2025, 12, 31)
    assert intermediate_due(2025, balance_on=dt.date(2025, 10, 1)) == dt.date(2025, 10, 1)
    assert intermediate_due(2025, settings_of({"intermediate": "11-15"})) == dt.date(2025, 11, 15)


def test_a_report_received_is_late_no_more() -> None:
    due, after = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    assert [late(state, due, after) for state in ("awaited", "returned", "received")] == [True, True, False]
    assert not late("awaited", due, due)


def test_the_third_reminder_is_a_formal_notice() -> None:
    assert [reminder_step(count) for count in range(4)] == ["first", "second", "formal", "formal"]


def test_settings_told_wrongly_stay_as_they_were() -> None:
    wrong = {"gap_percent": "vingt", "intermediate": "30-02", "lock": "never", "unknown": 3}
    assert settings_of(wrong) == DEFAULT == settings_of(None)
    told = settings_of({"gap_percent": 10, "lock": "", "calls": {"aap-2026": "committee", "ete": "no"}})
    assert (told.gap_percent, told.lock_of("ete"), told.lock_of("aap-2026")) == (10, "", "committee")


def test_each_line_of_the_report_stands_beside_the_line_it_answers() -> None:
    pairs = told(
        ToldLine("charge", "60", "Achats", 4_000_00, 3_900_00),
        ToldLine("charge", "625", "Déplacements", None, 700_00),
        ToldLine("product", "74com", "ccas de la ville", None, 5_000_00),
    )
    shown = {(p.account, p.label): (p.asked, p.done, p.gap) for p in pairs}
    assert shown["60", "Achats"] == (4_000_00, 3_900_00, -100_00)
    assert shown["625", "Déplacements"] == (None, 700_00, 700_00)
    assert shown["74com", "ccas de la ville"] == (5_000_00, 5_000_00, 0)
    # What the report leaves out is there, with nothing done and no gap made up.
    assert shown["64", "Charges de personnel"] == (10_000_00, None, None)
    assert [p.account for p in pairs] == ["60", "625", "64", "74com", "74com"]
    assert sums(pairs, "asked").charges == 14_000_00


def test_a_gap_counts_when_it_passes_both_thresholds() -> None:
    small = Pair("charge", "60", "Achats", 1_000_00, None, 1_400_00)  # 40 %, yet 400 €
    wide = Pair("charge", "64", "Personnel", 10_000_00, None, 7_000_00)
    near = Pair("charge", "62", "Autres", 10_000_00, None, 9_000_00)  # 1 000 €, yet 10 %
    new = Pair("charge", "625", "Déplacements", None, None, 600_00)
    said = Pair("charge", "61", "Locations", 3_000_00, None, 0, "salle prêtée")
    assert unexplained([small, wide, near, new, said]) == [wide, new]
    assert unexplained([small], settings_of({"gap_amount": 100_00})) == [small]


def test_the_adjusted_budget_of_the_report_is_what_is_compared() -> None:
    pair = Pair("charge", "64", "Personnel", 10_000_00, 6_000_00, 6_100_00)
    assert (pair.planned, pair.gap, pair.wide()) == (6_000_00, 100_00, False)


def test_what_does_not_add_up_is_told() -> None:
    pairs = told(
        ToldLine("charge", "60", "Achats", None, 4_000_00),
        ToldLine("product", "74com", "Ville", None, 9_000_00),
    )
    grant = Grant(
        voted=9_000_00, told=8_000_00, people=50, women=40, men=20, asked_people=100,
        ends_on=dt.date(2025, 11, 30), ended_on=dt.date(2025, 12, 15),
    )  # fmt: skip
    found = remarks(pairs, grant)
    assert [remark.code for remark in found] == ["sexes", "balance", "blank", "granted", "ended", "fewer"]
    assert "charges 4\u202f000\u00a0€, produits 9\u202f000\u00a0€" in found[1].sentence
    assert remarks(told(), Grant(people=1))[0].sentence == "Le bilan ne donne aucun montant réalisé."


def test_money_left_over_is_proposed_with_its_reason() -> None:
    pairs = [
        Pair("charge", "60", "Achats", 10_000_00, None, 8_000_00),
        Pair("product", "74com", "Ville", 10_000_00, None, 9_000_00),
    ]
    found = left_over(pairs, 5_000_00)
    assert [(one.amount, "part de la subvention" in one.why) for one in found] == [
        (1_000_00, False), (1_000_00, True),
    ]  # fmt: skip
    assert left_over(pairs, 5_000_00, "not_done")[0].amount == 5_000_00
    assert left_over(pairs, 0) == [] and left_over([], 5_000_00) == []
    # The grant alone is more than what the action cost.
    assert left_over([Pair("charge", "60", "Achats", 100_00, None, 100_00)], 150_00)[0].amount == 50_00


@pytest.mark.parametrize(
    ("words", "band"),
    [
        ("0/5 ans", "0-5"), ("de 6 à 11 ans", "6-11"), ("12-17", "12-17"), ("18 – 25 ans", "18-25"),
        ("plus de 65 ans", "65+"), ("65 ans et +", "65+"), ("moins de 6 ans", "0-5"), ("Adultes", "26-64"),
        ("Tous publics", "all"), ("16-25 ans", "18-25"), ("Bénéficiaires", ""),
    ],
)  # fmt: skip
def test_a_band_is_found_in_what_people_write(words: str, band: str) -> None:
    assert ages.band_of(words) == band


def test_the_row_of_every_age_is_the_total_and_the_bands_how_it_divides() -> None:
    bands = (ages.Counted("0-5", 3, 2), ages.Counted("6-11", None, None, 10))
    assert ages.total(bands) == ages.Counted("all", 3, 2, 15)
    assert ages.total((*bands, ages.Counted("all", 8, 9, 20))).people == 20
    assert Told(people=bands).reached.people == 15 and Told().silent
    assert len(TITLES) == 9
