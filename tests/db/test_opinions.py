"""Which opinions count, and that they are read in one statement whatever their number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.queries.opinions import (
    counters,
    opinions_many,
    opinions_of,
    packs,
    partners,
    requests_many,
)
from db.store import Store, use_case
from tests.db.conftest import Opener
from tests.db.test_queries import statements
from tests.office import application, bring

TODAY = dt.date(2026, 3, 10)
CAF, STATE = key_of("partner", "CAF"), key_of("partner", "ETAT")


@use_case("Avis d’essai")
def give(session: Session, **told: object) -> bytes:
    row = m.Opinion(id=new_key(), **{"partner": "CAF", "partner_id": CAF, "value": "favourable",
                                     "channel": "phone", "answered_on": TODAY, **told})  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


@use_case("Demande d’essai")
def request(session: Session, *, dossier: bytes, due: dt.date | None, partner: bytes = CAF) -> bytes:
    row = m.OpinionRequest(
        id=new_key(), dossier_id=dossier, partner_id=partner, asked_on=dt.date(2026, 3, 1), due_on=due
    )
    session.add(row)
    session.flush()
    return row.id


@pytest.fixture
def store(tmp_path: Path, open_kept: Opener) -> Iterator[Store]:
    opened = open_kept(tmp_path)
    yield opened
    opened.close()


def some(store: Store, count: int) -> list[bytes]:
    found = bring(store, *(application(f"2650{n:04d}") for n in range(count)))
    return [intake.dossier for intake in found if intake.dossier]


def test_the_latest_opinion_of_a_partner_counts_and_imports_stand_beside(store: Store) -> None:
    (dossier,) = some(store, 1)
    store.do(give, dossier_id=dossier, value="reserved", answered_on=dt.date(2026, 3, 2))
    last = store.do(give, dossier_id=dossier, answered_on=dt.date(2026, 3, 4)).value
    store.do(give, dossier_id=dossier, partner="État", partner_id=STATE, value="unfavourable")
    store.do(give, dossier_id=dossier, partner="CAF", partner_id=None, channel="import", value="Réservé")
    rows = opinions_of(store.reader, dossier)
    assert [(row.code, row.value) for row in rows] == [
        ("ETAT", "unfavourable"), ("CAF", "favourable"), ("", "Réservé"),
    ]  # fmt: skip
    assert rows[1].id == last
    assert [row.counts for row in opinions_of(store.reader, dossier, earlier=True)] == [1, 1, 0, 1]


def test_a_confidential_opinion_is_left_out_and_no_earlier_one_takes_its_place(store: Store) -> None:
    (dossier,) = some(store, 1)
    store.do(give, dossier_id=dossier, answered_on=dt.date(2026, 3, 2))
    store.do(give, dossier_id=dossier, answered_on=dt.date(2026, 3, 4), confidential=True, comment="secret")
    assert [row.comment for row in opinions_of(store.reader, dossier)] == ["secret"]
    assert opinions_of(store.reader, dossier, confidential=False) == []


def test_asked_received_late(store: Store) -> None:
    one, two, three = some(store, 3)
    store.do(request, dossier=one, due=dt.date(2026, 3, 9))
    store.do(request, dossier=two, due=dt.date(2026, 3, 10))
    answered = store.do(request, dossier=three, due=dt.date(2026, 3, 9)).value
    store.do(give, dossier_id=three, answer_to=answered)
    (caf,) = [row for row in counters(store.reader, TODAY) if row.code == "CAF"]
    assert (caf.asked, caf.received, caf.waiting, caf.late, caf.due_on) == (3, 1, 2, 1, "2026-03-09")
    rows = requests_many(store.reader, partner=CAF, today=TODAY)
    assert [bool(row.late) for row in rows] == [True, False, False]
    assert [row.value for row in rows] == [None, None, "favourable"]
    assert requests_many(store.reader, partner=STATE) == []


def test_each_read_is_one_statement(store: Store) -> None:
    keys = some(store, 3)
    for dossier in keys:
        store.do(give, dossier_id=dossier)
        store.do(request, dossier=dossier, due=None)
    reader = store.reader
    for read in (
        lambda: partners(reader), lambda: counters(reader), lambda: packs(reader),
        lambda: opinions_many(reader, keys), lambda: requests_many(reader, dossiers=keys),
    ):  # fmt: skip
        assert statements(store, read) == 1
    assert set(opinions_many(reader, keys)) == set(keys)
    assert opinions_many(reader, []) == {} and requests_many(reader, dossiers=[]) == []


def test_an_import_replaces_only_the_opinions_that_imports_brought(store: Store) -> None:
    from desktop.exchange.application import Opinion

    told = {"opinions": [Opinion("Instruction", "Favorable")], "given": {"opinions", "title"}}
    (intake,) = bring(store, application("26500001", **told))
    assert intake.dossier
    store.do(give, dossier_id=intake.dossier, comment="dit au téléphone")
    told = {"opinions": [Opinion("Instruction", "Défavorable")], "given": {"opinions", "title"}}
    bring(store, application("26500001", **told))
    assert [(row.channel, row.value) for row in opinions_of(store.reader, intake.dossier)] == [
        ("phone", "favourable"), ("import", "Défavorable"),
    ]  # fmt: skip
