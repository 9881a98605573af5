"""Scans of our own pages: read askew, faint, speckled; other papers are left to the person."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from desktop.exchange.application import Cancelled, Unreadable
from desktop.exchange.scan_codes import ScanPage, bound, read_scan, read_scans
from desktop.letters.fields import example
from desktop.letters.letter import make
from desktop.letters.template import load, merge
from desktop.paths import resources
from desktop.rules.page_code import mark_of
from tests.exchange.scanner import as_pdf, as_tiff, empty, pictures, worn

MARK = mark_of(b"une lettre")


def go_on(_words: str, _share: float) -> bool:
    return True


@cache
def printed(number: str = "C2026-0041", template: str = "accord", mark: str = MARK) -> bytes:
    letter = merge(load(resources() / "letters")[template], example())
    return make(replace(letter, mark=mark), number=number)


def codes(path: Path) -> list[tuple[str, int, int] | None]:
    return [
        (page.code.number, page.code.page, page.code.pages) if page.code else None
        for page in read_scan(path, go_on).pages
    ]


WEAR: dict[str, Callable[[Image.Image], Image.Image]] = {
    "straight": lambda page: page,
    "askew": lambda page: worn(page, turn=3.5),
    "askew the other way": lambda page: worn(page, turn=-3.5),
    "a photograph taken askew": lambda page: worn(page, turn=13),
    "upside down": lambda page: worn(page, turn=180),
    "on its side": lambda page: worn(page, turn=90),
    "speckled": lambda page: worn(page, seed=7, noise=40),
    "shrunk to fit": lambda page: worn(page, scale=0.86),
    "blurred": lambda page: worn(page, blur=1.3),
    "pale ink on grey paper": lambda page: worn(page, paper=205, ink=110),
    "all of it": lambda page: worn(page, seed=3, turn=2, noise=15, scale=0.93, blur=0.8, paper=235, ink=60),
}


@pytest.mark.parametrize("wear", list(WEAR))
@pytest.mark.parametrize("dpi", [150, 300])
def test_a_worn_page_is_still_read(tmp_path: Path, wear: str, dpi: int) -> None:
    heap = tmp_path / "scan.pdf"
    sheets = pictures(printed(), dpi)[: 2 if dpi == 150 else 1]  # four times the work, for the same two codes
    heap.write_bytes(as_pdf([WEAR[wear](page) for page in sheets], dpi))
    assert codes(heap) == [("C2026-0041", 1, 2), ("C2026-0041", 2, 2)][: len(sheets)]


def test_pictures_of_every_kind_are_read(tmp_path: Path) -> None:
    page = pictures(printed())[0]
    for suffix in ("png", "jpg"):
        path = tmp_path / f"page.{suffix}"
        page.save(path)
        assert codes(path) == [("C2026-0041", 1, 2)]
    photo = tmp_path / "photo.jpg"
    worn(page.convert("L"), turn=4, blur=1).convert("RGB").save(photo, quality=60)
    assert codes(photo) == [("C2026-0041", 1, 2)]
    fax = tmp_path / "fax.tif"
    as_tiff([worn(one, turn=1.5) for one in pictures(printed())], fax)
    assert codes(fax) == [("C2026-0041", 1, 2), ("C2026-0041", 2, 2)]


def test_other_papers_and_empty_backs_are_told_apart(tmp_path: Path) -> None:
    heap = tmp_path / "tas.pdf"
    draft = pictures(printed("", mark=""))[0]
    heap.write_bytes(as_pdf([pictures(printed())[0], worn(empty(), noise=8, paper=240), draft]))
    first, back, other = read_scan(heap, go_on).pages
    assert first.code is not None and not first.blank
    assert back.code is None and back.blank
    assert other.code is None and not other.blank


def test_a_page_with_one_line_is_not_blank(tmp_path: Path) -> None:
    page = empty()
    page.paste(40, (300, 900, 900, 925))
    heap = tmp_path / "ligne.pdf"
    heap.write_bytes(as_pdf([page]))
    assert not read_scan(heap, go_on).pages[0].blank


def test_the_pages_taken_out_are_those_of_the_scan(tmp_path: Path) -> None:
    heap, single = tmp_path / "tas.pdf", tmp_path / "deux.png"
    one, two = pictures(printed())
    heap.write_bytes(as_pdf([one, one]))
    two.save(single, dpi=(200, 200))
    groups = [[ScanPage(heap, 2, None), ScanPage(single, 1, None)], [ScanPage(heap, 1, None)]]
    made = list(bound(groups))
    assert made == list(bound(groups)), "the same bytes twice"
    with pdfium.PdfDocument(made[0]) as document:
        assert [tuple(round(side) for side in page.get_size()) for page in document] == [(595, 842)] * 2
    with pikepdf.open(heap) as source:
        before = source.pages[1].Resources.XObject.values()
        with pikepdf.open(io.BytesIO(made[0])) as after:
            held = after.pages[0].Resources.XObject.values()
            assert [x.read_raw_bytes() for x in held] == [x.read_raw_bytes() for x in before]


def test_a_photograph_goes_in_as_it_was_taken(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    pictures(printed())[0].convert("RGB").save(photo, quality=70)
    (made,) = bound([[ScanPage(photo, 1, None)]])
    assert photo.read_bytes() in made


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tas.pdf", b"%PDF-1.7 rien", "abîmé ou protégé"),
        ("vide.png", b"", "pas une image lisible"),
        ("liste.xlsx", b"PK", "ni un PDF ni une image"),
    ],
)
def test_a_file_that_is_no_scan_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        read_scans([path], go_on)
    with pytest.raises(Unreadable, match="ne s’ouvre pas"):
        read_scans([tmp_path / "absent.pdf"], go_on)


def test_cancel_stops_between_two_pages(tmp_path: Path) -> None:
    heap = tmp_path / "tas.pdf"
    heap.write_bytes(as_pdf(pictures(printed(), 100)))
    with pytest.raises(Cancelled):
        read_scan(heap, lambda _words, share: share == 0)
