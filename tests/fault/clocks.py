"""A clock that jumps while people work: steps, keys, undo, copies, the bin. Run under the shim.

`python -m tests.fault.clocks COUNT SEED` answers one line of JSON.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import random
import sqlite3
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db import backup
from db.clock import is_near
from db.keys import new_key
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.clock import doubt
from tests.fault import shim
from tests.fault.verbs import state
from tests.office import application, bring, open_office

HOUR, DAY, YEAR = 3600, 86_400, 365 * 86_400
# The two nights of the year on which Paris changes its clock, a second before.
NIGHTS = ("2026-03-29T00:59:58+00:00", "2026-10-25T00:59:58+00:00")
JUMPS = (-HOUR, HOUR, -DAY, DAY, -YEAR, YEAR, -10 * YEAR, 10 * YEAR, 0)


@dataclass
class Tally:
    """What came of the jumps."""

    jumps: int = 0
    steps: int = 0
    undone: int = 0
    doubts: int = 0
    copies: int = 0
    faults: list[str] = field(default_factory=list)


def worked(store: Store, dossier: bytes, rng: random.Random, tally: Tally) -> None:
    """One jump, then some work: the last deed is the one that undo takes back."""
    keys = [new_key()]
    night = rng.random() < 0.2
    if night:
        told = dt.datetime.fromisoformat(rng.choice(NIGHTS)).timestamp()
        shim.clock(told - (time.clock_gettime(time.CLOCK_REALTIME) - _shift[0]))
        _shift[0] = told - (time.clock_gettime(time.CLOCK_REALTIME) - _shift[0])
    else:
        _shift[0] = rng.choice(JUMPS)
        shim.clock(_shift[0])
    tally.jumps += 1
    tally.doubts += bool(doubt(store.reader))
    keys.append(new_key())
    if sorted(keys) != keys:
        tally.faults.append("une clé plus petite que la précédente")
    for turn in range(2):
        text = f"note {tally.steps}"
        store.do(annotate, dossier=dossier, place="dossier", text=text)
        tally.steps += 1
        if turn == 0 and rng.random() < 0.5:
            store.undo()
            tally.undone += 1
            left = store.reader.execute("SELECT count(*) FROM annotation WHERE text = ?", (text,)).fetchone()[
                0
            ]
            tally.faults += ["annuler n’a pas repris la dernière action"] if left else []
            store.redo()


_shift = [0.0]


def order(path: Path) -> list[str]:
    """The hybrid clock never goes back along the journal."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        told = [row[0].rpartition("-")[0] for row in raw.execute("SELECT hlc FROM op ORDER BY n")]
    marks = [tuple(int(part) for part in mark.split("-")[:2]) for mark in told]
    return ["l’horloge du journal recule"] if marks != sorted(marks) or told != sorted(told) else []


def rotated(rng: random.Random, days: int) -> tuple[int, list[str]]:
    """Copies of so many days, on some of which the clock is wrong: the true ones are there, none is for ever."""
    start, copies, faults = dt.datetime(2026, 1, 5, 8, 0), [], []
    true: dict[Path, dt.datetime] = {}
    last: dt.datetime | None = None
    wrong = False
    for day in range(days):
        now = start + dt.timedelta(days=day)
        wrong = not wrong and rng.random() < 0.1  # it is put right the next morning
        told = now + dt.timedelta(seconds=rng.choice(JUMPS)) if wrong else now
        path = Path(f"parvis-{told:%Y%m%d-%H%M%S}-start.parvis")
        copies = sorted({*copies, path})
        true[path] = told
        gone = set(backup.outdated(copies, told)) if is_near(last, told) else set()
        last = told  # people work, under the clock of that day
        if path in gone:
            faults.append(f"la copie du jour est retirée ({told:%d/%m/%Y})")
        copies = [one for one in copies if one not in gone]
        if not wrong:
            wanted = {p for p, at in true.items() if dt.timedelta(0) <= now - at < dt.timedelta(days=1)}
            faults += ["la copie d’hier manque"] if not wanted <= set(copies) else []
            weeks = {at.isocalendar()[:2] for p, at in true.items() if p in copies and at <= now}
            if day > 60 and len({w for w in weeks if _near(w, now)}) < 3:
                faults.append(f"moins de trois semaines gardées le {now:%d/%m/%Y}")
    if len(copies) > 90:
        faults.append(f"{len(copies)} copies gardées")
    return len(copies), faults


def _near(week: tuple[int, int], now: dt.datetime) -> bool:
    first = dt.date.fromisocalendar(*week, 1)
    return dt.timedelta(0) <= now.date() - first <= dt.timedelta(days=35)


def run(count: int, seed: int) -> Tally:
    rng, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="parvis-clock-", dir=shim.memory()) as place:
        store = open_office(Path(place))
        dossier = bring(store, application())[0].dossier
        opened = 0
        while tally.jumps < count:
            worked(store, dossier, rng, tally)
            opened += 1
            if opened % 10 == 0:  # the next opening, under a clock that is wrong too
                store.close()
                store = Store(Path(place) / "parvis.db", author="A. Exemple", place="poste-test")
        store.close()
        shim.clock(0)
        found = state(Path(place) / "parvis.db")
        tally.faults += [*found.faults, *order(Path(place) / "parvis.db")]
    for _ in range(max(1, count // 20)):
        kept, faults = rotated(rng, 400)
        tally.copies = max(tally.copies, kept)
        tally.faults += faults
    return tally


if __name__ == "__main__":
    done = run(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(asdict(done), ensure_ascii=False))  # noqa: T201
    sys.exit(1 if done.faults else 0)
