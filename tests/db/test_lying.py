"""A copy of a base that is being written is the base of one moment; reading its file takes no lock away."""

from __future__ import annotations

import contextlib
import gc
import secrets
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from db import backup, boxes, cipher, handles, lying, vault
from db.connection import connect, prepare, sealed_mark
from db.look import look

_READ_AND_LEAVE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
connection.close()
"""


@pytest.fixture(params=["clear", "sealed"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Two tables that each transaction writes alike, some of it not folded in yet."""
    path = tmp_path / "parvis.db"
    if request.param == "sealed":
        mark, key = boxes.new_mark(), secrets.token_bytes(32)
        vault.hold(mark, key)
        cipher.made(path, key, mark).close()
    with contextlib.closing(connect(path)) as connection:
        prepare(connection)
        connection.executescript("CREATE TABLE one(n INTEGER, words TEXT); CREATE TABLE two(n INTEGER)")
        for n in range(40):
            written(connection, n)
    return path


def written(connection: sqlite3.Connection, n: int) -> None:
    connection.execute("BEGIN")
    connection.execute("INSERT INTO one VALUES (?, ?)", (n, "séance " * 200))
    connection.execute("INSERT INTO two VALUES (?)", (n,))
    connection.execute("COMMIT")


def content(path: Path) -> list[tuple[object, ...]]:
    """All rows of both tables of a sound base, whose transactions are all whole."""
    assert backup.check(path) == []
    with contextlib.closing(connect(path, read_only=True)) as connection:
        one = connection.execute("SELECT n, words FROM one ORDER BY rowid").fetchall()
        two = connection.execute("SELECT n FROM two ORDER BY rowid").fetchall()
    assert [row[0] for row in one] == [row[0] for row in two] == list(range(len(one)))
    return one


def test_a_copy_is_the_base(base: Path, tmp_path: Path) -> None:
    with contextlib.closing(connect(base)) as window:
        prepare(window)
        written(window, 40)  # waits beside the base
        assert lying.as_it_lies(base, tmp_path / "part")
        backup.copy(base, tmp_path / "copy.parvis")
        backup._by_sqlite(base, tmp_path / "slow")
        before = content(base)
    assert content(tmp_path / "copy.parvis") == content(tmp_path / "slow") == before
    assert sealed_mark(tmp_path / "copy.parvis") == sealed_mark(base)
    assert not list(tmp_path.glob("copy.parvis*-*"))  # nothing waits beside a copy


def test_what_is_written_while_the_bytes_are_copied_is_not_half_in_them(base: Path, tmp_path: Path) -> None:
    before = content(base)
    with contextlib.closing(connect(base)) as origin, contextlib.closing(connect(base)) as window:
        prepare(window)
        assert lying._stands_still(origin)
        for n in range(40, 400):
            written(window, n)
        window.execute("PRAGMA busy_timeout = 0")
        window.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # in vain, until the reading ends
        lying._poured(base, tmp_path / "copy.parvis")
        assert not lying._stands_still(window) or content(base)[:40] == before
    assert content(tmp_path / "copy.parvis") == before
    assert len(content(base)) == 400


def test_copies_taken_beside_a_writer_are_each_of_one_moment(base: Path, tmp_path: Path) -> None:
    enough = threading.Event()

    def write() -> None:
        with contextlib.closing(connect(base)) as window:
            prepare(window)
            n = 40
            while not enough.is_set() and n < 5_000:
                written(window, n)
                n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        lengths = []
        for n in range(6):
            backup.copy(base, tmp_path / f"{n}.parvis")
            lengths.append(len(content(tmp_path / f"{n}.parvis")))
    finally:
        enough.set()
        writer.join()
    assert lengths == sorted(lengths) and lengths[0] >= 40
    assert len(content(base)) >= lengths[-1]


def test_a_long_reading_by_somebody_else_only_makes_it_slower(base: Path, tmp_path: Path) -> None:
    with contextlib.closing(connect(base)) as window, contextlib.closing(connect(base)) as other:
        prepare(window)
        written(window, 40)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM one").fetchone()
        written(window, 41)
        assert not lying.as_it_lies(base, tmp_path / "part")
        backup.copy(base, tmp_path / "copy.parvis")
        other.execute("ROLLBACK")
    assert len(content(tmp_path / "copy.parvis")) == 42


@pytest.mark.skipif(sys.platform == "win32", reason="closing a handle takes no lock away there")
def test_another_program_that_leaves_folds_nothing_up_under_an_open_window(tmp_path: Path) -> None:
    """Each of these reads the file of an open base; the « -wal » that the window writes must stay."""
    base = tmp_path / "parvis.db"
    waits = tmp_path / "parvis.db-wal"
    with contextlib.closing(connect(base)) as window:
        prepare(window)
        window.execute("CREATE TABLE one(n INTEGER)")
        number = waits.stat().st_ino
        for read in (sealed_mark, look, lambda path: backup.copy(path, tmp_path / "copy.parvis")):
            read(base)
            subprocess.run([sys.executable, "-c", _READ_AND_LEAVE, str(base)], check=True)
            assert waits.exists() and waits.stat().st_ino == number
            window.execute("INSERT INTO one VALUES (1)")
        file = (base.stat().st_dev, base.stat().st_ino)
        assert len(handles._kept[file]) == 1  # one for all of them
    assert file not in handles._kept and file not in handles._open
    with contextlib.closing(connect(base, read_only=True)) as again:
        assert again.execute("SELECT count(*) FROM one").fetchone()[0] == 3


def test_a_forgotten_connection_lets_go_of_its_file(tmp_path: Path) -> None:
    base = tmp_path / "parvis.db"
    connection = connect(base)
    connection.execute("CREATE TABLE one(n INTEGER)")
    sealed_mark(base)
    del connection
    gc.collect()  # a connection and its statements hold each other
    assert (base.stat().st_dev, base.stat().st_ino) not in handles._kept
