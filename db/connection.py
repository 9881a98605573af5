"""The only place that opens a database, plain or encrypted, for reading and for writing; no SQLAlchemy."""

from __future__ import annotations

import errno
import os
import sqlite3
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, cast

from db.handles import Hold, read_at, reading
from db.trouble import code_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The keys of a file made by Parvis ("PRVS"), so that another SQLite file is refused with a clear sentence.
APPLICATION_ID = 0x50525653

# What an encrypted base begins with: SQLCipher keeps a salt in the first 16 bytes, and the key being random,
# nothing hangs on it. Ours says what the file is, then which base (8 bytes that its copies share).
SEALED = b"PARVIS\0\x01"
MARK = 16

sqlite3.enable_callback_tracebacks(False)


class Refused(Exception):
    """The file can't be opened by this program; the message is a French sentence."""


class _Connection(sqlite3.Connection):
    """A connection that is counted among those of its file, until it is closed or forgotten."""

    hold: Hold | None = None

    def close(self) -> None:
        super().close()
        if self.hold is not None:
            self.hold.let_go()


def sealed_mark(path: Path) -> bytes | None:
    """The first 16 bytes of an encrypted base, None for any other file and for none."""
    try:
        with reading(path) as handle:
            mark = read_at(handle, MARK, 0)
    except OSError:
        return None
    return mark if len(mark) == MARK and mark.startswith(SEALED) else None


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A bare connection, each statement its own transaction; usable from one thread at a time.

    An encrypted base asks its key of db.vault, and answers as sqlite3 does, errors included. Raises
    sqlite3.Error, db.vault.Locked (a Refused).
    """
    mark = sealed_mark(path)
    if mark is not None:
        from db.cipher import opened  # SQLCipher: a plain base never loads it

        return opened(path, mark, read_only=read_only)
    made = sqlite3.connect(
        _read_only(path) if read_only else path,
        uri=read_only,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )
    made.hold = Hold(path)  # no lock is taken before a first statement
    return made


def _read_only(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro"


def raw_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection under one of SQLAlchemy's. All of them were opened by `connect`."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def fold(text: str | None) -> str:
    """Lower case without accents: the order and the comparison of names in French."""
    if not text or text.isascii():
        return (text or "").casefold()
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    for char in set(plain):  # a handful, however long the text
        if unicodedata.combining(char):
            plain = plain.replace(char, "")
    return plain.casefold().replace("’", "'")


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
    """A connection that can only read; for one thread at a time. Raises sqlite3.Error, Refused."""
    if not path.exists():  # SQLite would make an empty one, in the folder under a stick that was taken away
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return as_reader(connect(path), path)


def as_reader(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """This connection to `path`, from now on only to read, or another where it can't be. Raises as above."""
    try:
        prepare(connection)
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not is_shut(error) or sealed_mark(path) is not None:
            raise
        connection = still(path)
    connection.execute("PRAGMA query_only = ON")
    return connection


def is_shut(error: sqlite3.Error) -> bool:
    """Whether it says that nothing can be written there: a WAL base can't even be read without its index."""
    return code_of(error) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def still(path: Path) -> sqlite3.Connection:
    """A base in a folder where nothing can be written, read as it lies. Raises Refused when what was written
    last is in a file beside it, which can't be taken in there: the base alone would be an older one."""
    beside = path.with_name(path.name + "-wal")
    if beside.exists() and beside.stat().st_size:
        raise Refused(
            f"« {path.name} » est dans un dossier où rien ne peut être écrit, et n’a pas été fermée : ses "
            f"derniers changements sont dans « {beside.name} ». Rien n’a été touché : copiez les deux "
            "fichiers dans un de vos dossiers, puis ouvrez la copie."
        )
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    return connection
