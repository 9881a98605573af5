"""A base that goes back to its first state under connections that stay open.

SQLite reads 1,200 triggers at each opening: a third of what a small test costs. A base in WAL mode is its
file, as it was, and what the log adds to it. With the log emptied, and its index as it was before the first
line, the connections read the file again as at the first moment.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest

from db import handles
from db import store as store_room
from db.store import Store
from tests.office import founded

CAN_KEEP = hasattr(os, "pread") and Path("/proc/self/fd").is_dir()


class Kept:
    """One base, lent to a test after another; made anew when a test left it otherwise than it may.

    `first`: the closed file that it is a copy of.
    """

    def __init__(self, first: Callable[[], Path] = founded) -> None:
        self._first_file = first
        self._free: list[sqlite3.Connection] = []  # the reader, then the writer where there was one
        self._files: list[int] = []  # of the base and of the index of its log: closing one would let locks go
        self.path = Path()

    def lend(self, author: str, place: str = "poste-test") -> Store:
        """A store on the base as it was at first; closed by its test, it is as any other."""
        if not self._free:
            self._make()
        reader = self._free.pop(0)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store_room, "opened_quietly", lambda _path: reader)
            store = Store(self.path, author=author, place=place)
        store._engine.pool._creator = lambda: (
            self._free.pop() if self._free else store_room.connect(self.path)
        )

        def close() -> None:
            while self._free:
                self._free.pop().close()
            Store.close(store)

        store.close = close  # type: ignore[method-assign]
        return store

    def take_back(self, store: Store) -> None:
        """Bring the base back to its first state, or let it go."""
        connections: list[sqlite3.Connection] = []
        with suppress(sqlite3.Error, OSError):
            busy = store._engine.pool.checkedout()  # type: ignore[attr-defined]  # a QueuePool
            connections = [*_at_rest(store), *self._free]
            if not busy and store.path == self.path and self._gone_back(store, connections):
                return
        store.close()
        self._free = connections
        self.close()

    def close(self) -> None:
        for connection in self._free:
            connection.close()
        for file in self._files:
            os.close(file)
        if self._files:
            shutil.rmtree(self.path.parent, ignore_errors=True)
        self._free, self._files = [], []

    def _make(self) -> None:
        self.close()
        self.path = Path(mkdtemp(prefix="parvis-kept-")) / "parvis.db"
        shutil.copyfile(self._first_file(), self.path)
        self._free = [_opened(self.path) for _ in range(2)]
        for end in ("", "-shm"):
            self._files.append(os.open(f"{self.path}{end}", os.O_RDWR))
        self._first = [os.pread(file, os.fstat(file).st_size, 0) for file in self._files]
        self._written = os.fstat(self._files[0]).st_mtime_ns
        self._nothing = Path(f"{self.path}-wal").stat().st_size == 0

    def _gone_back(self, store: Store, writers: list[sqlite3.Connection]) -> bool:
        base, index = map(os.fstat, self._files)
        connections = [store.reader, *writers]
        if len(connections) > 2 or not self._nothing:
            return False
        if not _is_ours(self.path, base, len(connections)) or not _is_same(Path(f"{self.path}-shm"), index):
            return False
        if not all(_as_given(connection) for connection in connections):
            return False
        os.truncate(f"{self.path}-wal", 0)
        if base.st_mtime_ns != self._written:  # a checkpoint
            os.pwrite(self._files[0], self._first[0], 0)
            os.ftruncate(self._files[0], len(self._first[0]))
            self._written = os.fstat(self._files[0]).st_mtime_ns
        os.pwrite(self._files[1], self._first[1], 0)
        if store._lock:
            store._lock.release()
        for beside in self.path.parent.iterdir():
            if beside.is_dir():
                shutil.rmtree(beside)
            elif beside.name not in (self.path.name, f"{self.path.name}-wal", f"{self.path.name}-shm"):
                beside.unlink()
        store.reader.execute("PRAGMA query_only = OFF")
        self._free = connections
        return True


def _opened(path: Path) -> sqlite3.Connection:
    connection = store_room.connect(path)
    store_room.prepare(connection)
    connection.execute("SELECT 1 FROM step LIMIT 1").fetchone()
    return connection


def _at_rest(store: Store) -> list[sqlite3.Connection]:
    """The writers of a store that nobody uses, taken out of its pool."""
    found = []
    for _ in range(store._engine.pool.checkedin()):  # type: ignore[attr-defined]  # a QueuePool
        pooled = store._engine.raw_connection()
        found.append(pooled.driver_connection)
        pooled.detach()
    return found  # type: ignore[return-value]


def _is_ours(path: Path, base: os.stat_result, connections: int) -> bool:
    """Whether the base stands where it stood, and nothing but these connections holds it open."""
    if not _is_same(path, base):
        return False
    held = 0
    for file in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            told = file.stat()
            held += (told.st_dev, told.st_ino) == (base.st_dev, base.st_ino)
    waiting = handles._kept.get(
        (base.st_dev, base.st_ino), ()
    )  # read beside SQLite, closed with the last one
    return held == connections + 1 + len(waiting)


def _is_same(path: Path, file: os.stat_result) -> bool:
    here = path.stat()
    return (here.st_dev, here.st_ino) == (file.st_dev, file.st_ino)


def _as_given(connection: sqlite3.Connection) -> bool:
    """Whether nothing of a test stays on the connection: a transaction, a view of its own, another schema."""
    connection.set_trace_callback(None)
    connection.set_progress_handler(None, 0)
    connection.set_authorizer(None)
    connection.row_factory = None
    return not (
        connection.in_transaction or connection.execute("SELECT 1 FROM sqlite_temp_master").fetchone()
    )
