"""Letters that came back signed: issued, printed, scanned as a heap, filed by the code of their pages."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from db import queries
from db.queries.letters import LetterRow
from db.store import Store
from desktop.cli import main
from desktop.exchange.scan_codes import read_scans
from desktop.flow.decide import decide
from desktop.flow.files import place_of
from desktop.flow.notify import issue, prepare_decided
from desktop.flow.signed import file_signed, unfile
from desktop.flow.signed_heap import Heap, recognise, told
from desktop.letters.letter import make
from desktop.letters.model import from_json
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.page_code import mark_of
from tests.exchange.scanner import as_pdf, empty, pictures, worn
from tests.office import application, bring, open_office

TEMPLATES = load(resources() / "letters")
DAY = dt.date(2026, 3, 14)
LONG = "Fournir avant le premier versement, pour chacun des lieux de l’action, l’accord écrit. "


def issued(store: Store, count: int = 3) -> list[LetterRow]:
    """Letters that left; the last one has two pages."""
    bring(store, *(application(f"2650{rank:04}") for rank in range(count)))
    funder = queries.funders(store.reader)[0].id
    for rank, key in enumerate(queries.list_ids(store.reader)):
        conditions = [LONG * 3] * 4 if rank == count - 1 else []
        store.do(
            decide, dossier=key, outcome="granted", amounts={funder: 12_000_00}, decided_on=DAY,
            conditions=conditions,
        )  # fmt: skip
    store.do(prepare_decided)
    for row in queries.outbox(store.reader):
        store.do(issue, letter=row.id, templates=TEMPLATES, make=make, today=DAY)
    return queries.register(store.reader)


def paper(store: Store, row: LetterRow) -> bytes:
    return place_of(store.files, row.sha256 or "").read_bytes()


def read(store: Store, *paths: Path) -> Heap:
    return recognise(store.reader, read_scans(paths, lambda _words, _share: True))


def heap_of(store: Store, rows: list[LetterRow], folder: Path) -> Path:
    """All letters of a heap, out of order, with empty backs and a paper of someone else."""
    pages = [page for row in reversed(rows) for page in pictures(paper(store, row))]
    worn_pages = [worn(page, seed, turn=1.5 - seed % 3, noise=6) for seed, page in enumerate(pages)]
    other = empty()
    other.paste(30, (200, 300, 1200, 340))
    path = folder / "tas.pdf"
    path.write_bytes(as_pdf([worn_pages[0], worn(empty(), noise=4), *worn_pages[1:], other]))
    return path


def test_a_heap_is_split_and_filed_in_one_step(store: Store, tmp_path: Path) -> None:
    rows = issued(store)
    heap = read(store, heap_of(store, rows, tmp_path))
    assert [one.letter.number for one in heap.back] == [row.number for row in rows]
    assert [len(one.pages) for one in heap.back] == [1, 1, 2]
    assert heap.blank == 1 and [left.page.page for left in heap.left] == [6]
    assert told(heap) == "3 lettres signées reconnues, 1 page laissée"
    numbers = store.do(file_signed, heap=heap, letters=heap.sure, signed_on=DAY).value
    assert numbers == [row.number for row in rows]
    for row in queries.register(store.reader):
        assert row.signed_on == "2026-03-14" and row.signed_sha256
        with pdfium.PdfDocument(place_of(store.files, row.signed_sha256)) as kept:
            assert len(kept) == (2 if row.number.endswith("3") else 1)
    assert store.next_undo()[0] == "Classer 3 lettres signées"
    store.undo()
    assert [row.signed_on for row in queries.register(store.reader)] == [None] * 3


def test_what_is_not_whole_or_not_new_is_asked(store: Store, tmp_path: Path) -> None:
    *_, long = issued(store)
    first, second = pictures(paper(store, long))
    half, rest = tmp_path / "page1.png", tmp_path / "page2.png"
    first.save(half)
    second.save(rest)
    heap = read(store, half)
    assert heap.sure == [] and heap.back[0].doubt == "Il manque la page 2."
    whole = read(store, rest, half)
    assert whole.sure == [long.id], "from two files, in any order"
    store.do(file_signed, heap=whole, letters=whole.sure, signed_on=DAY)
    again = read(store, rest, half)
    assert again.sure == [] and "déjà classée, du 14/03/2026" in again.back[0].doubt
    store.do(file_signed, heap=again, letters=[long.id], signed_on=dt.date(2026, 3, 20))
    assert queries.register(store.reader)[-1].signed_on == "2026-03-20"
    store.do(unfile, letter=long.id)
    assert queries.register(store.reader)[-1].signed_on is None


def test_a_page_twice_and_a_page_of_another_base_are_left(store: Store, tmp_path: Path) -> None:
    row, *_ = issued(store)
    letter = from_json(store.reader.execute("SELECT body FROM letter WHERE id = ?", (row.id,)).fetchone()[0])
    other = make(replace(letter, mark=mark_of(b"une autre base")))
    page = pictures(paper(store, row))[0]
    path = tmp_path / "tas.pdf"
    path.write_bytes(as_pdf([page, page, pictures(other)[0]]))
    heap = read(store, path)
    assert heap.sure == [row.id]
    assert "déjà dans ces scans" in heap.left[0].why and "registre de cette base" in heap.left[1].why


def test_nothing_is_half_filed(store: Store, tmp_path: Path) -> None:
    row, *_ = issued(store)
    path = tmp_path / "tas.pdf"
    path.write_bytes(as_pdf(pictures(paper(store, row))))
    heap = read(store, path)
    with pytest.raises(ValueError, match="Aucune lettre n’est choisie"):
        store.do(file_signed, heap=heap, letters=[])
    path.write_bytes(as_pdf([empty()]))
    with pytest.raises(ValueError, match="a changé depuis"):
        store.do(file_signed, heap=heap, letters=heap.sure)
    path.unlink()
    with pytest.raises(ValueError, match="ne s’ouvre plus"):
        store.do(file_signed, heap=heap, letters=heap.sure)
    assert queries.register(store.reader)[0].signed_on is None


def test_the_same_from_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_office(tmp_path)
    rows = issued(store, 2)
    path = heap_of(store, rows, tmp_path)
    store.close()

    def run(*words: str) -> tuple[int, dict[str, object], str]:
        code = main([words[0], "--db", str(tmp_path / "parvis.db"), "--json", *words[1:]])
        told_ = capsys.readouterr()
        return code, json.loads(told_.out) if told_.out else {}, told_.err

    code, answer, _ = run("signed", str(path), "--dry-run")
    assert code == 0 and answer["filed"] == [] and answer["blank"] == 1
    code, answer, _ = run("signed", str(path), "--on", "2026-03-18")
    assert code == 0 and answer["filed"] == ["C2026-0001", "C2026-0002"]
    code, answer, _ = run("signed", str(path))
    assert code == 0 and answer["filed"] == []
    page = tmp_path / "autre.png"
    empty().save(page)
    code, _, errors = run("signed", str(page))
    assert code == 1 and "Aucune lettre de cette base" in errors
    code, _, errors = run("signed", str(tmp_path / "absent.pdf"))
    assert code == 1 and "ne s’ouvre pas" in errors
    assert run("setting", "approval_required", "all")[1] == {"approval_required": "all"}
    assert run("setting", "approval_required")[1] == {"approval_required": "all"}
