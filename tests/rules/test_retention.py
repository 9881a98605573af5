"""How long a dossier is kept: its kind, what it counts from, when it falls due, what holds it back."""

from __future__ import annotations

import datetime as dt

import pytest

from desktop.rules.retention import (
    Facts,
    Rule,
    counted_from,
    drawn,
    falls_due,
    frozen,
    is_due,
    kind_of,
    rule_of,
)

DAY = dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (Facts("granted"), "granted"),
        (Facts("partial", agreement=True), "agreement"),
        (Facts("refused", agreement=True), "refused"),
        (Facts("ineligible"), "inadmissible"),
        (Facts("withdrawn"), "withdrawn"),
        (Facts(stage="closed"), "dropped"),
        (Facts(stage="instruction"), "open"),
    ],
)
def test_the_kind_follows_the_decision(facts: Facts, kind: str) -> None:
    assert kind_of(facts) == kind


def test_it_counts_from_the_last_thing_that_happened_to_the_money() -> None:
    facts = Facts("granted", decided_on=DAY, ends_on=dt.date(2024, 12, 31), report_on=dt.date(2025, 6, 12))
    assert counted_from("decided", facts) == DAY
    assert counted_from("ended", facts) == dt.date(2025, 6, 12)
    assert counted_from("ended", Facts("granted", agreement_ends_on=DAY)) is None  # of no convention
    assert counted_from("ended", Facts("granted", True, agreement_ends_on=DAY)) == DAY


def test_it_is_kept_until_the_end_of_the_year() -> None:
    last = falls_due(DAY, 2)
    assert last == dt.date(2026, 12, 31)
    assert not is_due(last, dt.date(2026, 12, 31)) and is_due(last, dt.date(2027, 1, 1))
    assert falls_due(DAY, None) is None and falls_due(None, 2) is None and not is_due(None, DAY)


def test_what_is_open_holds_it_back() -> None:
    assert frozen(Facts()) == ()
    assert len(frozen(Facts(appeal=True, repaying=True, agreement_runs=True))) == 3


def test_specimens_are_the_same_for_everybody_and_at_least_one() -> None:
    numbers = [f"2020-{n:04d}" for n in range(25)]
    chosen = drawn(numbers, 10, "BE2031-01")
    assert len(chosen) == 3 and chosen == drawn(numbers[::-1], 10, "BE2031-01")
    assert chosen != drawn(numbers, 10, "BE2031-02")
    assert len(drawn(numbers[:2], 10, "x")) == 1 and drawn([], 10, "x") == frozenset()


def test_a_rule_says_itself_in_words() -> None:
    rule = Rule("r", "R", ("refused", "adjourned"), 5, "decided", "destroy")
    assert rule_of("adjourned", [rule]) is rule and rule_of("granted", [rule]) is None
    assert rule.words == "5\u00a0ans après la décision, puis éliminé"
    assert Rule("s", "S", (), 10, "ended", "sample", 10).words.endswith("trié\u00a0: 1 sur 10 gardé")
