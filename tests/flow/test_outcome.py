"""What follows a decision: its conditions, its reopening, the proof that the applicant was told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from db import queries
from db.queries.day import work_of
from db.queries.outcome import conditions_of, notices, notices_of, reopening, to_follow
from db.store import Store
from desktop.flow.agenda import dates_of
from desktop.flow.conditions import date_condition, meet_condition, open_condition, waive_condition
from desktop.flow.decide import CannotDecide, decide, reopen
from desktop.flow.instruct import move
from desktop.flow.interests import declare
from desktop.flow.notify import Blocked, issue, prepare_decided
from desktop.flow.pieces import add_piece
from desktop.flow.proofs import (
    CannotProve,
    attach_proof,
    drop_proof,
    note_receipt,
    post_letters,
    tell_otherwise,
)
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.agenda import terms
from desktop.rules.query import parse, to_tree
from tests.office import application, bring

RIB, INSURANCE = "Fournir un RIB à jour", "Fournir l’attestation d’assurance"
TODAY = dt.date.today()


@pytest.fixture
def dossier(store: Store) -> bytes:
    key = bring(store, application())[0].dossier
    assert key is not None
    grant(store, key, [RIB, INSURANCE])
    return key


def grant(store: Store, key: bytes, conditions: list[str], amount: int = 9_000_00) -> None:
    state = queries.funders(store.reader)[0].id
    store.do(decide, dossier=key, outcome="granted", amounts={state: amount}, conditions=conditions)


def answers(store: Store, query: str) -> list[bytes]:
    return queries.list_ids(store.reader, to_tree(parse(query), store.author))


def leaves(store: Store, key: bytes, day: dt.date = TODAY) -> bytes:
    """The letter of the decision, issued."""
    (letter,) = store.do(prepare_decided, dossiers=[key]).value
    store.do(issue, letter=letter, templates=load(resources() / "letters"), make=make, today=day)
    return bytes(letter)


def test_a_condition_is_dated_met_with_its_proof_or_given_up_with_its_reason(
    store: Store, dossier: bytes
) -> None:
    rib, insurance = conditions_of(store.reader, dossier)
    store.do(date_condition, condition=rib.id, due_on=TODAY - dt.timedelta(days=3))
    assert answers(store, "condition:échue") == [dossier] == answers(store, 'condition:"à suivre"')
    assert [row.text for row in to_follow(store.reader, store.author)] == [RIB, INSURANCE]
    with pytest.raises(ValueError, match="prouve"):
        store.do(meet_condition, condition=rib.id)
    with pytest.raises(ValueError, match="pourquoi"):
        store.do(waive_condition, condition=insurance.id, why=" ")
    store.do(meet_condition, condition=rib.id, proof="RIB reçu par courriel")
    store.do(waive_condition, condition=insurance.id, why="L’action se tient chez la Ville")
    assert answers(store, "condition:échue") == [] == to_follow(store.reader, store.author)
    assert answers(store, "condition:remplie") == [dossier] == answers(store, "condition:abandonnée")
    told = conditions_of(store.reader, dossier)
    assert (told[0].why, told[1].why) == ("RIB reçu par courriel", "L’action se tient chez la Ville")
    store.do(open_condition, condition=rib.id)
    assert [row.text for row in to_follow(store.reader, store.author)] == [RIB]


def test_a_piece_of_the_same_dossier_proves_and_no_other(store: Store, dossier: bytes) -> None:
    other = bring(store, application("26500002"))[0].dossier
    mine = store.do(add_piece, dossier=dossier, name="rib.pdf", content=b"%PDF rib").value
    theirs = store.do(add_piece, dossier=other, name="rib.pdf", content=b"%PDF rib").value
    rib = conditions_of(store.reader, dossier)[0]
    with pytest.raises(ValueError, match="autre dossier"):
        store.do(meet_condition, condition=rib.id, piece=theirs)
    store.do(meet_condition, condition=rib.id, piece=mine)
    assert conditions_of(store.reader, dossier)[0].piece == "RIB"


def test_deciding_again_keeps_what_became_of_the_conditions_that_stay(store: Store, dossier: bytes) -> None:
    rib = conditions_of(store.reader, dossier)[0]
    store.do(date_condition, condition=rib.id, due_on=TODAY)
    store.do(meet_condition, condition=rib.id, proof="Reçu")
    store.do(reopen, dossier=dossier, reason="Montant à corriger")
    grant(store, dossier, ["Fournir le bilan", RIB], 8_000_00)
    told = conditions_of(store.reader, dossier)
    assert [(row.text, row.met_on is not None) for row in told] == [("Fournir le bilan", False), (RIB, True)]
    assert told[1].due_on == TODAY.isoformat() and told[1].id == rib.id


def test_a_condition_is_a_date_of_the_agenda_until_it_is_met(store: Store, dossier: bytes) -> None:
    rib = conditions_of(store.reader, dossier)[0]
    day = TODAY + dt.timedelta(days=12)
    store.do(date_condition, condition=rib.id, due_on=day)
    row = work_of(store.reader, store.author, dossier)
    assert row is not None
    assert [(t.on, t.words) for t in terms(dates_of(row)) if t.kind == "condition"] == [
        (day, f"Condition : {RIB}")
    ]
    store.do(meet_condition, condition=rib.id, proof="Reçu")
    row = work_of(store.reader, store.author, dossier)
    assert row is not None and row.condition is None


def test_a_closed_dossier_shows_no_condition_and_takes_none(store: Store, dossier: bytes) -> None:
    rib = conditions_of(store.reader, dossier)[0]
    store.do(declare, dossier=dossier, nature="Membre du bureau")
    assert to_follow(store.reader, store.author) == []
    with pytest.raises(ValueError, match="vous est fermé"):
        store.do(meet_condition, condition=rib.id, proof="Reçu")


def test_reopening_asks_why_and_keeps_the_first_notification(store: Store, dossier: bytes) -> None:
    first = dt.date(2026, 3, 2)
    leaves(store, dossier, first)
    with pytest.raises(CannotDecide, match="notifiée le 02/03/2026"):
        grant(store, dossier, [])
    with pytest.raises(ValueError, match="dites pourquoi"):
        store.do(reopen, dossier=dossier, reason="  ")
    store.do(reopen, dossier=dossier, reason="Erreur sur le montant", today=dt.date(2026, 4, 1))
    told = reopening(store.reader, dossier)
    assert told is not None
    assert told[:3] == ("2026-03-02", "2026-04-01", "Erreur sur le montant")
    assert (
        store.do(prepare_decided, dossiers=[dossier]).value == []
    )  # nothing leaves before it is decided again
    with pytest.raises(ValueError, match="déjà rouverte"):
        store.do(reopen, dossier=dossier, reason="Encore")
    grant(store, dossier, [], 8_000_00)
    letter = leaves(store, dossier, dt.date(2026, 4, 9))
    decision = queries.decision(store.reader, dossier)
    assert decision is not None and (decision.notified_on, decision.state) == ("2026-03-02", "notified")
    body = store.reader.execute("SELECT body FROM letter WHERE id = ?", (letter,)).fetchone()[0]
    assert "2\u00a0mars 2026, n°\u00a0C2026-0001" in body.replace("\u202f", "\u00a0"), body


def test_a_letter_prepared_before_a_reopening_cannot_leave(store: Store, dossier: bytes) -> None:
    (letter,) = store.do(prepare_decided, dossiers=[dossier]).value
    store.do(reopen, dossier=dossier, reason="À revoir")
    with pytest.raises(Blocked, match="rouverte"):
        store.do(issue, letter=letter, templates=load(resources() / "letters"), make=make)


@pytest.mark.parametrize("stage", ["ready", "instruction", "notified"])
def test_no_change_of_stage_goes_round_a_decision(store: Store, dossier: bytes, stage: str) -> None:
    with pytest.raises(ValueError, match="propre action"):
        store.do(move, dossier=dossier, stage=stage)


def test_a_posting_is_proved_in_one_step_and_the_appeal_runs_from_the_slip(
    store: Store, dossier: bytes
) -> None:
    other = bring(store, application("26500002"))[0].dossier
    assert other is not None
    grant(store, other, [])
    day = TODAY - dt.timedelta(days=20)
    letters = [leaves(store, dossier, day), leaves(store, other, day)]
    sent = TODAY  # issued_at is now
    done = store.do(
        post_letters, letters=letters, sent_on=sent, means="registered", tracking=["1A 001", "1A 002"]
    )
    assert done.written is not None and done.written.label.startswith(
        "Noter l’envoi de 2 courriers (recommandé"
    )
    assert [notices(store.reader)[key].tracking for key in letters] == ["1A 001", "1A 002"]
    again = store.do(post_letters, letters=letters[:1], sent_on=sent, means="registered")
    assert again.written is None  # known already
    (proof,) = notices_of(store.reader, dossier)
    with pytest.raises(CannotProve, match="précède"):
        store.do(note_receipt, notice=proof.id, received_on=sent - dt.timedelta(days=1))
    store.do(note_receipt, notice=proof.id, received_on=sent)
    row = work_of(store.reader, store.author, dossier)
    assert row is not None and row.told_on == sent.isoformat()
    store.do(attach_proof, notice=proof.id, name="avis.png", content=b"\x89PNG avis")
    assert notices_of(store.reader, dossier)[0].mime == "image/png"
    store.do(drop_proof, notice=proof.id)
    assert notices_of(store.reader, dossier) == []


def test_a_proof_that_cannot_be_is_refused_with_its_reason(store: Store, dossier: bytes) -> None:
    (draft,) = store.do(prepare_decided, dossiers=[dossier]).value
    with pytest.raises(CannotProve, match="pas encore émis"):
        store.do(post_letters, letters=[draft], sent_on=TODAY, means="post")
    letter = leaves(store, dossier)
    with pytest.raises(CannotProve, match="émis le"):
        store.do(post_letters, letters=[letter], sent_on=TODAY - dt.timedelta(days=2), means="post")
    with pytest.raises(CannotProve, match="date passée"):
        store.do(post_letters, letters=[letter], sent_on=TODAY + dt.timedelta(days=2), means="post")
    with pytest.raises(CannotProve, match="moyen d’envoi"):
        store.do(post_letters, letters=[letter], sent_on=TODAY, means="pigeon")
    with pytest.raises(CannotProve, match="comment"):
        store.do(tell_otherwise, dossier=dossier, sent_on=TODAY, means="portal", comment="")


def test_the_scan_is_kept_beside_the_base(store: Store, dossier: bytes, tmp_path: Path) -> None:
    letter = leaves(store, dossier)
    (key,) = store.do(post_letters, letters=[letter], sent_on=TODAY, means="hand").value
    store.do(attach_proof, notice=key, name="remise.pdf", content=b"%PDF remise")
    sha256 = notices_of(store.reader, dossier)[0].sha256
    assert sha256 and (store.files / sha256[:2] / sha256[2:]).read_bytes() == b"%PDF remise"
