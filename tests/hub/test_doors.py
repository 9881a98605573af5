"""The doors of the hub on a real PostgreSQL: what is taken, put aside, refused, delivered, and to whom."""

from __future__ import annotations

import dataclasses

import psycopg
import pytest

from db.hub.client import NotAllowed
from db.keys import new_key
from tests.hub.city import CODES, City


@pytest.fixture(scope="module")
def told(city: City) -> City:
    city.founded()
    return city


def test_a_lot_is_taken_once_whatever_the_number_of_times_it_comes(told: City) -> None:
    desk = told.desk(1)
    desk.dossier(CODES[0])
    lot = desk.lot()
    with told.hub("quarter1") as hub:
        first, again = hub.deposit(lot), hub.deposit(lot)
    assert (first.state, first.fresh, first.already, first.known) == ("received", 2, 0, 2)
    assert (again.state, again.fresh, again.already, again.known) == ("received", 0, 2, 2)
    assert told.sql("SELECT count(*) FROM hub.op WHERE site = 'ANT-1'") == [(2,)]


def test_each_quarter_receives_its_own_and_what_belongs_to_no_dossier(told: City) -> None:
    two, three, city = told.desk(2), told.desk(3), told.desk(0)
    mine, _ = two.dossier(CODES[1])
    assert two.deposit().refused == ()
    three.fetch()
    city.fetch()
    assert {op.ent for op in three.got.values()} == {"quarter"}
    assert mine in {op.dossier for op in city.got.values()}


@pytest.mark.parametrize("fault", ["gap", "reuse", "altered", "other site", "not followed", "unreadable"])
def test_a_fault_of_the_protocol_puts_the_whole_lot_aside(told: City, fault: str) -> None:
    desk = told.desk(4)
    desk.seq = told.sql("SELECT seq FROM hub.site WHERE name = 'ANT-4'")[0][0]
    desk.dossier(CODES[3])
    lot = desk.lot()
    assert desk.deposit().state == "received"
    if fault == "gap":
        desk.seq += 1
        desk.dossier(CODES[3])
        lot = desk.lot()
    elif fault == "reuse":
        lot = dataclasses.replace(lot, ops=tuple(op._replace(id=new_key()) for op in lot.ops))
    elif fault == "altered":
        lot = dataclasses.replace(lot, ops=(lot.ops[0]._replace(val='{"title":"autre"}'), *lot.ops[1:]))
    elif fault == "other site":
        lot = dataclasses.replace(lot, ops=tuple(op._replace(site="ANT-5") for op in lot.ops))
    elif fault == "not followed":
        lot = dataclasses.replace(lot, last=lot.last + 3)
    else:
        lot = dataclasses.replace(lot, ops=(lot.ops[0]._replace(seq="deux"), *lot.ops[1:]))  # type: ignore[arg-type]
    before = told.sql("SELECT count(*) FROM hub.op")
    done = told.as_("quarter4", lambda hub: hub.deposit(lot))
    assert done.state == "quarantined" and done.reason.endswith((".", "restaurée."))
    assert told.sql("SELECT count(*) FROM hub.op") == before
    assert told.sql("SELECT reason FROM hub.quarantine ORDER BY n DESC LIMIT 1") == [(done.reason,)]


def test_a_right_that_lacks_refuses_one_operation_and_what_rests_on_it(told: City) -> None:
    desk = told.desk(5)
    dossier, made = desk.dossier(CODES[4])
    decision = desk.write("decision", new_key(), val={"outcome": "granted"}, dossier=dossier)
    after = desk.write("section", new_key(), "body", "suite", dossier=dossier, parents=[decision.id])
    kept = desk.write("dossier", dossier, "title", "Autre", base="Action", dossier=dossier, parents=[made.id])
    done = desk.deposit()
    assert done.state == "received" and done.fresh == 3 and done.known == 5
    reasons = dict(done.refused)
    assert "rôle" in reasons[decision.id] and reasons[after.id] == "Elle repose sur une opération refusée."
    assert told.sql("SELECT count(*) FROM hub.op WHERE id = %s", kept.id.hex()) == [(1,)]
    desk.dossier(CODES[4])
    assert desk.deposit().fresh == 2  # the queue goes on
    assert {key for lot in desk.fetch() for key, _ in lot.refused} == {decision.id, after.id}


def test_a_value_hidden_in_a_creation_needs_the_right_of_its_field(told: City) -> None:
    desk = told.desk(6)
    dossier, _ = desk.dossier(CODES[5])
    fine = desk.write("amount", new_key(), val={"proposed": 100, "voted": None}, dossier=dossier)
    sly = desk.write("amount", new_key(), val={"proposed": 100, "voted": 900}, dossier=dossier)
    refused = dict(desk.deposit().refused)
    assert set(refused) == {sly.id} and fine.id not in refused


def test_only_people_enrolled_on_the_workstation_may_have_written(told: City) -> None:
    desk = told.desk(7)
    dossier, made = desk.dossier(CODES[6])
    other = desk.write(
        "dossier", dossier, "title", "Non", dossier=dossier, parents=[made.id], author="Q. Antenne 1"
    )
    nobody = desk.write(
        "dossier", dossier, "place", "Non", dossier=dossier, parents=[made.id], author="Personne"
    )
    refused = dict(desk.deposit().refused)
    assert "n’est pas inscrit sur le poste" in refused[other.id]
    assert "n’est pas une personne inscrite" in refused[nobody.id]


def test_a_workstation_that_knows_less_than_the_hub_was_restored(told: City) -> None:
    with told.hub("quarter1") as hub:
        assert hub.hello("ANT-1", "0004", 0, 0).state == "restored"
        again = hub.hello("ANT-1~2", "0004", 0, 0)
        assert again.state == "welcome" and again.quarters == (CODES[0],)
        with pytest.raises(NotAllowed, match="n’est pas inscrit"):
            hub.hello("INCONNU", "0004", 0, 0)
        with pytest.raises(NotAllowed, match="ANT-2"):
            hub.hello("ANT-2", "0004", 0, 0)


def test_a_moved_dossier_is_delivered_again_and_leaves_the_other_quarter(told: City) -> None:
    city, one, two = told.desk(0), told.desk(1), told.desk(2)
    city.seq = told.sql("SELECT seq FROM hub.site WHERE name = 'VILLE'")[0][0]
    dossier, _ = city.dossier(CODES[0])
    city.write("annotation", new_key(), val={"text": "avant"}, dossier=dossier)
    assert city.deposit().refused == ()
    one.fetch()
    two.fetch()
    assert sum(op.dossier == dossier for op in one.got.values()) == 3
    told.as_("manager", lambda hub: hub.move(dossier, CODES[1]))
    assert next(lot.gone for lot in one.fetch()) == (dossier,)
    assert not any(op.dossier == dossier for op in one.got.values())
    two.fetch()
    assert [op.ent for op in two.got.values() if op.dossier == dossier] == [
        "dossier",
        "dossier_quarter",
        "annotation",
    ]
    with pytest.raises(NotAllowed, match="confier"):
        told.as_("quarter1", lambda hub: hub.move(dossier, CODES[0]))


def test_numbers_are_given_once_and_follow_those_already_told(told: City) -> None:
    city = told.desk(0)
    city.seq = told.sql("SELECT seq FROM hub.site WHERE name = 'VILLE'")[0][0]
    old, _ = city.dossier(CODES[0], "2026-0411")
    new, _ = city.dossier(CODES[0], "PROV-VIL-0001")
    other, _ = city.dossier(CODES[0], "PROV-VIL-0002")
    city.deposit()
    with told.hub("quarter1") as hub:
        assert hub.allot_number(new, 2026) == "2026-0412"
        assert hub.allot_number(new, 2026) == "2026-0412"
        assert hub.allot_number(old, 2026) == "2026-0411"
        assert hub.allot_number(other, 2026) == "2026-0413"
        assert hub.allot_number(other, 2027) == "2026-0413"
        with pytest.raises(NotAllowed, match="ne connaît pas"):
            hub.allot_number(new_key(), 2026)


def test_a_colleague_on_the_same_dossier_is_seen_by_those_who_see_it(told: City) -> None:
    city = told.desk(0)
    city.seq = told.sql("SELECT seq FROM hub.site WHERE name = 'VILLE'")[0][0]
    dossier, _ = city.dossier(CODES[0])
    city.deposit()
    with told.hub("quarter1") as one, told.hub("officer") as officer, told.hub("quarter2") as two:
        one.present(dossier, "ANT-1")
        assert [(seen.author, seen.site) for seen in officer.who_is_on(dossier)] == [
            ("Q. Antenne 1", "ANT-1")
        ]
        assert two.who_is_on(dossier) == []
        with pytest.raises(NotAllowed, match="ne voit pas"):
            two.present(dossier, "ANT-2")


def test_a_revoked_workstation_and_a_person_who_left_are_told_so(told: City) -> None:
    from db.hub.found import revoke_person, revoke_site

    desk = told.desk(3)
    desk.dossier(CODES[2])
    with told.server.connect(told.base) as connection:
        assert revoke_site(connection, name="ANT-3", why="volé")
        assert revoke_person(connection, login="reader")
    assert "révoqué" in desk.deposit().reason
    with pytest.raises(NotAllowed, match="révoqué"):
        told.as_("quarter3", lambda hub: hub.fetch("ANT-3", 0))
    with pytest.raises(NotAllowed, match="refuse ce compte"):
        told.hub("reader")


def test_the_journal_is_never_changed_by_anyone(told: City) -> None:
    for deed in ("UPDATE hub.op SET val = '1'", "DELETE FROM hub.step", "TRUNCATE hub.op CASCADE",
                 "SET session_replication_role = replica; DELETE FROM hub.op"):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="ne se modifie pas"):
            told.sql(deed)
