"""Documents: nothing lost, nothing over the edge, no heading or total left alone, every word tagged."""

from __future__ import annotations

import io
from collections import Counter

import docx
import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.letters.document import (
    Column,
    Document,
    Grid,
    Heading,
    NewPage,
    Part,
    Row,
    Signatures,
    listed_items,
    said,
)
from desktop.letters.letter import make_document
from desktop.letters.tabling import fitted
from desktop.letters.word_file import make_word

LONG = "Les familles rencontrées ne fréquentent ni la médiathèque ni le centre social. "
COLUMNS = (Column("Repère", 1), Column("Porteur", 3), Column("Montant", 1, "right"))


def whole(*parts: Part, landscape: bool = False, watermark: str = "") -> Document:
    return Document(
        "Titre du papier", parts, "sous-titre", ("Collectivité", "Service"), "C", "pied", "Collectivité",
        "2026-03-03", landscape, watermark,
    )  # fmt: skip


def pages(content: bytes) -> list[str]:
    with pdfium.PdfDocument(content) as pdf:
        return [" ".join(pdf[i].get_textpage().get_text_range().split()) for i in range(len(pdf))]


def table(count: int, text: str = "Association") -> Grid:
    rows = [Row(("Groupe",), "group")]
    rows += [Row((f"R{at:03}", text, "1 234 567,00 €")) for at in range(count)]
    return Grid(COLUMNS, (*rows, Row(("", "Total", "99 999 999,99 €"), "total")))


def outside(content: bytes) -> list[str]:
    """Letters that stand over the edge of their page."""
    found = []
    with pdfium.PdfDocument(content) as pdf:
        for page in pdf:
            wide, high = page.get_size()
            words = page.get_textpage()
            for at in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(at)
                over = left < 20 or right > wide - 20 or bottom < 20 or top > high
                if over and words.get_text_range(at, 1).strip():
                    found.append(words.get_text_range(at, 1))
            words.close()
    return found


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("count", [1, 20, 30, 31, 32, 33, 90])
def test_a_table_says_its_headings_on_each_page_and_keeps_its_total_with_a_row(
    count: int, landscape: bool
) -> None:
    content = make_document(whole(Heading("Avant", 2), table(count), landscape=landscape))
    found = pages(content)
    for page in found:
        assert "Repère" in page and "R0" in page  # no page with a heading or a total alone
    together = " ".join(found)
    assert all(together.count(f"R{at:03}") == 1 for at in range(count))
    assert "99 999 999,99 €" in found[-1] and outside(content) == []


def test_a_cell_longer_than_a_page_goes_on(tmp_path: object) -> None:
    content = make_document(whole(table(2, LONG * 51 * 2)))
    found = pages(content)
    assert len(found) > 2 and " ".join(found).count("médiathèque") == 51 * 2 * 2
    assert outside(content) == []


@pytest.mark.parametrize("count", range(24, 40))
def test_the_name_of_a_group_stays_with_its_first_row(count: int) -> None:
    rows = [Row((f"R{at:03}", "Association", "1 €")) for at in range(count)]
    tall = Row(("R999", "Association\n" * 9, "1 €"))
    grid = Grid(COLUMNS, (*rows, Row(("Groupe lié",), "group"), tall, Row(("", "Total", "2 €"), "total")))
    page = next(page for page in pages(make_document(whole(grid))) if "Groupe lié" in page)
    assert "R999" in page.split("Groupe lié")[1]


@pytest.mark.parametrize("lines", range(34, 48))
def test_a_heading_never_stays_at_the_foot(lines: int) -> None:
    text = [said(f"Ligne {at}.") for at in range(lines)]
    end = (Heading("Titre lié", 2), said(LONG), Signatures((("Signé", "X"),)))
    found = pages(make_document(whole(*text, *end)))
    page = next(page for page in found if "Titre lié" in page)
    assert "Les familles" in page.split("Titre lié")[1]


def test_every_word_is_tagged_once_and_tables_have_their_headings() -> None:
    content = make_document(
        whole(Heading("Un", 1), said("**Gras** et maigre."), listed_items(["a", "b"]), table(60), NewPage(),
              Heading("Deux", 3), Signatures((("A", "b"), ("C", "d"))), watermark="PROJET")
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked) and str(root.Lang) == "fr-FR"
        tags: Counter[str] = Counter()
        owned = 0

        def walk(node: pikepdf.Object) -> None:
            nonlocal owned
            tags[str(node.S)] += 1
            for kid in node.get("/K", []):
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    walk(kid)
                else:
                    owned += 1

        walk(root.StructTreeRoot.K[0])
        marks = sum(page.Contents.read_bytes().count(b"/MCID") for page in pdf.pages)
        assert owned == marks and tags["/Table"] == 1
        assert tags["/TR"] == 63 and tags["/LI"] == 2 and tags["/H1"] == 1 and tags["/H2"] == 1
        with pdf.open_metadata() as told:
            assert told["pdfaid:part"] == "2" and told["pdfuaid:part"] == "1"


def test_the_same_words_give_the_same_bytes() -> None:
    assert make_document(whole(table(5))) == make_document(whole(table(5)))


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60)


@given(st.lists(st.tuples(words, words, words), max_size=12), words)
@settings(max_examples=25)
def test_any_words_make_whole_files(cells: list[tuple[str, str, str]], text: str) -> None:
    made = whole(said(text), Grid(COLUMNS, tuple(Row(row) for row in cells)), listed_items([text]))
    with pdfium.PdfDocument(make_document(made)) as pdf:
        assert len(pdf) >= 1
    docx.Document(io.BytesIO(make_word(made)))


@given(
    st.lists(st.tuples(st.floats(0.5, 6), st.floats(5, 300)), min_size=1, max_size=11), st.floats(300, 900)
)
def test_columns_fill_the_line(columns: list[tuple[float, float]], wide: float) -> None:
    shares, needed = [c[0] for c in columns], [c[1] for c in columns]
    made = fitted(shares, needed, wide)
    assert sum(made) == pytest.approx(wide) and all(width > 0 for width in made)
    least = [min(need, wide / 3) for need in needed]
    if sum(least) < wide:
        assert all(width >= need - 0.01 for width, need in zip(made, least, strict=True))
