"""The code on the pages of a letter that leaves: beside the words, silent to a screen reader."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from desktop.letters.letter import make
from desktop.letters.model import Letter, from_json, to_json
from desktop.rules.page_code import mark_of
from tests.letters.paper import TEMPLATES
from tests.letters.test_letter import LONG, fits_the_archive, letter_of, pages

MARK = mark_of(b"une lettre")


def content(pdf: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return [page.Contents.read_bytes() for page in document.pages]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_it_takes_no_room_and_fits_the_archive(name: str, tmp_path: Path) -> None:
    for letter in (letter_of(name), letter_of(name, **LONG)):
        bare, coded = make(letter, number="C2026-0041"), make(replace(letter, mark=MARK), number="C2026-0041")
        assert pages(coded) == pages(bare), "the same words on the same pages"
        assert not fits_the_archive(coded, tmp_path).findings
        assert len(coded) - len(bare) < 260 * len(pages(bare))


def test_it_is_an_artifact_on_each_page_that_leaves_and_on_no_draft() -> None:
    letter: Letter = replace(letter_of("accord", **LONG), mark=MARK)
    sheets = content(make(letter, number="C2026-0041"))
    assert len(sheets) > 1
    for sheet in sheets:
        start = sheet.rindex(b"/Artifact")
        assert sheet.count(b"BI/W 25") == 1 and start < sheet.index(b"BI/W 25") < sheet.index(b"EMC", start)
    draft = replace(letter_of("accord"), number="PROJET")
    assert all(b"BI/W" not in sheet for sheet in content(make(draft, watermark="PROJET")))


def test_the_mark_is_kept_with_the_words_that_left() -> None:
    letter = replace(letter_of("refus"), mark=MARK)
    assert from_json(to_json(letter)) == letter
    older = to_json(letter).replace(f',"mark":"{MARK}"', "")
    assert from_json(older).mark == ""
