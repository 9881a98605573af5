"""How a figure is taken: medians of alternating runs, so that a drift of the machine cancels out."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what, its floor and the measure in `unit`, the goal; `size` in dossiers where it
    counts; `other`: what would be taken instead, measured in the same run."""

    what: str
    floor: str
    floor_ms: float
    ours_ms: float
    goal: str
    reached: bool
    remark: str = ""
    unit: str = "ms"
    size: int = 0
    other: str = ""
    other_ms: float = 0.0

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.floor_ms if self.floor_ms else float("inf")


def milliseconds(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def pairs(
    ours: Callable[[], object], floor: Callable[[], object], runs: int = 7
) -> tuple[float, float, list[float]]:
    """(median of ours, median of the floor, every measure of ours), A and B in turn after one warm-up."""
    ours(), floor()
    a, b = [], []
    for _ in range(runs):
        a.append(milliseconds(ours))
        b.append(milliseconds(floor))
    return statistics.median(a), statistics.median(b), a


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def alone() -> dict[str, str]:
    """The environment of a process measured whole: its modules compiled once, as where it is installed."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    compiled = str(ROOT / "build" / "pyc")
    return kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": compiled}


def cpu(deed: Callable[[], object]) -> float:
    """CPU milliseconds of this process: other work on the machine counts for little."""
    start = time.process_time()
    deed()
    return (time.process_time() - start) * 1000


def cpu_turns(*deeds: Callable[[], object], runs: int = 7) -> list[float]:
    """Medians of CPU milliseconds of each deed, all of them in turn after one warm-up."""
    for deed in deeds:
        deed()
    taken = [[cpu(deed) for deed in deeds] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def process(code: str, *arguments: str) -> Callable[[], object]:
    """A whole Python process, off-screen, whose CPU time is asked of the system."""

    def run() -> float:
        before = os.times()
        command = [sys.executable, "-c", code, *arguments]
        subprocess.run(command, check=True, env=alone(), cwd=ROOT, capture_output=True)
        after = os.times()
        return (
            after.children_user - before.children_user + after.children_system - before.children_system
        ) * 1e3

    return run


def answer(code: str, *arguments: str) -> str:
    """The last words of a whole Python process, off-screen: what only itself can tell, as its memory."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, check=True, env=alone(), cwd=ROOT, capture_output=True, text=True)
    return done.stdout.split()[-1]


def cpu_pairs(ours: Callable[[], object], floor: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """Medians of CPU milliseconds of two processes run in turn."""
    ours(), floor()
    a, b = [], []
    for _ in range(runs):
        a.append(float(str(ours())))
        b.append(float(str(floor())))
    return statistics.median(a), statistics.median(b)
