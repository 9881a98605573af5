"""The lock of a file: one holder, named to the others, whatever thread gives it back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from db.lock import Held, Lock


def test_a_second_holder_is_told_who_works(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "parvis.db", "Alix", "poste 1")
    try:
        with pytest.raises(Held, match="par Alix sur le poste poste 1"):
            Lock(tmp_path / "parvis.db", "Bruno", "poste 2")
    finally:
        lock.release()


def test_a_lock_is_given_back_by_another_thread(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "parvis.db", "Alix", "poste 1")
    other = threading.Thread(target=lock.release)
    other.start()
    other.join()
    Lock(tmp_path / "parvis.db", "Bruno", "poste 2").release()


def test_a_lock_taken_by_another_thread_is_given_back_here(tmp_path: Path) -> None:
    taken: list[Lock] = []
    other = threading.Thread(target=lambda: taken.append(Lock(tmp_path / "parvis.db", "Alix", "poste 1")))
    other.start()
    other.join()
    with pytest.raises(Held):
        Lock(tmp_path / "parvis.db", "Bruno", "poste 2")
    taken[0].release()
    Lock(tmp_path / "parvis.db", "Bruno", "poste 2").release()
