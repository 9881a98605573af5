"""Work that comes back: a lot taken in, beside the same changes written by plain SQL."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path

from db.store import Store
from tests.apart.proofs.big import busy
from tests.apart.proofs.city import HUB, city, copy_of
from tests.apart.proofs.exchange import lot_up, station, timed
from tests.apart.proofs.journal import spread
from tests.benchmarks.measure import Row

COUNT = 1000


def rows(folder: Path) -> list[Row]:
    """Each of three turns on fresh copies; the best of both, as they can't be repeated on one base."""
    ours, floor = [], []
    for turn in range(3):
        place = folder / str(turn)
        hub = Store(copy_of(city(2000), place / "hub" / "parvis.db"), author="M. Ville", place=HUB)
        away = station(copy_of(city(2000), place / "away" / "parvis.db"), "Antenne", hub.position)
        cells = spread(away, random.Random(turn), COUNT)
        for start in range(0, COUNT, 50):
            away.do(busy, cells=cells[start : start + 50])
        ours.append(timed(hub, lot_up(away, hub, after=0))[1].own * 1000)
        away.close()
        hub.close()
        floor.append(_plain(copy_of(city(2000), place / "plain" / "parvis.db"), cells))
    a, b = min(ours), min(floor)
    what = f"{COUNT:,} operations taken in, disagreements sought, chained, compared"
    return [Row(what, "the same by UPDATE, triggers on", b, a, "≤ 1 s", a <= 1000)]


def _plain(path: Path, cells: list[tuple[str, str, bytes, object]]) -> float:
    """The same values by plain statements in one transaction, captured by the triggers: CPU milliseconds."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = FULL")
    begun = time.process_time()
    with connection:
        for table, column, key, value in cells:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, key))
    spent = (time.process_time() - begun) * 1000
    connection.close()
    return spent
