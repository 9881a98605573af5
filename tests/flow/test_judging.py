"""Annotating, proposing, deciding: what each verb refuses, writes and takes back."""

from __future__ import annotations

import pytest

from db import queries
from db.store import Store
from desktop.flow import annotate as notes
from desktop.flow.decide import CannotDecide, decide, reopen
from desktop.flow.history import events
from desktop.flow.instruct import label, move, propose, to_committee
from tests.office import TEXT, application, bring


@pytest.fixture
def dossier(store: Store) -> bytes:
    (intake,) = bring(store, application())
    assert intake.dossier
    return intake.dossier


def challenge(store: Store, code: str) -> bytes:
    return next(row.id for row in queries.challenges(store.reader) if row.code == code)


def funder(store: Store, code: str) -> bytes:
    return next(row.id for row in queries.funders(store.reader) if row.code == code)


def test_an_annotation_holds_its_passage_and_raises_the_mark(store: Store, dossier: bytes) -> None:
    start = TEXT.index("enfants de 3")
    store.do(
        notes.annotate, dossier=dossier, place="section:objectives", start=start, end=start + 12,
        quote="enfants de 3", challenge=challenge(store, "D04"), strength=3, text="Âge visé",
    )  # fmt: skip
    (note,) = queries.notes(store.reader, dossier)
    assert (note.quote, note.challenge, note.strength, note.author) == (
        "enfants de 3",
        "D04",
        3,
        "A. Exemple",
    )
    assert TEXT[: note.start].endswith(note.before) and note.before
    assert queries.list_rows(store.reader, [dossier])[0].levels[3] == 3
    assert store.next_undo()[0] == "Annoter le défi 4 · Réussite"
    store.undo()
    assert queries.notes(store.reader, dossier) == []
    assert queries.list_rows(store.reader, [dossier])[0].levels[3] == 0


def test_a_mark_needs_a_reason_and_keeps_its_history(store: Store, dossier: bytes) -> None:
    key = challenge(store, "D07")
    with pytest.raises(ValueError, match="justifie"):
        store.do(notes.mark, dossier=dossier, challenge=key, level=2)
    store.do(notes.mark, dossier=dossier, challenge=key, level=2, reason="Public éloigné")
    store.do(notes.mark, dossier=dossier, challenge=key, level=3, reason="Visite du 3 mars")
    told = [(e.what, e.before, e.after) for e in events(store.reader, dossier) if e.what == "Force"]
    assert told == [("Force", "Moyen", "Fort")]


def test_a_search_finds_a_note_and_a_query_finds_a_quarter(store: Store, dossier: bytes) -> None:
    from db.search import seek
    from desktop.rules.query import parse, to_tree

    store.do(notes.annotate, dossier=dossier, place="dossier", text="Demander la médiathèque")
    while store.index_search():
        pass
    assert {hit.ent for hit in seek(store.reader, "MEDIATH")} == {"annotation", "dossier"}
    for query in (
        "quartier:étouvie",
        "étape:reçu",
        "demandé>=12000 lecture",
        "défi:4",
        "-quartier:nord",
        "note:mediatheque",
    ):
        assert queries.list_ids(store.reader, to_tree(parse(query))) == [dossier], query
    for query in ("quartier:nord", "demandé>12000", "sauf lecture", "défi:4>=2", "décision:refus"):
        assert queries.list_ids(store.reader, to_tree(parse(query))) == [], query


def test_a_proposal_then_a_pending_decision(store: Store, dossier: bytes) -> None:
    with pytest.raises(ValueError, match="proposition"):
        store.do(to_committee, dossier=dossier)
    amounts = {funder(store, "METROPOLE"): 5_000_00, funder(store, "ETAT147"): 4_000_00}
    store.do(propose, dossier=dossier, amounts=amounts, reason="Action utile")
    store.do(to_committee, dossier=dossier)
    row = queries.list_rows(store.reader, [dossier])[0]
    assert (row.proposed, row.stage) == (9_000_00, "ready")
    store.do(decide, dossier=dossier, outcome="granted", amounts=amounts)
    decision = queries.decision(store.reader, dossier)
    assert decision is not None and (decision.outcome, decision.state) == ("partial", "pending")
    with pytest.raises(ValueError, match="décidé"):
        store.do(propose, dossier=dossier, amounts={})
    store.do(reopen, dossier=dossier, reason="Erreur de saisie du montant")
    head = queries.head(store.reader, dossier)
    assert head is not None and head.stage == "ready"


def test_a_refusal_names_its_reason(store: Store, dossier: bytes) -> None:
    with pytest.raises(CannotDecide, match="motif"):
        store.do(decide, dossier=dossier, outcome="refused")
    assert queries.decision(store.reader, dossier) is None
    store.do(decide, dossier=dossier, outcome="refused", reasons=["HORS_DEFIS"])
    assert [code for code, _, _ in queries.reasons_of(store.reader, dossier)] == ["HORS_DEFIS"]


def test_a_label_and_a_forbidden_move(store: Store, dossier: bytes) -> None:
    store.do(label, dossier=dossier, name="Visite à prévoir")
    assert [name for _, name, _ in queries.labels(store.reader, dossier)] == ["Visite à prévoir"]
    with pytest.raises(ValueError):
        store.do(move, dossier=dossier, stage="notified")
