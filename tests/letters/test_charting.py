"""A chart on paper: its words in order, tagged, its bars hatched, the file fit for the archive."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
from pypdfium2 import PdfDocument

from desktop.exchange.pdf_lock import PDFIUM
from desktop.letters.charting import hatched
from desktop.letters.document import Chart, Document
from desktop.letters.letter import make_document
from desktop.rules.bars import Bar, Bars, spoken
from tests.letters.test_letter import fits_the_archive

BARS = Bars(
    "Accordé par quartier", "2026",
    (
        Bar("a", "Étouvie", 400, "400", within=800),
        Bar("b", "Un quartier au nom si long " * 4, 200, "200"),
        Bar("c", "Nord", None, "–", pattern="dots"),
        Bar("d", "2015-22", 100, "100", pattern="cross", note="saisi"),
    ),
    "Contour : demandé.",
)  # fmt: skip


def paper(count: int = 1) -> bytes:
    return make_document(
        Document("Essai", (Chart(BARS),) * count, author="Essai", day="2026-02-03", landscape=True)
    )


def test_labels_and_numbers_are_words_in_their_order(tmp_path: Path) -> None:
    made = paper()
    with PDFIUM:
        document = PdfDocument(made)
        text = " ".join(document[0].get_textpage().get_text_range().split())
        document.close()
    assert re.search(r"Étouvie 400 Un quartier .*… 200 Nord \? 2015-22 100 Contour : demandé\.", text)
    report = fits_the_archive(made, tmp_path)
    assert not report.findings, [str(finding) for finding in report.findings[:3]]


def test_a_chart_stays_whole_on_its_page() -> None:
    with pikepdf.open(io.BytesIO(paper(12))) as document:
        assert len(document.pages) > 1
        for page in document.pages:
            code = page.Contents.read_bytes()
            assert code.count(b"BDC") + code.count(b"BMC") == code.count(b"EMC")


def test_patterns_differ_and_stay_in_their_bar() -> None:
    drawn = {pattern: hatched(pattern, 10, 20, 50, 9) for pattern in ("hatch", "cross", "dots")}
    assert len(set(drawn.values())) == 3
    assert all(b"10.00 20.00 50.00 9.00 re W n" in code for code in drawn.values())


def test_the_chart_is_said_in_words() -> None:
    said = spoken(BARS)
    assert said.startswith("Accordé par quartier, 2026. Étouvie : 400 ; ")
    assert (
        "Nord : inconnu" in said and "2015-22 : 100 (saisi)" in said and said.endswith("Contour : demandé.")
    )
