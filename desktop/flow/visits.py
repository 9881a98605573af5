"""What a person has seen of a dossier: kept for the marks of what changed, never journalled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from db.queries.visits import FIRST, OPENED
from db.store import Store


def note_visit(store: Store, dossier: bytes, person: str, parts: Iterable[str] = (), *, step: int) -> None:
    """The dossier was open at this step, and these parts of it in sight; the first visit is kept apart."""
    at = dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
    rows = [(dossier, person, part, step, at) for part in (OPENED, *parts)]
    with store.write_raw() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO visit(dossier_id, person, part, step, at) VALUES (?, ?, ?, ?, ?)",
            (dossier, person, FIRST, step, at),
        )
        connection.executemany(
            "INSERT INTO visit(dossier_id, person, part, step, at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT(dossier_id, person, part) DO UPDATE SET step = max(step, excluded.step), "
            "at = excluded.at",
            rows,
        )
