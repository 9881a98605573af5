"""The PDF of a pack holds long names and long texts: nothing overflows, each page says its code."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest

from desktop.letters.opinion_form import Stopped, form
from desktop.letters.page import BOTTOM, LEFT, RIGHT
from desktop.rules.opinion_pack import AskedPack, AskedSheet, code_of
from tests.letters.tree import faults

LONG = ("Des séances de lecture hebdomadaires, gratuites, au pied des immeubles du quartier. " * 50)[:4000]
CODE = code_of(b"0" * 16)


def sheet(number: int, **changes: object) -> AskedSheet:
    told: dict[str, object] = {
        "request": f"{number:032x}", "number": f"2026-{number:04d}", "applicant": "Lire en Bas de Chez Soi",
        "title": "Livre et lecture de rue", "quarters": "Étouvie", "challenges": "4 Réussite",
        "asked": 12_000_00, "proposed": 9_000_00, "cost": 41_300_00, "levels": (0, 0, 0, 3) + (0,) * 7,
        "texts": (("Objectifs", "Lire ensemble."),),
    }  # fmt: skip
    return AskedSheet(**{**told, **changes})  # type: ignore[arg-type]  # the fields by their names


SHEETS = (
    sheet(1),
    sheet(
        2, applicant="ASSOCIATION" * 14, title="Titre-sans-espace" * 14, texts=(("Objectifs", "x" * 4000),)
    ),
    sheet(3, texts=tuple((f"Rubrique {n}", LONG) for n in range(4)), asked=9_999_999_99, proposed=0),
    sheet(4, asked=None, proposed=None, cost=None, texts=(), challenges="", quarters="", levels=()),
    sheet(5, facts=tuple((f"Fait {n}", LONG) for n in range(3)), texts=(("Objectifs", "été\n\n\nhiver"),)),
)


def pack(*sheets: AskedSheet) -> AskedPack:
    return AskedPack(
        CODE, "Caisse d’allocations familiales de la Somme", "Appel 2026", "Votre avis ? " * 60,
        dt.date(2026, 3, 1), dt.date(2026, 3, 20), "Direction de la cohésion", "avis@exemple.invalid", False,
        sheets, ("#5c8a1f",) * 11,
    )  # fmt: skip


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return form(pack(*SHEETS))


def pages(content: bytes) -> Iterator[tuple[str, list[tuple[float, float, float, float]]]]:
    """The words of each page and the boxes of its letters."""
    with pypdfium2.PdfDocument(content) as document:
        for number in range(len(document)):
            text = document[number].get_textpage()
            words = text.get_text_range()
            boxes = [
                text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()
            ]
            yield words, boxes


def test_no_letter_leaves_the_margins_and_each_page_says_its_code(drawn: bytes) -> None:
    for words, boxes in pages(drawn):
        assert CODE in words
        assert min(box[0] for box in boxes) > LEFT - 1 and max(box[2] for box in boxes) < RIGHT + 1
        assert min(box[1] for box in boxes) > 20


def test_the_answer_never_covers_the_words(drawn: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as document:
        comments = {}
        for at, page in enumerate(document.pages):
            for field in page.get("/Annots", []):
                if str(field.get("/T", "")).startswith("commentaire"):
                    comments[at] = [float(side) for side in field.Rect]
    assert len(comments) == len(SHEETS)
    for at, (_, boxes) in enumerate(pages(drawn)):
        if at in comments:
            left, bottom, right, top = comments[at]
            assert bottom > BOTTOM - 1
            inside = [b for b in boxes if b[0] < right and b[2] > left and b[1] < top and b[3] > bottom]
            assert inside == []


def test_every_field_has_words_for_a_screen_reader_and_a_dossier_its_bookmark(drawn: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as document:
        fields = [field for field in document.Root.AcroForm.Fields if str(field.T) != "parvis"]
        assert len(fields) == 1 + 4 * len(SHEETS) and all(str(field.TU) for field in fields)
        with document.open_outline() as outline:
            assert len(outline.root) == len(SHEETS)
        assert str(document.Root.Lang) == "fr-FR"


def test_the_drawing_stops_when_told() -> None:
    with pytest.raises(Stopped):
        form(pack(sheet(1), sheet(2)), lambda _words, done: done < 1)


def test_the_form_is_read_in_its_order_and_each_field_in_its_place(drawn: bytes) -> None:
    assert faults(drawn) == []
    with pikepdf.open(io.BytesIO(drawn)) as document:
        section = document.Root.StructTreeRoot.K[0].K[0]
        tags = [str(one.S)[1:] for one in section.K]
        assert tags[0] == "H1" and tags.count("Form") == 1 + 4 * len(SHEETS)
        assert tags.count("Link") == len(SHEETS) and tags.count("H2") == 2 + len(SHEETS)
