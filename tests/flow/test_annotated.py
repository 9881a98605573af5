"""The copy of a piece of a real dossier: which notes it holds, for whom."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from db import queries
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.annotated import annotated_piece, write_copy
from desktop.flow.pieces import add_piece
from desktop.letters.annotated import CannotAnnotate
from desktop.paths import resources
from tests.office import application, bring
from tests.ui.desk import pdf

FONTS = resources() / "fonts"
ME = "A. Exemple"


@pytest.fixture
def dossier(store: Store) -> bytes:
    bring(store, application())
    return queries.list_ids(store.reader)[0]


@pytest.fixture
def piece(store: Store, dossier: bytes) -> bytes:
    content = pdf("Statuts de l'association", "Article 2 : lecture pour tous")
    key: bytes = store.do(add_piece, dossier=dossier, name="Statuts.pdf", content=content).value
    challenge = queries.challenges(store.reader)[3].id
    for audience, text in (
        ("team", "Pour l’équipe"),
        ("committee", "Pour le comité"),
        ("applicant", "Pour le porteur"),
    ):
        store.do(
            annotate, dossier=dossier, place=f"piece:{key.hex()}", page=1, rects=[(72, 730, 200, 745)],
            quote="Article 2", challenge=challenge, strength=2, text=text, audience=audience,
        )  # fmt: skip
    for author, text in ((ME, "Secret à moi"), ("B. Autre", "Secret de B.")):
        store.author = author
        store.do(annotate, dossier=dossier, place=f"piece:{key.hex()}", page=1, text=text, audience="me")
    store.author = ME
    return key


def said(store: Store, dossier: bytes, piece: bytes, audience: str) -> str:
    made = annotated_piece(
        store.reader,
        dossier,
        piece,
        store.files,
        FONTS,
        person=ME,
        audience=audience,
        today=dt.date(2026, 3, 12),
    )
    with pdfium.PdfDocument(made) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(
    ("audience", "seen", "unseen"),
    [
        ("team", ("Pour l’équipe", "Pour le comité", "Pour le porteur"), ("Secret",)),
        ("committee", ("Pour le comité", "Pour le porteur"), ("Pour l’équipe", "Secret")),
        ("applicant", ("Pour le porteur",), ("Pour l’équipe", "Pour le comité", "Secret")),
        ("me", ("Pour l’équipe", "Secret à moi"), ("Secret de B.",)),
    ],
)
def test_a_copy_holds_the_notes_of_its_readers(
    store: Store, dossier: bytes, piece: bytes, audience: str, seen: tuple[str, ...], unseen: tuple[str, ...]
) -> None:
    words = said(store, dossier, piece, audience)
    assert all(text in words for text in seen) and not any(text in words for text in unseen)
    assert "Copie annotée du 12/03/2026 · dossier 2026-0001" in words and "défi 4, moyen" in words


def test_the_piece_alone_is_copied_without_a_note(store: Store, dossier: bytes, piece: bytes) -> None:
    words = said(store, dossier, piece, "none")
    assert "Article 2" in words
    assert not any(text in words for text in ("Pour l’équipe", "Pour le porteur", "Secret", "Copie annotée"))


def test_words_and_pictures_are_copied_too_and_nothing_else(store: Store, dossier: bytes) -> None:
    text = store.do(add_piece, dossier=dossier, name="note.txt", content="Une note d’accueil.".encode()).value
    assert "Une note d’accueil." in said(store, dossier, text, "team")
    other = store.do(add_piece, dossier=dossier, name="archive.bin", content=b"\x00\x01\x02").value
    with pytest.raises(CannotAnnotate, match="ni un PDF"):
        said(store, dossier, other, "team")
    announced = next(row.id for row in queries.pieces(store.reader, dossier) if not row.sha256)
    with pytest.raises(CannotAnnotate, match="n’est pas dans la base"):
        said(store, dossier, announced, "team")


def test_a_copy_is_written_whole(store: Store, dossier: bytes, piece: bytes, tmp_path: Path) -> None:
    out = tmp_path / "copie.pdf"
    write_copy(store.reader, dossier, piece, store.files, FONTS, out, person=ME)
    assert out.read_bytes().startswith(b"%PDF-") and list(tmp_path.glob("*.part")) == []
