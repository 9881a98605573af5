"""One deed on many dossiers: planned as it is done, done in one step, nothing outside is touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from sqlalchemy.orm import Session

from db import queries
from db.models import Call, Committee, Dossier
from db.queries.committee import items
from db.store import Store
from desktop.flow.batch import Row, Stopped, carry_out, plan, targets
from desktop.flow.batch_deeds import DEEDS, Target
from desktop.flow.convene import convene
from desktop.flow.decide import decide
from desktop.flow.instruct import propose
from desktop.flow.interests import declare
from desktop.flow.unite import unite_dossiers
from desktop.rules.batch import DEEDS as WORDS
from desktop.rules.batch import Own, Wish
from desktop.rules.query import parse, to_tree
from tests.office import application, bring, dump

GRANT = Wish("decide")


def four(store: Store) -> list[bytes]:
    """Three with a proposal of 5 000 € from the State, the fourth without any."""
    keys = [i.dossier for i in bring(store, *(application(f"2650000{n}") for n in range(1, 5)))]
    state = next(f.id for f in queries.funders(store.reader) if f.code == "ETAT147")
    found = [key for key in keys if key is not None]
    for key in found[:3]:
        store.do(propose, dossier=key, amounts={state: 5_000_00}, reason="Utile")
    return found


def planned(store: Store, keys: list[bytes], wish: Wish, own: Mapping[bytes, Own] | None = None) -> list[Row]:
    return plan(store, store.reader, dict.fromkeys(keys, wish), own)


def done(store: Store, rows: list[Row], **more: object):  # type: ignore[no-untyped-def]
    return store.do(carry_out, targets=targets(rows, store.reader), **more)


def outcome(store: Store, key: bytes) -> str:
    decision = queries.decision(store.reader, key)
    return decision.outcome if decision else ""


def test_a_plan_writes_nothing_and_shows_the_blocker_of_each_row(store: Store) -> None:
    keys = four(store)
    before = dump(store.reader)
    rows = planned(store, keys, GRANT)
    assert [bool(row.blocker) for row in rows] == [False, False, False, True]
    assert "supérieur à zéro" in rows[3].blocker
    assert [row.amount for row in rows] == [5_000_00, 5_000_00, 5_000_00, 0]
    assert rows[0].what.startswith("Accord : État")
    assert dump(store.reader) == before


def test_it_is_done_in_one_step_with_one_undo_and_says_what_was_not(store: Store) -> None:
    keys = four(store)
    before = dump(store.reader)
    report = done(store, planned(store, keys, GRANT))
    assert report.value.done == keys[:3]
    assert [key for key, _ in report.value.refused] == [keys[3]]
    assert report.written.label == "Décider 3 dossiers"
    assert [outcome(store, key) for key in keys] == ["partial", "partial", "partial", ""]
    store.undo()
    assert dump(store.reader) == before


def test_one_refusal_leaves_everything_when_asked_so(store: Store) -> None:
    keys = four(store)
    before = dump(store.reader)
    with pytest.raises(ValueError, match="Rien n’a été enregistré"):
        done(store, planned(store, keys, GRANT), skip_blocked=False)
    assert dump(store.reader) == before


def test_a_cancel_in_the_middle_leaves_the_data_as_they_were(store: Store) -> None:
    keys = four(store)
    before = dump(store.reader)
    rows = planned(store, keys, GRANT)
    with pytest.raises(Stopped):
        done(store, rows, tell=lambda _words, share: share < 0.4)
    assert dump(store.reader) == before


def test_an_amount_of_its_own_is_shared_as_it_was_proposed(store: Store) -> None:
    keys = four(store)
    metro, state = (
        next(f.id for f in queries.funders(store.reader) if f.code == c) for c in ("METROPOLE", "ETAT147")
    )
    store.do(propose, dossier=keys[0], amounts={metro: 3_000_00, state: 6_000_00})
    rows = planned(store, keys[:2], GRANT, {keys[0]: 6_000_00})
    assert rows[0].amounts == {"METROPOLE": 2_000_00, "ETAT147": 4_000_00}
    assert rows[1].amount == 5_000_00


def test_what_is_outside_the_filter_is_never_touched(store: Store) -> None:
    keys = four(store)
    store.do(propose, dossier=keys[3], amounts={queries.funders(store.reader)[0].id: 100_00})
    tree = to_tree(parse("proposé>=5000"), store.author)
    inside = queries.list_ids(store.reader, tree)
    assert len(inside) == 3
    for wish in (
        GRANT, Wish("label", label="Lot 1"), Wish("assign", officer="B. Exemple"),
        Wish("propose", percent=50, way="percent"),
    ):  # fmt: skip
        outside = rows_of(store, keys[3])
        report = done(store, planned(store, inside, wish))
        assert report.dossiers <= frozenset(inside)
        assert rows_of(store, keys[3]) == outside


def rows_of(store: Store, dossier: bytes) -> dict[str, list[tuple[object, ...]]]:
    return {table: [row for row in rows if dossier in row] for table, rows in dump(store.reader).items()}


WISHES = [
    GRANT,
    Wish("decide", outcome="refused", reasons=("HORS_DEFIS",)),
    Wish("decide", outcome="refused"),
    Wish("decide", outcome="adjourned", reasons=("BUDGET",), conditions=("Fournir un budget à jour",)),
    Wish("propose"),
    Wish("propose", way="percent", percent=40),
    Wish("propose", way="last_year"),
    Wish("to_committee"),
    Wish("move", stage="complete"),
    Wish("move", stage="notified"),
    Wish("assign", officer="B. Exemple"),
    Wish("label", label="Lot 1"),
    Wish("unlabel", label="Lot 1"),
    Wish("letters"),
    Wish("bin", reason="Reçus deux fois"),
]


@pytest.mark.parametrize(
    "wish", WISHES, ids=lambda w: f"{w.deed}-{w.outcome if w.deed == 'decide' else w.way}"
)
def test_the_plan_says_blocked_if_and_only_if_the_verb_refuses(store: Store, wish: Wish) -> None:
    keys = four(store)
    store.do(decide, dossier=keys[1], outcome="refused", reasons=["HORS_QPV"])
    rows = planned(store, keys, wish)
    for row, target in zip(rows, targets(rows, store.reader), strict=True):
        try:
            store.do(alone, target=target)
        except ValueError as why:
            assert row.blocker == str(why)
        else:
            assert row.blocker == ""
            store.undo()


def alone(session: Session, *, target: Target) -> None:
    """The verb of the deed on one dossier."""
    DEEDS[target.wish.deed][0](session, target)


def test_every_deed_has_its_words() -> None:
    assert set(DEEDS) == set(WORDS)


def test_a_dossier_that_an_interest_closes_is_blocked_in_words(store: Store) -> None:
    keys = four(store)
    store.do(declare, dossier=keys[1], nature="Trésorier de l’association")
    for wish in (GRANT, Wish("label", label="Lot 1"), Wish("move", stage="opinion")):
        rows = planned(store, keys[:3], wish)
        assert "vous est fermé" in rows[1].blocker and "Trésorier" in rows[1].blocker
        assert done(store, rows).value.done == [keys[0], keys[2]]
        store.undo()


def test_a_united_dossier_is_blocked_and_names_the_one_that_goes_on(store: Store) -> None:
    keys = four(store)
    store.do(unite_dossiers, kept=keys[0], gone=keys[1])
    number = queries.head(store.reader, keys[0]).number  # type: ignore[union-attr]
    assert f"réuni avec {number}" in planned(store, [keys[1]], Wish("label", label="Lot 1"))[0].blocker


def test_dossiers_of_two_calls_go_together_and_each_line_says_its_call(store: Store) -> None:
    keys = four(store)
    other = store.reader.execute("SELECT id FROM call WHERE kind = 'specific'").fetchone()[0]

    def another_call(session: Session) -> None:
        session.get_one(Dossier, keys[2]).call_id = other
        session.get_one(Dossier, keys[2]).wave_id = None

    store.do(another_call)
    rows = planned(store, keys[:3], GRANT)
    title = store.rehearse(lambda session: session.get_one(Call, other).title)
    assert rows[2].subject.call == title != rows[0].subject.call
    assert done(store, rows).value.done == keys[:3]


def test_last_year_comes_from_this_base_or_from_the_lists(store: Store) -> None:
    from desktop.exchange.application import HistoryLine
    from desktop.flow.past import remember

    keys = four(store)
    year = queries.head(store.reader, keys[0]).call_year  # type: ignore[union-attr]
    line = HistoryLine(
        name="Lire en Bas", rna="W802900001", funder="Amiens Métropole", year=year - 1, purpose="Lecture",
        amount=3_300_00,
    )  # fmt: skip
    store.do(remember, lines=[line], origin="essai")
    rows = planned(store, keys[:2], Wish("propose", way="last_year"))
    assert rows[0].amount == 3_300_00 and rows[0].blocker == ""
    assert "l’an passé" in rows[1].blocker


def test_a_batch_fills_the_order_of_the_day_and_respects_a_closed_session(store: Store) -> None:
    keys = four(store)
    held = store.do(convene, name="Comité technique", held_on=dt.date(2026, 3, 12)).value
    wish = Wish("agenda", committee=held)
    report = done(store, planned(store, keys[:3], wish))
    assert report.value.done == keys[:3] and report.written.label == "Inscrire 3 dossiers à l’ordre du jour"
    assert {item.dossier_id for item in items(store.reader, held)} == set(keys[:3])
    rows = planned(store, keys, wish)
    assert ["déjà à l’ordre du jour" in row.blocker for row in rows] == [True, True, True, False]

    def close_it(session: Session) -> None:
        row = session.get_one(Committee, held)
        row.state, row.closed_at = "closed", dt.datetime(2026, 3, 12, 17)

    store.do(close_it)
    assert "est close" in planned(store, keys[3:], wish)[0].blocker
