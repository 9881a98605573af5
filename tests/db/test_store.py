"""The store: one verb, one transaction, one step; locks, copies, proof, what triggers see."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from db import backup
from db.connection import connect
from db.journal import broken_steps
from db.lock import Held
from db.models import Label
from db.store import Store, use_case
from db.undo import CannotUndo
from db.upgrade import Refused
from tests.db.conftest import put_sealed


@use_case("Créer {name}")
def make(session: Session, *, name: str) -> bytes:
    row = Label(name=name, colour="#000000")
    session.add(row)
    session.flush()
    return row.id


@use_case("Renommer en {name}")
def rename(session: Session, *, key: bytes, name: str) -> None:
    session.get_one(Label, key).name = name


@use_case("Retirer")
def remove(session: Session, *, key: bytes) -> None:
    session.delete(session.get_one(Label, key))


@pytest.fixture(params=["plain", "sealed"])
def store(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    if request.param == "sealed":
        put_sealed(tmp_path / "a.db")
    opened = Store(tmp_path / "a.db", author="A", place="p")
    yield opened
    opened.close()


def names(store: Store) -> list[str]:
    return [row[0] for row in store.reader.execute("SELECT name FROM label ORDER BY name")]


def test_undo_and_redo_walk_back_and_forth(store: Store) -> None:
    key = store.do(make, name="un").value
    store.do(rename, key=key, name="deux")
    store.do(remove, key=key)
    assert names(store) == []
    for expected in (["deux"], ["un"], []):
        store.undo()
        assert names(store) == expected
    with pytest.raises(CannotUndo):
        store.undo()
    for expected in (["un"], ["deux"], []):
        store.redo()
        assert names(store) == expected
    assert store.next_undo() == ("Retirer", "")
    store.undo()
    store.undo()
    assert store.next_undo() == ("Créer un", "Renommer en deux")
    store.do(make, name="autre")
    assert store.next_undo() == ("Créer autre", "")
    assert broken_steps(store.reader) == []


def test_a_verb_that_fails_leaves_no_trace(store: Store) -> None:
    def fail(session: Session) -> None:
        session.add(Label(name="x", colour="y"))
        session.flush()
        raise ValueError("non")

    with pytest.raises(ValueError, match="non"):
        store.do(fail)
    assert names(store) == []
    assert store.reader.execute("SELECT count(*) FROM op").fetchone() == (0,)


def test_bulk_and_raw_changes_are_seen_by_the_journal(store: Store) -> None:
    key = store.do(make, name="un").value

    def bulk(session: Session) -> None:
        session.execute(update(Label).values(colour="#ffffff"))
        session.execute(text("UPDATE label SET name = 'brut'"))

    done = store.do(bulk)
    assert done.tables == {"label"}
    rows = store.reader.execute(
        "SELECT field, base, val FROM op WHERE kind = 'update' ORDER BY field"
    ).fetchall()
    assert rows == [("colour", '"#000000"', '"#ffffff"'), ("name", '"un"', '"brut"')]
    store.undo()
    assert store.reader.execute("SELECT name, colour FROM label WHERE id = ?", (key,)).fetchone() == (
        "un",
        "#000000",
    )


def test_a_step_without_change_is_not_written(store: Store) -> None:
    key = store.do(make, name="un").value
    assert store.do(rename, key=key, name="un").written is None


def test_operations_name_what_they_replace(store: Store) -> None:
    key = store.do(make, name="un").value
    store.do(rename, key=key, name="deux")
    store.do(rename, key=key, name="trois")
    ops = store.reader.execute("SELECT id, parents FROM op ORDER BY seq").fetchall()
    assert [parents for _, parents in ops] == ["[]", f'["{ops[0][0].hex()}"]', f'["{ops[1][0].hex()}"]']


def test_the_journal_refuses_to_be_rewritten_and_tells_when_it_was(store: Store, tmp_path: Path) -> None:
    store.do(make, name="un")
    store.close()
    with contextlib.closing(connect(tmp_path / "a.db")) as raw:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute("UPDATE op SET author = 'B'")
        raw.execute("DROP TRIGGER trail_op_no_UPDATE")
        raw.execute("UPDATE op SET author = 'B'")
        assert "étape 1" in broken_steps(raw)[0]


def test_a_second_window_is_told_who_holds_the_file(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Held, match="par A sur le poste p"):
        Store(tmp_path / "a.db")


def test_another_file_and_a_newer_file_are_refused_untouched(tmp_path: Path) -> None:
    other = tmp_path / "autre.db"
    with sqlite3.connect(other) as raw:
        raw.execute("CREATE TABLE t(x)")
    raw.close()
    garbage = tmp_path / "texte.db"
    garbage.write_bytes(b"ceci n'est pas une base" * 100)
    newer = tmp_path / "neuf.db"
    Store(newer).close()
    with sqlite3.connect(newer) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    for path, word in ((other, "pas une base"), (garbage, "pas une base"), (newer, "plus récente")):
        before = path.read_bytes()
        with pytest.raises(Refused, match=word):
            Store(path)
        assert path.read_bytes() == before


def test_a_copy_is_sound_and_comes_back(store: Store, tmp_path: Path) -> None:
    store.do(make, name="un")
    target = tmp_path / "copies" / "c.parvis"
    store.copy_to(target)
    assert backup.check(target) == []
    store.do(make, name="deux")
    store.close()
    kept = backup.restore(target, tmp_path / "a.db")
    again = Store(tmp_path / "a.db")
    assert names(again) == ["un"]
    again.close()
    assert kept is not None and backup.check(kept) == []
    damaged = tmp_path / "d.parvis"
    damaged.write_bytes(target.read_bytes()[:5000])
    with pytest.raises(backup.BadCopy, match="inchangée"):
        backup.restore(damaged, tmp_path / "a.db")
