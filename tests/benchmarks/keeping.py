"""Keeping: the copy of the day, the look at a base when it opens, the whole check."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

from db import backup
from db.connection import connect
from db.look import look_inside, read_through
from tests.benchmarks import cities
from tests.benchmarks.measure import Row, cpu, milliseconds

_LARGE = 20_000  # above, the whole check is not run: it grows with the file


def rows(size: int, folder: Path) -> list[Row]:
    base = cities.base(size)
    folder.mkdir(parents=True, exist_ok=True)
    megabytes = base.stat().st_size / 1e6
    copied = milliseconds(lambda: backup.copy(base, folder / "copy.parvis"))
    plain = milliseconds(lambda: _copied(base, folder / "plain"))
    by_api = milliseconds(lambda: _backup(base, folder / "api"))
    looked = sorted(cpu(lambda: look_inside(base)) for _ in range(7))[3]
    read = milliseconds(lambda: _read(base))
    made = [
        Row("copy of the day", "file copied and synced", plain, copied, "≤ 0.3 of SQLite’s backup", copied <= 0.3 * by_api,
            f"{megabytes:,.0f} MB", size=size, other="SQLite’s backup alone", other_ms=by_api),
        Row("look at the tables of the dossiers when it opens", "goal of 100 ms", 100.0, looked, "≤ 100 ms", looked <= 100,
            size=size),
        Row("every page of every table read, once beside the window", "file read", read, cpu(lambda: read_through(base)), "no goal told",
            True, size=size),
    ]  # fmt: skip
    if size <= _LARGE:
        checked = cpu(lambda: backup.check(base))
        made.append(Row("whole check of a copy", "file read", read, checked, "no goal told", True, size=size))
    shutil.rmtree(folder)
    return made


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)


def _copied(base: Path, target: Path) -> None:
    shutil.copyfile(base, target)
    _synced(target)


def _backup(base: Path, target: Path) -> None:
    with contextlib.closing(connect(base)) as one, contextlib.closing(sqlite3.connect(target)) as other:
        one.backup(other)
    _synced(target)


def _read(base: Path) -> None:
    with base.open("rb", buffering=0) as file:
        while file.read(1 << 20):
            pass
