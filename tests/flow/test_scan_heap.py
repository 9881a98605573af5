"""Notes on a printed pack come back: a heap scanned in any direction is split and filed, ticks proposed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.queries import scans as room
from db.store import Store
from desktop.exchange.scan_codes import Scan, read_scans
from desktop.flow.instruct import propose
from desktop.flow.pack import Wish, make
from desktop.flow.scan_heap import dismiss_ticks, file_page, file_scan, proposed, set_page_aside, take_ticks
from desktop.flow.scan_look import ScanFile, look, told
from desktop.terminal.scan import scan as terminal_scan
from tests import papers
from tests.session import DAY, funder

Heap = tuple[Store, Path, list[bytes]]
_read: dict[Path, list[Scan]] = {}  # reading pages is slow: each file once


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heap]:
    folder = tmp_path_factory.mktemp("papers")
    store = papers.scanned(folder)
    yield store, folder, papers.keys_of(store)
    store.close()


@pytest.fixture
def heap(made: Heap) -> Iterator[Heap]:
    yield made
    store = made[0]
    while store.next_undo()[0].startswith(("Classer", "Reprendre", "Écarter", "Mettre")):
        store.undo()


def seen(heap: Heap, name: str = "lot.pdf") -> list[ScanFile]:
    store, folder, _ = heap
    if folder / name not in _read:
        _read[folder / name] = read_scans([folder / name], lambda _words, _share: True)
    return look(store.reader, _read[folder / name])


def test_each_page_is_known(heap: Heap) -> None:
    (file,) = seen(heap)
    assert [sheet.state for sheet in file.sheets] == ["filed", "blank", "filed", "unknown", "unknown"]
    assert [sheet.ticked for sheet in file.filed] == [["favourable", "amount"], ["reserved"]]
    assert [sheet.doubt for sheet in file.filed] == ["", ""]
    assert "aucun dossier" in file.aside[0].why
    assert "Aucun code" in file.aside[1].why
    assert told(file) == "5 pages : 2 reconnues, de 2 dossiers, 2 à classer à la main, 1 dos vide"


def test_the_heap_is_filed_in_one_step_and_taken_back(heap: Heap) -> None:
    store, _, _ = heap
    assert store.do(file_scan, files=seen(heap)).value == 2
    pieces = store.reader.execute("SELECT label, state, origin FROM piece WHERE origin = 'scan'").fetchall()
    assert len(pieces) == 2
    assert all(label.startswith("Papier annoté, dossier de séance ") for label, *_ in pieces)
    rows = room.pages(store.reader)
    assert [row.state for row in rows] == ["filed", "blank", "filed", "unknown", "unknown"]
    assert proposed(rows[0].shares) == ["favourable", "amount"]
    (again,) = seen(heap)
    assert again.known  # the same heap twice is told
    with pytest.raises(ValueError, match="déjà classé"):
        store.do(file_scan, files=[again])
    store.undo()
    assert room.pages(store.reader) == []
    assert store.reader.execute("SELECT count(*) FROM piece WHERE origin = 'scan'").fetchone()[0] == 0


def test_boxes_are_taken_under_a_name_and_only_once(heap: Heap) -> None:
    store, _, _ = heap
    store.do(file_scan, files=seen(heap))
    row = room.pages(store.reader)[0]
    with pytest.raises(ValueError, match="de qui"):
        store.do(take_ticks, page=row.id, of=" ", boxes=["favourable"])
    with pytest.raises(ValueError, match="Un seul avis"):
        store.do(take_ticks, page=row.id, of="Mme Exemple", boxes=["favourable", "reserved"])
    store.do(take_ticks, page=row.id, of="Mme Exemple", boxes=proposed(row.shares))
    query = "SELECT text FROM annotation WHERE dossier_id = ?"
    text = store.reader.execute(query, (row.dossier_id,)).fetchone()[0]
    assert text == f"Mme Exemple, sur papier ({row.paper}, page {row.page}) : favorable, montant d’accord."
    with pytest.raises(ValueError, match="déjà reprises"):
        store.do(take_ticks, page=row.id, of="Mme Exemple", boxes=["favourable"])
    store.undo()
    assert room.pages(store.reader)[0].ticks_done == ""
    store.do(dismiss_ticks, pages=[row.id])
    assert room.pages(store.reader)[0].ticks_done == "dismissed"


def test_pages_set_aside_are_filed_by_hand(heap: Heap) -> None:
    store, _, keys = heap
    store.do(file_scan, files=seen(heap))
    rows = room.pages(store.reader)
    store.do(file_page, page=rows[4].id, dossier=keys[2])
    store.do(set_page_aside, page=rows[3].id)
    after = room.pages(store.reader)
    assert (after[4].state, after[4].dossier_id, after[3].state) == ("filed", keys[2], "set_aside")
    assert after[4].piece_id is not None


def test_a_page_goes_elsewhere_when_somebody_says_so(heap: Heap) -> None:
    store, folder, keys = heap
    place = folder / "lot.pdf"
    store.do(file_scan, files=seen(heap), by_hand={(place, 1): None, (place, 4): keys[0]})
    states = [(row.state, row.dossier_id) for row in room.pages(store.reader)]
    assert states[0] == ("set_aside", None)
    assert states[3] == ("filed", keys[0])


def test_an_older_version_is_told(heap: Heap) -> None:
    store, folder, keys = heap
    committee = store.reader.execute("SELECT id FROM committee").fetchone()[0]
    store.do(propose, dossier=keys[0], amounts={funder(store): 3_000_00}, motive="essai")
    make(store, bytes(committee), folder / "seance2.pdf", Wish(forced=True), today=DAY)
    (file,) = seen(heap)
    assert all("la version 2 a été remise depuis" in sheet.doubt for sheet in file.filed)


def test_a_file_that_changed_is_not_filed(heap: Heap, tmp_path: Path) -> None:
    store, folder, _ = heap
    copy = tmp_path / "copie.pdf"
    copy.write_bytes((folder / "lot.pdf").read_bytes())
    (scan,) = _read.get(folder / "lot.pdf") or read_scans([copy], lambda _words, _share: True)
    files = look(store.reader, [scan._replace(file=copy)])
    copy.write_bytes(b"%PDF-1.4 autre chose")
    with pytest.raises(ValueError, match="a changé"):
        store.do(file_scan, files=files, again=True)
    assert room.pages(store.reader) == []


def test_the_terminal_says_what_each_page_is_and_writes_nothing(heap: Heap, tmp_path: Path) -> None:
    store, folder, _ = heap
    store.copy_to(tmp_path / "copie.db")
    args = Namespace(db=tmp_path / "copie.db", files=[str(folder / "lot.pdf")], file=False, again=False)
    told_, lines, errors = terminal_scan(args)
    assert (errors, told_["filed"], len(lines)) == ([], None, 6)
    pages = told_["files"][0]["pages"]
    assert pages[0]["ticked"] == ["favourable", "amount"]
    assert pages[0]["dossier"]
    assert "coché : favorable, montant d’accord" in lines[1]
    assert [page["state"] for page in pages] == ["filed", "blank", "filed", "unknown", "unknown"]
    assert room.pages(store.reader) == []
