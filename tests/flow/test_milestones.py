"""After a milestone a change asks why: the verb refuses without a reason, and the history keeps it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.reasons import ReasonWanted
from db.store import Store, use_case
from desktop.flow.annotate import mark
from desktop.flow.batch import carry_out, plan, targets
from desktop.flow.decide import decide
from desktop.flow.history import events
from desktop.flow.instruct import move, propose, to_committee
from desktop.rules.batch import Wish
from desktop.rules.journey import STAGES
from desktop.rules.milestones import MILESTONES, asked_of, reason_wanted
from tests.office import application, bring, dump, open_office


@use_case("Corriger le montant demandé", right="edit")
def ask_for(session: Session, *, dossier: bytes, asked: int | None) -> None:
    session.get_one(m.Dossier, dossier).asked = asked


@use_case("Corriger le vote", right="decide")
def vote(session: Session, *, dossier: bytes, amount: int) -> None:
    row = session.scalars(select(m.Amount).where(m.Amount.dossier_id == dossier, m.Amount.voted > 0)).one()
    row.voted = amount


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path)
    bring(opened, application())
    yield opened
    opened.close()


@pytest.fixture
def key(store: Store) -> bytes:
    return queries.list_ids(store.reader)[0]


@pytest.fixture
def funder(store: Store) -> bytes:
    return next(iter(queries.funders(store.reader))).id


def test_before_a_dossier_is_complete_nothing_is_asked(store: Store, key: bytes) -> None:
    store.do(ask_for, dossier=key, asked=10_000_00)


def test_once_complete_what_was_asked_for_changes_with_a_reason(store: Store, key: bytes) -> None:
    store.do(move, dossier=key, stage="complete")
    before = dump(store.reader)
    with pytest.raises(ReasonWanted, match="déclaré complet : dites pourquoi le montant demandé") as asked:
        store.do(ask_for, dossier=key, asked=10_000_00)
    assert asked.value.dossiers == {key} and dump(store.reader) == before
    store.do(ask_for, dossier=key, asked=10_000_00, motive="  Erreur de saisie du porteur ")
    told = [event for event in events(store.reader, key, "x") if event.reason]
    assert told[0].reason == "Erreur de saisie du porteur"


def test_filling_in_what_was_unknown_asks_for_nothing(store: Store, key: bytes) -> None:
    store.do(ask_for, dossier=key, asked=None)
    store.do(move, dossier=key, stage="complete")
    store.do(ask_for, dossier=key, asked=9_000_00)


def test_sent_back_to_be_completed_it_may_change_again(store: Store, key: bytes) -> None:
    store.do(move, dossier=key, stage="complete")
    store.do(move, dossier=key, stage="incomplete")
    store.do(ask_for, dossier=key, asked=9_000_00)


def test_the_committee_s_copy_of_a_proposal_is_not_changed_in_silence(
    store: Store, key: bytes, funder: bytes
) -> None:
    store.do(propose, dossier=key, amounts={funder: 5_000_00})
    store.do(propose, dossier=key, amounts={funder: 6_000_00})  # still on the desk
    store.do(to_committee, dossier=key)
    with pytest.raises(ReasonWanted, match="transmis au comité : dites pourquoi le montant proposé"):
        store.do(propose, dossier=key, amounts={funder: 7_000_00})
    store.do(propose, dossier=key, amounts={funder: 7_000_00}, reason="Un second devis est arrivé.")
    store.do(propose, dossier=key, amounts={funder: 8_000_00}, motive="Relu avec la direction.")
    row = queries.challenges(store.reader)[0]
    store.do(mark, dossier=key, challenge=row.id, level=2, reason="Cœur du défi")
    with pytest.raises(ReasonWanted, match="la force d’un défi"):
        store.do(mark, dossier=key, challenge=row.id, level=0)


def test_a_batch_says_it_as_a_blocker_and_takes_its_own_reason(
    store: Store, key: bytes, funder: bytes
) -> None:
    store.do(propose, dossier=key, amounts={funder: 5_000_00})
    store.do(to_committee, dossier=key)
    wish = Wish("propose", way="percent", percent=50)
    (row,) = plan(store, store.reader, {key: wish})
    assert "transmis au comité" in row.blocker
    (row,) = plan(store, store.reader, {key: Wish("propose", way="percent", percent=50, reason="Arbitrage")})
    assert row.blocker == ""
    report = store.do(carry_out, targets=targets([row], store.reader)).value
    assert report.done == [key]


def test_once_decided_the_vote_changes_with_a_reason(store: Store, key: bytes, funder: bytes) -> None:
    day = dt.date(2026, 3, 12)
    store.do(decide, dossier=key, outcome="granted", amounts={funder: 5_000_00}, decided_on=day)
    with pytest.raises(ReasonWanted, match="Ce dossier est décidé : dites pourquoi"):
        store.do(vote, dossier=key, amount=6_000_00)
    with pytest.raises(ReasonWanted, match="Ce dossier est décidé : dites pourquoi"):
        store.do(decide, dossier=key, outcome="granted", amounts={funder: 4_000_00}, decided_on=day)
    store.do(vote, dossier=key, amount=6_000_00, motive="Erreur de plume au procès-verbal")


def test_undo_asks_for_nothing_it_says_itself_what_it_is(store: Store, key: bytes) -> None:
    store.do(move, dossier=key, stage="complete")
    store.do(ask_for, dossier=key, asked=1_00, motive="Essai")
    store.undo()
    store.redo()


def test_an_import_tells_its_own_source(store: Store, key: bytes) -> None:
    store.do(move, dossier=key, stage="complete")
    bring(store, application(asked=11_000_00))


def test_every_field_of_the_table_exists() -> None:
    from db.triggers import journalled

    columns = journalled()
    assert [key for key in asked_of() if key[1] not in columns[key[0]]] == []


@pytest.mark.parametrize("stage", [stage.code for stage in STAGES])
def test_later_stages_ask_at_least_what_earlier_ones_do(stage: str) -> None:
    order = [one.code for one in STAGES]
    for milestone in MILESTONES:
        for table, field in milestone.asks:
            asked = bool(reason_wanted(stage, table, field, "avant"))
            assert asked == (order.index(stage) >= order.index(milestone.stage)), (milestone.stage, field)
