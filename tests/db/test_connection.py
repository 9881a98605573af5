"""One door to every file: what SQLCipher opens answers as sqlite3 does, and nothing else opens a base."""

import contextlib
import secrets
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from db import backup, boxes, cipher, vault
from db.connection import SEALED, connect, open_reader, sealed_mark
from db.store import Store
from desktop.flow.found import found
from desktop.paths import resources


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """An encrypted base, empty, whose key is in memory."""
    path, mark, key = tmp_path / "base.db", boxes.new_mark(), secrets.token_bytes(32)
    vault.hold(mark, key)
    with contextlib.closing(cipher.made(path, key, mark)) as connection:
        connection.execute("PRAGMA user_version = 0")
    return path


def test_an_encrypted_base_opens_through_the_store_like_any_other(sealed: Path) -> None:
    store = Store(sealed, author="A. Exemple", place="poste-1")
    store.do(found, resources=resources())
    assert store.reader.execute("SELECT count(*) FROM challenge").fetchone()[0] >= 11
    assert store.next_undo()[0]
    store.copy_to(sealed.with_name("copie.db"))
    store.close()
    assert sealed.read_bytes()[:8] == SEALED and backup.check(sealed) == []
    assert sealed_mark(sealed.with_name("copie.db")) == sealed_mark(sealed)
    assert b"Fabrique" not in sealed.read_bytes() and b"CREATE TABLE" not in sealed.read_bytes()
    with contextlib.closing(open_reader(sealed.with_name("copie.db"))) as reader:
        assert reader.execute("SELECT count(*) FROM challenge").fetchone()[0] >= 11
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("DELETE FROM challenge")


def test_errors_are_those_of_sqlite3_at_each_step(sealed: Path) -> None:
    with contextlib.closing(connect(sealed)) as one, contextlib.closing(connect(sealed)) as other:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            one.execute("SELECT * FROM nowhere")
        one.execute("CREATE TABLE t(a INTEGER PRIMARY KEY CHECK (a < 1000))")
        one.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(600)])
        with pytest.raises(sqlite3.IntegrityError) as told:
            one.executemany("INSERT INTO t VALUES (?)", [(1,)])
        assert told.value.sqlite_errorname.startswith("SQLITE_CONSTRAINT")
        assert [row[0] for row in one.execute("SELECT a FROM t ORDER BY a")] == list(range(600))
        rows = one.execute("SELECT a FROM t ORDER BY a")
        assert next(rows) == (0,) and rows.fetchone() == (1,) and next(iter(rows)) == (2,)
        one.execute("BEGIN IMMEDIATE")
        other.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        one.execute("ROLLBACK")
        one.set_progress_handler(lambda: 1, 1000)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            list(one.execute("SELECT a.a FROM t a, t b, t c WHERE a.a + b.a + c.a = -1"))


def test_what_the_program_asks_of_a_connection_is_there() -> None:
    lacking = {name for name in dir(sqlite3.Connection) if not hasattr(cipher._Connection, name)}
    used = {"blobopen", "deserialize", "getlimit", "iterdump", "serialize", "setlimit", "autocommit"}
    assert lacking <= used | {"__module__"}, "a method that sqlite3 has and SQLCipher lacks"
    sources = [path for room in ("db", "desktop") for path in Path(room).rglob("*.py")]
    assert sources
    for path in sources:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in used if f".{name}(" in text], path


def test_a_base_whose_key_nobody_gave_is_refused_in_french_and_left_alone(sealed: Path) -> None:
    mark = sealed_mark(sealed)
    assert mark is not None
    vault.forget(mark)
    before = sealed.read_bytes()
    with pytest.raises(vault.Locked, match="fichier des clés"):
        connect(sealed)
    vault.hold(mark, secrets.token_bytes(32))  # a key of another base
    assert "n’est pas une base Parvis lisible" in backup.check(sealed)[0]
    assert sealed.read_bytes() == before


def test_a_plain_base_never_loads_the_cipher(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from db.store import Store; Store(Path(sys.argv[1])).close();"
        "print([m for m in ('sqlcipher3', 'nacl', 'keyring', 'pyrage', 'db.vault') if m in sys.modules])"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "claire.db")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "[]"
