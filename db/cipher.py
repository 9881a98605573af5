"""SQLCipher behind the face of sqlite3: same methods, same errors, so that other rooms see no difference."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, cast

from sqlcipher3 import dbapi2

from db import vault
from db.handles import Hold


def opened(path: Path, mark: bytes, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to an encrypted base. Raises vault.Locked, sqlite3.Error."""
    key = vault.key_of(mark, path)
    return _held(with_key(f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}", key, mark), path)


def made(path: Path, key: bytes, mark: bytes) -> sqlite3.Connection:
    """A connection to a new encrypted base, whose first bytes will be `mark`."""
    return _held(with_key(f"{path.resolve().as_uri()}?mode=rwc", key, mark), path)


def _held(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    cast(Any, connection).hold = Hold(path)
    return connection


def with_key(uri: str, key: bytes | None, mark: bytes = b"") -> sqlite3.Connection:
    """SQLCipher on a file: encrypted with this random key (no derivation to pay), or plain without one."""
    connection = dbapi2.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, factory=_Connection
    )
    if key is not None:
        connection.execute(f'PRAGMA key = "{literal(key, mark)}"')
    return cast(sqlite3.Connection, connection)  # held by tests/db/test_connection.py


def literal(key: bytes, mark: bytes) -> str:
    """A key and its salt as PRAGMA key and ATTACH want them."""
    return f"x'{key.hex()}{mark.hex()}'"


def _as_sqlite3(error: Exception) -> Exception:
    """The same error as sqlite3 would raise it: the driver's own classes are no children of sqlite3's."""
    kind = getattr(sqlite3, type(error).__name__, sqlite3.DatabaseError)
    told: Exception = kind(*error.args)
    for name in ("sqlite_errorcode", "sqlite_errorname"):
        if hasattr(error, name):
            setattr(told, name, getattr(error, name))
    return told


def _faithful(deed: Callable[..., Any]) -> Callable[..., Any]:
    """A method of the driver whose errors are those of sqlite3."""

    @wraps(deed)
    def done(*args: Any, **named: Any) -> Any:
        try:
            return deed(*args, **named)
        except (dbapi2.Error, dbapi2.Warning) as error:
            raise _as_sqlite3(error) from None

    return done


class _Cursor(dbapi2.Cursor):  # type: ignore[misc]  # the driver ships no types
    """A cursor that fails as sqlite3's."""

    execute = _faithful(dbapi2.Cursor.execute)
    executemany = _faithful(dbapi2.Cursor.executemany)
    executescript = _faithful(dbapi2.Cursor.executescript)
    fetchone = _faithful(dbapi2.Cursor.fetchone)
    fetchmany = _faithful(dbapi2.Cursor.fetchmany)
    fetchall = _faithful(dbapi2.Cursor.fetchall)
    __next__ = _faithful(dbapi2.Cursor.__next__)

    def __iter__(self) -> Iterator[Any]:
        # By growing handfuls: a call a row would cost more than the row, and a reader may stop at the first.
        size = 1
        while rows := self.fetchmany(size):
            yield from rows
            size = min(size * 4, 256)


class _Connection(dbapi2.Connection):  # type: ignore[misc]  # the driver ships no types
    """A connection that fails as sqlite3's; its own execute goes through `cursor`."""

    hold: Hold | None = None

    def close(self) -> None:
        super().close()
        if self.hold is not None:
            self.hold.let_go()

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    commit = _faithful(dbapi2.Connection.commit)
    rollback = _faithful(dbapi2.Connection.rollback)
    backup = _faithful(dbapi2.Connection.backup)
    create_function = _faithful(dbapi2.Connection.create_function)
    execute = _faithful(dbapi2.Connection.execute)
