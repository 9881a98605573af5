"""Letters: prepared, looked at, edited, issued once under a number, printed again as a duplicate."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from db import models as m
from db import queries
from db.keys import key_of
from db.store import Store
from db.undo import CannotUndo
from desktop.flow.decide import CannotDecide, decide
from desktop.flow.files import broken, place_of
from desktop.flow.notify import (
    Blocked,
    compose,
    edit,
    issue,
    prepare,
    prepare_decided,
    print_again,
    regenerate,
)
from desktop.letters.letter import make
from desktop.letters.model import edited, paragraphs
from desktop.letters.template import load
from desktop.paths import resources
from tests.office import application, bring

TEMPLATES = load(resources() / "letters")
DAY = dt.date(2026, 3, 14)


def granted(store: Store, **changes: object) -> bytes:
    (intake,) = bring(store, application(**changes))
    assert intake.dossier
    funders = {row.code: row.id for row in queries.funders(store.reader)}
    amounts = {funders["METROPOLE"]: 5_000_00, funders["ETAT147"]: 4_000_00}
    store.do(
        decide, dossier=intake.dossier, outcome="granted", amounts=amounts, decided_on=dt.date(2026, 3, 12)
    )
    return intake.dossier


def only(store: Store, dossier: bytes):  # type: ignore[no-untyped-def]
    (row,) = queries.letters_of(store.reader, dossier)
    return row


def test_a_green_letter_is_issued_and_final(store: Store) -> None:
    dossier = granted(store)
    (letter,) = store.do(prepare_decided).value
    draft = compose(store.reader, only(store, dossier), TEMPLATES, DAY)
    assert draft.green, [finding.sentence for finding in draft.findings]
    number = store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=DAY).value
    assert number == "C2026-0001"
    row = only(store, dossier)
    assert (row.state, row.number, row.copies) == ("issued", number, 1)
    decision = queries.decision(store.reader, dossier)
    assert decision is not None and (decision.state, decision.notified_on) == ("notified", "2026-03-14")
    content = place_of(store.files, row.sha256).read_bytes()
    with pdfium.PdfDocument(content) as document:
        text = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    for words in (
        "neuf mille euros",
        "9\u202f000\u00a0€",
        "C2026-0001",
        "30 juin 2027",
        "tribunal administratif",
    ):
        assert " ".join(words.split()) in " ".join(text.split()), words
    assert broken(store.files, [row.sha256]) == []
    with pytest.raises(CannotUndo, match="registre"):
        store.undo()
    with pytest.raises(Blocked, match="duplicata"):
        store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=DAY)
    with pytest.raises(CannotDecide, match="notifiée"):
        store.do(decide, dossier=dossier, outcome="refused", reasons=["HORS_DEFIS"])
    assert store.do(print_again, letter=letter).value == 2


def test_a_missing_address_blocks_the_letter(store: Store) -> None:
    bare = application()
    bare.applicant.address = bare.applicant.postcode = bare.applicant.city = ""
    (intake,) = bring(store, bare)
    store.do(decide, dossier=intake.dossier, outcome="refused", reasons=["HORS_DEFIS"])
    (letter,) = store.do(prepare_decided).value
    with pytest.raises(Blocked, match="adresse"):
        store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=DAY)
    assert only(store, intake.dossier or b"").state == "draft"


def test_an_edit_by_hand_is_kept_and_marked_and_can_be_dropped(store: Store) -> None:
    dossier = granted(store)
    letter = store.do(prepare, dossier=dossier, template="accord_partiel").value
    draft = compose(store.reader, only(store, dossier), TEMPLATES, DAY)
    texts = paragraphs(draft.letter)
    texts[0] = "Vous avez déposé une demande, et je vous en remercie."
    store.do(edit, letter=letter, body=edited(draft.letter, texts))
    again = compose(store.reader, only(store, dossier), TEMPLATES, DAY)
    assert again.letter.edited and paragraphs(again.letter)[0].startswith("Vous avez déposé une demande, et")
    store.do(regenerate, letter=letter)
    assert compose(store.reader, only(store, dossier), TEMPLATES, DAY).letter == draft.letter


def test_words_that_contradict_the_decision_never_leave(store: Store) -> None:
    dossier = granted(store)
    letter = store.do(prepare, dossier=dossier, template="accord_partiel").value
    draft = compose(store.reader, only(store, dossier), TEMPLATES, DAY)
    wrong = [text.replace("9\u202f000", "8\u202f000") for text in paragraphs(draft.letter)]
    store.do(edit, letter=letter, body=replace(edited(draft.letter, wrong)))
    bad = compose(store.reader, only(store, dossier), TEMPLATES, DAY)
    assert not bad.green
    with pytest.raises(Blocked):
        store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=DAY)


def test_the_acknowledgement_and_the_request_for_pieces_are_green(store: Store) -> None:
    (intake,) = bring(store, application())
    for template in ("accuse_reception", "pieces_manquantes"):
        store.do(prepare, dossier=intake.dossier, template=template)
    for row in queries.letters_of(store.reader, intake.dossier or b""):
        draft = compose(store.reader, row, TEMPLATES, dt.date(2026, 1, 12))
        assert draft.green, (row.template, [f.sentence for f in draft.findings])


def test_another_decision_leaves_one_letter_in_the_outbox(store: Store) -> None:
    dossier = granted(store)
    store.do(prepare_decided)
    store.do(decide, dossier=dossier, outcome="refused", reasons=["HORS_DEFIS"], motive="Erreur de saisie")
    store.do(prepare_decided)
    assert [row.template for row in queries.outbox(store.reader)] == ["refus"]


def test_a_letter_never_announces_another_outcome_than_the_decision(store: Store) -> None:
    dossier = granted(store)
    refusal = store.do(prepare, dossier=dossier, template="refus").value
    with pytest.raises(Blocked, match="La décision est maintenant « Accord partiel »"):
        store.do(issue, letter=refusal, templates=TEMPLATES, make=make, today=DAY)


def test_a_letter_cites_the_session_and_the_deliberation_of_its_decision(store: Store) -> None:
    dossier = granted(store)
    store.do(_sit, dossier=dossier)
    store.do(prepare_decided)
    draft = compose(store.reader, only(store, dossier), TEMPLATES, DAY)
    body = " ".join(" ".join(text for _, text in draft.letter.words()).split())
    assert "comité réuni le 5 mars 2026, la délibération n° 2026-31 du 10 mars 2026" in body
    assert draft.green


def _sit(session, *, dossier: bytes) -> None:  # type: ignore[no-untyped-def]
    session.add(
        m.Committee(
            id=key_of("committee", "essai"), code="S2026-01", name="Comité", held_on=dt.date(2026, 3, 5),
            state="closed", act="2026-31", act_on=dt.date(2026, 3, 10),
        )
    )  # fmt: skip
    session.get_one(m.Decision, key_of("decision", dossier)).committee_id = key_of("committee", "essai")
