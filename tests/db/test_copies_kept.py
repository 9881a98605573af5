"""The second place of the copies: the same rotation, whole or not at all, absent without harm."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import backup, copies, second_place
from db.store import Store
from desktop.flow import copies as kept
from desktop.flow.pieces import add_piece
from tests.office import application, bring, open_office


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path / "base")
    bring(opened, application())
    yield opened
    opened.close()


def test_an_absent_place_is_told_once_a_day_and_caught_up(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "cle"
    place.mkdir()
    kept.choose_second(store.path, place)
    place.rmdir()
    backup.at_start(store.path)
    first = kept.of_the_day(store.path)
    assert any("rattrapées quand il reviendra" in words for words in first.sentences)
    assert not first.warns
    assert not place.exists()
    assert kept.of_the_day(store.path).sentences == ()
    place.mkdir()
    assert any("1 copie déposée" in words for words in kept.of_the_day(store.path).sentences)
    (copy,) = kept.listed(store.path)
    assert copy.here and copy.there


def test_contents_follow_and_the_rotation_is_the_same(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "cle"
    place.mkdir()
    key = next(iter(store.reader.execute("SELECT id FROM dossier")))[0]
    store.do(add_piece, dossier=key, name="Statuts.pdf", content=b"%PDF-1.4 statuts")
    for year in (2019, 2020):
        made = backup.dated(store.path, "start")
        old = made.with_name(f"{store.path.stem}-{year}0101-080000-start.parvis")
        backup.copy(store.path, old)
    done = second_place.carry(store.path, place)
    assert (done.sent, done.pieces, done.absent) == (2, 1, "")
    assert second_place.carry(store.path, place) == second_place.Carried(0, 0, 0)
    room = second_place.room(place, store.path)
    names = {path.name for path in room.glob("*.parvis")}
    assert names == {path.name for path in copies.folder_of(store.path).glob("*.parvis")}
    assert not list(room.rglob("*.part"))


def test_a_copy_of_the_second_place_gives_base_and_pieces_back(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "cle"
    place.mkdir()
    key = next(iter(store.reader.execute("SELECT id FROM dossier")))[0]
    store.do(add_piece, dossier=key, name="Statuts.pdf", content=b"%PDF-1.4 statuts")
    backup.daily(store.path, "start")
    second_place.carry(store.path, place)
    copy = next(second_place.room(place, store.path).glob("*.parvis"))
    target = tmp_path / "ailleurs" / store.path.name
    target.parent.mkdir()
    assert kept.put_back(copy, target) is None
    again = Store(target, author="A. Exemple", place="poste-test")
    content = again.reader.execute("SELECT sha256 FROM file").fetchone()[0]
    assert (again.files / content[:2] / content[2:]).read_bytes() == b"%PDF-1.4 statuts"
    again.close()


def test_a_proof_holds_for_this_very_content(store: Store) -> None:
    made = backup.daily(store.path, "start")
    assert made is not None
    proof = copies.prove(made, store.path)
    assert proof.faults == () and proof.dossiers == 1
    assert copies.proof_of(store.path, made) == proof
    os.utime(made, (1, 1))
    assert copies.proof_of(store.path, made) is None


def test_a_place_of_no_use_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="dossier de la base elle-même"):
        kept.choose_second(store.path, store.path.parent)
