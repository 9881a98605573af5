"""The seeded cities, built once: they are kept outside the repository, under what they were made from."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from platformdirs import user_cache_path

from db.upgrade import HEAD
from tests.benchmarks import city
from tests.benchmarks.measure import ROOT

SIZES = (2_000, 20_000, 100_000)
FEW = 250  # the smallest: a year of a city


def cache() -> Path:
    """Where they are; PARVIS_BENCH moves it."""
    chosen = os.environ.get("PARVIS_BENCH")
    return Path(chosen) if chosen else Path(user_cache_path("parvis-benchmarks", appauthor=False))


def _made_from() -> str:
    sources = (Path(city.__file__), ROOT / "db" / "triggers.py")
    told = HEAD.encode() + b"".join(source.read_bytes() for source in sources)
    return hashlib.sha256(told).hexdigest()[:10]


def base(size: int) -> Path:
    """A base of that many dossiers with ten notes each, built when it is not there yet. Only read it."""
    folder = cache() / f"{size}-{_made_from()}"
    path = folder / "parvis.db"
    if not path.exists():
        for old in cache().glob(f"{size}-*"):  # made from something else
            shutil.rmtree(old)
        print(f"Building {size} dossiers…", flush=True)
        part = cache() / f"part-{size}"
        shutil.rmtree(part, ignore_errors=True)
        city.build(part, size)
        part.rename(folder)
    return path


def copy(size: int, folder: Path) -> Path:
    """One of them to write in."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(base(size), folder / "parvis.db"))
