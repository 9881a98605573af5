"""Test 22: whatever writes in the base is captured: bulk updates, raw SQL, another program."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from db.models import Dossier
from db.store import Store, use_case
from tests.apart.proofs.city import HUB, city, copy_of
from tests.apart.proofs.ledger import faults_of_journal, rows_of
from tests.apart.proofs.proof import Proof, Scale, Tell


@use_case("Modifier en nombre")
def in_bulk(session: Session) -> None:
    session.execute(update(Dossier).values(place="Lieu écrit en nombre"))


@use_case("Modifier par une instruction")
def by_statement(session: Session) -> None:
    session.execute(text("UPDATE annotation SET text = 'réécrit : ' || text"))
    session.execute(text("DELETE FROM piece WHERE rowid % 2"))


def by_another_program(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE opinion SET value = 'reserved'")
        raw.execute("UPDATE amount SET proposed = 1 WHERE rowid % 3 = 0")


def capture(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 22."""
    path = copy_of(city(2000 if scale == "full" else 60), folder / "parvis.db")
    changed, captured, faults = 0, 0, []
    for deed in (in_bulk, by_statement, by_another_program):
        tell(deed.__name__)
        store = Store(path, author="A. Exemple", place=HUB)
        before, ops = rows_of(store.reader), _operations(store.reader)
        if deed is by_another_program:
            deed(path)
            store.close()
            store = Store(path, author="A. Exemple", place=HUB)
            author = store.reader.execute("SELECT author FROM step ORDER BY n DESC LIMIT 1").fetchone()[0]
            faults += [] if author == "outil externe" else [f"attribué à {author}"]
        else:
            store.do(deed)
        changed += _differences(before, rows_of(store.reader))
        captured += _operations(store.reader) - ops
        faults += faults_of_journal(store.reader)
        store.close()
    held = changed == captured and changed > 0 and not faults
    found = f"{captured:,} of {changed:,} changes, journal and tables agree"
    return Proof(22, "Bulk ORM update, raw SQL, external editor", "100 % captured", found, held)


def _operations(reader: sqlite3.Connection) -> int:
    return int(reader.execute("SELECT count(*) FROM op").fetchone()[0])


def _differences(before: dict, now: dict) -> int:  # type: ignore[type-arg]
    """Cells that changed and rows that went: one operation each."""
    gone = len(before.keys() - now.keys())
    same = before.keys() & now.keys()
    return gone + sum(value != now[key][column] for key in same for column, value in before[key].items())


PROOFS = {22: capture}
