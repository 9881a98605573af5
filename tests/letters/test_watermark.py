"""The mark of a copy that leaves: on each page of any PDF, an archive stays one, a locked file is refused."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.letters.document import Document, said
from desktop.letters.letter import make_document
from desktop.letters.watermark import CannotMark, Copy, marked
from tests.letters.test_letter import fits_the_archive

COPY = Copy("la Maison des exemples", dt.date(2026, 3, 12), "A. Exemple")


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_each_page_says_for_whom_when_and_by_whom() -> None:
    text = "\n".join(f"Paragraphe {n}" for n in range(200))
    made = make_document(Document("Essai", tuple(said(line) for line in text.splitlines()), day="2026-03-12"))
    told = pages(marked(made, COPY))
    assert len(told) > 2
    for words in told:
        assert words.count("Copie pour la Maison des exemples – remise le 12/03/2026 par A. Exemple") == 2
    assert "Paragraphe 0" in told[0]
    assert Copy(" ", COPY.given_on, "B").words == "Copie – remise le 12/03/2026 par B"


def test_an_archive_stays_one(tmp_path: Path) -> None:
    made = make_document(Document("Essai", (said("Un mot."),), day="2026-03-12"))
    assert not fits_the_archive(made, tmp_path).findings
    report = fits_the_archive(marked(made, COPY), tmp_path)
    assert not report.findings, [str(finding) for finding in report.findings[:3]]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_marked_as_it_is_read(turned: int) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 700))
    canvas.drawString(50, 50, "Corps")
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        document.pages[0].obj.Rotate = turned
        turned_out = io.BytesIO()
        document.save(turned_out)
    content = marked(turned_out.getvalue(), COPY)
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        image = document[0].render(scale=1).to_pil().convert("L")
    wide, high = image.size
    foot = image.crop((0, high - 16, wide, high))
    assert foot.getextrema()[0] < 160, "the foot stands at the bottom of the page as it is read"


def test_a_locked_or_damaged_file_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(CannotMark, match="mot de passe"):
        marked(out.getvalue(), COPY)
    with pytest.raises(CannotMark, match="abîmé"):
        marked(b"rien", COPY)
