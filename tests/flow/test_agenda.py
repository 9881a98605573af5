"""The day of an officer in a real base: pile, verdicts, dates, colleagues."""

from __future__ import annotations

import datetime as dt

import pytest

from db import queries
from db.queries.day import deadlines
from db.store import Store
from desktop.flow.agenda import day_of, drop_deadline, finish_deadline, set_deadline, triage
from desktop.flow.instruct import assign, move
from tests.office import application, bring

ME = "A. Exemple"
TODAY = dt.date(2026, 2, 2)


@pytest.fixture
def filled(store: Store) -> Store:
    bring(store, *(application(f"2650000{n}", asked=n * 10_000_00) for n in (1, 2, 3)))
    return store


def numbers(store: Store, **how: object) -> list[str]:
    return [one.what.number for one in day_of(store.reader, ME, TODAY, **how).pile]  # type: ignore[arg-type]


def test_the_pile_holds_what_is_mine_or_nobodys(filled: Store) -> None:
    keys = queries.list_ids(filled.reader)
    filled.do(assign, dossier=keys[0], officer="B. Autre")
    assert set(numbers(filled)) == {"2026-0002", "2026-0003"}
    assert set(numbers(filled, everyone=True)) == {"2026-0001", "2026-0002", "2026-0003"}
    assert numbers(filled, order="size")[0] == "2026-0003"


def test_put_off_it_comes_back_on_its_day(filled: Store) -> None:
    key = queries.list_ids(filled.reader)[0]
    filled.do(triage, dossier=key, verdict="later", today=TODAY)
    day = day_of(filled.reader, ME, TODAY)
    assert len(day.pile) == 2 and day.put_off == 1
    assert len(day_of(filled.reader, ME, dt.date(2026, 2, 3)).pile) == 3
    assert filled.next_undo()[0] == "Trier le dossier 2026-0001 : plus tard"
    filled.undo()
    assert len(day_of(filled.reader, ME, TODAY).pile) == 3


def test_complete_moves_the_dossier_on_in_the_same_step(filled: Store) -> None:
    key = queries.list_ids(filled.reader)[0]
    filled.do(triage, dossier=key, verdict="complete")
    head = queries.head(filled.reader, key)
    assert head is not None and head.stage == "complete"
    filled.undo()
    head = queries.head(filled.reader, key)
    assert head is not None and head.stage == "received"


def test_complete_leaves_a_dossier_that_is_further_where_it_is(filled: Store) -> None:
    key = queries.list_ids(filled.reader)[0]
    filled.do(move, dossier=key, stage="instruction")
    filled.do(triage, dossier=key, verdict="complete")
    head = queries.head(filled.reader, key)
    assert head is not None and head.stage == "instruction"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"verdict": "demain"}, "n’est pas un tri"),
        ({"verdict": "later", "until": dt.date(2020, 1, 1)}, "est passée"),
    ],
)
def test_a_wrong_verdict_writes_nothing(filled: Store, wrong: dict[str, object], said: str) -> None:
    key = queries.list_ids(filled.reader)[0]
    with pytest.raises(ValueError, match=said):
        filled.do(triage, dossier=key, **wrong)
    assert filled.reader.execute("SELECT count(*) FROM triage").fetchone()[0] == 0


def test_the_verdicts_of_today_are_counted(filled: Store) -> None:
    for key in queries.list_ids(filled.reader)[:2]:
        filled.do(triage, dossier=key, verdict="deep")
    day = day_of(filled.reader, ME, dt.date.today())
    assert (day.done, len(day.pile)) == (2, 1)
    assert day.touched == 2, "an import of several dossiers is no work on one of them"


def test_a_date_is_set_changed_done_and_dropped(filled: Store) -> None:
    key = queries.list_ids(filled.reader)[0]
    made = filled.do(
        set_deadline, title=" Rappeler la présidente ", due_on=dt.date(2026, 2, 5), dossier=key
    ).value
    filled.do(
        set_deadline, title="Rappeler la trésorière", due_on=dt.date(2026, 2, 6), dossier=key, deadline=made
    )
    [row] = deadlines(filled.reader, ME, key)
    assert (row.title, row.due_on, row.number) == ("Rappeler la trésorière", "2026-02-06", "2026-0001")
    day = day_of(filled.reader, ME, TODAY)
    assert next((t.kind, t.on) for t, one in day.dates if one.number == "2026-0001") == (
        "own",
        dt.date(2026, 2, 6),
    )
    filled.do(finish_deadline, deadline=made)
    assert deadlines(filled.reader, ME, key) == []
    filled.undo()
    filled.do(drop_deadline, deadline=made)
    assert deadlines(filled.reader, ME, key) == []
    with pytest.raises(ValueError, match="quelques mots"):
        filled.do(set_deadline, title="  ", due_on=TODAY)
    with pytest.raises(ValueError, match="rappel vient après"):
        filled.do(set_deadline, title="x", due_on=TODAY, remind_on=dt.date(2026, 3, 1))


def test_a_date_for_somebody_else_is_not_shown_to_me(filled: Store) -> None:
    filled.do(set_deadline, title="Pour B.", due_on=TODAY, person="B. Autre")
    filled.do(set_deadline, title="Pour tous", due_on=TODAY)
    assert [row.title for row in deadlines(filled.reader, ME)] == ["Pour tous"]


def test_what_a_colleague_changed_is_told(filled: Store) -> None:
    key = queries.list_ids(filled.reader)[0]
    filled.author = "B. Autre"
    filled.do(move, dossier=key, stage="instruction")
    filled.author = ME
    [change] = day_of(filled.reader, ME, dt.date.today()).changes
    assert (change.author, change.number) == ("B. Autre", "2026-0001") and "En instruction" in change.label
