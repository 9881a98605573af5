"""The dates that bind a dossier, and the order of the morning's pile."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.agenda import DossierDates, Term, terms
from desktop.rules.pile import Pending, pace, ranked, waits

TODAY = date(2026, 3, 10)
SILENCE = Term("silence", date(2026, 3, 12), "Refus tacite")


def told(facts: DossierDates) -> list[tuple[str, date]]:
    return [(term.kind, term.on) for term in terms(facts)]


def test_silence_binds_an_open_dossier_only() -> None:
    due = date(2026, 3, 31)
    assert told(DossierDates("instruction", due_on=due)) == [("silence", due)]
    assert told(DossierDates("decided", due_on=due)) == []
    assert told(DossierDates("received")) == []


def test_an_open_request_takes_the_place_of_silence() -> None:
    facts = DossierDates("incomplete", due_on=date(2026, 3, 31), answer_due_on=date(2026, 3, 20))
    assert told(facts) == [("answer", date(2026, 3, 20))]


def test_a_grant_that_was_notified_binds_to_appeal_payment_and_report() -> None:
    facts = DossierDates(
        "notified",
        outcome="granted",
        notified_on=date(2026, 4, 10),
        year=2026,
        granted=9_000_00,
        paid=4_000_00,
    )
    assert told(facts) == [
        ("payment", date(2026, 6, 9)),
        ("appeal", date(2026, 6, 11)),
        ("report", date(2027, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (
            DossierDates("notified", outcome="granted", notified_on=date(2026, 4, 10), granted=9, paid=9),
            ["appeal"],
        ),
        (DossierDates("notified", outcome="refused", notified_on=date(2026, 4, 10), year=2026), ["appeal"]),
        (
            DossierDates("closed", outcome="granted", notified_on=date(2026, 4, 10), year=2026, granted=9),
            ["appeal"],
        ),
    ],
)
def test_what_is_paid_refused_or_closed_binds_no_more(facts: DossierDates, kinds: list[str]) -> None:
    assert [term.kind for term in terms(facts)] == kinds


def test_ones_own_date_stands_among_the_others() -> None:
    facts = DossierDates(
        "instruction", due_on=date(2026, 3, 31), own=(date(2026, 3, 15), date(2026, 3, 14), "Rappeler")
    )
    assert told(facts) == [("own", date(2026, 3, 15)), ("silence", date(2026, 3, 31))]


def pending(number: str = "2026-0001", **changes: object) -> Pending:
    given: dict[str, object] = {
        "key": number.encode(),
        "applicant": "A",
        "title": "T",
        "stage": "instruction",
    }
    return Pending(number=number, **{**given, **changes})  # type: ignore[arg-type]  # a table of cases


def test_the_nearest_deadline_comes_first_then_risk_then_size() -> None:
    late = pending("2026-0004", term=SILENCE)
    odd = pending("2026-0003", bad=2)
    large = pending("2026-0002", asked=30_000_00)
    plain = pending("2026-0001", asked=1_000_00)
    order = [one.what.number for one in ranked([plain, large, odd, late], TODAY)]
    assert order == ["2026-0004", "2026-0003", "2026-0002", "2026-0001"]
    assert next(one.what.number for one in ranked([plain, large, odd, late], TODAY, "size")) == "2026-0002"
    assert next(one.what.number for one in ranked([plain, large, odd, late], TODAY, "risk")) == "2026-0003"


def test_a_date_presses_from_its_reminder_on() -> None:
    far = date(2026, 4, 20)
    reminded = pending("2026-0002", term=Term("own", far, "Visite", remind_on=date(2026, 3, 9)))
    later = pending("2026-0001", term=Term("own", far, "Visite", remind_on=date(2026, 3, 11)))
    assert [one.what.number for one in ranked([later, reminded], TODAY)] == ["2026-0002", "2026-0001"]


def test_each_place_is_explained() -> None:
    [one] = ranked([pending(term=SILENCE, bad=1, warn=2, missing=3, asked=18_000_00)], TODAY)
    assert [words.replace("\u00a0", " ").replace("\u202f", " ") for words, _ in one.reasons] == [
        "Refus tacite : 2 j", "1 anomalie", "2 points à voir", "3 pièces à obtenir",
        "18 000 €",
    ]  # fmt: skip
    assert [tone for _, tone in one.reasons] == ["bad", "bad", "warn", "warn", "neutral"]


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 40_000_00)),
        max_size=12,
    )
)
def test_no_dossier_is_lost_or_doubled(rows: list[tuple[int, int, int, int]]) -> None:
    pile = [
        pending(f"2026-{n:04d}", bad=bad, warn=warn, missing=missing, asked=asked)
        for n, (bad, warn, missing, asked) in enumerate(rows)
    ]
    for order in ("advised", "deadline", "risk", "size"):
        found = ranked(pile, TODAY, order)  # type: ignore[arg-type]
        assert sorted(one.what.number for one in found) == sorted(one.number for one in pile)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (pending(), True),
        (pending(officer="Moi"), True),
        (pending(officer="Autre"), False),
        (pending(verdict="later", until=TODAY + timedelta(days=1)), False),
        (pending(verdict="later", until=TODAY), True),
        (pending(verdict="deep", judged_at=datetime(2026, 3, 10, 9)), False),
        (pending(verdict="deep", judged_at=datetime(2026, 3, 9, 9)), True),
        (pending(verdict="complements", term=Term("answer", TODAY + timedelta(days=5), "")), False),
        (pending(verdict="complements", term=Term("answer", TODAY - timedelta(days=1), "")), True),
    ],
)
def test_who_finds_it_in_the_pile_today(one: Pending, expected: bool) -> None:
    assert waits(one, "Moi", TODAY, everyone=False) is expected


def test_everyone_sees_what_is_given_to_others() -> None:
    assert waits(pending(officer="Autre"), "Moi", TODAY, everyone=True)


def test_the_pace_forgets_breaks() -> None:
    start = datetime(2026, 3, 10, 9)
    times = [start + timedelta(minutes=minutes) for minutes in (0, 4, 9, 13, 120, 124)]
    assert pace(times) == 4
    assert pace(times[:2]) is None
