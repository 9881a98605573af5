"""Cuts the power: what verbs write is recorded, disks that could be left of it are rebuilt and opened.

Run under the shim: `python -m tests.fault.power FOLDER COUNT SEED`. Answers one line of JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db.store import Store
from db.undo import CannotUndo
from tests.fault import shim
from tests.fault.disk import Deed, Disk, lay, read
from tests.fault.verbs import Call, State, calls, state, victim

Judge = Callable[[Path, int], list[str]]  # folder, the last number said: what is wrong


@dataclass
class Tally:
    """What came of the cuts."""

    works: int = 0
    deeds: int = 0  # writes, syncs and names recorded
    disks: int = 0
    said: int = 0  # numbers that had been said at these moments
    faults: list[str] = field(default_factory=list)


def recorded(folder: Path, log: Path, work: Callable[[], object]) -> tuple[Disk, list[Deed]]:
    """The disk before a work, and what the work did to it; done in a process of its own."""
    before = Disk(folder)

    def recording(_say: object) -> None:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        shim.arm(shim.RECORD, folder, log=handle)
        work()
        shim.off()

    victim(recording)
    return before, read(log)


def cut(disk: Disk, deeds: list[Deed], count: int, rng: random.Random, judge: Judge, tally: Tally) -> None:
    """Cut the power at `count` moments drawn by chance and judge one possible disk of each."""
    moments = sorted(rng.randint(1, len(deeds)) for _ in range(count))
    origin = Path(tempfile.mkdtemp(prefix="parvis-cut-", dir=shim.memory()))
    done = 0
    for moment in moments:
        for deed in deeds[done:moment]:
            disk.do(deed)
        done = moment
        place = origin / "disk"
        lay(disk.drawn(rng), disk.folder, place)
        tally.disks += 1
        tally.said += max(disk.said, 0)
        tally.faults += [
            f"{words} (coupure à {moment} sur {len(deeds)})" for words in judge(place, disk.said)
        ]
        shutil.rmtree(place)
    shutil.rmtree(origin)


def verb_and_undo(call: Call, path: Path) -> None:
    """A verb, its undo, its redo, then the search index and a second opening; each step said once saved."""
    said = 0

    def say() -> None:
        nonlocal said
        said += 1
        shim.mark(said)

    call.play(path, lambda _step: say())
    store = Store(path, author=call.author, place=call.site)
    try:
        with contextlib.suppress(CannotUndo):
            for deed in (store.undo, store.redo):
                if deed().written is not None:  # a choice that kept what was here has nothing to take back
                    say()
        store.index_search(50)
    finally:
        store.close()


def judge_base(call: Call, before: State) -> Judge:
    """The base opens, nothing is half, and as many steps are there as were said."""

    def judge(folder: Path, said: int) -> list[str]:
        path = folder / "parvis.db"
        try:
            now = state(path)
        except sqlite3.Error as error:
            return [f"{call.name} : ne s’ouvre plus ({error})"]
        found = [f"{call.name} : {fault}" for fault in now.faults - before.faults]
        if now.steps < before.steps + max(said, 0):
            found.append(f"{call.name} : {said} étapes dites, {now.steps - before.steps} là")
        return found

    return judge


def run(folder: Path, count: int, seed: int, tell: Callable[[str], None] = lambda _text: None) -> Tally:
    """`count` disks over all the verbs kept in `folder`."""
    rng, tally = random.Random(seed), Tally()
    ready = calls(folder)
    rng.shuffle(ready)
    each = max(1, -(-count // len(ready)))
    with tempfile.TemporaryDirectory(prefix="parvis-power-", dir=shim.memory()) as place:
        scratch, log = Path(place) / "victim", Path(place) / "log"
        for call in ready:
            if tally.disks >= count:
                break
            path = call.bring(scratch)
            before = state(path)
            disk, deeds = recorded(scratch, log, lambda: verb_and_undo(call, path))  # noqa: B023 - used at once
            tally.works += 1
            tally.deeds += len(deeds)
            if not any(deed.kind == "N" for deed in deeds):
                continue  # it does not do again what it did
            cut(disk, deeds, each, rng, judge_base(call, before), tally)
            tell(f"{call.name}: {len(deeds)} deeds, {tally.disks} disks, {len(tally.faults)} faults")
    return tally


def main(arguments: list[str]) -> int:
    folder, count, seed = arguments
    tally = run(Path(folder), int(count), int(seed), lambda text: print(text, file=sys.stderr))  # noqa: T201
    print(json.dumps(asdict(tally), ensure_ascii=False))  # noqa: T201
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
