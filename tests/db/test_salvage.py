"""Flipped bits, lost pages, a cut file: what is left is saved, what is lost is told, nothing is silent."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from db import backup, look
from db.connection import connect
from db.salvage import reading
from db.salvage.pages import PageFile
from db.store import Store
from desktop.flow import copies
from desktop.flow.damage import remember_end, trouble, trouble_inside
from desktop.flow.decide import decide
from desktop.flow.instruct import move, propose
from desktop.flow.repair import CannotRepair, repair, report_place
from tests.office import application, bring, dump, open_office
from tests.session import funder

PAGE = 4096
NAME = "base.db"


class Office(NamedTuple):
    whole: bytes
    copy: bytes  # made before the last deeds
    rows: dict[str, list[tuple[object, ...]]]


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with contextlib.closing(connect(path, read_only=True)) as reader:
        found = dump(reader)
        for table in ("op", "step", "total", "head", "kv", "search_doc"):
            rows = reader.execute(f"SELECT * FROM {table}").fetchall()
            found[table] = sorted((row[1:] if table == "search_doc" else row for row in rows), key=repr)
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return made_in(tmp_path_factory.mktemp("office"))


def made_in(folder: Path) -> Office:
    store = open_office(folder)
    keys = [told.dossier for told in bring(store, *(application(f"2650000{n}") for n in range(5)))]
    for key in keys[:3]:
        store.do(move, dossier=key, stage="complete")
    copy = copies.now(store.path)
    for key in keys:
        store.do(propose, dossier=key, amounts={funder(store): 4_000_00}, reason="Un besoin réel",
                 motive="Vu en réunion")  # fmt: skip
    store.do(decide, dossier=keys[0], outcome="granted", amounts={funder(store): 4_000_00})
    while store.index_search(1000):
        pass
    store.close()
    with contextlib.closing(connect(store.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Office(store.path.read_bytes(), copy.read_bytes(), rows_of(store.path))


def hurt(whole: bytes, seed: int) -> bytes:
    """One of five ways in which a disk, a stick or another program damages a file."""
    chance = random.Random(seed)
    made = bytearray(whole)
    match seed % 5:
        case 0:
            for _ in range(chance.choice((1, 4, 30))):
                made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
        case 1:
            at = chance.randrange(len(made) // PAGE) * PAGE
            made[at : at + PAGE] = bytes(PAGE) if seed % 2 else chance.randbytes(PAGE)
        case 2:
            at = chance.randrange(len(made) - 700)
            made[at : at + 700] = chance.randbytes(700)
        case 3:
            for _ in range(2):
                made[chance.randrange(100)] ^= 1 << chance.randrange(8)
        case _:
            del made[chance.randrange(len(made) // 2, len(made)) :]
    return bytes(made)


def placed(folder: Path, content: bytes, copy: bytes | None) -> Path:
    base = folder / NAME
    base.write_bytes(content)
    if copy is not None:
        (folder / "copies").mkdir()
        (folder / "copies" / "base-20261126-080000-start.parvis").write_bytes(copy)
    return base


@pytest.mark.parametrize("seed", range(5))
def test_with_a_copy_of_the_same_moment_everything_comes_back(
    office: Office, tmp_path: Path, seed: int
) -> None:
    damaged = hurt(office.whole, seed)
    base = placed(tmp_path, damaged, office.whole)
    done = repair(base, tmp_path / "neuve.db", author="A. Exemple")
    assert done.faults == ()
    assert rows_of(tmp_path / "neuve.db") == office.rows
    assert base.read_bytes() == damaged
    assert "Rien n’est perdu" in report_place(tmp_path / "neuve.db").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(10, 16))
def test_what_neither_journal_nor_copy_holds_is_told_and_the_rest_is_sound(
    office: Office, tmp_path: Path, seed: int
) -> None:
    base = placed(tmp_path, hurt(office.whole, seed), office.copy if seed % 2 else None)
    done = repair(base, tmp_path / "neuve.db", author="A. Exemple")
    assert done.faults == ()
    now = rows_of(tmp_path / "neuve.db")
    saved = done.saved
    if not (saved.lost or saved.unproved or saved.aside):
        assert {t: rows for t, rows in now.items() if rows != office.rows[t]} == {}
    if seed % 2:  # what the copy held is there whatever happened
        (tmp_path / "copie.db").write_bytes(office.copy)
        before = {row[0] for row in rows_of(tmp_path / "copie.db")["dossier"]}
        assert before <= {row[0] for row in now["dossier"]}


@pytest.mark.parametrize("seed", range(30, 56))
def test_a_wrong_base_is_never_silently_opened(office: Office, tmp_path: Path, seed: int) -> None:
    """What the look at opening does not see, the examination does, or it is not in what people work on."""
    base = placed(tmp_path, hurt(office.whole, seed), None)
    if trouble(base) or look.look(base) or trouble_inside(base):
        return
    try:
        same = {t: r for t, r in rows_of(base).items() if t not in ("search_doc", "head", "kv", "total")}
    except sqlite3.DatabaseError:
        return  # told by whatever reads it
    if all(office.rows[table] == rows for table, rows in same.items()):
        return
    from desktop.flow.soundness import examine

    with contextlib.closing(connect(base, read_only=True)) as reader:
        assert examine(reader, base).faults != ()


def test_a_page_of_the_journal_is_told_by_the_tables(office: Office, tmp_path: Path) -> None:
    made = bytearray(office.whole)
    file = PageFile(office.whole, PAGE)
    roots = {cell.values[1]: cell.values[3] for cell in file.tree(1).cells if cell.values[0] == "table"}
    fresh = PageFile(office.whole, PAGE)
    fresh.tree(roots["op"])
    leaf = max(number for number in fresh.seen if fresh.page(number)[0] == 0x0D)
    made[(leaf - 1) * PAGE : leaf * PAGE] = bytes(PAGE)
    base = placed(tmp_path, bytes(made), None)
    done = repair(base, tmp_path / "neuve.db", author="A. Exemple")
    assert done.faults == () and done.saved.lost > 0 and done.saved.kept > 0
    now = rows_of(tmp_path / "neuve.db")
    for table in ("dossier", "amount", "decision", "applicant"):
        assert now[table] == office.rows[table]
    Store(tmp_path / "neuve.db", author="A. Exemple", place="poste-test").close()


def test_what_waited_in_the_wal_is_read(office: Office, tmp_path: Path) -> None:
    store = open_office(tmp_path / "a")
    bring(store, application())
    before = rows_of(store.path)
    (tmp_path / "b").mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{store.path}{suffix}", tmp_path / "b" / f"{NAME}{suffix}")
    store.close()
    repair(tmp_path / "b" / NAME, tmp_path / "neuve.db", author="A. Exemple")
    assert rows_of(tmp_path / "neuve.db")["dossier"] == before["dossier"]


def test_what_is_wrong_is_one_sentence(office: Office, tmp_path: Path) -> None:
    base = placed(tmp_path, office.whole, office.copy)
    assert trouble(base) is None and trouble_inside(base) is None
    base.write_bytes(b"PK\x03\x04" + bytes(9000))
    assert look.look(base) == look.Trouble(
        "foreign", f"« {NAME} » n’est pas une base Parvis. Le fichier n’a pas été touché."
    )
    base.write_bytes(office.whole[: len(office.whole) - 5 * PAGE])
    cut = trouble(base)
    assert cut is not None and f"il en manque {5 * PAGE // 1000} {5 * PAGE % 1000:03} octets" in cut.sentence
    base.write_bytes(b"")
    gone = trouble(base)
    assert gone is not None and gone.kind == "gone" and "est vide" in gone.sentence
    base.write_bytes(office.whole)
    remember_end(base)
    base.write_bytes(office.copy)  # as if its -wal had been thrown away
    back = trouble_inside(base)
    assert back is not None and back.kind == "back"
    copies.put_back(base.parent / "copies" / "base-20261126-080000-start.parvis", base)
    assert trouble_inside(base) is None


def test_a_file_that_is_no_base_is_not_salvaged(tmp_path: Path) -> None:
    other = tmp_path / "autre.db"
    other.write_bytes(random.Random(1).randbytes(50_000))
    with pytest.raises(CannotRepair, match="Rien ne se lit"):
        repair(other, tmp_path / "neuve.db", author="A. Exemple")
    assert not (tmp_path / "neuve.db").exists() and reading.PAGE == PAGE
    assert backup.check(other) != []


def test_a_page_that_the_opening_has_no_time_for_is_told_when_all_are_read(
    office: Office, tmp_path: Path
) -> None:
    base = placed(tmp_path, office.whole, office.copy)
    assert look.read_through(base) is None
    with contextlib.closing(connect(base, read_only=True)) as reader:
        root = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = 'section'").fetchone()[0]
    with base.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(bytes(PAGE))
    assert trouble_inside(base) is None
    found = look.read_through(base)
    assert found is not None and found.kind == "page" and "abîmées" in found.sentence
    assert look.read_through(tmp_path / "absente.db") is None


def test_reading_all_pages_stops_when_it_is_told_to(office: Office, tmp_path: Path) -> None:
    base, asked = placed(tmp_path, office.whole, office.copy), list[int]()
    with contextlib.closing(connect(base)) as connection:
        connection.execute(
            "CREATE TABLE many AS WITH RECURSIVE n(i) AS"
            " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) SELECT i FROM n"
        )
    assert look.read_through(base, lambda: bool(asked.append(1))) is None
    assert len(asked) == 1
