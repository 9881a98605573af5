"""Names that a person may give: brackets, accents, one that begins like another, one that is too long."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from db import backup, encrypt
from db.store import Store
from db.trouble import sentence
from desktop.flow.begin import in_its_place
from tests.office import founded

NAMES = ("subventions [2026].db", "L’été à Étouvie 🎭 (copie) 100 % #.db", "a*b.db")
NOW = dt.datetime(2026, 3, 14, 17, 42)


def base(folder: Path, name: str) -> Path:
    path = folder / name
    shutil.copyfile(founded(), path)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_a_base_finds_its_own_copies(name: str, tmp_path: Path) -> None:
    path = base(tmp_path, name)
    made = backup.daily(path, "start", clock=lambda: NOW)
    assert made is not None and backup.those_of(path) == encrypt.copies_of(path) == [made]
    assert backup.daily(path, "start", clock=lambda: NOW) is None  # once a day
    assert backup.renew(path, "sortie") != made and not made.exists()


def test_copies_of_a_base_whose_name_begins_alike_are_left_alone(tmp_path: Path) -> None:
    """« parvis.db » and « parvis-2026.db » in one folder: the first let go of what the second had kept."""
    first, second = base(tmp_path, "parvis.db"), base(tmp_path, "parvis-2026.db")
    theirs = [backup.dated(second, "start", NOW - dt.timedelta(days=days)) for days in range(1, 12)]
    for path in theirs:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    mine = backup.daily(first, "start", clock=lambda: NOW)
    assert backup.those_of(first) == [mine]
    backup.renew(first, "sortie")
    assert all(path.exists() for path in theirs)


@pytest.mark.parametrize("name", NAMES)
def test_a_new_base_takes_its_place_under_any_name(name: str, tmp_path: Path) -> None:
    def work(path: Path) -> None:
        shutil.copyfile(founded(), path)
        path.with_name(path.name + ".pieces").mkdir()

    in_its_place(tmp_path / name, work)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, name + ".pieces"])


def test_a_name_that_is_too_long_is_told_in_french(tmp_path: Path) -> None:
    path = base(tmp_path, "a" * 250 + ".db")
    with pytest.raises(OSError) as told:
        Store(path, author="A. Exemple", place="poste-test")
    assert "trop long pour ce disque" in sentence(told.value)
