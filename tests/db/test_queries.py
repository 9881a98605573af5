"""Each read is one statement, whatever the number of rows; sums are sums of rows; the index finds words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import queries
from db.filters import where
from db.queries import money
from db.search import match_expression, seek
from db.store import Store
from desktop.flow.annotate import annotate, mark
from desktop.flow.instruct import propose, write_amounts
from tests.db.conftest import Opener
from tests.office import application, bring, open_office

OF_DOSSIER = [
    queries.head, queries.contacts, queries.sections, queries.sources, queries.budget, queries.amounts,
    queries.pieces, queries.notes, queries.marks, queries.labels, queries.decision, queries.reasons_of,
    queries.conditions, queries.history, queries.letters_of,
]  # fmt: skip
OF_ALL = [
    queries.challenges, queries.objectives, queries.quarters, queries.funders, queries.reasons,
    queries.piece_kinds, queries.calls, queries.waves, money.envelopes, queries.all_labels, queries.phrases,
    queries.saved_views, queries.signatories, queries.letter_list, queries.outbox, queries.register,
    queries.export_rows, queries.stage_counts, queries.sums, queries.list_ids,
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, open_kept: Opener):  # type: ignore[no-untyped-def]
    opened = open_kept(tmp_path_factory.mktemp("queries"))
    yield opened
    opened.close()


def statements(store: Store, read: Callable[[], object]) -> int:
    seen: list[str] = []
    store.reader.set_trace_callback(seen.append)
    read()
    store.reader.set_trace_callback(None)
    return len(seen)


def fill(store: Store, count: int) -> list[bytes]:
    keys = []
    for n in range(count):
        (intake,) = bring(store, application(f"5{n:07d}"))
        assert intake.dossier
        keys.append(intake.dossier)
        challenge = queries.challenges(store.reader)[n].id
        store.do(
            annotate,
            dossier=intake.dossier,
            place="dossier",
            text=f"note {n}",
            challenge=challenge,
            strength=1,
        )
        store.do(mark, dossier=intake.dossier, challenge=challenge, level=2, reason="oui")
        store.do(
            propose, dossier=intake.dossier, amounts={queries.funders(store.reader)[0].id: 1_000_00 * (n + 1)}
        )
    return keys


def test_no_read_sends_one_statement_per_row(store: Store) -> None:
    (one,) = fill(store, 1)
    few = {read: statements(store, lambda r=read: r(store.reader)) for read in OF_ALL}
    keys = fill(store, 3)
    for read in OF_ALL:
        assert statements(store, lambda r=read: r(store.reader)) == few[read] == 1, read.__name__
    for read in OF_DOSSIER:
        assert statements(store, lambda r=read: r(store.reader, one)) == 1, read.__name__
    assert statements(store, lambda: queries.list_rows(store.reader, keys)) == 1
    assert queries.sums(store.reader).proposed == 6_000_00
    assert [row.proposed for row in queries.list_rows(store.reader, keys)] == [1_000_00, 2_000_00, 3_000_00]


def test_sorting_puts_the_unknown_last_both_ways(store: Store) -> None:
    fill(store, 3)
    bring(store, application("6", asked=None))
    for descending in (False, True):
        ids = queries.list_ids(store.reader, None, "asked", descending)
        asked = [row.asked for row in queries.list_rows(store.reader, ids)]
        known = [amount for amount in asked if amount is not None]
        assert asked[-1] is None and known == sorted(known, reverse=descending)


def test_words_are_found_without_accents_and_by_their_beginning(store: Store) -> None:
    fill(store, 1)
    for text in ("lect", "LECTURE", "hebdomadaires seanc", "mediatheque"):
        assert {hit.ent for hit in seek(store.reader, text)} >= {"dossier"}, text
    assert seek(store.reader, "zzzz") == [] and seek(store.reader, "") == []


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_typed_text_is_a_search_and_never_an_error(text: str) -> None:
    import sqlite3

    with sqlite3.connect(":memory:") as raw:
        raw.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        expression = match_expression(text)
        if expression:
            raw.execute("SELECT * FROM t WHERE t MATCH ?", (expression,)).fetchall()
    raw.close()


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=9))
@settings(max_examples=25, deadline=None)
def test_a_total_shown_is_the_total_of_its_rows(amounts: list[int]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        opened = open_office(Path(folder))
        (intake,) = bring(opened, application())
        funders = [row.id for row in queries.funders(opened.reader)]
        given_ = dict(zip(funders, amounts, strict=False))

        def write(session):  # type: ignore[no-untyped-def]  # a verb made for this test
            write_amounts(session, intake.dossier, "proposed", given_)

        opened.do(write)
        rows = queries.amounts(opened.reader, intake.dossier or b"")
        head = queries.head(opened.reader, intake.dossier or b"")
        assert head is not None and head.proposed == sum(row.proposed or 0 for row in rows) == sum(
            given_.values()
        )
        opened.undo()
        opened.close()


def test_every_field_of_the_query_language_is_understood(store: Store) -> None:
    from desktop.rules.query_fields import FIELDS

    values = {"money": 100, "number": 3, "date": "2026-01-01", "flag": "yes"}
    for field in FIELDS:
        for op in ("=", "!="):
            sql, args = where(("term", field.code, op, values.get(field.kind, "x")))
            queries.list_ids(store.reader, ("and", [("term", field.code, op, values.get(field.kind, "x"))]))
            assert sql.count("?") == len(args), field.code
    queries.list_ids(store.reader, ("term", "quarter", "=", None))
    queries.list_ids(store.reader, ("term", "challenge", ">=", ("D04", 2)))


@pytest.mark.parametrize(("sort", "index"), [("title", "title_key"), ("asked", "asked"), ("due", "due_on")])
def test_leaving_out_what_was_united_still_reads_the_index_alone(store: Store, sort: str, index: str) -> None:
    seen: list[str] = []
    store.reader.set_trace_callback(seen.append)
    queries.list_ids(store.reader, None, sort)
    queries.stage_counts(store.reader)
    store.reader.set_trace_callback(None)
    plans = [[row[3] for row in store.reader.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in seen]
    assert f"SCAN d USING COVERING INDEX ix_dossier_{index}" in plans[0]
    assert "SCAN d USING COVERING INDEX ix_dossier_stage" in plans[1]
