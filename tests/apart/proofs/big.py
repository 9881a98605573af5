"""A journal of 200,000 operations: the city, then months of changes by three people in thousands of steps."""

from __future__ import annotations

import random
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.store import Store, give_reason, use_case
from tests.apart.proofs.city import HUB, STAGES, city, sentence

AUTHORS = ("A. Exemple", "B. Modèle", "C. Essai")
PER_STEP = 50


@use_case("Mois de travail")
def busy(session: Session, *, cells: list[tuple[str, str, bytes, object]]) -> None:
    give_reason(session, "travail de la preuve")  # asked after a milestone
    for table, column, key, value in cells:
        session.execute(
            text(f"UPDATE {table} SET {column} = :value WHERE id = :key"), {"value": value, "key": key}
        )


@cache
def long_journal(operations: int, dossiers: int) -> Path:
    """A closed base whose journal has at least that many operations."""
    path = Path(mkdtemp(prefix="parvis-long-")) / "parvis.db"
    shutil.copyfile(city(dossiers), path)
    rng = random.Random(21)
    store = Store(path, author=AUTHORS[0], place=HUB)
    keys = {
        table: [bytes(row[0]) for row in store.reader.execute(f"SELECT id FROM {table}")]
        for table in ("dossier", "annotation", "amount", "opinion")
    }
    done = store.reader.execute("SELECT count(*) FROM op").fetchone()[0]
    while done < operations:
        cells = {}
        for _ in range(PER_STEP):
            table, column, value = _change(rng)
            cells[table, column, rng.choice(keys[table])] = value
        store.author = AUTHORS[rng.randrange(3)]
        store.do(busy, cells=[(*cell, value) for cell, value in cells.items()])
        done = store.reader.execute("SELECT max(n) FROM op").fetchone()[0]  # a stage may be the one it had
    while store.index_search(5000):
        pass
    store.close()
    return path


def _change(rng: random.Random) -> tuple[str, str, object]:
    return rng.choice(
        (
            ("dossier", "title", f"{sentence(rng, 5)} {rng.randrange(10**9)}"),
            ("dossier", "stage", f"{rng.choice(STAGES)}"),
            ("dossier", "officer", f"Agent {rng.randrange(10**9)}"),
            ("annotation", "text", f"{sentence(rng)} {rng.randrange(10**9)}"),
            ("amount", "proposed", rng.randrange(10**9)),
            ("opinion", "comment", f"{sentence(rng, 18)} {rng.randrange(10**9)}"),
        )
    )
