"""SQLite connections: how a file is opened, for reading and for writing, without SQLAlchemy."""

from __future__ import annotations

import sqlite3
import unicodedata
from pathlib import Path

# The keys of a file made by Parvis ("PRVS"), so that another SQLite file is refused with a clear sentence.
APPLICATION_ID = 0x50525653

sqlite3.enable_callback_tracebacks(False)


def fold(text: str | None) -> str:
    """Lower case without accents: the order and the comparison of names in French."""
    decomposed = unicodedata.normalize("NFKD", (text or "").replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().replace("’", "'")


def prepare(connection: sqlite3.Connection) -> None:
    """Settings of every connection: durable writes, checked keys, patience, folding of words."""
    connection.create_function("fold", 1, fold, deterministic=True)
    for pragma in (
        "busy_timeout = 5000",
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = FULL",
        "temp_store = MEMORY",
        "mmap_size = 268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read; may be used from one thread at a time. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    prepare(connection)
    connection.execute("PRAGMA query_only = ON")
    return connection
