"""500 damaged files (PARVIS_DAMAGED=2000 is the long form): no crash, no hang, no change in the base, and a sentence for each that is refused."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from db import backup
from tests.fault.damage import COUNT, KINDS, Damaged, make
from tests.fault.receiver import PATIENCE, TIMED
from tests.office import dump, open_office

SILENCE = 60 if TIMED else PATIENCE  # seconds of the clock: a busy machine is no fault of the file


class Receiver:
    """A program that receives files, and that is killed when it keeps silent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._begin()

    def _begin(self) -> None:
        command = [sys.executable, "-m", "tests.fault.receiver", str(self.folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONFAULTHANDLER": "1"},
        )  # fmt: skip
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, args=(self._process, self._answers), daemon=True).start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
        for line in process.stdout or ():
            answers.put(line)
        answers.put("")

    def give(self, path: Path) -> dict[str, str]:
        """What becomes of one file; a program that died or was killed is begun again."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(str(path)) + "\n")
            self._process.stdin.flush()
            answer = self._answers.get(timeout=SILENCE)
        except (queue.Empty, BrokenPipeError):
            answer = "hang"
        if answer.startswith("{"):
            told: dict[str, str] = json.loads(answer)
            return told
        self._process.kill()
        words = self._process.communicate()[1][-1500:]
        self._begin()
        return {"import": f"FAULT hang past {SILENCE} s {words}" if answer else f"FAULT dead {words}"}

    def end(self) -> None:
        self._process.communicate(timeout=SILENCE)


class Tally:
    """What became of the files, by what was done to them."""

    def __init__(self) -> None:
        self.kinds, self.fates, self.faults = Counter[str](), Counter[str](), list[str]()

    def add(self, one: Damaged, told: dict[str, str]) -> None:
        self.kinds[one.kind] += 1
        self.fates["read" if "read" in told.values() else "refused"] += 1
        where = f"{one.path.parent.name} {one.kind}, {one.source}"
        self.faults += [f"{where}, {what}: {said}" for what, said in told.items() if said.startswith("FAULT")]

    def table(self) -> str:
        lines = [f"{kind:20} {count}" for kind, count in sorted(self.kinds.items())]
        return "\n".join([*lines, *(f"{fate}: {count}" for fate, count in self.fates.items())])


def one_after_the_other(receiver: Receiver, waiting: queue.Queue[Damaged | None], tally: Tally) -> None:
    while (one := waiting.get()) is not None:
        tally.add(one, receiver.give(one.path))
    receiver.end()


def state(path: Path) -> tuple[dict[str, list[tuple[object, ...]]], object]:
    """Every row of a base, and its journal."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return dump(connection), connection.execute("SELECT count(*), max(hash) FROM step").fetchone()


@pytest.mark.slow
def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    bases, offices = [], [tmp_path / "office 1", tmp_path / "office 2"]  # the receivers work side by side
    for office in offices:
        with contextlib.closing(open_office(office)) as store:
            bases.append((store.path, state(store.path)))
    waiting: queue.Queue[Damaged | None] = queue.Queue(maxsize=20)
    tallies = [Tally() for _ in offices]
    threads = [
        threading.Thread(target=one_after_the_other, args=(Receiver(office), waiting, tally))
        for office, tally in zip(offices, tallies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for one in make(tmp_path / "files"):
        waiting.put(one)
    for _receiver in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    whole = Tally()
    for tally in tallies:
        whole.kinds += tally.kinds
        whole.fates += tally.fates
        whole.faults += tally.faults
    print(whole.table())  # noqa: T201
    assert not whole.faults, "\n".join(whole.faults)
    assert sum(whole.kinds.values()) == COUNT
    assert len(whole.kinds) >= len(KINDS) * (0.8 if COUNT < 2_000 else 1)
    assert min(whole.kinds.values()) >= COUNT // 334
    assert whole.fates["read"] > COUNT * 0.15 and whole.fates["refused"] > COUNT * 0.25
    for path, before in bases:
        assert backup.check(path) == []
        assert state(path) == before
