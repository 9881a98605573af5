"""Tests 3 and 4: a process killed at a random instant while it takes work in, while somebody types."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.apart.proofs.proof import Proof, Scale, Tell

CAN_FORK = hasattr(os, "fork")  # the victims are forked from a warm process


def killed(kind: str, count: int) -> tuple[int, int, int, int, str]:
    """(kills, things said to be saved, victims that had said nothing, faults, what went wrong)."""
    command = [sys.executable, "-m", "tests.fault.killer", kind, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    assert lines, done.stderr[-2000:]
    kills, said, silent, faults = json.loads(lines[-1])
    return kills, said, silent, faults, done.stderr[-1000:]


def typing(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 4: after each kill the journal has no hole, its chain holds, the tables say what it says."""
    wanted = 200 if scale == "full" else 4
    kills, said, _silent, faults, words = killed("typing", wanted)
    tell(words or f"{said} saves told before the kills")
    found = f"{kills} kills, {said:,} saves told, {faults} faults: journal contiguous, tables = journal"
    held = (kills, faults) == (wanted, 0)
    if scale == "full":  # a few victims on a busy machine may all die before they have anything to lose
        held = held and said > kills / 4
    return Proof(4, "kill -9 while typing", "≥ 200: journal contiguous, projection = journal", found, held)


def importing(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 3: a lot of 510 operations, killed anywhere from the opening of the base to the last commit."""
    wanted = 200 if scale == "full" else 5
    command = [sys.executable, "-m", "tests.apart.proofs.killing", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip(), done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    tell(done.stderr[-1000:])
    words = (
        f"{found['kills']} kills in a lot of {found['operations']} operations: {found['before']} before, "
        f"{found['after']} after, {found['partial']} partial; {found['resumed']} resumed to the same digest; "
        f"{found['faults']} faults of file, chain, references or search"
    )
    held = (found["kills"], found["resumed"]) == (wanted, wanted) and found["partial"] == found["faults"] == 0
    figure = "≥ 200: 0 partial, 100 % resumed, FTS complete, integrity_check ok"
    return Proof(3, "kill -9 during an import", figure, words, held)


PROOFS = {3: importing, 4: typing} if CAN_FORK else {}
