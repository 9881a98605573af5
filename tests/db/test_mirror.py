"""The tables against the journal: one altered value, a row too many, a row lost; put back as it was."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import chain, mirror
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.instruct import move, propose
from tests.db.merge.sites import Site, dossier, exchange, found
from tests.db.merge.test_convergence import act
from tests.office import application, bring, dump, open_office
from tests.session import funder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path)
    key = bring(opened, application(), application("26500002"))[0].dossier
    opened.do(move, dossier=key, stage="complete")
    opened.do(move, dossier=key, stage="instruction")
    opened.do(propose, dossier=key, amounts={funder(opened): 7_000_00}, reason="Un besoin réel")
    opened.undo()
    opened.redo()
    opened.do(decide, dossier=key, outcome="withdrawn", comment="Retrait")
    yield opened
    opened.close()


def behind(store: Store, *statements: str) -> None:
    """Write in the tables behind the journal's back: the triggers' lines are thrown away."""
    with store.write_raw() as raw:
        raw.execute("PRAGMA defer_foreign_keys = ON")
        for statement in statements:
            assert raw.execute(statement).rowcount > 0, statement
        raw.execute("DELETE FROM capture")


def test_a_base_after_undo_and_redo_is_what_its_journal_tells(store: Store) -> None:
    assert list(mirror.differences(store.reader)) == []


@pytest.mark.parametrize(
    ("statement", "kind", "table", "field", "row", "journal"),
    [
        ("UPDATE amount SET proposed = 900000 WHERE proposed = 700000", "value", "amount", "proposed",
         900000, 700000),
        ("UPDATE decision SET outcome = 'refused'", "value", "decision", "outcome", "refused", "withdrawn"),
        ("DELETE FROM decision", "lost", "decision", "", None, None),
        ("INSERT INTO label(id, name, colour) VALUES (x'00', 'Faux', '#000000')", "extra", "label", "",
         None, None),
    ],
)  # fmt: skip
def test_what_was_altered_behind_the_journal_is_found_and_put_back(
    store: Store, statement: str, kind: str, table: str, field: str, row: object, journal: object
) -> None:
    before = dump(store.reader)
    behind(store, statement)
    (found,) = mirror.differences(store.reader)
    assert (found.kind, found.table, found.field) == (kind, table, field)
    if kind == "value":
        assert (found.row, found.journal) == (row, journal)
        assert found.dossier is not None
    steps = store.reader.execute("SELECT count(*), max(n) FROM step").fetchone()
    with store.write_raw() as raw:
        assert mirror.repair(raw, [found]) == 1
    assert dump(store.reader) == before
    assert list(mirror.differences(store.reader)) == []
    assert store.reader.execute("SELECT count(*), max(n) FROM step").fetchone() == steps
    assert store.reader.execute("SELECT count(*) FROM capture").fetchone() == (0,)


def test_nothing_is_put_back_while_changes_wait_for_the_journal(store: Store) -> None:
    with store.write_raw() as raw:
        raw.execute("UPDATE decision SET outcome = 'refused'")
    with pytest.raises(ValueError, match="attendent"), store.write_raw() as raw:
        mirror.repair(raw, mirror.differences(store.reader))
    assert store.reader.execute("SELECT outcome FROM decision").fetchone() == ("refused",)


@pytest.mark.parametrize("seed", range(5))
def test_what_several_places_wrote_apart_is_what_their_journals_tell(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    hub, one, two = (Site(tmp_path, name) for name in ("hub", "PC-1", "PC-2"))
    hub.do(found)
    for n in range(2):
        hub.do(dossier, number=f"N{n}")
    exchange(hub, one, two)
    for _ in range(25):
        act(dice, dice.choice((hub, one, two)))
        if dice.random() < 0.3:
            exchange(hub, one, two, rounds=1)
    for site in (hub, one, two):
        assert list(mirror.differences(site.store.reader)) == []
        assert chain.first_break(site.store.reader) is None
        site.close()


def test_reading_stops_when_it_is_asked_to(store: Store) -> None:
    with pytest.raises(mirror.Stopped):
        list(mirror.differences(store.reader, lambda _at, _of: False))
