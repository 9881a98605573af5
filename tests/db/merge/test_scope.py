"""A workstation that holds one quarter: what goes to it, what it may write, what it forgets; digests."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db.chain import first_break
from db.keys import key_of
from db.merge import digest, reach
from db.merge.rebuild import rebuild
from db.merge.scope import Scope
from db.models import Quarter
from db.triggers import journalled
from tests.db.merge.sites import APPLICANT, FUNDERS, Site, dossier, found, key, retitle, title

NORTH, SOUTH = (Scope(quarters=frozenset({code})) for code in ("Q1", "Q2"))


def quarters(session: Session) -> None:
    for rank, code in enumerate(("Q1", "Q2"), start=1):
        session.add(Quarter(id=key_of("quarter", code), code=code, rank=rank, name=code, short=code))


def settled_in(session: Session, *, number: str, code: str) -> None:
    rid = key_of(key(number), code)
    session.add(m.DossierQuarter(id=rid, dossier_id=key(number), quarter_id=key_of("quarter", code)))


def hold(session: Session, *, name: str, scope: Scope) -> None:
    row = session.get(m.Workstation, key_of("workstation", name)) or m.Workstation(
        id=key_of("workstation", name), name=name
    )
    row.scope = scope.to_json()
    session.add(row)


def act_as_hub(session: Session) -> None:
    told = json.dumps({"role": "hub", "hub": "hub", "means": ""})
    session.add(m.Setting(id=key_of("exchange"), name="exchange", value=told))


def own_applicant(session: Session, *, number: str) -> bytes:
    row = m.Applicant(id=key_of("applicant", number), name=f"Association {number}", iban=f"FR76{number}")
    session.add(row)
    session.flush()
    session.get_one(m.Dossier, key(number)).applicant_id = row.id
    return row.id


@pytest.fixture
def town(tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """A hub with dossiers 1 and 2 in the first quarter, 3 in the second; a workstation of the first."""
    hub, north = Site(tmp_path, "hub"), Site(tmp_path, "Nord")
    hub.do(found)
    hub.do(quarters)
    hub.do(act_as_hub)
    for number, code in (("1", "Q1"), ("2", "Q1"), ("3", "Q2")):
        hub.do(dossier, number=number)
        hub.do(own_applicant, number=number)
        hub.do(settled_in, number=number, code=code)
    hub.do(hold, name="Nord", scope=NORTH)
    swap(hub, north)
    yield hub, north
    hub.close()
    north.close()


def swap(hub: Site, station: Site, scope: Scope = NORTH) -> Any:
    hub.take(station.up())
    after = int(hub.one("SELECT v FROM kv WHERE k = ?", f"cursor:{station.store.site}") or 0)
    return station.take(hub.down(station, scope, after))


def move(hub: Site, number: str, code: str) -> None:
    hub.sql("DELETE FROM dossier_quarter WHERE dossier_id = ?", key(number))
    hub.do(settled_in, number=number, code=code)


def test_only_the_quarter_goes_there_with_what_it_stands_on(town: tuple[Site, Site]) -> None:
    hub, north = town
    assert north.ask("SELECT number FROM dossier ORDER BY number") == [("1",), ("2",)]
    assert north.ask("SELECT name FROM applicant ORDER BY name") == [("Association 1",), ("Association 2",)]
    assert north.one("SELECT count(*) FROM op WHERE dossier = ?", key("3")) == 0
    assert "Association 3" not in " ".join(str(op) for op in north.ops().values())
    assert reach.members(hub.store.reader, NORTH) == {key("1"), key("2")}
    assert north.ask("PRAGMA foreign_key_check") == []
    retitle(north, "1", "vu au Nord")
    told = swap(hub, north)
    assert told.digest_ok and title(hub, "1") == "vu au Nord"
    assert digest.tables(hub.store.reader, NORTH) == digest.tables(north.store.reader, NORTH)


def test_a_dossier_that_enters_comes_with_its_whole_history(town: tuple[Site, Site]) -> None:
    hub, north = town
    retitle(hub, "3", "avant son entrée")
    swap(hub, north)
    move(hub, "3", "Q1")
    told = swap(hub, north)
    assert title(north, "3") == "avant son entrée" and told.digest_ok
    assert north.one("SELECT iban FROM applicant WHERE name = 'Association 3'") == "FR763"
    assert {op for op in hub.ops().values() if op.dossier == key("3")} == {
        op for op in north.ops().values() if op.dossier == key("3")
    }


def test_a_dossier_that_left_is_nowhere_readable(town: tuple[Site, Site]) -> None:
    hub, north = town
    retitle(north, "2", "secret du deux")
    north.store.index_search()
    swap(hub, north)
    move(hub, "2", "Q2")
    told = swap(hub, north)
    assert "1 dossiers ont quitté" in " ".join(told.notes) and told.digest_ok
    assert title(north, "2") is None and title(north, "1") == "Action 1"
    north.store.reader.execute("SELECT 1").fetchone()
    north.close()
    with sqlite3.connect(north.path) as raw:
        raw.execute("VACUUM")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    content = north.path.read_bytes()
    for words in ("secret du deux", "Association 2", "FR762"):
        assert words.encode() not in content
    north.store = type(north.store)(north.path, author="x", place="Nord", exclusive=False)
    assert first_break(north.store.reader) is None
    retitle(north, "1", "la suite")
    swap(hub, north)
    assert title(hub, "1") == "la suite"
    move(hub, "2", "Q1")
    swap(hub, north)
    assert title(north, "2") == "secret du deux" and first_break(north.store.reader) is None


def test_what_was_not_sent_survives_the_exit_until_it_is(town: tuple[Site, Site]) -> None:
    hub, north = town
    move(hub, "2", "Q2")
    after = int(hub.one("SELECT v FROM kv WHERE k = 'cursor:Nord'"))
    retitle(north, "2", "écrit sans le savoir")
    north.take(hub.down(north, NORTH, after))
    assert title(north, "2") is None
    assert north.one("SELECT count(*) FROM op WHERE dossier = ?", key("2")) == 1
    receipt = hub.take(north.up())
    assert receipt.refused == () and title(hub, "2") == "écrit sans le savoir"
    swap(hub, north)
    assert north.one("SELECT count(*) FROM op WHERE dossier = ?", key("2")) == 0
    assert first_break(north.store.reader) is None


def test_what_waits_to_be_sent_is_not_shown_and_comes_back_with_its_dossier(town: tuple[Site, Site]) -> None:
    hub, north = town
    move(hub, "2", "Q2")
    after = int(hub.one("SELECT v FROM kv WHERE k = 'cursor:Nord'"))
    row = key_of(key("2"), FUNDERS[0])
    statement = "INSERT INTO amount(id, dossier_id, funder_id, proposed) VALUES (?, ?, ?, 5)"
    north.sql(statement, row, key("2"), FUNDERS[0])
    north.take(hub.down(north, NORTH, after))
    with north.store.merging() as connection:
        assert rebuild(connection, "Nord") == []
    assert north.one("SELECT count(*) FROM amount") == 0
    move(hub, "2", "Q1")
    north.take(hub.down(north, NORTH, after))
    assert title(north, "2") == "Action 2" and north.one("SELECT proposed FROM amount") == 5
    swap(hub, north)
    assert hub.one("SELECT proposed FROM amount WHERE id = ?", row) == 5


def test_what_was_written_knowingly_out_of_scope_comes_back_refused(town: tuple[Site, Site]) -> None:
    hub, north = town
    retitle(north, "2", "connu de tous")
    swap(hub, north)
    move(hub, "2", "Q2")
    swap(hub, north)
    columns = ", ".join(name for name in journalled()["dossier"] if name != "number")
    north.sql(
        f"INSERT INTO dossier(id, number, {columns}) SELECT ?, '3', {columns} FROM dossier WHERE id = ?",
        key("3"), key("1"),
    )  # fmt: skip
    retitle(north, "3", "suite")
    retitle(north, "1", "permis")
    receipt = hub.take(north.up())
    assert len(receipt.refused) == 2 and "n’est pas dans le périmètre" in receipt.refused[0][1]
    assert "en suit une autre" in receipt.refused[1][1]
    assert title(hub, "1") == "permis" and title(hub, "3") == "Action 3"
    told = swap(hub, north)
    assert len(told.refused) == 2 and title(north, "3") is None
    assert north.ask("SELECT state FROM refused") == [("waiting",)] * 2
    assert swap(hub, north).refused == ()
    assert first_break(hub.store.reader) is None and first_break(north.store.reader) is None


def test_columns_left_out_do_not_leave_and_are_not_written_over(town: tuple[Site, Site]) -> None:
    hub, _ = town
    left_out = Scope(NORTH.quarters, left_out=frozenset({("applicant", "iban"), ("dossier", "asked")}))
    station = Site(hub.path.parent, "Sans montants")
    hub.do(hold, name="Sans montants", scope=left_out)
    swap(hub, station, left_out)
    assert station.ask("SELECT number, asked FROM dossier ORDER BY number") == [("1", None), ("2", None)]
    assert "100000" not in " ".join(str(op.val) for op in station.ops().values() if op.ent == "dossier")
    hub.sql("UPDATE dossier SET asked = 7 WHERE id = ?", key("1"))
    station.sql("DELETE FROM dossier_quarter WHERE dossier_id = ?", key("2"))
    station.sql("DELETE FROM dossier WHERE id = ?", key("2"))
    station.store.undo()
    station.store.undo()
    retitle(station, "1", "sans voir le montant")
    told = swap(hub, station, left_out)
    assert told.digest_ok and hub.conflicts() == []
    assert hub.ask("SELECT title, asked FROM dossier WHERE id = ?", key("1")) == [("sans voir le montant", 7)]
    assert hub.one("SELECT asked FROM dossier WHERE id = ?", key("2")) == 100000
    station.sql("DELETE FROM dossier_quarter WHERE dossier_id = ?", key("2"))
    station.sql("DELETE FROM dossier WHERE id = ?", key("2"))
    swap(hub, station, left_out)
    assert title(hub, "2") is None and hub.conflicts() == []
    station.close()


def test_a_table_altered_behind_the_journal_is_found_and_mended(town: tuple[Site, Site]) -> None:
    hub, north = town
    north.close()
    with sqlite3.connect(north.path) as raw:
        (sql,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'trail_dossier_title'").fetchone()
        raw.execute("DROP TRIGGER trail_dossier_title")
        raw.execute("UPDATE dossier SET title = 'Bction 1' WHERE id = ?", (key("1"),))
        raw.execute(sql)
    raw.close()
    north.store = type(north.store)(north.path, author="x", place="Nord", exclusive=False)
    assert title(north, "1") == "Bction 1"
    told = swap(hub, north)
    assert told.digest_ok and told.differences == ("dossier",)
    assert "Alerte" in " ".join(told.notes) and title(north, "1") == "Action 1"
    assert "Bction 1" in north.one("SELECT v FROM kv WHERE k = 'mended'")
    assert north.ask("SELECT author FROM step ORDER BY n DESC LIMIT 1") == [("outil externe",)]


def test_a_committee_and_named_dossiers_are_scopes_too(town: tuple[Site, Site]) -> None:
    hub, _ = town

    def agenda(session: Session) -> None:
        session.add(m.Committee(id=key_of("s"), code="S", name="S", held_on=dt.date(2026, 3, 1)))
        session.flush()
        session.add(m.Item(committee_id=key_of("s"), dossier_id=key("3"), rank=1))

    hub.do(agenda)
    scope = Scope(committees=frozenset({key_of("s")}), dossiers=frozenset({key("1")}))
    assert reach.members(hub.store.reader, scope) == {key("1"), key("3")}
    assert reach.members(hub.store.reader, Scope()) == {key("1"), key("2"), key("3")}
    assert APPLICANT not in reach.reach(hub.store.reader, scope).bound["applicant"]
    assert Scope.from_json(scope.to_json()) == scope
