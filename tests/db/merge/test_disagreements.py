"""What disagreements are told, shown and settled: amounts, texts, removals, orphans, numbers, stale forms."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.merge.local import Undecided
from db.merge.receive import force
from db.merge.settle import CannotSettle, ask, settle
from db.undo import CannotUndo
from tests.db.merge.sites import FUNDERS, Site, dossier, exchange, key, retitle, title

City = tuple[Site, Site, Site]


def put(site: Site, column: str, value: Any, number: str = "1") -> None:
    site.sql(f"UPDATE dossier SET {column} = ? WHERE id = ?", value, key(number))


def got(site: Site, column: str, number: str = "1") -> Any:
    return site.one(f"SELECT {column} FROM dossier WHERE id = ?", key(number))


def test_an_amount_in_disagreement_shows_the_last_agreed_one(city: City) -> None:
    hub, a, b = city
    put(a, "asked", 7)
    put(a, "asked", 8)  # one side wrote twice: the agreed value is before both
    put(b, "asked", 9)
    exchange(hub, a, b)
    for site in city:
        assert got(site, "asked") == 100000
        ((_, _, field, nature, agreed, ops, vals),) = site.conflicts()
        assert (field, nature, agreed, sorted(json.loads(vals))) == ("asked", "values", "100000", [8, 9])
        assert len(json.loads(ops)) == 2
    with pytest.raises(CannotSettle, match="Dites pourquoi"):
        hub.do(settle, ent="dossier", rid=key("1"), field="asked", value=100000)
    hub.do(settle, ent="dossier", rid=key("1"), field="asked", value=100000, reason="vu avec le porteur")
    assert got(hub, "asked") == 100000 and hub.conflicts() == []
    with pytest.raises(CannotUndo, match="tranchez-le à nouveau"):
        hub.store.undo()
    exchange(hub, a, b)
    assert all(site.conflicts() == [] and got(site, "asked") == 100000 for site in city)
    assert a.one("SELECT reason FROM op ORDER BY n DESC") == "vu avec le porteur"


def test_a_save_by_a_third_place_never_settles_an_amount_without_a_reason(city: City) -> None:
    hub, a, b = city
    put(a, "asked", 7)
    put(b, "asked", 9)
    exchange(hub, a, b)

    def type_over(session: Session) -> None:
        session.get_one(m.Dossier, key("1")).asked = 8

    with pytest.raises(Undecided, match="tranchez dans « Mallette »"):
        hub.do(type_over)
    assert got(hub, "asked") == 100000 and len(hub.conflicts()) == 1
    a.do(type_over)  # its own proposal changes, and nothing is settled
    assert sorted(json.loads(a.conflicts()[0][6])) == [8, 9]


def test_the_same_value_written_twice_is_no_disagreement(city: City) -> None:
    hub, a, b = city
    put(a, "asked", 7)
    put(b, "asked", 7)
    exchange(hub, a, b)
    assert all(site.conflicts() == [] and got(site, "asked") == 7 for site in city)
    put(a, "asked", 8)
    exchange(hub, a, b)
    assert all(site.conflicts() == [] and got(site, "asked") == 8 for site in city)


def test_long_notes_are_merged_by_words_and_told_to_be_read_again(city: City) -> None:
    hub, a, b = city
    put(a, "proposal_reason", "Le projet est très clair. Le budget est juste. Le public est là.")
    put(b, "proposal_reason", "Le projet est clair. Le budget est juste. Le public est venu là.")
    exchange(hub, a, b)
    merged = "Le projet est très clair. Le budget est juste. Le public est venu là."
    assert all(got(site, "proposal_reason") == merged for site in city)
    assert hub.natures() == [("dossier", "proposal_reason", "reread")]
    hub.do(settle, ent="dossier", rid=key("1"), field="proposal_reason", value=merged)
    exchange(hub, a, b)
    assert all(site.natures() == [] and got(site, "proposal_reason") == merged for site in city)


def test_two_people_who_settle_differently_open_it_again(city: City) -> None:
    hub, a, b = city
    put(a, "asked", 7)
    put(b, "asked", 9)
    exchange(hub, a, b)
    for site, value in ((a, 7), (b, 9)):
        reason = f"raison de {site.name}"
        site.do(settle, ent="dossier", rid=key("1"), field="asked", value=value, reason=reason)
        assert got(site, "asked") == value
    exchange(hub, a, b)
    ((_, _, _, nature, agreed, ops, _),) = hub.conflicts()
    assert (nature, agreed) == ("values", "100000")
    reasons = {hub.one("SELECT reason FROM op WHERE id = ?", bytes.fromhex(op)) for op in json.loads(ops)}
    assert reasons == {"raison de A", "raison de B"}


@pytest.mark.parametrize("remover", [0, 1])
@pytest.mark.parametrize("keep", [True, False])
def test_a_row_removed_there_and_edited_here_stays_with_the_edit(
    city: City,
    remover: int,
    keep: bool,
) -> None:
    hub, a, b = city
    put(hub, "title", "avant", "2")
    exchange(hub, a, b)
    sides = (a, b) if remover else (b, a)
    sides[0].sql("DELETE FROM dossier WHERE id = ?", key("2"))
    retitle(sides[1], "2", "gardé")
    exchange(hub, a, b)
    for site in city:
        assert title(site, "2") == "gardé" and site.natures() == [("dossier", "", "deletion")]
    hub.do(settle, ent="dossier", rid=key("2"), field="", value=keep, reason="vu ensemble")
    exchange(hub, a, b)
    for site in city:
        assert site.conflicts() == [] and title(site, "2") == ("gardé" if keep else None)
    put(hub, "title", "après", "1")  # the base goes on
    exchange(hub, a, b)


@pytest.mark.parametrize("first", ["parent", "child"])
@pytest.mark.parametrize("keep", [True, False])
def test_a_child_made_under_a_removed_parent_keeps_it(city: City, first: str, keep: bool) -> None:
    hub, a, b = city
    a.sql("DELETE FROM dossier WHERE id = ?", key("3"))
    child = key_of(key("3"), FUNDERS[0])
    b.sql(
        "INSERT INTO amount(id, dossier_id, funder_id, proposed) VALUES (?, ?, ?, 5)",
        child, key("3"), FUNDERS[0],
    )  # fmt: skip
    for site in (a, b) if first == "parent" else (b, a):
        hub.take(site.up())
    exchange(hub, a, b)
    for site in city:
        assert title(site, "3") == "Action 3" and site.natures() == [("amount", "dossier_id", "orphan")]
    hub.do(settle, ent="amount", rid=child, field="dossier_id", value=keep, reason="le dossier reste")
    exchange(hub, a, b)
    for site in city:
        assert site.conflicts() == [] and title(site, "3") == ("Action 3" if keep else None)
        assert site.ask("PRAGMA foreign_key_check") == []


def test_the_same_row_made_twice_is_one_row_with_its_fields_compared(city: City) -> None:
    hub, a, b = city
    row = key_of(key("1"), FUNDERS[0])
    for site, proposed in ((a, 100), (b, 200)):
        site.sql(
            "INSERT INTO amount(id, dossier_id, funder_id, asked, proposed) VALUES (?, ?, ?, 50, ?)",
            row, key("1"), FUNDERS[0], proposed,
        )  # fmt: skip
    exchange(hub, a, b)
    for site in city:
        assert site.ask("SELECT asked, proposed FROM amount") == [(50, None)]
        assert site.natures() == [("amount", "proposed", "values")]
        assert site.ask("SELECT proposed FROM total") == [(None,)]


def test_a_number_given_twice_is_told_on_both_and_both_stay(city: City) -> None:
    hub, a, b = city
    for site, name in ((a, "x"), (b, "y")):
        site.do(dossier, number="2026-01", key=key_of(name))
    exchange(hub, a, b)
    assert all(site.natures() == [("dossier", "number", "twice")] * 2 for site in city)
    b.sql("UPDATE dossier SET number = '2026-02' WHERE id = ?", key_of("y"))
    assert b.natures() == []
    exchange(hub, a, b)
    assert all(site.natures() == [] for site in city)
    assert hub.ask("SELECT number FROM dossier WHERE number LIKE '2026%' ORDER BY number") == [
        ("2026-01",), ("2026-02",),
    ]  # fmt: skip


def test_a_form_opened_before_an_import_does_not_write_over_it(city: City) -> None:
    hub, a, _ = city
    seen = hub.store.position
    retitle(a, "1", "venu d’ailleurs")
    put(a, "asked", 7)
    hub.take(a.up())
    statement = "UPDATE dossier SET title = ?, asked = ? WHERE id = ?"
    hub.sql(statement, "écrit sur l’ancien", 100000, key("1"), seen=seen)
    ((_, _, field, _, agreed, _, vals),) = hub.conflicts()
    assert (field, agreed) == ("title", '"Action 1"')
    assert sorted(json.loads(vals)) == ["venu d’ailleurs", "écrit sur l’ancien"]
    assert got(hub, "asked") == 7  # given back as it had been read: what came in stays
    exchange(hub, a)
    assert a.conflicts() == hub.conflicts() and a.tables() == hub.tables()


def test_undo_refuses_what_a_merge_has_overtaken(city: City) -> None:
    hub, a, _ = city
    retitle(hub, "1", "ici")
    exchange(hub, a)
    retitle(a, "1", "là-bas")
    hub.take(a.up())
    with pytest.raises(CannotUndo, match="modifiée depuis"):
        hub.store.undo()
    hub.do(dossier, number="9")
    exchange(hub, a)
    retitle(a, "9", "repris là-bas")
    hub.take(a.up())
    with pytest.raises(CannotUndo, match="modifiée depuis"):
        hub.store.undo()
    assert title(hub, "9") == "repris là-bas"


def test_somebody_is_asked_to_settle(city: City) -> None:
    hub, a, b = city
    put(a, "asked", 7)
    put(b, "asked", 9)
    exchange(hub, a, b)
    hub.do(ask, ent="dossier", rid=key("1"), field="asked", of="Mme Aubin", note="Votre avis ?")
    hub.do(ask, ent="dossier", rid=key("1"), field="asked", of="M. Brême")
    assert hub.ask("SELECT asked_of, dossier_id FROM question") == [("M. Brême", key("1"))]
    assert len(hub.conflicts()) == 1


def test_undo_refuses_to_take_away_what_somebody_stands_on(city: City) -> None:
    hub, a, _ = city
    hub.do(dossier, number="9")
    exchange(hub, a)
    row = key_of(key("9"), FUNDERS[0])
    statement = "INSERT INTO amount(id, dossier_id, funder_id, proposed) VALUES (?, ?, ?, 5)"
    a.sql(statement, row, key("9"), FUNDERS[0])
    hub.take(a.up())
    with pytest.raises(CannotUndo, match="modifiée depuis"):
        hub.store.undo()
    assert title(hub, "9") == "Action 9"


def test_a_code_that_a_table_holds_unique_never_stops_a_lot(city: City) -> None:
    hub, a, b = city
    for site, name in ((a, "un"), (b, "deux")):
        site.sql(
            "INSERT INTO partner(id, code, rank, name, short, person, email, aliases, confidential, active) "
            "VALUES (?, 'caf', 1, ?, '', '', '', '', 0, 1)",
            key_of("partner of the tests", name), name,
        )  # fmt: skip
    exchange(hub, a, b)
    found = hub.ask("SELECT id, code, name FROM partner ORDER BY id")
    assert found[0][1] == "caf" and found[1][1].startswith("caf (") and len(found) == 2
    assert a.tables() == b.tables() == hub.tables()


def test_a_supervisor_no_longer_waits_for_a_lost_lot(city: City) -> None:
    hub, a, _ = city
    retitle(a, "1", "perdu")
    lost = a.up(number=1)
    retitle(a, "2", "suivant")
    assert hub.take(a.up(lost.last, number=2)).parked == 1
    assert force(hub.store, "A") == 1
    hub.take(a.up(a.sent, number=3))
    assert title(hub, "2") == "suivant" and hub.one("SELECT count(*) FROM parked") == 0
    hub.take(lost)  # found again after all
    assert title(hub, "1") == "perdu"


def test_a_number_in_disagreement_itself_leaves_its_twin_when_it_changes(city: City) -> None:
    hub, a, _ = city
    put(hub, "number", "Q", "2")
    put(a, "number", "1", "2")  # later, so shown: the number of the first dossier
    exchange(hub, a)
    assert sorted(nature for _, _, nature in hub.natures()) == ["twice", "values"]
    put(hub, "number", "Z", "2")
    assert [nature for _, _, nature in hub.natures()] == ["values"]
    exchange(hub, a)
    assert a.conflicts() == hub.conflicts()
