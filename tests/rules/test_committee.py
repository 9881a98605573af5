"""The committee in words: quorum, votes, who leaves, and how long the session still lasts."""

import datetime as dt

import pytest

from desktop.rules.committee import (
    Seat,
    item_words,
    out_words,
    pace_words,
    quorum,
    rhythm,
    span_words,
    votes_faults,
    votes_words,
)

NINE = dt.datetime(2026, 3, 12, 9, 0)


def seats(*presences: str) -> list[Seat]:
    return [Seat(True, presence) for presence in presences]


def test_the_quorum_is_said_in_words() -> None:
    met = quorum(2, seats("present", "represented", "excused"))
    assert (met.met, met.there, met.of) == (True, 2, 3)
    assert met.words == "Quorum atteint : 2 membres votants présents sur 3, 2 requis."
    short = quorum(3, seats("present", "absent", ""))
    assert not short.met
    assert short.words == "Quorum non atteint : 1 membre votant présent sur 3, 3 requis."


def test_a_quorum_nobody_was_counted_for_is_not_met() -> None:
    assert quorum(1, seats("", "")).words == "Présences à pointer : 1 membre votant requis."
    assert not quorum(1, seats("", "")).met


def test_guests_make_no_quorum_and_none_may_be_asked() -> None:
    assert quorum(None, [Seat(False, "present")]).met
    assert not quorum(1, [Seat(False, "present"), Seat(True, "absent")]).met


@pytest.mark.parametrize(
    ("votes", "out", "wrong"),
    [((3, 0, 0), 0, False), ((2, 1, 1), 0, True), ((3, None, None), 1, True), ((-1, None, None), 0, True),
     ((None, None, None), 2, False)],
)  # fmt: skip
def test_no_more_votes_than_voters_in_the_room(
    votes: tuple[int | None, int | None, int | None], out: int, wrong: bool
) -> None:
    assert bool(votes_faults(votes, seats("present", "present", "present", "absent"), out)) is wrong


def test_votes_and_leavings_are_said_in_words() -> None:
    assert votes_words((6, 1, 2)) == "6 pour, 1 contre, 2 abstentions"
    assert votes_words((None, None, None)) == ""
    assert (
        out_words("M. Exemple", "interest", "membre du bureau")
        == "M. Exemple doit quitter la salle (membre du bureau)"
    )
    assert item_words("decided", "partial") == "Accord partiel"
    assert item_words("waiting", "") == "À examiner"


def test_the_pace_is_measured_and_breaks_are_left_out() -> None:
    times = [NINE + dt.timedelta(minutes=m) for m in (4, 8, 80, 84)]
    assert rhythm(times, NINE) == dt.timedelta(minutes=4)
    assert rhythm(times[:1], NINE) is None
    assert pace_words(9, 24, dt.timedelta(minutes=4, seconds=40)) == (
        "9 passés sur 24 · encore 1 h 10 à ce rythme"
    )
    assert pace_words(1, 24, None) == "1 passé sur 24"
    assert pace_words(24, 24, dt.timedelta(minutes=4)).endswith("l’ordre du jour est épuisé")
    assert span_words(dt.timedelta(minutes=12)) == "12 min"
