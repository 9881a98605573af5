"""The words of each kind of document, and what is said of those that have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.exchange.piece_text import read_words
from tests.exchange import written
from tests.ui.desk import pdf


def words(folder: Path, content: bytes, mime: str = "") -> tuple[str, str]:
    """As it is kept: under a name that says nothing."""
    path = folder / "3f9a"
    path.write_bytes(content)
    return read_words(path, mime)


def test_a_word_document_with_its_header(tmp_path: Path) -> None:
    text, kind = words(tmp_path, written.docx("La péniche des hirondelles", "Deuxième", header="En-tête"))
    assert kind == "text"
    assert text.split("\n")[0] == "La péniche des hirondelles", "runs make one paragraph"
    assert "Deuxième" in text and "En-tête" in text and "jamais lu" not in text


def test_an_open_document(tmp_path: Path) -> None:
    text, kind = words(tmp_path, written.odt("La péniche", "des hirondelles"))
    assert (kind, text.split("\n")) == ("text", ["La péniche fin", "des hirondelles fin"])


def test_rich_text(tmp_path: Path) -> None:
    text, kind = words(tmp_path, written.rtf("La péniche – d’Étouvie"))
    assert (kind, text) == ("text", "La péniche – d’Étouvie\nDeuxième ligne")


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Péniche", 12])
    book.save(tmp_path / "budget.xlsx")
    text, kind = words(tmp_path, (tmp_path / "budget.xlsx").read_bytes())
    assert (kind, text) == ("text", "Péniche 12")


def test_a_mail_and_plain_text_in_an_old_encoding(tmp_path: Path) -> None:
    text, kind = words(tmp_path, written.MAIL)
    assert kind == "text" and "relevé des hirondelles" in text and "Pieces du dossier" in text
    assert words(tmp_path, "La péniche\n".encode("cp1252")) == ("La péniche\n", "text")
    assert words(tmp_path, b"<html><body><p>La p&eacute;niche</p></body></html>")[0].strip() == "La péniche"


def test_a_pdf_with_words(tmp_path: Path) -> None:
    text, kind = words(tmp_path, pdf("Article 2"))
    assert kind == "text" and "Article 2" in text


@pytest.mark.parametrize(
    ("content", "mime", "kind"),
    [
        (written.scan(), "application/pdf", "image"),
        (written.blank(), "application/pdf", "empty"),
        (written.bitmap(), "", "image"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png", "image"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "", "image"),
        (b"anything", "image/jpeg", "image"),
        (b"", "", "empty"),
        (b"  \n", "text/plain", "empty"),
        (b"%PDF-1.7 rien", "application/pdf", "unreadable"),
        (b"\x7fELF" + bytes(200), "", "unreadable"),
        (written.docx("x")[:200], "", "unreadable"),
        (written.zipped({"a.txt": "x"}), "application/zip", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/msword", "unreadable"),
        (b"BM est un texte qui commence par deux lettres", "text/plain", "text"),
    ],
)
def test_what_has_no_words_says_why(tmp_path: Path, content: bytes, mime: str, kind: str) -> None:
    assert words(tmp_path, content, mime)[1] == kind


def test_hostile_documents_are_refused(tmp_path: Path) -> None:
    head = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert words(tmp_path, written.docx("&b;", head=head)) == ("", "unreadable")
    bomb = written.zipped({"word/document.xml": b" " * 60_000_000})
    assert words(tmp_path, bomb) == ("", "unreadable")
    broken = written.zipped({"word/document.xml": f"<w:document {written.W}><w:t>x"})
    assert words(tmp_path, broken) == ("", "unreadable")
    unknown = '<?xml version="1.0" encoding="QTF-8"?>'
    assert words(tmp_path, written.docx("x", head=unknown)) == ("", "unreadable")
    deep = "<w:p>" * 200_000
    nested = written.zipped({"word/document.xml": f"<w:document {written.W}>{deep}"})
    assert words(tmp_path, nested) == ("", "unreadable")
