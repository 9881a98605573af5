"""An encrypted base can't be read page by page: its rows are asked one by one, bad pages jumped over."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from db.connection import MARK, connect
from db.salvage.reading import Found, Held, columns_of, is_recomputed

_FAR = 1 << 40  # rowids beyond which nothing is sought


def read(damaged: Path, scratch: Path, pattern: sqlite3.Connection, mark: bytes) -> Found:
    """What can be read of an encrypted base whose key is known. Raises db.vault.Locked, OSError."""
    part = scratch / "abime.db"
    for suffix in ("", "-wal", ".cles"):
        source = damaged.with_name(damaged.name + suffix)
        if source.exists():
            shutil.copyfile(source, part.with_name(part.name + suffix))
    with part.open("r+b") as file:
        file.write(mark[:MARK])
    names = [str(r[0]) for r in pattern.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, Held] = {}
    for table in names:
        if not is_recomputed(table):
            found[table] = _table(part, pattern, table)
    version = found["alembic_version"].rows if "alembic_version" in found else {}
    revision = next((str(values[0]) for values in version.values()), "")
    bad = sum(not held.whole for held in found.values())
    return Found(found, revision, part.stat().st_size // 4096, bad)


def _table(part: Path, pattern: sqlite3.Connection, table: str) -> Held:
    columns = columns_of(pattern, table)
    quoted = ", ".join(f'"{column.name}"' for column in columns)
    query = f'SELECT rowid, {quoted} FROM "{table}" WHERE rowid > ? ORDER BY rowid'
    rows: dict[int, tuple[Any, ...]] = {}
    at, whole = -1, True
    while at < _FAR:
        # After one bad page a connection of SQLCipher reads nothing any more: each error asks for another.
        with contextlib.closing(connect(part)) as connection:
            try:
                for row in connection.execute(query, (at,)):
                    at = int(row[0])
                    rows[at] = tuple(row[1:])
                break
            except sqlite3.DatabaseError:
                whole = False
        at = _beyond(part, table, at)
    return Held(columns, rows, set(), whole, told=whole or bool(rows))


def _beyond(part: Path, table: str, at: int) -> int:
    """The first rowid after which something can be read again."""

    def reads(after: int) -> bool:
        query = f'SELECT rowid FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT 1'
        with contextlib.closing(connect(part)) as connection:
            try:
                connection.execute(query, (after,)).fetchone()
            except sqlite3.DatabaseError:
                return False
        return True

    step = 1
    while at + step < _FAR and not reads(at + step):
        step *= 2
    low, high = at + step // 2, at + step
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reads(middle) else (middle, high)
    return high
