"""What was measured, kept part by part: a run that stops goes on where it was, and the page needs no run."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sqlite3
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.measure import ROOT, Row

FOLDER = ROOT / "build" / "benchmarks"


class Part(NamedTuple):
    """One part as measured: when, how long, and how loaded the machine was before and after."""

    name: str
    size: int
    at: str
    seconds: float
    load: tuple[float, float]
    machine: str
    rows: list[Row]


def _path(name: str, size: int) -> Path:
    return FOLDER / f"{name.replace(' ', '-')}{f'-{size}' if size else ''}.json"


def measured(name: str, size: int, measure: Callable[[], list[Row]]) -> Part:
    """Run one part and keep what it gave."""
    before, begun = os.getloadavg()[0], time.monotonic()
    rows = measure()
    part = Part(
        name, size, dt.datetime.now().isoformat(" ", "minutes"), time.monotonic() - begun,
        (before, os.getloadavg()[0]), machine(), rows,
    )  # fmt: skip
    FOLDER.mkdir(parents=True, exist_ok=True)
    told = part._asdict() | {"rows": [asdict(row) for row in rows]}
    _path(name, size).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return part


def kept() -> list[Part]:
    """Every part that was measured."""
    return [_read(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.json"))]


def is_fresh(name: str, size: int, hours: float) -> bool:
    """Whether this part was measured less than so many hours ago."""
    path = _path(name, size)
    return path.exists() and time.time() - path.stat().st_mtime < hours * 3600


def _read(told: dict[str, Any]) -> Part:
    return Part(**told | {"rows": [Row(**row) for row in told["rows"]], "load": tuple(told["load"])})


def machine() -> str:
    """What the figures were measured on, without its name."""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
