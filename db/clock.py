"""Whether the clock of this workstation can be right: the last step of the journal is not far from now."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

from db.connection import connect

BEHIND = dt.timedelta(hours=26)  # a journey across time zones is no fault
_IDLE = dt.timedelta(days=45)  # longer without a step, and copies are let go from the day after only


def last_step(connection: sqlite3.Connection) -> dt.datetime | None:
    """When the last step was written, as the clock told then; None when there is none."""
    row = connection.execute("SELECT at FROM step ORDER BY n DESC LIMIT 1").fetchone()
    return None if row is None else dt.datetime.fromisoformat(row[0])


def is_near(last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether what is old may be let go by this clock."""
    return last is None or last - BEHIND <= now <= last + _IDLE


def is_right(database: Path, now: dt.datetime) -> bool:
    """The same of a base; it is not, when it can't be read."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(database, read_only=True)) as reader:
        return is_near(last_step(reader), now)
    return False
