"""Kills, full disks and power cuts in the middle of works that are no verb, each over what was there.

Run under the shim: `python -m tests.fault.works COUNT SEED [ROOM or NAME]`. Each work is killed, refused its writes and
cut from its power at random writes; what is left must be the file of before or the new one, whole. One line of JSON.
"""

from __future__ import annotations

import errno
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db import encrypt
from db.trouble import sentence
from tests.fault import shim, works_office, works_papers
from tests.fault.power import Judge, cut, recorded
from tests.fault.power import Tally as Cuts
from tests.fault.verbs import victim
from tests.fault.works_left import Work

ROOMS = {"office": works_office.WORKS, "papers": works_papers.WORKS}
WORKS = tuple(work for room in ROOMS.values() for work in room)


@dataclass
class Tally:
    """What came of the faults, all works together."""

    works: int = 0
    kills: int = 0
    refused: int = 0
    disks: int = 0
    told: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def play(work: Work, start: Path, scratch: Path, count: int, rng: random.Random, tally: Tally) -> None:
    """`count` kills, refusals and cuts of one work."""

    def fresh() -> None:
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(start, scratch)

    fresh()
    told = victim(lambda say: say(str(shim.deeds_of(scratch, lambda: work.do(scratch)))))
    number = int(told[0])
    tally.works += 1
    for _ in range(count):
        fresh()
        at, torn = rng.randint(1, number), rng.random() < 0.5
        said = victim(lambda say: _killed(work, scratch, at, torn, say))  # noqa: B023 - used at once
        tally.kills += 1
        _told(work, f"tué à {at} sur {number}", work.wrong(scratch, bool(said)), tally)
    for _ in range(count):
        fresh()
        at, torn = rng.randint(1, number), rng.random() < 0.5
        said = victim(lambda say: _refused(work, scratch, at, torn, say))  # noqa: B023 - used at once
        _judge_refused(work, scratch, said, f"plein à {at} sur {number}", tally)
    _cut(work, fresh, scratch, count, rng, tally)


def _killed(work: Work, scratch: Path, at: int, torn: bool, say: Callable[[str], None]) -> None:
    shim.arm(shim.KILL, scratch, at, torn=torn)
    work.do(scratch)
    say("fait")


def _refused(work: Work, scratch: Path, at: int, torn: bool, say: Callable[[str], None]) -> None:
    shim.arm(shim.REFUSE, scratch, at, error=errno.ENOSPC, torn=torn)
    try:
        work.do(scratch)
        said = "fait"
    except Exception as error:  # noqa: BLE001 - what it says is what is looked at
        ours = isinstance(error, ValueError | encrypt.NotDone)
        said = sentence(error) or (str(error) if ours else f"{type(error).__name__} {error}")
    shim.off()
    say(said)
    work.do(scratch)  # there is room again
    say("refait")


def _judge_refused(work: Work, scratch: Path, said: list[str], how: str, tally: Tally) -> None:
    tally.refused += 1
    words = said[0] if said else "rien"
    tally.told[words[:60]] = tally.told.get(words[:60], 0) + 1
    found = work.wrong(scratch, said[-1:] == ["refait"])
    left = [p.name for p in scratch.rglob("*") if p.name.endswith(".part") or p.name.startswith(".parvis-")]
    found += [f"laisse {left[0]}"] if left else []
    found += [] if said[-1:] == ["refait"] else [f"n’a pas repris une fois la place faite (« {words} »)"]
    if words != "fait" and not any(told in words for told in ("plein", "libres")):
        found.append(f"dit « {words[:200]} »")
    _told(work, how, found, tally)


def _cut(
    work: Work, fresh: Callable[[], None], scratch: Path, count: int, rng: random.Random, tally: Tally
) -> None:
    fresh()

    def done() -> None:
        work.do(scratch)
        shim.mark(1)

    disk, written = recorded(scratch, scratch.with_name("log"), done)
    judge: Judge = lambda folder, said: [f"{work.name} : {w}" for w in work.wrong(folder, said > 0)]  # noqa: E731
    cuts = Cuts()
    cut(disk, written, count, rng, judge, cuts)
    tally.disks += cuts.disks
    tally.faults += cuts.faults


def _told(work: Work, how: str, faults: list[str], tally: Tally) -> None:
    tally.faults += [f"{work.name}, {how} : {fault}" for fault in faults]


def run(count: int, seed: int, only: str = "") -> Tally:
    """The works of a room ("office", "papers"), those of a name, or all; each `count` times in each way."""
    rng, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="parvis-works-", dir=shim.memory()) as place:
        for work in ROOMS.get(only, WORKS):
            if only and only not in ROOMS and only not in work.name:
                continue
            first, start = Path(place) / work.scene.__name__, Path(place) / "start"
            if not first.exists():
                work.scene(first)
            shutil.rmtree(start, ignore_errors=True)
            shutil.copytree(first, start)
            work.ready(start)
            play(work, start, Path(place) / "victim", count, rng, tally)
    return tally


def main(arguments: list[str]) -> int:
    tally = run(int(arguments[0]), int(arguments[1]), *arguments[2:])
    print(json.dumps(asdict(tally), ensure_ascii=False))  # noqa: T201
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
