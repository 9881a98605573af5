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
