"""The verbs that were kept (tests.fault.record), played again in a victim that is killed or refused its writes.

Run under the shim: `python -m tests.fault.verbs kill FOLDER COUNT SEED` (or `full`). Answers one line of JSON.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from db import backup
from db.journal import broken_steps
from db.store import Store
from db.undo import CannotUndo
from desktop.flow.files import broken
from tests.apart.proofs.ledger import faults_of_journal
from tests.fault import shim
from tests.fault.record import unpacked

Say = Callable[[str], None]


class Call(NamedTuple):
    """One call of a verb, and the base in which it was made."""

    name: str
    folder: Path
    author: str
    site: str

    def bring(self, into: Path) -> Path:
        """The base as it stood before the call, alone in this folder."""
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(self.folder, into, ignore=shutil.ignore_patterns("call", "who", "rehearsed"))
        return into / "parvis.db"

    def play(self, path: Path, say: Say = lambda _text: None) -> bytes | None:
        """Do it; the key of the step, said as soon as it is said to be saved."""
        verb, arguments = unpacked((self.folder / "call").read_bytes())
        store = Store(path, author=self.author, place=self.site)
        try:
            written = store.do(verb, **arguments).written
            say(written.step.hex() if written else "")
            return written.step if written else None
        finally:
            store.close()


def calls(folder: Path) -> list[Call]:
    """All that was kept, by name."""
    return [
        Call(place.name, place, *json.loads((place / "who").read_text(encoding="utf-8"))[:2])
        for place in sorted(folder.iterdir())
        if (place / "call").exists()
    ]


@dataclass
class Tally:
    """What came of the faults."""

    verbs: int = 0  # that could be played
    names: list[str] = field(default_factory=list)  # of these
    not_played: list[str] = field(default_factory=list)
    done: int = 0  # kills, or refusals
    said: int = 0  # had said that it was saved
    before: int = 0  # nothing of the verb is there
    after: int = 0  # all of it is
    again: int = 0  # the next run did it, or took it back
    faults: list[str] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)  # sentence -> how often, when writes are refused


class State(NamedTuple):
    """What is in a file, as far as a fault may change it."""

    faults: frozenset[str]
    steps: int


def state(path: Path) -> State:
    """What is wrong with a file: SQLite's own checks, the chain, the tables against the journal, the pieces."""
    faults = backup.check(path)
    with contextlib.closing(sqlite3.connect(path)) as raw:
        faults += broken_steps(raw) + faults_of_journal(raw)
        left = raw.execute("SELECT count(*) FROM capture").fetchone()[0]
        faults += [f"{left} changements capturés hors du journal."] if left else []
        hashes = [row[0] for row in raw.execute("SELECT sha256 FROM file")]
        steps = raw.execute("SELECT count(*) FROM step").fetchone()[0]
    return State(frozenset(faults + broken(path.with_name(path.name + ".pieces"), hashes)), steps)


def has_step(path: Path, step: str) -> bool:
    with contextlib.closing(sqlite3.connect(path)) as raw:
        return raw.execute("SELECT 1 FROM step WHERE id = ?", (bytes.fromhex(step),)).fetchone() is not None


def victim(work: Callable[[Say], None], *, live: float | None = None) -> list[str]:
    """Fork a process that works and tells; kill it after `live` seconds, or let the shim. What it had told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w", buffering=1) as out, contextlib.suppress(BaseException):
            work(lambda text: print(text, file=out))
        os._exit(0)
    os.close(writing)
    if live is not None:
        select.select([], [], [], live)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as words:
        lines = words.read().split("\n")
    os.waitpid(child, 0)
    return lines[:-1]


class Played(NamedTuple):
    """A verb that can be played here: how often it writes, and what was odd in its base before."""

    call: Call
    deeds: int
    before: State


def playable(call: Call, scratch: Path) -> Played | None:
    """As it was found once for all the faults: it stays beside the call."""
    kept = call.folder / "rehearsed"
    if not kept.exists():
        played = rehearsed(call, scratch)
        told = played and [played.deeds, sorted(played.before.faults), played.before.steps]
        kept.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        return played
    found = json.loads(kept.read_text(encoding="utf-8"))
    return found and Played(call, found[0], State(frozenset(found[1]), found[2]))


def rehearsed(call: Call, scratch: Path) -> Played | None:
    """Play a call once, whole; None when it does not do again what it did."""
    path = call.bring(scratch)
    before = state(path)

    def work(say: Say) -> None:
        shim.arm(shim.COUNT, scratch)
        call.play(path, say)
        say(str(shim.off()))

    told = victim(work)
    if len(told) != 2 or not told[0]:
        return None
    return Played(call, int(told[1]), before)


def kill_once(played: Played, scratch: Path, rng: random.Random, tally: Tally) -> None:
    """Kill the verb at one of its writes, drawn at random, the write itself half done one time in two; judge
    what is left; then do it again, or take it back."""
    call = played.call
    path = call.bring(scratch)
    at, torn = rng.randint(1, played.deeds), rng.random() < 0.5

    def work(say: Say) -> None:
        shim.arm(shim.KILL, scratch, at, torn=torn)
        call.play(path, say)

    told = victim(work)
    tally.done += 1
    tally.said += bool(told and told[0])
    _judge(played, path, told, f"tué à l’écriture {at} sur {played.deeds}", tally)


def _judge(played: Played, path: Path, told: list[str], how: str, tally: Tally) -> None:
    call, name = played.call, played.call.name
    now = state(path)
    for fault in now.faults - played.before.faults:
        tally.faults.append(f"{name}, {how} : {fault}")
    more = now.steps - played.before.steps
    if told and told[0] and not has_step(path, told[0]):
        tally.faults.append(f"{name}, {how} : perdu, dit enregistré")
    tally.before += not more
    tally.after += bool(more)
    try:
        _go_on(call, path, written=bool(more))
        tally.again += 1
    except Exception as error:  # noqa: BLE001 - whatever the next run meets is a fault of this one
        tally.faults.append(f"{name}, {how} : la suite échoue ({type(error).__name__} : {error})"[:400])


def _go_on(call: Call, path: Path, *, written: bool) -> None:
    if not written:
        call.play(path)
    else:
        store = Store(path, author=call.author, place=call.site)
        try:
            with contextlib.suppress(CannotUndo):  # what is final stays
                store.undo()
        finally:
            store.close()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        faults = broken_steps(raw)
    if faults:
        raise ValueError(faults[0])


def refuse_once(
    played: Played, scratch: Path, rng: random.Random, tally: Tally, *, error: int = errno.ENOSPC
) -> None:
    """Refuse every write from one of them on, as a full disk does; then make room and go on. A folder that
    is read-only refuses the first."""
    call = played.call
    path = call.bring(scratch)
    at, torn = rng.randint(1, 1 if error == errno.EROFS else played.deeds), rng.random() < 0.5

    def work(say: Say) -> None:
        from db.trouble import sentence

        shim.arm(shim.REFUSE, scratch, at, error=error, torn=torn)
        try:
            call.play(path, say)
        except Exception as why:  # noqa: BLE001 - what it says is what is looked at
            shim.off()
            say("- " + (sentence(why) or f"{type(why).__name__} {why}"))

    told = victim(work)
    tally.done += 1
    saved = [line for line in told if line and not line.startswith("- ")]
    said = [line[2:] for line in told if line.startswith("- ")]
    tally.said += bool(saved)
    for words in said:
        tally.told[words] = tally.told.get(words, 0) + 1
    how = f"{errno.errorcode[error]} à l’écriture {at} sur {played.deeds}"
    for words in said:
        if "plein" not in words and "enregistr" not in words:
            tally.faults.append(f"{call.name}, {how} : dit « {words[:200]} »")
    left = [p.name for p in path.parent.rglob("*.part")]
    tally.faults += [f"{call.name}, {how} : laisse {left[0]}"] if left else []
    _judge(played, path, saved, how, tally)


WAYS: dict[str, Callable[[Played, Path, random.Random, Tally], None]] = {
    "kill": kill_once,
    "full": refuse_once,
    "gone": partial(refuse_once, error=errno.EIO),
    "shut": partial(refuse_once, error=errno.EROFS),
}


SHORT = {"kill": 3, "full": 3, "gone": 2, "shut": 1}
_ready: dict[Path, Played | None] = {}  # looked at once, whatever is then played


def run(way: str, folder: Path, count: int, seed: int, tell: Say = lambda _text: None) -> Tally:
    """`count` faults over all the verbs kept in `folder`, the same number for each, in an order of chance."""
    rng, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="parvis-fault-", dir=shim.memory()) as place:
        scratch = Path(place) / "victim"
        kept = calls(folder)
        for call in kept:
            if call.folder not in _ready:
                _ready[call.folder] = playable(call, scratch)
        found = {call.name: _ready[call.folder] for call in kept}
        tally.not_played = [name for name, played in found.items() if played is None]
        ready = [played for played in found.values() if played is not None]
        tally.verbs, tally.names = len(ready), [played.call.name for played in ready]
        tell(f"{len(ready)} verbs can be played, {len(tally.not_played)} not")
        wanted: list[Played] = []
        while len(wanted) < count:
            wanted += rng.sample(ready, len(ready))
        for number, played in enumerate(wanted[:count]):
            WAYS[way](played, scratch, rng, tally)
            if number % 50 == 49:
                tell(f"{number + 1} of {count}, {len(tally.faults)} faults")
    return tally


def main(arguments: list[str]) -> int:
    way, folder, count, seed = arguments
    told: dict[str, Any] = asdict(
        run(way, Path(folder), int(count), int(seed), lambda text: print(text, file=sys.stderr))  # noqa: T201
    )
    print(json.dumps(told, ensure_ascii=False))  # noqa: T201
    return 1 if told["faults"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
