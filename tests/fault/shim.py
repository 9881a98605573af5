"""The shim of tests/fault/shim.c: compiled once, loaded into the programs that tests start, armed from there."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
ROOT = SOURCE.parents[2]
OFF, COUNT, KILL, REFUSE, RECORD = range(5)


def works_here() -> bool:
    """Only Linux loads a library ahead of the others by its name in the environment."""
    return sys.platform.startswith("linux")


def library() -> Path:
    """The compiled shim, made at its first use by this version of its source. Raises OSError."""
    name = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    made = Path(tempfile.gettempdir()) / f"parvis-shim-{os.getuid()}-{name}.so"
    if not made.exists():
        part = made.with_name(f"{made.name}.{os.getpid()}")
        command = ["gcc", "-O1", "-shared", "-fPIC", "-o", str(part), str(SOURCE), "-lpthread"]
        subprocess.run(command, check=True)
        part.replace(made)
    return made


def under_shim(module: str, *arguments: str, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run a module of the tests in a program of its own that writes through the shim."""
    environment = {**os.environ, "LD_PRELOAD": str(library()), "PYTHONPATH": str(ROOT)}
    command = [*before, sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


@cache
def _loaded() -> ctypes.CDLL:
    found = ctypes.CDLL(None)
    found.fault_arm.argtypes = [
        ctypes.c_int, ctypes.c_long, ctypes.c_long, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int,
    ]  # fmt: skip
    found.fault_count.restype = ctypes.c_long
    found.fault_mark.argtypes = found.fault_clock.argtypes = [ctypes.c_long]
    return found


def arm(
    mode: int, folder: Path, at: int = 0, *, until: int = 0, error: int = errno.ENOSPC, torn: bool = False,
    log: int = -1,
) -> None:  # fmt: skip
    """From now on, what is written under `folder` is counted, killed at deed `at`, refused from it on (up to
    `until`, 0: for ever) or written down. `torn`: the deed itself is half done."""
    _loaded().fault_arm(mode, at, until, error, torn, os.fsencode(folder), log)


def off() -> int:
    """Pass everything on again; how many deeds were counted."""
    _loaded().fault_off()
    return int(_loaded().fault_count())


def mark(number: int) -> None:
    """Write a number down among what is recorded: what was said to be saved by then."""
    _loaded().fault_mark(number)


def clock(seconds: float) -> None:
    """From now on this process reads a clock that is wrong by so much."""
    _loaded().fault_clock(int(seconds))


def locks(folder: Path, error: int) -> None:
    """From now on this process gets no lock on a file of this folder, but this error; 0: as before."""
    arm(OFF, folder)
    _loaded().fault_locks(error)


def deeds_of(folder: Path, work: Callable[[], object]) -> int:
    """How many times `work` writes under `folder`."""
    arm(COUNT, folder)
    try:
        work()
    finally:
        count = off()
    return count


def memory() -> str | None:
    """A folder in memory where there is one: a kill does not need a disk that really keeps."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
