"""The frozen program beside the same from its sources: CPU from nothing to an open base with its daily copy.

    ./run bench frozen

Both are watched from outside, alike: the copy of the day is written once the window is painted, SQLAlchemy is
loaded and the base is open; the process is stopped then and the system asked for its CPU time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.measure import ROOT, Row, cpu_pairs

GOAL = 1.3


def start_of(program: list[str], base: Path) -> Callable[[], object]:
    """CPU milliseconds of one start on a copy of this base."""

    def run() -> float:
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / base.name
            shutil.copyfile(base, database)
            env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
            env |= {"PARVIS_DATA": folder, "QT_QPA_PLATFORM": "offscreen", "PARVIS_MACHINE": os.devnull}
            process = subprocess.Popen([*program, "--db", str(database)], env=env, cwd=ROOT)
            while not list((Path(folder) / "copies").glob("*-start.parvis")):
                try:
                    raise SystemExit(f"{program[0]} a rendu {process.wait(0.02)}")
                except subprocess.TimeoutExpired:
                    continue
            process.kill()
            _pid, _status, used = os.wait4(process.pid, 0)
            process.returncode = 0
        return (used.ru_utime + used.ru_stime) * 1e3

    return run


def rows(folder: Path) -> list[Row]:
    """Nothing without a frozen program: build_installer.py leaves one in build/, PARVIS_FROZEN names another."""
    program = Path(os.environ.get("PARVIS_FROZEN", ROOT / "build" / "frozen" / "parvis" / "parvis"))
    if not program.is_file():
        return []
    sources = [sys.executable, "-m", "desktop"]
    command = [*sources, "demo", "--out", str(folder), "--no-pictures"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    base = folder / "demonstration.db"
    ours, unfrozen = cpu_pairs(start_of([str(program)], base), start_of(sources, base))
    what = "the frozen program, from nothing to an open base"
    return [Row(what, "from its sources", unfrozen, ours, f"≤ {GOAL}", ours <= unfrozen * GOAL, "CPU")]
