"""The trace: chained lines, what a purge leaves provable, files that can't be written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import chain, trace
from db.queries.traces import TraceWish, trace_count, trace_page
from db.store import Store
from desktop.flow.traces import keep_traces, months_kept, note_export, purge_traces
from tests.office import application, bring, open_office


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path)
    yield opened
    opened.close()


def test_lines_say_who_where_what_and_are_found(store: Store) -> None:
    key = bring(store, application())[0].dossier
    assert trace.note(store, "consulted", key, "Dossier ouvert")
    assert trace.note_all(store, "exported", [(key, "Liste « a.xlsx »"), (None, "Notes « n.xlsx »")])
    rows = trace_page(store.reader, TraceWish())
    assert [(r.n, r.author, r.site, r.deed, bool(r.number)) for r in rows] == [
        (3, "A. Exemple", "poste-test", "exported", False),
        (2, "A. Exemple", "poste-test", "exported", True),
        (1, "A. Exemple", "poste-test", "consulted", True),
    ]
    assert trace_count(store.reader, TraceWish(dossier=key, deed="exported")) == 1
    assert trace_count(store.reader, TraceWish(author="exemple")) == 3
    assert [r.n for r in trace_page(store.reader, TraceWish(), limit=1, before=3)] == [2]
    assert trace.first_broken(store.reader) is None


@pytest.mark.parametrize(
    ("damage", "line", "words"),
    [
        ("UPDATE trace SET what = 'rien' WHERE n = 2", 2, "la ligne 2 a été modifiée"),
        ("DELETE FROM trace WHERE n = 2", 2, "il manque la ligne 2"),
        ("DELETE FROM trace WHERE n IN (1, 2)", 1, "il manque les lignes 1 à 2"),
        ("UPDATE trace SET n = 9 WHERE n = 3", 3, "il manque"),
    ],
)
def test_the_first_line_altered_or_removed_is_named(store: Store, damage: str, line: int, words: str) -> None:
    trace.note_all(store, "printed", [(None, f"Lettre {n}") for n in range(5)])
    with store.write_raw() as raw:
        raw.execute(damage)
    hurt = trace.first_broken(store.reader)
    assert hurt is not None
    assert (hurt.n, words in hurt.sentence) == (line, True), hurt


def test_a_purge_leaves_a_chain_that_is_still_proved(store: Store) -> None:
    with store.write_raw() as raw:
        for month in range(1, 7):
            trace.write(raw, "A", "p", "consulted", [(None, "x")], at=f"2026-{month:02d}-01 09:00:00")
    known = chain.anchor(store.reader, "p")
    assert purge_traces(store, 3, dt.date(2026, 6, 15)) == 3
    rows = list(trace.lines(store.reader))
    assert [row.n for row in rows] == [4, 5, 6, 7]
    assert rows[-1].deed == "purged"
    assert "3 lignes d’avant le 15/03/2026" in rows[-1].what
    assert trace.first_broken(store.reader) is None
    assert chain.trace_against(store.reader, known) == ""
    with store.write_raw() as raw:  # what the purge left cannot be forged: the next line would not follow
        raw.execute("UPDATE kv SET v = ? WHERE k = 'trace_before'", (json.dumps({"n": 3, "hash": "00"}),))
    hurt = trace.first_broken(store.reader)
    assert hurt is not None
    assert hurt.n == 4
    with store.write_raw() as raw:
        raw.execute("DELETE FROM trace WHERE n >= 5")
    assert "ligne 6" in chain.trace_against(store.reader, known)


def test_everything_may_be_purged_and_the_chain_goes_on(store: Store) -> None:
    trace.note_all(store, "printed", [(None, "a"), (None, "b")])
    with store.write_raw() as raw:
        assert trace.purge(raw, "9999-01-01", "A", "p") == 2
    trace.note(store, "printed", None, "c")
    assert [row.n for row in trace.lines(store.reader)] == [3, 4]
    assert trace.first_broken(store.reader) is None


def test_the_office_says_how_long_lines_are_kept(store: Store) -> None:
    assert months_kept(store.reader) == 12
    store.do(keep_traces, months=0)
    trace.note(store, "printed", None, "c")
    assert purge_traces(store, None, dt.date(2090, 1, 1)) == 0
    with pytest.raises(ValueError, match="120 mois"):
        store.do(keep_traces, months=500)


def test_a_new_line_makes_room_once_the_office_has_said_for_how_long(store: Store) -> None:
    with store.write_raw() as raw:
        trace.write(raw, "A", "p", "consulted", [(None, "vieux")], at="2001-01-01 09:00:00")
    note_export(store, "Liste")
    assert trace_count(store.reader, TraceWish()) == 2
    store.do(keep_traces, months=6)
    note_export(store, "Liste")
    assert [line.deed for line in trace.lines(store.reader)] == ["exported", "exported", "purged"]
    assert trace.first_broken(store.reader) is None


def test_a_file_that_cannot_be_written_refuses_the_line_and_nothing_else(store: Store) -> None:
    key = bring(store, application())[0].dossier
    with store.write_raw() as raw:
        raw.execute("PRAGMA query_only = ON")  # as a base opened for reading
    assert trace.note(store, "consulted", key, "Dossier ouvert") is False
