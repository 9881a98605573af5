"""Printed letters, read back: words, pages, tags, archive format, same bytes."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop.letters import page as p
from desktop.letters.letter import make, make_many, undrawable
from desktop.letters.model import Letter, edited, paragraphs
from desktop.letters.structure import ACCESSIBLE
from desktop.letters.template import merge
from tests.letters.paper import TEMPLATES, data

LONG: dict[str, Any] = {
    "porteur": {
        "nom": "Association pour la promotion de la lecture, de l’écriture et de la culture des habitants",
        "adresse": ["Maison des associations, bâtiment C", "12 bis boulevard du Long Chemin", "BP 10432"],
    },
    "dossier": {"titre": "Livre et lecture de rue, pied d’immeuble : ateliers d’écriture " * 3},
}


def letter_of(name: str, **rooms: Any) -> Letter:
    return merge(TEMPLATES[name], data(**rooms))


def pages(pdf: bytes) -> list[str]:
    """The text of each page, line ends and kinds of spaces made plain."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def plain(text: str) -> str:
    return " ".join(text.split())


def fits_the_archive(pdf: bytes, tmp_path: Path) -> pikepdf.pdfa.Report:
    """pikepdf refuses the mark of PDF/UA, which the standard allows with its schema: judged without it."""
    path = tmp_path / "judged.pdf"
    with pikepdf.open(BytesIO(pdf)) as whole:
        packet = whole.Root.Metadata.read_bytes().decode("utf-8")
        assert ACCESSIBLE in packet
        whole.Root.Metadata = whole.make_stream(
            packet.replace(ACCESSIBLE, "").encode("utf-8"),
            Type=pikepdf.Name.Metadata,
            Subtype=pikepdf.Name.XML,
        )
        whole.save(path, **pikepdf.pdfa.resolve_save_kwargs(pikepdf.pdfa.Flavour("2b")))
    return pikepdf.pdfa.validate_written(path, "2b")


@pytest.mark.parametrize("name", sorted(TEMPLATES))
@pytest.mark.parametrize("rooms", [{}, LONG], ids=["usual", "long"])
def test_every_word_is_on_the_page(name: str, rooms: dict[str, Any], tmp_path: Path) -> None:
    letter = letter_of(name, **rooms)
    pdf = make(letter)
    text = " ".join(pages(pdf))
    for _, words in letter.words():
        for part in re.split(r"[\n\t]", words):
            # What is cut by the end of a line or page keeps its first and last words.
            assert plain(part)[:24] in text
            assert plain(part)[-24:].partition(" ")[2] in text
    report = fits_the_archive(pdf, tmp_path)
    assert not report.findings, [str(finding) for finding in report.findings[:3]]


def test_the_file_carries_title_language_author_and_faces() -> None:
    with pikepdf.open(BytesIO(make(letter_of("accord")))) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo.Title).startswith("Notification d’accord – Association Lire")
        assert str(pdf.docinfo.Author) == "Amiens Métropole"
        assert str(pdf.docinfo.CreationDate) == "D:20250314000000Z"
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:language"] == {"fr-FR"} or "fr-FR" in about["dc:language"]
        fonts = pdf.pages[0].Resources.Font
        assert len(fonts.keys()) == 4
        for font in fonts.values():
            assert font.FontDescriptor.FontFile2.read_bytes()[:4] == b"\x00\x01\x00\x00"


def _tags(element: Any) -> list[str]:
    kids = element.get("/K", [])
    found = [str(element.S)]
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += _tags(kid)
    return found


def test_tables_and_lists_are_tagged_and_every_mark_has_an_owner() -> None:
    with pikepdf.open(BytesIO(make(letter_of("accord")))) as pdf:
        tags = _tags(pdf.Root.StructTreeRoot.K[0])
        assert tags[:2] == ["/Document", "/Sect"]
        assert tags.count("/TR") == tags.count("/TH") == tags.count("/TD") == 3
        assert [tags.count(tag) for tag in ("/Table", "/L", "/LI", "/Lbl", "/LBody")] == [1] * 5
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        for index, page in enumerate(pdf.pages):
            marks = re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())
            assert page.StructParents == index
            assert [int(mark) for mark in marks] == list(range(len(numbers[2 * index + 1])))
            assert page.Tabs == pikepdf.Name.S


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert make(letter_of("accord")) == make(letter_of("accord"))
    assert make(letter_of("accord")) != make(letter_of("accord", courrier={"numero": "autre"}))


def test_bytes_do_not_depend_on_what_was_printed_before() -> None:
    before = make(letter_of("refus"))
    make(letter_of("refus", dossier={"titre": "Ελληνικά и кириллица"}))
    assert make(letter_of("refus")) == before


def test_marks_and_numbers() -> None:
    letter = letter_of("refus", courrier={"numero": ""})
    (draft,) = pages(make(letter, watermark="PROJET"))
    assert "PROJET" in draft
    (copy,) = pages(make(letter, watermark="DUPLICATA", number="2025-0012"))
    assert "DUPLICATA" in copy
    assert "2025-0012" in copy
    (issued,) = pages(make(letter, number="2025-0012"))
    assert "PROJET" not in issued
    assert "DUPLICATA" not in issued


def test_the_signature_stays_with_the_last_paragraph_wherever_the_page_ends() -> None:
    turned = 0
    for count in range(0, 40):
        letter = letter_of("refus")
        added = [f"Paragraphe ajouté {i}, d’une ligne." for i in range(count)]
        letter = edited(letter, [*paragraphs(letter), *added, "Dernier paragraphe."])
        texts = pages(make(letter))
        turned += len(texts) > 1
        assert "Dernier paragraphe." in texts[-1]
        for words in ("Je vous prie d’agréer", "Pour le Président", "Camille Exemple", "Voies et délais"):
            assert words in texts[-1]
            assert all(words not in text for text in texts[:-1])
        assert all(f"{i + 1} / {len(texts)}" in text for i, text in enumerate(texts))
    assert 0 < turned < 40


def test_a_paragraph_longer_than_a_page_stays_inside_the_page() -> None:
    words = [f"mot{i}" for i in range(4000)]
    letter = letter_of("refus", decision={"motifs": [" ".join(words)]})
    pdf = make(letter)
    text = " ".join(pages(pdf))
    assert all(f"mot{i} " in text for i in range(3999))
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        reader = page.get_textpage()
        for index in range(reader.count_rects()):
            left, bottom, right, top = reader.get_rect(index)
            assert left >= 0
            assert right <= p.RIGHT + 1
            assert bottom > 8 * p.MM
            assert top < p.HEIGHT - 8 * p.MM
        reader.close()
    document.close()


def test_the_addressee_stands_in_the_window() -> None:
    document = pypdfium2.PdfDocument(make(letter_of("accord", **LONG)))
    reader = document[0].get_textpage()
    inside = reader.get_text_bounded(
        left=p.WINDOW - 1, right=p.RIGHT + 1, top=p.HEIGHT - 45 * p.MM, bottom=p.HEIGHT - 94 * p.MM
    )
    reader.close()
    document.close()
    assert inside.startswith("Madame la Présidente")
    assert "80000 Amiens" in inside


def test_other_alphabets_print_and_missing_glyphs_are_told() -> None:
    letter = letter_of("refus", dossier={"titre": "Ελληνικά, кириллица et e\u0301té"})
    assert undrawable(letter) == ""
    (text,) = pages(make(letter))
    assert "Ελληνικά, кириллица et été" in text
    assert undrawable(letter_of("refus", dossier={"titre": "Fête 🎉"})) == "🎉"


@settings(max_examples=40)
@given(st.text(max_size=120))
@example("a\x00b\ufffe\n**c** {d} <e> & f\u202fg")
def test_any_words_of_an_applicant_make_a_file_that_opens(text: str) -> None:
    letter = letter_of("refus", dossier={"titre": text}, porteur={"nom": text})
    with pikepdf.open(BytesIO(make(letter))) as opened:
        assert opened.check_pdf_syntax() == []
        with opened.open_metadata() as about:
            assert str(opened.docinfo.Title) == about["dc:title"]


def test_a_print_run_in_one_file(tmp_path: Path) -> None:
    out = tmp_path / "tout.pdf"
    many = (letter_of("refus", porteur={"nom": f"Association {i}"}) for i in range(30))
    assert make_many(many, out) == 30
    pdf = out.read_bytes()
    texts = pages(pdf)
    assert [f"Association {i}" in text for i, text in enumerate(texts)] == [True] * 30
    assert len(pdf) < 30 * 2048 + 90_000
    report = fits_the_archive(pdf, tmp_path)
    assert not report.findings
    with pikepdf.open(BytesIO(pdf)) as opened:
        heads = {page.Resources.objgen for page in opened.pages}
        assert len(heads) == 1
        assert len(opened.Root.StructTreeRoot.K[0].K) == 30


def test_a_run_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "tout.pdf"
    out.write_bytes(b"ancien")

    def broken() -> Any:
        yield letter_of("refus")
        raise ValueError("dossier illisible")

    with pytest.raises(ValueError, match="dossier illisible"):
        make_many(broken(), out)
    with pytest.raises(ValueError, match="Aucun courrier"):
        make_many([], out)
    assert out.read_bytes() == b"ancien"
    assert [path.name for path in tmp_path.iterdir()] == ["tout.pdf"]
