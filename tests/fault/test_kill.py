"""Kills while typing, importing, issuing letters, holding a session: nothing said to be saved is lost.

Two dozen here, a thousand with `./run faults 12`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

KILLS = {"typing": 8, "import": 6, "letters": 6, "session": 5}


@pytest.fixture(scope="module")
def killed() -> dict[str, list[int]]:
    """Kind -> (kills, things said to be saved, victims that had said nothing, faults), all by one program."""
    words = [word for kind, count in KILLS.items() for word in (kind, str(count))]
    command = [sys.executable, "-m", "tests.fault.killer", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(zip(KILLS, map(json.loads, done.stdout.strip().splitlines()), strict=True))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork: the victims are forked from a warm process")
@pytest.mark.parametrize("kind", sorted(KILLS))
def test_a_killed_process_loses_nothing(kind: str, killed: dict[str, list[int]]) -> None:
    kills, said, _silent, faults = killed[kind]
    assert (kills, faults) == (KILLS[kind], 0)
    assert said > kills / 4  # most victims had something to lose
