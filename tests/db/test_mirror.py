"""The tables against the journal: one altered value, a row too many, a row lost; put back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import mirror
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.instruct import move, propose
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


def test_reading_stops_when_it_is_asked_to(store: Store) -> None:
    with pytest.raises(mirror.Stopped):
        list(mirror.differences(store.reader, lambda _at, _of: False))
