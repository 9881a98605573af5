"""The words of a piece are found by the search, whatever its kind; a bad piece has none."""

from __future__ import annotations

import datetime as dt

from db import queries
from db.search import seek
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.notify import compose, prepare_decided
from desktop.flow.pieces import add_piece, set_piece
from desktop.flow.texts import read_texts
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests.exchange import written
from tests.office import application, bring


def test_the_words_of_a_piece_are_found(store: Store) -> None:
    (intake,) = bring(store, application())
    assert intake.dossier
    store.do(decide, dossier=intake.dossier, outcome="refused", reasons=["HORS_DEFIS"])
    store.do(prepare_decided)
    (row,) = queries.letters_of(store.reader, intake.dossier)
    pdf = make(compose(store.reader, row, load(resources() / "letters"), dt.date(2026, 3, 1)).letter)
    for name, content in (
        ("statuts.pdf", pdf),
        ("notes.txt", "La péniche des hirondelles".encode()),
        ("abime.pdf", b"%PDF-1.7 rien"),
    ):
        store.do(add_piece, dossier=intake.dossier, name=name, content=content)
    while read_texts(store):
        pass
    while store.index_search():
        pass
    assert {hit.ent for hit in seek(store.reader, "peniche hirond")} == {"piece"}
    assert "piece" in {hit.ent for hit in seek(store.reader, "tribunal")}
    statutes = next(p for p in queries.pieces(store.reader, intake.dossier) if p.name == "statuts.pdf")
    assert (statutes.kind, statutes.state) == ("statuts", "received")
    store.do(set_piece, piece=statutes.id, state="refused", reason="page manquante")
    row_ = next(p for p in queries.pieces(store.reader, intake.dossier) if p.name == "statuts.pdf")
    assert (row_.state, row_.reason) == ("refused", "page manquante")


def test_each_kind_of_document_is_found_and_an_image_says_so(store: Store) -> None:
    (intake,) = bring(store, application())
    assert intake.dossier
    contents = {
        "Projet associatif.docx": written.docx("Un atelier de pirouettes au pied des tours"),
        "Compte rendu.odt": written.odt("Les pirouettes de juin"),
        "RIB.jpg": b"\xff\xd8\xff\xe0" + bytes(40),
        "Scan.pdf": written.scan(),
    }
    for name, content in contents.items():
        store.do(add_piece, dossier=intake.dossier, name=name, content=content)
    while read_texts(store):
        pass
    while store.index_search():
        pass
    hits = [hit for hit in seek(store.reader, "pirouettes") if hit.ent == "piece"]
    assert {hit.title.split(".")[0] for hit in hits} == {"Projet associatif", "Compte rendu"}
    assert all("\x02pirouettes\x03" in hit.snippet for hit in hits)
    kinds = {p.name: p.text_kind for p in queries.pieces(store.reader, intake.dossier) if p.name}
    assert kinds == {
        "Projet associatif.docx": "text", "Compte rendu.odt": "text", "RIB.jpg": "image", "Scan.pdf": "image",
    }  # fmt: skip


def test_what_an_earlier_version_could_not_read_is_read_again_once(store: Store) -> None:
    (intake,) = bring(store, application())
    assert intake.dossier
    store.do(add_piece, dossier=intake.dossier, name="photo.png", content=b"\x89PNG\r\n\x1a\n" + bytes(40))
    with store.write_raw() as connection:
        connection.execute("INSERT INTO piece_text(sha256, text) SELECT sha256, '' FROM file")
    assert (read_texts(store), read_texts(store)) == (1, 0)
    assert store.reader.execute("SELECT kind FROM piece_text").fetchall() == [("image",)]
