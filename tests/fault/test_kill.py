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


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork: the victims are forked from a warm process")
@pytest.mark.parametrize("kind", sorted(KILLS))
def test_a_killed_process_loses_nothing(kind: str) -> None:
    command = [sys.executable, "-m", "tests.fault.killer", kind, str(KILLS[kind])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    kills, said, _silent, faults = json.loads(done.stdout.strip().splitlines()[-1])
    assert (kills, faults) == (KILLS[kind], 0)
    assert said > kills / 4  # most victims had something to lose
