"""The chain of the journal: which line was altered first, in which operation, and what it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import chain, queries
from db.journal import broken_steps, ops_of, proof, steps_of
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.decide import decide
from desktop.flow.instruct import move, propose
from tests.office import application, bring, open_office
from tests.session import funder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path)
    key = bring(opened, application())[0].dossier
    opened.do(move, dossier=key, stage="complete")
    opened.do(move, dossier=key, stage="instruction")
    opened.do(propose, dossier=key, amounts={funder(opened): 7_000_00}, reason="Un besoin réel")
    opened.do(annotate, dossier=key, place="dossier", text="À revoir", audience="team")
    opened.do(propose, dossier=key, amounts={funder(opened): 5_000_00}, reason="Moins")
    yield opened
    opened.close()


def forge(store: Store, *statements: str) -> sqlite3.Connection:
    """What somebody with a database program and bad intentions would do: the guards taken away first."""
    raw = sqlite3.connect(store.path, isolation_level=None)
    for table in ("op", "step"):
        for when in ("UPDATE", "DELETE"):
            raw.execute(f"DROP TRIGGER trail_{table}_no_{when}")
    for statement in statements:
        assert raw.execute(statement).rowcount > 0, statement
    return raw


def step_of(store: Store, field: str, value: str) -> int:
    sql = "SELECT link FROM op WHERE field = ? AND (val = ? OR base = ?) ORDER BY n LIMIT 1"
    return int(store.reader.execute(sql, (field, value, value)).fetchone()[0])


def test_an_intact_chain_breaks_nowhere(store: Store) -> None:
    assert chain.first_break(store.reader) is None


PROPOSED = "ent = 'amount' AND kind = 'create' AND val LIKE '%700000%'"


@pytest.mark.parametrize(
    ("statement", "column", "kept", "proved"),
    [
        (f"UPDATE op SET val = replace(val, '700000', '900000') WHERE {PROPOSED}", "val", 900000, 700000),
        ("UPDATE op SET val = '\"bien\"' WHERE field = 'proposal_reason' AND val LIKE '%Un besoin%'",
         "val", "bien", "Un besoin réel"),
        ("UPDATE op SET base = '\"bien\"' WHERE field = 'proposal_reason' AND val LIKE '%Moins%'",
         "base", "bien", "Un besoin réel"),
        ("UPDATE op SET val = '500001' WHERE field = 'proposed'", "val", 500001, 500000),
        ("UPDATE op SET author = 'M. Intrus' WHERE field = 'stage' AND val = '\"complete\"'",
         "author", "M. Intrus", "A. Exemple"),
        ("UPDATE op SET reason = 'parce que' WHERE field = 'stage' AND val = '\"complete\"'",
         "reason", "parce que", ""),
    ],
)  # fmt: skip
def test_the_altered_operation_is_named_with_what_the_chain_proves(
    store: Store, statement: str, column: str, kept: object, proved: object
) -> None:
    raw = forge(store, statement)
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert found.kind == "altered"
    assert found.proved
    (detail,) = found.details
    assert (detail.column, detail.kept, detail.proved) == (column, kept, proved)
    assert detail.dossier is not None


@pytest.mark.parametrize(
    ("statement", "column"),
    [
        ("UPDATE step SET author = 'M. Intrus' WHERE n = {0}", "author"),
        ("UPDATE step SET at = '2020-01-01 00:00:00' WHERE n = {0}", "at"),
        ("UPDATE step SET site = 'ailleurs' WHERE n = {0}", "site"),
        ("UPDATE step SET label = 'Autre chose' WHERE n = {0}", ""),
    ],
)
def test_an_altered_step_is_named_with_what_it_was(store: Store, statement: str, column: str) -> None:
    n = step_of(store, "stage", '"complete"')
    was = dict(zip(("author", "at", "site"), store.reader.execute(
        "SELECT author, at, site FROM step WHERE n = ?", (n,)).fetchone(), strict=True))  # fmt: skip
    raw = forge(store, statement.format(n))
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert (found.kind, found.n) == ("altered", n)
    if column:
        (detail,) = found.details
        assert (found.proved, detail.column, detail.proved) == (True, column, was[column])
    else:  # nothing else in the base tells what a label was
        assert not found.proved


def test_several_alterations_of_one_step_are_found_together(store: Store) -> None:
    raw = forge(
        store,
        "UPDATE op SET val = '500001' WHERE field = 'proposed'",
        "UPDATE op SET val = '\"faux\"' WHERE field = 'proposal_reason' AND val LIKE '%Moins%'",
    )
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert found.proved
    assert {(d.kept, d.proved) for d in found.details} == {(500001, 500000), ("faux", "Moins")}


def test_several_values_of_one_row_are_found_together(store: Store) -> None:
    raw = forge(
        store,
        "UPDATE op SET val = replace(replace(val, 'À revoir', 'Parfait'), 'team', 'me') "
        "WHERE ent = 'annotation' AND kind = 'create'",
    )
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert found.proved
    assert {(d.field, d.kept, d.proved) for d in found.details} == {
        ("text", "Parfait", "À revoir"), ("audience", "me", "team"),
    }  # fmt: skip


def test_the_first_of_two_altered_steps_is_named(store: Store) -> None:
    first, second = step_of(store, "stage", '"complete"'), step_of(store, "stage", '"instruction"')
    raw = forge(store, f"UPDATE op SET val = '\"x\"' WHERE link IN ({first}, {second})")
    found = chain.first_break(raw)
    assert found is not None
    assert found.n == min(first, second)
    assert len(broken_steps(raw)) == 2
    raw.close()


def _rehash(raw: sqlite3.Connection, first: int, last: int) -> None:
    """Make the hashes of these steps anew, as a forger who knows how would."""
    before = None
    for n, fields, told, _, scheme in steps_of(raw):
        if first <= n <= last:
            told = told if before is None else before
            made = proof(told, fields, ops_of(raw, n), scheme)
            raw.execute("UPDATE step SET before = ?, hash = ? WHERE n = ?", (told, made, n))
            before = made


def test_a_step_rewritten_with_its_own_hash_is_proved_by_the_next_one(store: Store) -> None:
    n = int(store.reader.execute(f"SELECT link FROM op WHERE {PROPOSED}").fetchone()[0])
    raw = forge(store, f"UPDATE op SET val = replace(val, '700000', '900000') WHERE {PROPOSED}")
    _rehash(raw, n, n)
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert (found.kind, found.n, found.proved) == ("rewritten", n, True)
    assert [(d.kept, d.proved) for d in found.details] == [(900000, 700000)]


def test_a_chain_made_anew_to_its_end_is_told_by_an_anchor_only(store: Store) -> None:
    known = chain.read_anchor(chain.anchor_text(chain.anchor(store.reader, "p")))
    n = int(store.reader.execute(f"SELECT link FROM op WHERE {PROPOSED}").fetchone()[0])
    raw = forge(store, f"UPDATE op SET val = replace(val, '700000', '900000') WHERE {PROPOSED}")
    _rehash(raw, n, known.last)
    assert chain.first_break(raw) is None
    found = chain.against(raw, known)
    raw.close()
    assert found is not None
    assert (found.kind, found.n, found.proved) == ("rewritten", n, True)
    assert [(d.kept, d.proved) for d in found.details] == [(900000, 700000)]


def _remove(n: int) -> Callable[[sqlite3.Connection], None]:
    def forge_(raw: sqlite3.Connection) -> None:
        raw.execute("DELETE FROM op WHERE link = ?", (n,))
        raw.execute("DELETE FROM step WHERE n = ?", (n,))

    return forge_


def test_a_removed_step_is_missing_and_the_end_cut_off_is_told(store: Store) -> None:
    known = chain.anchor(store.reader, "p")
    middle = step_of(store, "stage", '"instruction"')
    raw = forge(store)
    raw.execute("BEGIN")
    _remove(middle)(raw)
    found = chain.first_break(raw)
    assert found is not None
    assert (found.kind, found.n, found.missing) == ("missing", middle + 1, 1)
    raw.execute("ROLLBACK")
    _remove(known.last)(raw)
    found = chain.first_break(raw)
    assert found is not None
    assert (found.kind, found.n) == ("cut", known.last - 1)
    raw.execute("UPDATE site_version SET seq = (SELECT max(seq) FROM op WHERE op.site = site_version.site)")
    assert chain.first_break(raw) is None  # nothing in the file remembers it any more
    told = chain.against(raw, known)
    raw.close()
    assert told is not None
    assert (told.kind, told.missing) == ("cut", 1)


def test_a_step_removed_and_the_others_numbered_again_is_told(store: Store) -> None:
    middle = step_of(store, "stage", '"instruction"')
    raw = forge(store)
    _remove(middle)(raw)
    raw.execute("UPDATE op SET link = link - 1 WHERE link > ?", (middle,))
    for (n,) in raw.execute("SELECT n FROM step WHERE n > ? ORDER BY n", (middle,)).fetchall():
        raw.execute("UPDATE step SET n = ? WHERE n = ?", (n - 1, n))
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert (found.kind, found.n) == ("unlinked", middle)


def test_two_steps_exchanged_are_told(store: Store) -> None:
    middle = step_of(store, "stage", '"instruction"')
    raw = forge(store)
    for old, new in ((middle, 9999), (middle + 1, middle), (9999, middle + 1)):
        raw.execute("UPDATE step SET n = ? WHERE n = ?", (new, old))
        raw.execute("UPDATE op SET link = ? WHERE link = ?", (new, old))
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert (found.kind, found.n) == ("moved", middle)


def test_a_step_put_in_is_told(store: Store) -> None:
    """A forged line placed between two true ones, its own hash right."""
    middle = step_of(store, "stage", '"instruction"')
    raw = forge(store)
    for (n,) in raw.execute("SELECT n FROM step WHERE n >= ? ORDER BY n DESC", (middle,)).fetchall():
        raw.execute("UPDATE step SET n = ? WHERE n = ?", (n + 1, n))
        raw.execute("UPDATE op SET link = ? WHERE link = ?", (n + 1, n))
    before = raw.execute("SELECT hash FROM step WHERE n = ?", (middle - 1,)).fetchone()[0]
    fields = (b"x" * 16, "Faux", "faux", "M. Intrus", "p", "2026-01-01 00:00:00", None, None, "")
    raw.execute(
        "INSERT INTO step(n, id, label, verb, author, site, at, dossier, undoes, final, before, hash, "
        "scheme) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 2)",
        (middle, *fields, before, proof(before, fields, [])),
    )
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert (found.kind, found.n, found.author) == ("inserted", middle, "M. Intrus")


def test_an_operation_added_or_removed_is_told(store: Store) -> None:
    raw = forge(store)
    raw.execute("BEGIN")
    gone = raw.execute("SELECT seq, link FROM op WHERE field = 'proposal_reason' ORDER BY n").fetchone()
    raw.execute("DELETE FROM op WHERE seq = ?", (gone[0],))
    found = chain.first_break(raw)
    assert found is not None
    assert (found.n, found.proved) == (gone[1], False)
    raw.execute("ROLLBACK")
    columns = [row[1] for row in raw.execute("PRAGMA table_info(op)") if row[1] not in ("n", "id", "seq")]
    listed = ", ".join(columns)
    raw.execute(
        f"INSERT INTO op(id, seq, {listed}) SELECT x'00', 99999, {listed} FROM op WHERE seq = ?", (gone[0],)
    )
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert (found.proved, found.details[0].column, found.details[0].seq) == (True, "added", 99999)


def test_an_operation_without_a_step_is_told(store: Store) -> None:
    key = queries.list_ids(store.reader, None)[0]
    store.do(decide, dossier=key, outcome="withdrawn", comment="Retrait")
    raw = forge(store, "UPDATE op SET link = NULL WHERE n = (SELECT max(n) FROM op)")
    found = chain.first_break(raw)
    raw.close()
    assert found is not None
    assert found.kind == "altered"  # the step no longer holds what its hash proves


def test_what_is_no_anchor_is_refused() -> None:
    for text in ("", "{}", "[]", '{"format": "autre"}'):
        with pytest.raises(ValueError, match="n’est pas une ancre"):
            chain.read_anchor(text)


def test_reading_stops_when_it_is_asked_to(store: Store) -> None:
    with pytest.raises(chain.Stopped):
        chain.first_break(store.reader, lambda _at, _of: False)
