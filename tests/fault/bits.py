"""Flipped bits, lost pages, cut files: each told or harmless, then salvaged; what is lost is counted.

`python -m tests.fault.bits COUNT SEED`. Each damage is looked at in a process of its own: a crash is a fault too.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db import look
from db.connection import connect
from desktop.flow.damage import trouble, trouble_inside
from desktop.flow.repair import CannotRepair, repair
from desktop.flow.soundness import examine
from tests.db.test_salvage import Office, hurt, made_in, placed, rows_of
from tests.fault import shim
from tests.fault.verbs import victim

_RECOMPUTED = ("search_doc", "head", "kv", "total")
_WORKED_ON = ("op", "step")


@dataclass
class Tally:
    """What came of the damages."""

    damages: int = 0
    at_opening: int = 0  # told before anything is shown
    by_reading: int = 0  # SQLite refuses a page as soon as it is read
    by_verify: int = 0  # told by the examination
    harmless: int = 0  # every row is as it was
    salvaged: int = 0
    whole: int = 0  # salvaged with nothing lost
    rows_lost: int = 0
    faults: list[str] = field(default_factory=list)


def seen(office: Office, base: Path) -> str:
    """How a damage is found, or "harmless", or "silent"."""
    if trouble(base) or look.look(base) or trouble_inside(base):
        return "at_opening"
    try:
        now = {table: rows for table, rows in rows_of(base).items() if table not in _RECOMPUTED}
    except sqlite3.DatabaseError:
        return "by_reading"
    if all(office.rows[table] == rows for table, rows in now.items()):
        return "harmless"
    with contextlib.closing(connect(base, read_only=True)) as reader:
        return "by_verify" if examine(reader, base).faults else "silent"


def saved(office: Office, base: Path, out: Path) -> list[int]:
    """Salvaged: whether nothing is lost, how many rows of the dossiers' tables are not as they were."""
    repair(base, out, author="A. Exemple")
    now = rows_of(out)
    tables = [table for table in office.rows if table not in (*_RECOMPUTED, *_WORKED_ON)]
    gone = sum(len(set(map(repr, office.rows[t])) - set(map(repr, now[t]))) for t in tables)
    return [int(not gone), gone]


def damage(office: Office, folder: Path, seed: int, say: Callable[[str], None]) -> None:
    """One damage, looked at, then salvaged with an older copy beside it."""
    base = placed(folder, hurt(office.whole, seed), office.copy)
    say(seen(office, base))
    try:
        say(json.dumps(saved(office, base, folder / "neuve.db")))
    except CannotRepair:
        say("null")


def run(count: int, seed: int, tell: Callable[[str], None] = lambda _text: None) -> Tally:
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="parvis-bits-", dir=shim.memory()) as place:
        office = made_in(Path(place) / "office")
        for number in range(seed, seed + count):
            folder = Path(place) / "damaged"
            folder.mkdir()
            told = victim(lambda say: damage(office, folder, number, say))  # noqa: B023 - used at once
            shutil.rmtree(folder)
            _count(tally, number, told)
            if tally.damages % 50 == 0:
                tell(f"{tally.damages} of {count}, {len(tally.faults)} faults")
    return tally


def _count(tally: Tally, number: int, told: list[str]) -> None:
    tally.damages += 1
    if len(told) != 2:
        tally.faults.append(f"dégât {number} : le programme est tombé après {told}")
    elif told[0] == "silent":
        tally.faults.append(f"dégât {number} : des valeurs fausses, et rien ne le dit")
    if told and told[0] != "silent":
        setattr(tally, told[0], getattr(tally, told[0]) + 1)
    kept = json.loads(told[1]) if len(told) == 2 else None
    if kept:
        tally.salvaged += 1
        tally.whole += kept[0]
        tally.rows_lost += kept[1]


if __name__ == "__main__":
    done = run(int(sys.argv[1]), int(sys.argv[2]), lambda text: print(text, file=sys.stderr))  # noqa: T201
    print(json.dumps(asdict(done), ensure_ascii=False))  # noqa: T201
    sys.exit(1 if done.faults else 0)
