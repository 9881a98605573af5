"""A base copied as its file lies: the bytes, while SQLite holds them still, faster than page by page."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from db.connection import connect
from db.handles import read_at, reading

_PIECE = 4 << 20
_TRIES = 5
_PATIENCE = 100  # milliseconds for each to fold up what waits; whoever writes is not held up longer


def as_it_lies(source: Path, part: Path) -> bool:
    """Whether `part` is now the base as it stood at one moment, in clear or encrypted; else it counts for
    nothing.

    All that waits is folded into the base (the « -wal » is then empty), and a reading begins: from then on,
    whoever writes writes to the « -wal », and nobody may fold that up before the reading ends. So the file is
    the base of that moment, and stays it. Where somebody was faster, or something can't be done, it is no.
    """
    try:
        with contextlib.closing(connect(source)) as origin:
            if not any(_stands_still(origin) for _ in range(_TRIES)):
                return False
            _poured(source, part)
            return True
    except (OSError, sqlite3.Error):  # a full disk too: who copies the other way says it as ever
        return False


def _stands_still(origin: sqlite3.Connection) -> bool:
    """Whether a reading has begun while nothing waited beside the base."""
    if origin.in_transaction:
        origin.execute("ROLLBACK")
    origin.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    origin.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    beside = Path(str(origin.execute("PRAGMA database_list").fetchone()[2]) + "-wal")
    origin.execute("BEGIN")
    origin.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    # Empty once the reading has begun: it leans on no page of it, and was not emptied since.
    return not beside.exists() or not beside.stat().st_size


def _poured(source: Path, part: Path) -> None:
    with reading(source) as handle, part.open("wb", buffering=0) as out:
        size = os.fstat(handle).st_size
        done = _by_the_system(handle, out.fileno(), size)
        while done < size:
            piece = read_at(handle, min(_PIECE, size - done), done)
            if not piece:
                raise OSError("the file ended before its length")
            view = memoryview(piece)
            while view:
                view = view[out.write(view) or 0 :]
            done += len(piece)


def _by_the_system(handle: int, out: int, size: int) -> int:
    """How many bytes the system copied by itself, without bringing them here: none where it can't."""
    done = 0
    with contextlib.suppress(OSError):
        while hasattr(os, "copy_file_range") and done < size:
            told = os.copy_file_range(handle, out, min(1 << 30, size - done), done)
            if not told:
                break
            done += told
    return done
