"""The tables of the reports: the same rows as on the city's workstation, disagreements included."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.hub.projection import Projected, project
from db.keys import new_key
from db.store import Store, use_case
from db.triggers import journalled
from desktop.flow.annotate import mark
from desktop.flow.instruct import propose
from tests.hub.city import City
from tests.hub.desks import synced, workstation
from tests.hub.server import Server
from tests.office import application, bring
from tests.session import funder

_count = itertools.count(1)


@pytest.fixture
def city(server: Server) -> City:
    return City(server, f"rapports{next(_count)}")


@pytest.fixture
def both(city: City, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    ville, antenne = (
        workstation(tmp_path, "VILLE", "administrator"),
        workstation(tmp_path, "ANT-1", "quarter1"),
    )
    yield ville, antenne
    ville.close()
    antenne.close()


def written(city: City) -> Projected:
    """As the service account, on a connection of its own."""
    with city.server.connect(city.base, "parvis_service", autocommit=True) as connection:
        return project(connection)


def plain(value: Any) -> Any:
    """A value of PostgreSQL as SQLite tells it."""
    if isinstance(value, uuid.UUID):
        return value.bytes
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def same(city: City, store: Store) -> None:
    for table, columns in journalled().items():
        names = ", ".join(f'"{name}"' for name in ("id", *columns))
        there = city.sql(f'SELECT {names} FROM parvis."{table}"', user="parvis_service")
        here = store.reader.execute(f'SELECT {names} FROM "{table}"').fetchall()
        assert sorted(([plain(v) for v in row] for row in there), key=repr) == sorted(
            map(list, here), key=repr
        ), table
    asked = "SELECT ent, rid, field, nature, agreed, ops, vals FROM {}conflict WHERE nature <> 'orphan' "
    asked += "ORDER BY 1, 2, 3"
    there = [[plain(v) for v in row] for row in city.sql(asked.format("parvis."))]
    assert there == [list(row) for row in store.reader.execute(asked.format(""))]


def test_the_same_rows_and_disagreements_as_on_the_workstation(city: City, both: tuple[Store, Store]) -> None:
    ville, antenne = both
    told = [application(f"265000{n:02d}", quarters=["Étouvie"]) for n in range(1, 5)]
    one, two, three, _four = (intake.dossier or b"" for intake in bring(ville, *told))
    synced(city, ville, "administrator")
    assert written(city).rows > 200
    same(city, ville)
    synced(city, antenne, "quarter1")
    challenge = queries.challenges(antenne.reader)[0].id
    antenne.do(mark, dossier=one, challenge=challenge, level=2, reason="Des ateliers, chaque semaine.")
    antenne.do(propose, dossier=one, amounts={funder(antenne): 3_000_00})
    ville.do(propose, dossier=one, amounts={funder(ville): 4_000_00})
    key = new_key()
    ville.do(_label, dossier=three, label=key)
    antenne.do(_note, dossier=two)
    ville.do(_remove, dossier=two)  # removed here, written there
    for store, login in ((antenne, "quarter1"), (ville, "administrator"), (antenne, "quarter1")):
        synced(city, store, login)
    done = written(city)
    assert done.conflicts > 0 and written(city).rows == 0
    same(city, ville)


def test_reports_tell_each_person_the_figures_they_may_see(city: City, both: tuple[Store, Store]) -> None:
    ville, _ = both
    told = [application("26500001", quarters=["Étouvie"]), application("26500002", quarters=["Amiens Nord"])]
    one, _two = (intake.dossier or b"" for intake in bring(ville, *told))
    ville.do(propose, dossier=one, amounts={funder(ville): 4_000_00})
    synced(city, ville, "administrator")

    def report(login: str, by: str, year: int | None = None) -> list[tuple[Any, ...]]:
        query = "SELECT label, dossiers, asked, proposed, to_settle FROM hub.report(%s, %s)"
        with city.server.connect(city.base, login, autocommit=True) as connection:
            return connection.execute(query, (by, year)).fetchall()

    with pytest.raises(Exception, match="parvis hub project"):
        report("officer", "stage")
    written(city)
    asked = ville.reader.execute("SELECT sum(asked) FROM dossier").fetchone()[0]
    assert sum(row[2] for row in report("officer", "stage")) == asked
    assert sum(row[1] for row in report("quarter1", "quarter")) == 1
    assert sum(row[3] or 0 for row in report("officer", "funder")) == 4_000_00
    assert sum(row[3] or 0 for row in report("quarter2", "funder")) == 0
    assert len(report("manager", "quarter")) == 2 and report("manager", "quarter", 1999) == []
    assert report("manager", "challenge") and report("manager", "month")


@use_case("Étiqueter", right="upkeep")
def _label(session: Session, *, dossier: bytes, label: bytes) -> None:
    session.add(m.Label(id=label, name="Essai", colour="#112233"))
    session.flush()
    session.add(m.DossierLabel(id=new_key(), dossier_id=dossier, label_id=label))


@use_case("Noter", right="upkeep")
def _note(session: Session, *, dossier: bytes) -> None:
    session.add(m.Section(id=new_key(), dossier_id=dossier, code="essai", body="Un passage."))


@use_case("Retirer", right="upkeep")
def _remove(session: Session, *, dossier: bytes) -> None:
    from sqlalchemy import text

    connection = session.connection()
    for table, columns in journalled().items():
        if "dossier_id" in columns:
            connection.execute(text(f'DELETE FROM "{table}" WHERE dossier_id = :key'), {"key": dossier})
    connection.execute(text("DELETE FROM dossier WHERE id = :key"), {"key": dossier})
