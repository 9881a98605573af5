"""Rights when work done apart comes together: what the hub refuses, and who settles a disagreement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy.orm import Session

import desktop.flow  # noqa: F401 - hands over the table of rights, as any opening of the program does
from db import models as m
from db.keys import key_of
from db.merge.settle import settle
from db.rights import NotAllowed
from tests.db.merge.sites import FUNDERS, Site, dossier, exchange, found

PEOPLE = ("officer", "quarter_office", "manager", "secretariat", "reader", "administrator")


def people(session: Session) -> None:
    for role in PEOPLE:
        key = key_of("person", role)
        session.add(m.Person(id=key, name=role, role=role, login=f"login-{role}"))


class Offices(NamedTuple):
    hub: Site
    station: Site
    key: bytes


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[Offices]:
    folder = tmp_path / "places"
    folder.mkdir()
    hub, station = Site(folder, "hub"), Site(folder, "PC-04")
    hub.do(_be_hub)
    hub.do(found)
    key = hub.do(dossier, number="1")
    hub.do(people)
    exchange(hub, station)
    hub.store.author = "administrator"
    yield Offices(hub, station, key)
    hub.close()
    station.close()


def _be_hub(session: Session) -> None:
    told = '{"role": "hub", "hub": "hub", "means": "satchel"}'
    session.add(m.Setting(id=key_of("setting", "exchange"), name="exchange", value=told))


def _write(site: Site, author: str, statement: str, *values: object) -> None:
    """As somebody whose program asks for nothing: an older one, or one that was tampered with."""
    site.store.author = author
    with site.store.write_raw() as connection:
        connection.execute(statement, values)
    from db.journal import StepInfo, write_step

    with site.store.write_raw() as connection:
        write_step(connection, StepInfo("Essai", "essai", author, site.name))


def test_the_hub_refuses_what_a_role_may_not_write_and_takes_the_rest(offices: Offices) -> None:
    hub, station, key = offices
    _write(station, "officer", "UPDATE dossier SET title = 'Repris' WHERE id = ?", key)
    _write(station, "officer", "UPDATE person SET role = 'administrator' WHERE name = 'officer'")
    _write(station, "reader", "UPDATE dossier SET place = 'Ici' WHERE id = ?", key)
    _write(station, "inconnu", "UPDATE dossier SET asked = 1 WHERE id = ?", key)
    receipt = hub.take(station.up())
    said = sorted(why for _, why in receipt.refused)
    assert len(said) == 3
    assert "Le rôle de officer ne permet pas d’écrire ici (person, role)" in said[0] + said[1] + said[2]
    assert any("« inconnu » n’est pas une personne" in why for why in said)
    assert hub.ask("SELECT title, place, asked FROM dossier") == [("Repris", "", 100000)]
    assert hub.one("SELECT role FROM person WHERE name = 'officer'") == "officer"


def test_somebody_who_left_may_still_bring_back_what_was_written_before(offices: Offices) -> None:
    hub, station, key = offices
    _write(station, "officer", "UPDATE dossier SET title = 'Avant le départ' WHERE id = ?", key)
    hub.sql("UPDATE person SET left_on = '2999-01-01' WHERE name = 'officer'")
    assert hub.take(station.up()).refused == ()
    hub.sql("UPDATE person SET left_on = '2020-01-01' WHERE name = 'officer'")
    _write(station, "officer", "UPDATE dossier SET title = 'Après' WHERE id = ?", key)
    assert len(hub.take(station.up()).refused) == 1


SETTLED = {  # kind -> the roles that settle it
    "amount": {"manager", "administrator"},
    "stage": {"manager", "administrator"},
    "title": {"officer", "quarter_office", "manager", "secretariat", "administrator"},
}


@pytest.mark.parametrize("role", PEOPLE)
def test_each_kind_of_disagreement_is_settled_by_those_who_answer_for_it(offices: Offices, role: str) -> None:
    hub, station, key = offices
    amount = key_of(key, FUNDERS[0])
    for site, cents, stage in ((hub, 1000, "complete"), (station, 2000, "instruction")):
        site.store.author = "administrator"
        site.sql(
            "INSERT INTO amount(id, dossier_id, funder_id, proposed) VALUES (?, ?, ?, ?)",
            amount, key, FUNDERS[0], cents,
        )  # fmt: skip
        site.sql("UPDATE dossier SET stage = ?, title = ? WHERE id = ?", stage, stage, key)
    hub.take(station.up())
    assert len(hub.conflicts()) == 3
    hub.store.author = role
    for (ent, rid, field), kind in (
        (("amount", amount, "proposed"), "amount"),
        (("dossier", key, "stage"), "stage"),
        (("dossier", key, "title"), "title"),
    ):
        value = {"amount": 1500, "stage": "complete", "title": "Convenu"}[kind]
        arguments = {"ent": ent, "rid": rid, "field": field, "value": value, "reason": "Vu ensemble."}
        if role in SETTLED[kind]:
            hub.do(settle, **arguments)
        else:
            with pytest.raises(NotAllowed):
                hub.do(settle, **arguments)
    left = {row[2] for row in hub.conflicts()}
    assert left == {
        name for name, kind in (("proposed", "amount"), ("stage", "stage"), ("title", "title"))
        if role not in SETTLED[kind]
    }  # fmt: skip


def test_the_stage_is_settled_by_whoever_holds_the_dossier_too(offices: Offices) -> None:
    hub, station, key = offices
    hub.sql("UPDATE dossier SET officer = 'officer' WHERE id = ?", key)
    exchange(hub, station)
    for site, stage in ((hub, "complete"), (station, "instruction")):
        site.store.author = "administrator"
        site.sql("UPDATE dossier SET stage = ? WHERE id = ?", stage, key)
    hub.take(station.up())
    hub.store.author = "officer"
    hub.do(settle, ent="dossier", rid=key, field="stage", value="complete", reason="Complet.")
    assert hub.conflicts() == []
