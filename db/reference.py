"""The reference base: RNA, SIRENE and quarters of France, in a file of their own beside the database.

It is made from public files and can always be made again from them: it is never journalled, never copied with
the base, and its absence changes nothing. A load is one transaction: cancelled, nothing of it is kept.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from db.connection import connect, fold

APPLICATION_ID = 0x50525652  # "PRVR": no Parvis base, and no file of another program
_VERSION = 1
_BATCH = 2_000
_KINDS = {"rna": ("rna",), "sirene": ("unit", "period", "place"), "qpv": ("quarter",)}

_TABLES = (
    "rna(id TEXT PRIMARY KEY, old_id TEXT, siret TEXT, name TEXT, short TEXT, purpose TEXT, nature TEXT, "
    "position TEXT, created_on TEXT, declared_on TEXT, published_on TEXT, dissolved_on TEXT, address TEXT, "
    "postcode TEXT, city TEXT, insee TEXT, website TEXT, updated_at TEXT, name_key TEXT)",
    "unit(siren TEXT PRIMARY KEY, rna TEXT, name TEXT, usual TEXT, acronym TEXT, category TEXT, naf TEXT, "
    "state TEXT, head TEXT, created_on TEXT, since TEXT, updated_at TEXT, name_key TEXT)",
    "period(siren TEXT, since TEXT, until TEXT, name TEXT, category TEXT, naf TEXT, state TEXT, head TEXT, "
    "PRIMARY KEY (siren, since)) WITHOUT ROWID",
    "place(siret TEXT PRIMARY KEY, siren TEXT, name TEXT, head INTEGER, state TEXT, naf TEXT, "
    "created_on TEXT, since TEXT, address TEXT, postcode TEXT, city TEXT, insee TEXT, updated_at TEXT)",
    "quarter(code TEXT PRIMARY KEY, name TEXT, communes TEXT, insee TEXT, department TEXT, epci TEXT, "
    "outline TEXT)",
    "load(n INTEGER PRIMARY KEY, file TEXT, kind TEXT, dated TEXT, rows INTEGER, refused INTEGER, "
    "people INTEGER, at TEXT)",
)
_INDEXES = {
    "rna": ("ix_rna_siret ON rna(siret)", "ix_rna_name ON rna(name_key)"),
    "unit": ("ix_unit_rna ON unit(rna)", "ix_unit_name ON unit(name_key)"),
    "place": ("ix_place_siren ON place(siren)",),
}
_NAMED = {"rna", "unit"}  # tables sought by folded name


class Damaged(Exception):
    """The file can't be read; the message is a French sentence."""


class LoadRow(NamedTuple):
    """One file that was loaded; dates ISO."""

    file: str
    kind: str
    dated: str
    rows: int
    refused: int
    people: int  # rows of natural persons, left out
    at: str


class Status(NamedTuple):
    """What the reference holds now, per table, and the files it was made from, the latest first."""

    counts: dict[str, int]
    loads: list[LoadRow]
    size: int  # bytes


def path_of(database: Path) -> Path:
    """The reference stands beside the database."""
    return database.with_name(database.name + ".reference")


def open_beside(reader: sqlite3.Connection) -> sqlite3.Connection | None:
    """The reference of an open base, read only; None when there is none; to be closed. Raises Damaged."""
    main = next(row[2] for row in reader.execute("PRAGMA database_list") if row[1] == "main")
    return open_reference(path_of(Path(main))) if main else None


def open_reference(path: Path) -> sqlite3.Connection | None:
    """A reading connection, None when the file is absent. Raises Damaged."""
    if not path.exists():
        return None
    try:
        connection = connect(path, read_only=True)
        connection.execute("PRAGMA busy_timeout = 2000")
        _check(connection)
    except sqlite3.Error as error:
        raise _damaged(path) from error
    return connection


def _check(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        connection.close()
        raise sqlite3.DatabaseError("not a reference")


def _damaged(path: Path) -> Damaged:
    return Damaged(
        f"La base de référence « {path.name} » est abîmée ou n’en est pas une. Les dossiers ne sont pas "
        "touchés : chargez de nouveau ses fichiers (RNA, SIRENE, quartiers), elle sera refaite."
    )


def status(path: Path) -> Status | None:
    """What is in the reference, None when it is absent. Raises Damaged."""
    connection = open_reference(path)
    if connection is None:
        return None
    with contextlib.closing(connection):
        try:
            names = [table for tables in _KINDS.values() for table in tables]
            counts = {n: connection.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in names}
            sql = "SELECT file, kind, dated, rows, refused, people, at FROM load ORDER BY n DESC"
            loads = [LoadRow(*row) for row in connection.execute(sql)]
        except sqlite3.Error as error:
            raise _damaged(path) from error
    return Status(counts, loads, path.stat().st_size)


class Loading:
    """A load under way: rows in, then the note of the file."""

    def __init__(self, connection: sqlite3.Connection, columns: dict[str, tuple[str, ...]]) -> None:
        self._connection = connection
        self._statements = {table: _upsert(table, names) for table, names in columns.items()}
        self._names = {table: names.index("name") for table, names in columns.items() if table in _NAMED}
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in columns}
        for table in columns:  # made again once, at the end, in the order of the index
            for index in _INDEXES.get(table, ()):
                connection.execute(f"DROP INDEX IF EXISTS {index.partition(' ')[0]}")

    def put(self, table: str, values: tuple[Any, ...]) -> None:
        """One row; the same key again replaces what it said before."""
        waiting = self._waiting[table]
        place = self._names.get(table)
        waiting.append(values if place is None else (*values, fold(values[place])))
        if len(waiting) >= _BATCH:
            self._flush(table)

    def _flush(self, table: str) -> None:
        self._connection.executemany(self._statements[table], self._waiting[table])
        self._waiting[table].clear()

    def end(self, note: LoadRow) -> None:
        """Write what waits, the indexes, and which file this was."""
        for table in self._waiting:
            self._flush(table)
            for index in _INDEXES.get(table, ()):
                self._connection.execute(f"CREATE INDEX {index}")
        self._connection.execute(
            "INSERT INTO load(file, kind, dated, rows, refused, people, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            note,
        )


def _upsert(table: str, names: Sequence[str]) -> str:
    columns = [*names, "name_key"] if table in _NAMED else list(names)
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT INTO {table}({', '.join(columns)}) VALUES ({marks})"
    if table != "quarter":
        return insert.replace("INSERT", "INSERT OR REPLACE", 1)
    # The list says the names, the outlines come in another file: neither empties what the other said.
    kept = ", ".join(f"{c} = coalesce(nullif(excluded.{c}, ''), {c})" for c in columns if c != "code")
    return f"{insert} ON CONFLICT(code) DO UPDATE SET {kept}"


@contextlib.contextmanager
def loading(path: Path, columns: dict[str, tuple[str, ...]]) -> Iterator[Loading]:
    """One transaction on the reference, made when absent; whatever is raised inside leaves it as it was.

    Raises Damaged.
    """
    fresh = not path.exists()
    connection = connect(path)
    try:
        _prepare(connection, path)
        connection.execute("BEGIN IMMEDIATE")
        _make(connection)
        yield Loading(connection, columns)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        _let_go(connection)
        if fresh:
            _remove(path)
        raise
    _let_go(connection)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    try:
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        filled = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if filled and mark != APPLICATION_ID:
            raise _damaged(path)
        # Readers see the state before until the end; what is written can be made again after a power cut.
        for pragma in (
            "busy_timeout = 5000",
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "cache_size = -32000",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.DatabaseError as error:
        raise _damaged(path) from error


def _make(connection: sqlite3.Connection) -> None:
    for table in _TABLES:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")


def _let_go(connection: sqlite3.Connection) -> None:
    with contextlib.suppress(sqlite3.Error):  # somebody is reading: the file stays in two parts, and whole
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def set_aside(path: Path) -> Path | None:
    """Put a reference that can't be read out of the way; returns where it is now, None when it was absent."""
    if not path.exists():
        return None
    kept = path.with_name(f"{path.name}.{dt.datetime.now():%Y%m%d-%H%M%S}.abime")
    path.replace(kept)
    _remove(path)
    return kept


def forget(path: Path) -> None:
    """Remove the reference; its files make it again."""
    _remove(path)
