"""2,000 damaged files: no crash, no hang, no change in the base, and a sentence for each that is refused."""

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
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import backup
from tests.fault.damage import COUNT, Damaged, make
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


@pytest.fixture
def damaged(tmp_path: Path) -> Iterator[Iterator[Damaged]]:
    yield make(tmp_path / "files")


@pytest.mark.slow
def test_two_thousand_damaged_files(tmp_path: Path, damaged: Iterator[Damaged]) -> None:
    with contextlib.closing(open_office(tmp_path / "office")) as store:
        before, path = dump(store.reader), store.path
        steps = store.reader.execute("SELECT count(*), max(hash) FROM step").fetchone()
    receiver = Receiver(tmp_path / "office")
    kinds, fates, faults = Counter[str](), Counter[str](), []
    for one in damaged:
        told = receiver.give(one.path)
        kinds[one.kind] += 1
        fates["read" if "read" in told.values() else "refused"] += 1
        where = f"{one.path.parent.name} {one.kind}, {one.source}"
        faults += [f"{where}, {what}: {said}" for what, said in told.items() if said.startswith("FAULT")]
    receiver.end()
    print("\n".join(f"{kind:20} {count}" for kind, count in sorted(kinds.items())), dict(fates))  # noqa: T201
    assert not faults, "\n".join(faults)
    assert sum(kinds.values()) == COUNT
    assert backup.check(path) == []
    with contextlib.closing(sqlite3.connect(path)) as after:
        assert dump(after) == before
        assert after.execute("SELECT count(*), max(hash) FROM step").fetchone() == steps
