"""A person kept to some quarters neither sees nor writes the dossiers of others, whichever way they look."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries, sight
from db.keys import key_of
from db.queries.all_notes import NoteWish, note_page, note_total
from db.queries.day import deadlines
from db.queries.money import envelopes
from db.rights import NotAllowed, Who, who
from db.store import Store, use_case
from desktop.flow.agenda import set_deadline
from desktop.flow.annotate import annotate
from desktop.flow.export_table import write_table
from desktop.flow.instruct import assign, label, propose
from desktop.flow.soundness import examine
from tests.office import application, bring, open_office

ETOUVIE, NORD = "26500001", "26500002"


@use_case("Équipe d’essai", right="people")
def team(session: Session, *, quarters: str) -> None:
    for name, role, kept in (
        ("Anne Antenne", "quarter_office", quarters),
        ("Marc Responsable", "administrator", ""),
    ):
        session.add(m.Person(id=key_of("person", name), name=name, role=role, login=name[:4], quarters=kept))


@use_case("Équipes d’essai", right="people")
def teams(session: Session, **named: list[str]) -> None:
    key = key_of("setting", sight.TEAMS)
    session.add(m.Setting(id=key, name=sight.TEAMS, value=json.dumps(named, ensure_ascii=False)))


@use_case("Avis demandé d’essai", right="consult")
def consulted(session: Session, *, dossier: bytes, person: str) -> None:
    partner = m.Partner(id=key_of("partner", "ESSAI"), code="ESSAI", rank=99, name="Essai", person=person)
    session.add(partner)
    session.flush()
    key = key_of("opinion_request", dossier, partner.id)
    session.add(
        m.OpinionRequest(id=key, dossier_id=dossier, partner_id=partner.id, asked_on=dt.date(2026, 2, 1))
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path)
    bring(opened, application(ETOUVIE), application(NORD, quarters=["Amiens Nord"], title="Jardin partagé"))
    code = {row.name: row.code for row in queries.quarters(opened.reader)}
    found = next(c for name, c in code.items() if "touvie" in name)
    opened.do(team, quarters=found)
    opened.author = "Marc Responsable"
    yield opened
    opened.close()


@pytest.fixture
def eyes(store: Store) -> Iterator[sqlite3.Connection]:
    opened = sight.open_eyes(store.path, "Anne Antenne")
    yield opened
    opened.close()


def key(store: Store, source: str) -> bytes:
    found = queries.find(store.reader, source)
    assert found is not None
    return found


def numbers(reader: sqlite3.Connection) -> list[str]:
    return [row.source_id for row in queries.export_rows(reader)]


def test_lists_search_notes_and_dates_show_the_own_quarters_alone(
    store: Store, eyes: sqlite3.Connection
) -> None:
    for source in (ETOUVIE, NORD):
        store.do(annotate, dossier=key(store, source), place="dossier", text=f"Note {source}")
        store.do(
            set_deadline, title=f"Appeler {source}", due_on=dt.date(2026, 3, 1), dossier=key(store, source)
        )
    while store.index_search(1000):
        pass
    assert numbers(eyes) == [ETOUVIE] and numbers(store.reader) == [ETOUVIE, NORD]
    assert queries.list_ids(eyes) == [key(store, ETOUVIE)]
    assert queries.sums(eyes).dossiers == 1
    assert sum(queries.stage_counts(eyes).values()) == 1
    assert queries.find(eyes, NORD) is None
    found = eyes.execute("SELECT dossier FROM search_doc").fetchall()
    assert {row[0] for row in found} == {key(store, ETOUVIE)}
    assert [row.text for row in note_page(eyes, NoteWish("x"))] == [f"Note {ETOUVIE}"]
    assert note_total(eyes, NoteWish("x")) == (1, 1)
    assert not [row for row in deadlines(eyes, "Anne Antenne") if NORD in row.title]


def test_an_export_holds_what_the_list_shows(store: Store, eyes: sqlite3.Connection, tmp_path: Path) -> None:
    out = tmp_path / "liste.csv"
    write_table(eyes, out, ["number", "title"])
    said = out.read_text(encoding="utf-8-sig")
    assert "lecture de rue" in said and "Jardin" not in said


def test_whoever_sees_everything_has_no_view_at_all(store: Store) -> None:
    opened = sight.open_eyes(store.path, "Marc Responsable")
    assert opened.execute("SELECT count(*) FROM temp.sqlite_master").fetchone() == (0,)
    assert numbers(opened) == [ETOUVIE, NORD]
    opened.close()


def test_a_reading_connection_stays_one(eyes: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        eyes.execute("DELETE FROM person")


def test_nothing_is_written_outside_the_own_quarters(store: Store) -> None:
    store.author = "Anne Antenne"
    store.do(label, dossier=key(store, ETOUVIE), name="urgent")
    with pytest.raises(NotAllowed, match="n’est pas de vos quartiers"):
        store.do(label, dossier=key(store, NORD), name="urgent")
    assert store.reader.execute("SELECT count(*) FROM dossier_label").fetchone() == (1,)


def test_undo_too_keeps_to_the_own_quarters(store: Store) -> None:
    store.author = "Marc Responsable"
    store.do(label, dossier=key(store, NORD), name="urgent")
    store.author = "Anne Antenne"
    with pytest.raises(NotAllowed, match="quartiers"):
        store.undo()


@pytest.mark.parametrize("officer", ["Anne Antenne", "Équipe Nord"])
def test_what_is_in_one_s_hands_or_the_team_s_is_seen(
    store: Store, eyes: sqlite3.Connection, officer: str
) -> None:
    store.do(teams, **{"Équipe Nord": ["Anne Antenne"]})
    sight.restrict(eyes, who(eyes, "Anne Antenne"))
    store.do(assign, dossier=key(store, NORD), officer=officer)
    assert numbers(eyes) == [ETOUVIE, NORD]
    store.author = "Anne Antenne"
    store.do(label, dossier=key(store, NORD), name="urgent")


def test_a_dossier_may_be_handed_over_and_is_gone_from_sight(store: Store, eyes: sqlite3.Connection) -> None:
    store.do(assign, dossier=key(store, NORD), officer="Anne Antenne")
    person = Who("Anne Antenne", "quarter_office", frozenset({"rien"}))
    sight.restrict(eyes, person)
    assert numbers(eyes) == [NORD]
    store.do(assign, dossier=key(store, NORD), officer="Marc Responsable")
    assert numbers(eyes) == []


def test_a_dossier_one_is_consulted_on_is_seen(store: Store, eyes: sqlite3.Connection) -> None:
    store.do(consulted, dossier=key(store, NORD), person="Anne Antenne")
    assert numbers(eyes) == [ETOUVIE, NORD]


def test_the_names_of_people_may_hold_an_apostrophe(store: Store) -> None:
    person = Who("L’Abbé d'Exemple", "officer", frozenset({"d'ailleurs"}))
    opened = sight.open_eyes(store.path, "x")
    sight.restrict(opened, person)
    assert numbers(opened) == []
    sight.lift(opened)
    assert len(numbers(opened)) == 2
    opened.close()


def test_the_proof_reads_everything_whoever_asks(store: Store, eyes: sqlite3.Connection) -> None:
    report = examine(eyes, store.path)
    assert report.faults == ()
    assert numbers(eyes) == [ETOUVIE]  # and the eyes are as before


def test_envelopes_count_every_dossier_whoever_looks(store: Store, eyes: sqlite3.Connection) -> None:
    funder = queries.funders(store.reader)[0].id
    for source in (ETOUVIE, NORD):
        store.do(propose, dossier=key(store, source), amounts={funder: 1_000_00})
    assert [row.proposed for row in envelopes(eyes)] == [row.proposed for row in envelopes(store.reader)]
