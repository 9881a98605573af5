"""The copy of a piece with its notes drawn in, on straight, turned and cut pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desktop.letters.annotated import CannotAnnotate, DrawnNote, annotated, as_pages, picture_page

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
GREEN = "#2f8a57"
FOOT = "Copie annotée du 12/03/2026 · dossier 2026-0012 · pour : équipe"


def piece(*, turn: int = 0, crop: tuple[int, int, int, int] | None = None) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 600))
    canvas.drawString(100, 500, "avant le passage")
    canvas.drawString(100, 300, "PASSAGE")
    canvas.saveState()
    canvas.translate(50, 50)  # a pen left elsewhere must not move the notes
    canvas.showPage()
    canvas.drawString(100, 500, "seconde page")
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        for page in document.pages:
            if turn:
                page.obj.Rotate = turn
            if crop:
                page.cropbox = pikepdf.Array(crop)
        again = io.BytesIO()
        document.save(again)
    return again.getvalue()


def where(content: bytes, words: str) -> tuple[tuple[float, float, float, float], ...]:
    """The rectangles of some words, as the viewer takes them."""
    with pdfium.PdfDocument(content) as document:
        text = document[0].get_textpage()
        start = text.get_text_range().index(words)
        count = text.count_rects(start, len(words))
        return tuple(tuple(text.get_rect(n)) for n in range(count))  # type: ignore[misc]


def note(content: bytes, **changes: Any) -> DrawnNote:
    made: dict[str, Any] = {
        "label": "1", "colour": GREEN, "challenge": "défi 4, fort", "quote": "PASSAGE",
        "text": "Cœur du défi <b>4</b>", "signature": "A. Exemple, 12/03/2026 · pour : équipe", "page": 1,
        "rects": where(content, "PASSAGE"),
    }  # fmt: skip
    return DrawnNote(**(made | changes))


def picture(content: bytes, page: int = 0) -> Image.Image:
    with pdfium.PdfDocument(content) as document:
        return document[page].render(scale=2).to_pil().convert("RGB")


def words(content: bytes) -> list[str]:
    with pdfium.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def greenish(pixel: tuple[int, int, int]) -> bool:
    red, green, blue = pixel
    return green > red + 15 and green > blue + 10


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40, 60, 380, 560)])
def test_the_passage_is_covered_wherever_the_page_is_turned(
    turn: int, crop: tuple[int, int, int, int] | None
) -> None:
    plain = piece(turn=turn, crop=crop)
    made = annotated(plain, [note(plain)], "Statuts.pdf", FOOT, FONTS)
    before, after = picture(plain), picture(made)
    assert before.size == after.size
    shaded = [
        (x, y) for x in range(after.width) for y in range(after.height) if greenish(after.getpixel((x, y)))
    ]
    assert shaded, "something is drawn"
    # The letters of the passage lie inside the shaded area; those of the other line do not.
    rect = where(plain, "PASSAGE")[0]
    middle = ((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)
    box = crop or (0, 0, 400, 600)
    x, y = {
        0: (middle[0] - box[0], box[3] - middle[1]),
        90: (middle[1] - box[1], middle[0] - box[0]),
        180: (box[2] - middle[0], middle[1] - box[1]),
        270: (box[3] - middle[1], box[2] - middle[0]),
    }[turn]
    near = [(a, b) for a, b in shaded if abs(a - 2 * x) < 40 and abs(b - 2 * y) < 40]
    assert len(near) > 200
    # The number stands in the margin on the left of what is seen.
    margin = [(a, b) for a, b in shaded if a < 45]
    assert margin and all(abs(b - 2 * y) < 60 for _, b in margin)


def test_the_list_behind_says_all_of_each_note_and_reads_no_markup() -> None:
    plain = piece()
    made = annotated(
        plain, [note(plain), note(plain, label="2", page=None, rects=())], "Statuts.pdf", FOOT, FONTS
    )
    pages = words(made)
    assert len(pages) == 3
    assert all(FOOT in text for text in pages)
    last = pages[-1]
    for said in (
        "Notes sur « Statuts.pdf »",
        "défi 4, fort · page 1",
        "« PASSAGE »",
        "Cœur du défi <b>4</b>",
        "toute la pièce",
    ):
        assert said in last, said
    assert "avant le passage" in pages[0], "the page keeps its words"


def test_a_piece_without_notes_says_so() -> None:
    assert "Aucune note sur cette pièce." in words(annotated(piece(), [], "Statuts.pdf", FOOT, FONTS))[-1]


def test_numbers_close_to_each_other_do_not_cover_each_other() -> None:
    plain = piece()
    rect = where(plain, "PASSAGE")
    notes = [note(plain, label=str(n), rects=rect) for n in range(1, 4)]
    text = words(annotated(plain, notes, "S", FOOT, FONTS))[0]
    assert all(str(n) in text for n in range(1, 4))
    image = picture(annotated(plain, notes, "S", FOOT, FONTS))
    rows = {y for y in range(image.height) for x in range(14, 36) if greenish(image.getpixel((x, y)))}
    assert len(rows) > 3 * 24, "three labels, one under the other"


def test_scripts_stay_in_the_original() -> None:
    with pikepdf.open(io.BytesIO(piece())) as document:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = document.make_indirect(script)
        out = io.BytesIO()
        document.save(out)
    made = annotated(out.getvalue(), [], "S", FOOT, FONTS)
    assert b"JavaScript" not in made and b"OpenAction" not in made


def test_a_locked_or_damaged_piece_is_refused_with_a_sentence() -> None:
    with pikepdf.open(io.BytesIO(piece())) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(CannotAnnotate, match="mot de passe"):
        annotated(out.getvalue(), [], "Statuts.pdf", FOOT, FONTS)
    with pytest.raises(CannotAnnotate, match="abîmé"):
        annotated(b"%PDF-1.7 rien", [], "Statuts.pdf", FOOT, FONTS)


def test_a_text_and_a_picture_become_pages() -> None:
    text = as_pages("Bilan.txt", "Première ligne\n\nSeconde & <dernière>", FONTS)
    assert "Seconde & <dernière>" in words(text)[0]
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(out, "PNG")
    page = picture(picture_page(out.getvalue(), "Affiche.png"))
    assert page.getpixel((page.width // 2, page.height // 2)) == (255, 0, 0)
    with pytest.raises(CannotAnnotate, match="image lisible"):
        picture_page(b"\x89PNG rien", "Affiche.png")
