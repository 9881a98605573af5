"""The second look before letters leave: asked, given by another, sent back, taken back by a change."""

from __future__ import annotations

import datetime as dt

import pytest

from db import models as m
from db import queries
from db.queries.letters import LetterRow
from db.store import Store
from desktop.flow import approve as look
from desktop.flow.decide import decide
from desktop.flow.interests import declare
from desktop.flow.notify import Blocked, compose, edit, issue, prepare_decided
from desktop.letters.letter import make
from desktop.letters.model import edited, paragraphs
from desktop.letters.template import load
from desktop.paths import resources
from tests.office import application, bring

TEMPLATES = load(resources() / "letters")
DAY, LATER = dt.date(2026, 3, 14), dt.date(2026, 3, 20)
CHIEF = "C. Responsable"


def prepared(store: Store, count: int = 1) -> list[LetterRow]:
    bring(store, *(application(f"2650{rank:04}") for rank in range(count)))
    funder = queries.funders(store.reader)[0].id
    for key in queries.list_ids(store.reader):
        store.do(decide, dossier=key, outcome="granted", amounts={funder: 9_000_00}, decided_on=DAY)
    store.do(prepare_decided)
    return queries.outbox(store.reader)


def row_of(store: Store, letter: LetterRow) -> LetterRow:
    (row,) = [row for row in queries.letter_list(store.reader) if row.id == letter.id]
    return row


def standing(store: Store, letter: LetterRow, day: dt.date = DAY) -> str:
    row = row_of(store, letter)
    words = compose(store.reader, row, TEMPLATES, day).letter
    return look.standing(store.reader, row, TEMPLATES, day, words)


def as_chief(store: Store) -> Store:
    store.author = CHIEF
    return store


def approve_as_chief(store: Store, *letters: LetterRow) -> look.Looked:
    mine, store.author = store.author, CHIEF
    done: look.Looked = store.do(
        look.approve, letters=[row.id for row in letters], templates=TEMPLATES, today=DAY
    ).value
    store.author = mine
    return done


def send(store: Store, letter: LetterRow, day: dt.date = DAY) -> str:
    return str(store.do(issue, letter=letter.id, templates=TEMPLATES, make=make, today=day).value)


def test_the_verb_itself_holds_back_what_nobody_looked_at(store: Store) -> None:
    (letter,) = prepared(store)
    store.do(look.require, level="decisions")
    with pytest.raises(Blocked, match="second regard"):
        send(store, letter)
    store.do(look.ask, letters=[letter.id])
    with pytest.raises(Blocked, match="attend d’être approuvé"):
        send(store, letter)
    approve_as_chief(store, letter)
    assert send(store, letter, LATER) == "C2026-0001"
    row = row_of(store, letter)
    assert (row.approval, row.approved_by, (row.approved_at or "")[:10]) == ("approved", CHIEF, "2026-03-14")


def test_who_prepared_or_wrote_in_a_letter_does_not_approve_it(store: Store) -> None:
    one, two = prepared(store, 2)
    store.do(look.ask, letters=[one.id, two.id])
    with pytest.raises(ValueError, match="un autre regard"):
        store.do(look.approve, letters=[one.id], templates=TEMPLATES, today=DAY)
    as_chief(store)
    draft = compose(store.reader, row_of(store, two), TEMPLATES, DAY)
    store.do(edit, letter=two.id, body=edited(draft.letter, paragraphs(draft.letter)))
    done = store.do(look.approve, letters=[one.id, two.id], templates=TEMPLATES, today=DAY).value
    assert done.done == [one.id]
    assert len(done.refused) == 1 and done.refused[0].startswith(two.applicant)
    assert standing(store, two) == "asked"


def test_an_approval_is_taken_back_by_other_words_other_amounts_another_signatory(store: Store) -> None:
    letters = prepared(store, 4)
    approve_as_chief(store, *letters)
    words, amount, address, signer = letters
    assert {standing(store, row, LATER) for row in letters} == {"approved"}
    draft = compose(store.reader, row_of(store, words), TEMPLATES, DAY)
    texts = paragraphs(draft.letter)
    texts[-1] += " Merci."
    store.do(edit, letter=words.id, body=edited(draft.letter, texts))
    funder = queries.funders(store.reader)[0].id
    decide_again(store, amount.dossier_id, funder)
    store.do(_move, dossier=address.dossier_id)
    for row in (words, amount, address):
        assert standing(store, row, LATER) == "changed", row.applicant
        with pytest.raises(Blocked, match="a changé depuis"):
            send(store, row, LATER)
    assert standing(store, signer, LATER) == "approved"
    store.do(_sign)
    assert standing(store, signer, LATER) == "changed"


def decide_again(store: Store, dossier: bytes, funder: bytes) -> None:
    store.do(
        decide, dossier=dossier, outcome="granted", amounts={funder: 8_000_00}, decided_on=DAY,
        motive="Erreur",
    )  # fmt: skip


def _move(session, *, dossier: bytes) -> None:  # type: ignore[no-untyped-def]
    applicant = session.get_one(m.Applicant, session.get_one(m.Dossier, dossier).applicant_id)
    applicant.address = "3 rue des Tilleuls"


def _sign(session) -> None:  # type: ignore[no-untyped-def]
    for row in session.query(m.Signatory):
        row.name = "Alex Exemple"


def test_the_amount_put_back_gives_the_approval_back(store: Store) -> None:
    (letter,) = prepared(store)
    approve_as_chief(store, letter)
    funder = queries.funders(store.reader)[0].id
    decide_again(store, letter.dossier_id, funder)
    assert standing(store, letter) == "changed"
    store.undo()
    assert standing(store, letter) == "approved"


def test_a_letter_sent_back_keeps_its_note_and_waits(store: Store) -> None:
    (letter,) = prepared(store)
    store.do(look.ask, letters=[letter.id])
    as_chief(store)
    with pytest.raises(ValueError, match="en une phrase"):
        store.do(look.send_back, letter=letter.id, note="  ")
    store.do(look.send_back, letter=letter.id, note="Le lieu n’est pas le bon.")
    row = row_of(store, letter)
    assert (standing(store, letter), row.approved_by) == ("returned", CHIEF)
    with pytest.raises(Blocked, match="Le lieu n’est pas le bon"):
        send(store, letter)
    store.do(look.ask, letters=[letter.id])
    assert row_of(store, letter).approval_note == ""


def test_many_letters_are_approved_in_one_step_and_one_undo(store: Store) -> None:
    letters = prepared(store, 5)
    keys = [row.id for row in letters]
    store.do(look.ask, letters=keys)
    assert store.next_undo()[0] == "Demander un second regard sur 5 courriers"
    assert approve_as_chief(store, *letters).done == keys
    assert store.next_undo()[0] == "Approuver 5 courriers"
    store.undo()
    assert {standing(store, row) for row in letters} == {"asked"}
    store.do(look.unask, letters=keys)
    assert {standing(store, row) for row in letters} == {""}


def test_a_red_letter_and_a_closed_dossier_are_not_approved(store: Store) -> None:
    red, closed = prepared(store, 2)
    store.do(_no_address, dossier=red.dossier_id)
    as_chief(store)
    store.do(declare, dossier=closed.dossier_id, nature="membre du bureau")
    with pytest.raises(ValueError, match="code postal") as refusal:
        store.do(look.approve, letters=[red.id, closed.id], templates=TEMPLATES, today=DAY)
    assert "vous est fermé" in str(refusal.value)


def _no_address(session, *, dossier: bytes) -> None:  # type: ignore[no-untyped-def]
    applicant = session.get_one(m.Applicant, session.get_one(m.Dossier, dossier).applicant_id)
    applicant.address = applicant.postcode = applicant.city = ""


def test_the_rule_of_the_office_is_one_of_three(store: Store) -> None:
    with pytest.raises(ValueError, match="never, decisions, all"):
        store.do(look.require, level="toujours")
    assert look.level_of(store.reader) == "never"
    store.do(look.require, level="all")
    assert look.level_of(store.reader) == "all"
