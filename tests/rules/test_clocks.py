"""Legal dates, month ends and working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules import clocks
from desktop.rules.clocks import Suspension

days = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 1, 15), date(2026, 3, 15)),
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2023, 12, 30), date(2024, 2, 29)),
        (date(2026, 6, 30), date(2026, 8, 30)),
        (date(2026, 12, 1), date(2027, 2, 1)),
    ],
)
def test_silence_of_two_months(received: date, due: date) -> None:
    assert clocks.tacit_rejection(received) == due


@given(days, st.integers(-30, 60))
def test_adding_months_lands_in_the_right_month(day: date, months: int) -> None:
    moved = clocks.add_months(day, months)
    assert moved.year * 12 + moved.month == day.year * 12 + day.month + months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


def test_missing_pieces_suspend_until_they_come_or_their_time_is_up() -> None:
    received = date(2026, 1, 15)
    asked, due = date(2026, 2, 1), date(2026, 2, 15)
    assert clocks.tacit_rejection(received, [Suspension(asked, due)]) == date(2026, 3, 29)
    assert clocks.tacit_rejection(received, [Suspension(asked, due, date(2026, 2, 6))]) == date(2026, 3, 20)
    assert clocks.tacit_rejection(received, [Suspension(asked, due, date(2026, 4, 1))]) == date(2026, 3, 29)


def test_overlapping_suspensions_count_once_and_late_ones_not_at_all() -> None:
    received = date(2026, 1, 15)
    first = Suspension(date(2026, 2, 1), date(2026, 2, 11))
    second = Suspension(date(2026, 2, 6), date(2026, 2, 16))
    late = Suspension(date(2026, 6, 1), date(2026, 7, 1))
    assert clocks.tacit_rejection(received, [second, late, first]) == date(2026, 3, 30)


@given(days, st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=5))
def test_suspensions_never_shorten_the_time(received: date, pauses: list[tuple[int, int]]) -> None:
    spans = [
        Suspension(received + timedelta(days=a), received + timedelta(days=a + length))
        for a, length in pauses
    ]
    gained = clocks.tacit_rejection(received, spans) - clocks.tacit_rejection(received)
    assert timedelta(0) <= gained <= timedelta(days=sum(length for _, length in pauses))


@pytest.mark.parametrize(
    ("year", "sunday"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2000, (4, 23)), (2038, (4, 25))]
)
def test_easter(year: int, sunday: tuple[int, int]) -> None:
    assert clocks.easter(year) == date(year, *sunday)


def test_appeal_is_two_clear_months_carried_to_a_working_day() -> None:
    assert clocks.appeal_until(date(2026, 1, 14)) == date(2026, 3, 16)  # 15 March is a Sunday
    assert clocks.appeal_until(date(2026, 3, 12)) == date(2026, 5, 13)
    assert clocks.appeal_until(date(2026, 3, 13)) == date(2026, 5, 15)  # 14 May is Ascension Day
    assert clocks.appeal_until(date(2026, 9, 10)) == date(2026, 11, 12)  # 11 November


@given(days)
def test_an_appeal_always_ends_on_a_working_day(day: date) -> None:
    end = clocks.appeal_until(day)
    assert clocks.is_working_day(end)
    assert clocks.add_months(day, 2) < end <= clocks.add_months(day, 2) + timedelta(days=6)


def test_payment_report_convention() -> None:
    assert clocks.payment_until(date(2026, 4, 1)) == date(2026, 5, 31)
    assert clocks.report_due_for_year(2026) == date(2027, 6, 30)
    assert clocks.report_due(date(2026, 8, 31)) == date(2027, 2, 28)
    assert clocks.report_due(date(2026, 6, 30)) == date(2026, 12, 31)
    assert clocks.report_due(date(2026, 6, 15)) == date(2026, 12, 15)
    assert not clocks.needs_convention(23_000_00)
    assert clocks.needs_convention(23_000_01)
    assert clocks.convention_end(date(2024, 1, 1)) == date(2027, 12, 31)
    assert clocks.convention_end(date(2024, 2, 29)) == date(2028, 2, 28)
    assert clocks.withdrawal_until(date(2025, 10, 31)) == date(2026, 2, 28)
    assert clocks.publication_until(date(2026, 3, 31)) == date(2026, 6, 30)


def test_what_is_left_in_words_and_colour() -> None:
    today = date(2026, 3, 10)
    assert clocks.left_text(date(2026, 3, 15), today) == "5\u00a0j"
    assert clocks.left_text(today, today) == "aujourd’hui"
    assert clocks.left_text(date(2026, 3, 7), today) == "−\u00a03\u00a0j"
    tones = [clocks.left_tone(today + timedelta(days=n), today) for n in (-1, 2, 5, 9, 21)]
    assert tones == ["bad", "bad", "warn", "warn", "neutral"]


def test_where_the_clock_stands_on_a_day() -> None:
    received, pause = date(2026, 1, 9), Suspension(date(2026, 2, 2), date(2026, 2, 17))
    stands = clocks.clock(received, [pause], date(2026, 2, 10))
    assert (stands.due, stands.plain, stands.pause) == (date(2026, 3, 24), date(2026, 3, 9), pause)
    for day in (date(2026, 2, 1), date(2026, 2, 17)):
        assert clocks.clock(received, [pause], day).pause is None, "not asked yet, or its time is up"
    answered = Suspension(date(2026, 2, 2), date(2026, 2, 17), date(2026, 2, 5))
    assert clocks.clock(received, [answered], date(2026, 2, 4)).pause is None
    late = Suspension(date(2026, 3, 9), date(2026, 3, 24))
    assert clocks.clock(received, [late], date(2026, 3, 10)) == clocks.Clock(
        date(2026, 3, 9), date(2026, 3, 9)
    )
    second = Suspension(date(2026, 3, 12), date(2026, 3, 27))
    assert clocks.clock(received, [pause, second], date(2026, 3, 13)).pause == second, "the first gave time"


def test_dates_as_the_database_writes_them_and_the_day_proposed() -> None:
    assert clocks.suspension("2026-02-02", "2026-02-17", None) == Suspension(
        date(2026, 2, 2), date(2026, 2, 17)
    )
    assert clocks.suspension("2026-02-02", "2026-02-17", "2026-02-05").received == date(2026, 2, 5)
    assert clocks.answer_by(date(2026, 2, 2), 15) == date(2026, 2, 17)
    assert clocks.answer_by(date(2026, 2, 6), 15) == date(2026, 2, 23), "a Saturday is carried to Monday"
