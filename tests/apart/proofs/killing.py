"""Kills a process that takes a lot in, many times: `python -m tests.apart.proofs.killing COUNT`.

Each victim is forked from a warm process and begins with the same base. What is left is either the base as it
was or the base with the whole lot; the lot given again brings it to the same content, search index included.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from db import backup
from db.journal import broken_steps
from db.merge.lot import Lot, pack, unpack
from db.merge.receive import receive
from db.store import Store
from tests.apart.proofs.city import HUB
from tests.apart.proofs.exchange import lot_up, offices
from tests.apart.proofs.ledger import digest, rows_of
from tests.apart.proofs.work import FULL, SHORT, work_apart

A, B = "Antenne Étouvie", "Antenne Nord"


@dataclass(slots=True)
class Tally:
    """What came of the kills."""

    kills: int = 0
    before: int = 0  # nothing of the lot was there
    after: int = 0  # all of it was
    partial: int = 0
    resumed: int = 0
    faults: int = 0
    operations: int = 0


def scene(folder: Path, full: bool) -> tuple[Path, bytes]:
    """A hub that has taken A's work in, and B's lot, which disagrees with it."""
    amounts = FULL if full else SHORT
    with offices(folder, (A, B), amounts.dossiers) as made:
        work_apart(made.hand(A), made.hand(B), amounts)
        receive(made.hub, lot_up(made.stations[A], made.hub))
        raw = pack(lot_up(made.stations[B], made.hub))
    return folder / "hub" / "parvis.db", raw


def kill_once(path: Path, lot: Lot, delay: float) -> None:
    """Fork a victim that takes the lot in, kill it after so many seconds."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            receive(Store(path, author="M. Ville", place=HUB), lot)
        os._exit(0)
    select.select([], [], [], delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def state(path: Path, lot: Lot) -> int:
    """How many operations of the lot are in the base."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT count(*) FROM op WHERE site = ?", (lot.site,)).fetchone()[0])


def resume(path: Path, lot: Lot) -> str:
    """The lot again; the digest of what the base then holds."""
    store = Store(path, author="M. Ville", place=HUB)
    try:
        receive(store, lot)
        while store.index_search(5000):
            pass
        return digest(rows_of(store.reader))
    finally:
        store.close()


def faults_of(path: Path) -> list[str]:
    """What is wrong with the file, its chain, its references, its search index."""
    found = backup.check(path)
    with contextlib.closing(sqlite3.connect(path)) as raw:
        found += broken_steps(raw)
        found += [f"référence : {row}" for row in raw.execute("PRAGMA foreign_key_check")]
        try:
            raw.execute("INSERT INTO search(search) VALUES ('integrity-check')")
        except sqlite3.Error as error:
            found.append(f"recherche : {error}")
        for ent in ("dossier", "annotation", "piece"):
            query = (
                f"SELECT (SELECT count(*) FROM {ent}), (SELECT count(*) FROM search_doc WHERE ent = '{ent}')"
            )
            rows, indexed = raw.execute(query).fetchone()
            found += [] if rows == indexed else [f"{ent} : {indexed} indexés sur {rows}"]
    return found


def run(count: int, seed: int = 3) -> Tally:
    rng, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as place:
        start, raw = scene(Path(place) / "scene", count > 20)
        lot = unpack(raw)
        path = Path(place) / "victim" / "parvis.db"
        path.parent.mkdir()
        shutil.copyfile(start, path)
        wanted = resume(path, lot)
        begun = time.perf_counter()
        shutil.copyfile(start, path)
        resume(path, lot)
        whole = time.perf_counter() - begun
        tally.operations = len(lot.ops)
        for _ in range(count):
            _fresh(start, path)
            kill_once(path, lot, rng.uniform(0, whole))
            _judge(path, lot, wanted, tally)
    return tally


def _fresh(start: Path, path: Path) -> None:
    for old in path.parent.glob("parvis.db*"):
        if old.is_file():
            old.unlink()
    shutil.copyfile(start, path)


def _judge(path: Path, lot: Lot, wanted: str, tally: Tally) -> None:
    here = state(path, lot)
    tally.kills += 1
    tally.before += here == 0
    tally.after += here == len(lot.ops)
    tally.partial += here not in (0, len(lot.ops))
    tally.resumed += resume(path, lot) == wanted
    for fault in faults_of(path):
        tally.faults += 1
        print(fault, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    result = run(int(sys.argv[1]))
    print(json.dumps(asdict(result)))  # noqa: T201
    sys.exit(1 if result.faults or result.partial else 0)
