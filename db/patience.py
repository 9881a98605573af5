"""Whose turn it is to write: one thread of this program, one program on this file; the window waits least."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from db.connection import connect
from db.trouble import Busy, Gone

LONG, SHORT = 5000, 700  # milliseconds


class Turn:
    """Taken by each transaction, again by what runs inside it. `hurried`: the thread of the window."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.RLock()
        self.hurried = 0
        self._file: tuple[int, int] | None = None  # of the base, as the system knows it

    @property
    def patience(self) -> int:
        """How long this thread waits for another writer, in milliseconds."""
        return SHORT if threading.get_ident() == self.hurried else LONG

    def __enter__(self) -> None:
        limit = self.patience / 1000 if threading.get_ident() == self.hurried else -1
        if not self._lock.acquire(timeout=limit):
            raise Busy
        try:
            self._ask_file()
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, *_error: object) -> None:
        self._lock.release()

    def _ask_file(self) -> None:
        """A base that was taken away, or replaced, while it is open is no longer written. Raises Gone."""
        try:
            found = self._path.stat()
        except OSError as error:
            raise Gone from error
        here = (found.st_dev, found.st_ino)
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
