"""What another program wrote in the file: the triggers saw it; it becomes a step of its own."""

from __future__ import annotations

import sqlite3

from db.journal import StepInfo, write_step

AUTHOR = "outil externe"
LABEL = "Changements faits par un outil externe"


def waits(connection: sqlite3.Connection) -> bool:
    """Whether changes were captured that no verb made."""
    return connection.execute("SELECT 1 FROM capture LIMIT 1").fetchone() is not None


def take_in(connection: sqlite3.Connection, site: str) -> None:
    """Write them down before anything else of this transaction, so that nobody is said to have made them."""
    if waits(connection):
        write_step(connection, StepInfo(LABEL, "outside", AUTHOR, site))
