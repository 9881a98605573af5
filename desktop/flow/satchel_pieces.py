"""Which contents of pieces a satchel carries, and which of them are here."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import db.models  # noqa: F401  (fills the metadata)
from db import backup
from db.base import Table
from db.connection import open_reader
from db.merge.reach import members
from db.sealed import wipe
from db.store import Store
from desktop.flow.files import Kept, has

__all__ = ["contents_of", "forget", "here", "let_go", "members"]
_HASH = re.compile(r"[0-9a-f]{64}")


@cache
def _holders() -> tuple[tuple[str, str, bool], ...]:
    """(table, column, whether its rows belong to a dossier) of everything that refers to a content."""
    return tuple(
        (table.name, column.name, "dossier_id" in table.columns)
        for table in Table.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "file"
    )


def contents_of(reader: sqlite3.Connection, dossiers: Iterable[bytes] | None) -> list[str]:
    """SHA-256 of the contents of these dossiers and of no other paper; None: of everything."""
    wanted = None if dossiers is None else set(dossiers)
    found: dict[str, None] = {}
    for table, column, of_dossier in _holders():
        own = "t.dossier_id" if of_dossier else "NULL"
        query = f'SELECT f.sha256, {own} FROM "{table}" t JOIN file f ON f.id = t."{column}" ORDER BY t.id'
        for sha256, dossier in reader.execute(query):
            if wanted is None or dossier in wanted:
                found[str(sha256)] = None
    return list(found)


def here(folder: Path, hashes: Iterable[str]) -> tuple[list[tuple[str, Kept]], list[str]]:
    """(contents that are beside the base, to be read in clear, those that are not)."""
    kept: list[tuple[str, Kept]] = []
    missing: list[str] = []
    for sha256 in dict.fromkeys(hashes):
        if has(folder, sha256):
            kept.append((sha256, Kept(folder, sha256)))
        else:
            missing.append(sha256)
    return kept, missing


def let_go(store: Store) -> int:
    """Take away the contents that no row and no operation of this base names any more: those of dossiers that
    left its scope. What an undone step named stays, since it may be done again. Returns how many."""
    with contextlib.closing(open_reader(store.path)) as reader:
        named = {str(row[0]) for row in reader.execute("SELECT sha256 FROM file")}
        for values in reader.execute("SELECT val, base FROM op WHERE ent = 'file' AND field = ''"):
            named.update(json.loads(text).get("sha256", "") for text in values if text)
    count = 0
    for path in [path for path in store.files.glob("??/*") if _HASH.fullmatch(path.parent.name + path.name)]:
        if path.parent.name + path.name not in named:
            with path.open("rb+") as content:
                wipe(content)
            path.unlink()
            count += 1
    return count


def forget(store: Store, left: bool) -> None:
    """What left this workstation stays neither in its files nor, when dossiers `left`, in its copies."""
    let_go(store)
    if left:
        with contextlib.suppress(OSError, sqlite3.Error):  # a full disk keeps the copies that are there
            backup.renew(store.path, "sortie")
