"""Workstations that exchange with the hub: nothing lost, nothing foreign, work goes on without it."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.forget import forget
from db.hub.client import NotAllowed
from db.hub.verify import differences, verify
from db.journal import broken_steps
from db.keys import key_of, new_key
from db.store import Store, use_case
from desktop.flow.annotate import mark
from desktop.flow.files import content_of, has
from desktop.flow.hub import sync
from desktop.flow.hub_address import Address, remember
from desktop.flow.hub_address import address as kept_address
from desktop.flow.instruct import propose
from desktop.flow.pieces import add_piece
from tests.hub.city import CODES, City
from tests.hub.desks import address, rows, synced, workstation
from tests.hub.server import Server, free_port
from tests.office import application, bring
from tests.session import funder

_count = itertools.count(1)


@pytest.fixture
def ville(city: City, tmp_path: Path) -> Iterator[Store]:
    store = workstation(tmp_path, "VILLE", "administrator")
    yield store
    store.close()


@pytest.fixture
def etouvie(city: City, tmp_path: Path) -> Iterator[Store]:
    store = workstation(tmp_path, "ANT-1", "quarter1")
    yield store
    store.close()


@pytest.fixture
def city(server: Server) -> City:
    """A hub of its own for each test: what workstations tell here stays in it."""
    return City(server, f"echange{next(_count)}")


def two(store: Store) -> tuple[bytes, bytes]:
    """A dossier of the first quarter, one of the second."""
    told = (application("26500001", quarters=["Étouvie"]), application("26500002", quarters=["Amiens Nord"]))
    one, other = (intake.dossier for intake in bring(store, *told))
    assert one and other
    return one, other


def value(store: Store, table: str, key: bytes, column: str) -> object:
    return store.reader.execute(f"SELECT {column} FROM {table} WHERE id = ?", (key,)).fetchone()[0]


def test_what_the_city_takes_in_comes_to_its_quarter_and_back(
    city: City, ville: Store, etouvie: Store
) -> None:
    mine, _other = two(ville)
    assert synced(city, ville, "administrator").refused == ()
    came = synced(city, etouvie, "quarter1")
    assert [row[0] for row in etouvie.reader.execute("SELECT id FROM dossier")] == [mine]
    assert came.conflicts == 0 and mine.hex() in came.dossiers
    challenge = queries.challenges(etouvie.reader)[0].id
    etouvie.do(mark, dossier=mine, challenge=challenge, level=3, reason="Lecture au pied des immeubles.")
    ville.do(propose, dossier=mine, amounts={funder(ville): 4_000_00})
    assert synced(city, etouvie, "quarter1").sent > 0
    assert synced(city, ville, "administrator").received > 0
    assert synced(city, etouvie, "quarter1").received > 0
    for table in ("dossier", "mark", "amount", "section", "annotation"):
        assert set(rows(etouvie, table)) <= set(rows(ville, table)), table
    assert rows(ville, "mark") == rows(etouvie, "mark") and rows(ville, "mark")
    again = synced(city, etouvie, "quarter1")
    assert (again.sent, again.received) == (0, 0)


def test_two_values_for_one_field_are_both_kept_and_shown_on_both_sides(
    city: City, ville: Store, etouvie: Store
) -> None:
    mine, _ = two(ville)
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    shares = funder(ville)
    ville.do(propose, dossier=mine, amounts={shares: 4_000_00})
    etouvie.do(propose, dossier=mine, amounts={shares: 3_000_00})
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    synced(city, ville, "administrator")
    for store in (ville, etouvie):
        found = store.reader.execute("SELECT vals FROM conflict WHERE ent = 'amount'").fetchall()
        assert found and {300000, 400000} <= {int(v) for (text,) in found for v in json.loads(text) if v}


def test_work_goes_on_when_the_server_does_not_answer(ville: Store, city: City) -> None:
    nowhere = Address(f"host=127.0.0.1 port={free_port()} dbname=parvis user=officer")
    done = sync(ville, nowhere)
    assert done.state == "unreachable" and "le travail continue" in done.said
    two(ville)
    assert synced(city, ville, "administrator").sent > 200


def test_a_person_who_stops_keeps_what_was_exchanged(ville: Store, city: City) -> None:
    two(ville)
    calls: list[str] = []

    def stop(sentence: str, share: float) -> bool:
        calls.append(sentence)
        return len(calls) < 3

    done = sync(ville, address(city, "administrator"), stop)
    assert done.state == "stopped" and done.sent == 200
    assert synced(city, ville, "administrator").sent > 0


def test_a_refused_operation_comes_back_with_its_reason(city: City, ville: Store, etouvie: Store) -> None:
    mine, _ = two(ville)
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    etouvie.do(propose, dossier=mine, amounts={funder(etouvie): 4_000_00})
    etouvie.do(_vote, dossier=mine)
    done = synced(city, etouvie, "quarter1")
    assert len(done.refused) == 1 and "voted" in done.refused[0][1]
    told = etouvie.reader.execute("SELECT reason, state FROM refused WHERE reason LIKE '%voted%'").fetchall()
    assert told == [(done.refused[0][1], "waiting")]
    # Here too the value is again what it was before; what was written stays readable in the refusal.
    assert [row[0] for row in etouvie.reader.execute("SELECT max(voted) FROM amount")] == [None]
    synced(city, ville, "administrator")
    assert [row[0] for row in ville.reader.execute("SELECT sum(proposed) FROM amount")] == [4_000_00]


def test_the_definitive_number_comes_from_the_hub(city: City, ville: Store, etouvie: Store) -> None:
    two(ville)
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    exchange = json.dumps({"role": "station", "hub": "PIVOT"})
    etouvie.do(_set, name="exchange", value=exchange)
    (made,) = bring(etouvie, application("26500077", quarters=["Étouvie"]))
    assert made.number == "PROV-ANT1-0001"
    done = synced(city, etouvie, "quarter1")
    assert done.numbered == 1
    assert value(etouvie, "dossier", made.dossier or b"", "number") == "2026-0003"
    synced(city, ville, "administrator")
    assert value(ville, "dossier", made.dossier or b"", "number") == "2026-0003"


def test_a_dossier_that_moves_goes_with_its_history(city: City, ville: Store, etouvie: Store) -> None:
    mine, other = two(ville)
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    city.as_("manager", lambda hub: hub.move(other, CODES[0]))
    synced(city, etouvie, "quarter1")
    assert rows(etouvie, "dossier") == rows(ville, "dossier")
    assert rows(etouvie, "section") == rows(ville, "section")
    city.as_("manager", lambda hub: hub.move(mine, CODES[1]))
    assert synced(city, etouvie, "quarter1").gone == 1
    assert [row[0] for row in etouvie.reader.execute("SELECT id FROM dossier")] == [other]
    assert not etouvie.reader.execute("SELECT 1 FROM section WHERE dossier_id = ?", (mine,)).fetchall()


def test_the_contents_of_pieces_travel_with_their_dossiers(city: City, ville: Store, etouvie: Store) -> None:
    mine, other = two(ville)
    contents = {mine: b"%PDF-1.7 le budget", other: b"%PDF-1.7 les statuts"}
    for key, content in contents.items():
        ville.do(add_piece, dossier=key, label="Pièce", name="piece.pdf", content=content)
    assert synced(city, ville, "administrator").pieces == 2
    came = synced(city, etouvie, "quarter1")
    assert came.pieces == 1
    digest = {key: hashlib.sha256(content).hexdigest() for key, content in contents.items()}
    assert content_of(etouvie.files, digest[mine]) == contents[mine]
    assert not has(etouvie.files, digest[other])
    assert synced(city, etouvie, "quarter1").pieces == 0
    with city.hub("quarter1") as hub, pytest.raises(NotAllowed, match="attendu"):
        hub.put_content(digest[other], b"autre chose")


def test_a_piece_added_to_a_dossier_that_moves_is_handed_over_first(
    city: City, ville: Store, etouvie: Store
) -> None:
    mine, _ = two(ville)
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    content = b"%PDF-1.7 le RIB du guichet"
    digest = hashlib.sha256(content).hexdigest()
    etouvie.do(add_piece, dossier=mine, label="RIB", name="rib.pdf", content=content)
    city.as_("manager", lambda hub: hub.move(mine, CODES[1]))
    assert synced(city, etouvie, "quarter1").gone == 1
    assert not has(etouvie.files, digest), "what left is nowhere here"
    synced(city, ville, "administrator")
    assert content_of(ville.files, digest) == content


def test_a_restored_base_goes_on_under_another_name(city: City, ville: Store, etouvie: Store) -> None:
    mine, _ = two(ville)
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    copy = etouvie.path.with_name("copie.db")
    etouvie.copy_to(copy)
    etouvie.do(propose, dossier=mine, amounts={funder(etouvie): 1_000_00})
    synced(city, etouvie, "quarter1")  # what the copy will never have written
    restored = Store(copy, author=etouvie.author, place="ANT-1")
    restored.do(_write, dossier=mine, body="écrit après la restauration")
    done = synced(city, restored, "quarter1")
    assert done.site == restored.site == "ANT-1~2" and "restaurée" in done.notes[0]
    assert restored.reader.execute("SELECT max(proposed) FROM amount").fetchone() == (1_000_00,)
    synced(city, ville, "administrator")
    assert set(rows(restored, "section")) <= set(rows(ville, "section"))
    assert "restauration" in str(rows(ville, "section"))
    assert (synced(city, restored, "quarter1").sent, restored.site) == (0, "ANT-1~2")
    restored.close()


def test_two_computers_with_one_base_lose_nothing(city: City, ville: Store, etouvie: Store) -> None:
    """Cloned, then each writes once: the same number stands for two operations."""
    mine, other = two(ville)
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    clone = etouvie.path.with_name("clone.db")
    etouvie.copy_to(clone)
    twin = Store(clone, author=etouvie.author, place="ANT-1")
    etouvie.do(_write, dossier=mine, body="du premier")
    twin.do(_write, dossier=mine, body="du second")
    synced(city, etouvie, "quarter1")
    assert synced(city, twin, "quarter1").site == "ANT-1~2"
    synced(city, etouvie, "quarter1")
    synced(city, ville, "administrator")
    for store in (etouvie, twin, ville):
        bodies = str(rows(store, "section"))
        assert "du premier" in bodies and "du second" in bodies
    assert other in {row[0] for row in ville.reader.execute("SELECT id FROM dossier")}
    twin.close()


def test_the_address_is_kept_here_and_never_a_password(ville: Store) -> None:
    steps = ville.reader.execute("SELECT count(*) FROM step").fetchone()
    where = Address("host=serveur.ville.example dbname=parvis user=leroy")
    remember(ville, where)
    assert kept_address(ville.reader) == where
    with pytest.raises(NotAllowed, match="mot de passe"):
        remember(ville, Address("host=serveur.ville.example password=secret"))
    remember(ville, None)
    assert kept_address(ville.reader) is None
    assert ville.reader.execute("SELECT count(*) FROM step").fetchone() == steps


@use_case("Écrire", right="edit")
def _write(session: Session, *, dossier: bytes, body: str) -> None:
    session.add(m.Section(id=new_key(), dossier_id=dossier, code="essai", body=body))


@use_case("Voter", right="propose")
def _vote(session: Session, *, dossier: bytes) -> None:
    mine = select(m.Amount).where(m.Amount.dossier_id == dossier, m.Amount.proposed.is_not(None))
    session.scalars(mine).one().voted = 1_000_00


@use_case("Régler", right="settings")
def _set(session: Session, *, name: str, value: str) -> None:
    session.merge(m.Setting(id=key_of("setting", name), name=name, value=value))


@use_case("Oublier", right="erase")
def _forgetting(session: Session, *, contact: bytes) -> None:
    forget(session, ent="contact", rids=[contact], fields="last_name phone", why="demande")


@use_case("Nommer {name}", right="edit")
def _naming(session: Session, *, contact: bytes, name: str) -> None:
    session.get_one(m.Contact, contact).last_name = name


def _told(city: City, text: str) -> int:
    """How often the hub still tells a text, wherever it keeps one."""
    query = (
        "SELECT (SELECT count(*) FROM hub.op WHERE strpos(op::text, %s) > 0) + (SELECT count(*) FROM "
        "hub.step WHERE strpos(step::text, %s) > 0) + (SELECT count(*) FROM hub.refusal WHERE "
        "strpos(refusal::text, %s) > 0)"
    )
    return int(city.sql(query, text, text, text)[0][0])


def test_what_is_forgotten_is_forgotten_at_the_hub_and_behind_it(
    city: City, ville: Store, etouvie: Store
) -> None:
    mine, _ = two(ville)
    secret = "Trucmuche-Essai"
    (key,) = ville.reader.execute("SELECT id FROM contact WHERE dossier_id = ?", (mine,)).fetchone()
    ville.do(_naming, contact=bytes(key), name=secret)
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    assert _told(city, secret) > 0
    etouvie.do(_naming, contact=bytes(key), name=f"{secret} bis")  # without knowing
    ville.do(_forgetting, contact=bytes(key))
    synced(city, ville, "administrator")
    assert _told(city, secret) == 0
    synced(city, etouvie, "quarter1")
    synced(city, ville, "administrator")
    synced(city, etouvie, "quarter1")
    assert _told(city, secret) == 0
    for store in (ville, etouvie):
        query = "SELECT count(*) FROM op WHERE base LIKE ?1 OR val LIKE ?1"
        assert store.reader.execute(query, (f"%{secret}%",)).fetchone()[0] == 0
        assert value(store, "contact", bytes(key), "last_name") == ""
        assert broken_steps(store.reader) == []
    with city.server.connect(city.base) as connection:
        assert verify(connection).faults == []
        assert differences(connection, ville.reader, "VILLE") == []
