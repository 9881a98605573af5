"""Whose turn it is to write: one thread of this program, one program on this file; the window waits least."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path

from db.connection import connect
from db.trouble import Busy, Gone

LONG, SHORT = 5000, 700  # milliseconds


class Turn:
    """Taken by each transaction, again by what runs inside it. `hurried`: the thread of the window."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.RLock()
        self.hurried, self._depth = 0, 0
        self._file: tuple[int, int] | None = None  # of the base, as the system knows it
        self._begun: sqlite3.Connection | None = None  # whose transaction is not known to have ended

    @property
    def patience(self) -> int:
        """How long this thread waits for another writer, in milliseconds."""
        return SHORT if threading.get_ident() == self.hurried else LONG

    def __enter__(self) -> None:
        limit = self.patience / 1000 if threading.get_ident() == self.hurried else -1
        if not self._lock.acquire(timeout=limit):
            raise Busy
        try:
            self._end()
            self._ask_file()
        except BaseException:
            self._lock.release()
            raise
        self._depth += 1

    def __exit__(self, *_error: object) -> None:
        self._depth -= 1
        self._lock.release()

    def begun(self, connection: sqlite3.Connection) -> None:
        """A transaction begins on this connection: whatever becomes of it, the next one finds it ended."""
        self._begun = connection

    def _end(self) -> None:
        """For want of memory a rollback fails too: a transaction left open would lock the base for good."""
        with suppress(sqlite3.Error):
            if self._begun is not None and self._depth == 0 and self._begun.in_transaction:
                self._begun.execute("ROLLBACK")
        self._begun = None if self._depth == 0 else self._begun

    def _ask_file(self) -> None:
        """A base that was taken away, or replaced, while it is open is no longer written. Raises Gone."""
        try:
            found = self._path.stat()
        except OSError as error:
            raise Gone from error
        # Windows replaces no file that is open, and a share gives it numbers that do not last.
        here = (found.st_dev, found.st_ino) if os.name == "posix" else (0, 0)
        self._file = self._file or here
        if here != self._file:
            raise Gone

    def is_free(self) -> bool:
        """Whether it could be taken at once."""
        if not self._path.exists():
            return True  # nothing to wait for: the deed itself says what is wrong
        if not self._lock.acquire(blocking=False):
            return False
        try:
            with closing(connect(self._path)) as connection:
                connection.execute("PRAGMA busy_timeout = 0")
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return False
        finally:
            self._lock.release()
        return True
