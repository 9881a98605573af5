"""In whose hands a dossier is: taken, handed over with a reason, shared out evenly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import queries
from db.queries.batch import officers
from db.queries.workload import loads, loose
from db.rights import NotAllowed
from db.store import Store
from desktop.flow.assigning import hand_over, share_out, suggest, take
from desktop.flow.history import events
from desktop.flow.instruct import assign, move
from desktop.flow.people import add_person, change_person, set_team
from desktop.rules.workload import Hand, Loose, share
from tests.office import application, bring, open_office


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path, "Test")
    bring(opened, *(application(f"2650000{n}") for n in range(1, 6)))
    opened.do(change_person, person=_person(opened, "Test"), login="test")
    for name, role in (("Anne", "officer"), ("Bruno", "officer"), ("Chef", "manager"), ("Lue", "reader")):
        opened.do(add_person, name=name, role=role, login=name.lower())
    opened.do(set_team, name="Équipe Nord", members=["Anne"])
    yield opened
    opened.close()


def _person(store: Store, name: str) -> bytes:
    row = store.reader.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchone()
    return bytes(row[0])


def _officer(store: Store, key: bytes) -> str:
    return str(store.reader.execute("SELECT officer FROM dossier WHERE id = ?", (key,)).fetchone()[0])


def test_one_takes_what_nobody_has_or_a_team_of_one_s_own(store: Store) -> None:
    first, second, third, *_ = queries.list_ids(store.reader)
    store.do(assign, dossier=second, officer="Équipe Nord")
    store.do(assign, dossier=third, officer="Bruno")
    store.author = "Anne"
    store.do(take, dossier=first)
    store.do(take, dossier=second)
    assert (_officer(store, first), _officer(store, second)) == ("Anne", "Anne")
    with pytest.raises(ValueError, match="Bruno suit ce dossier"):
        store.do(take, dossier=third)
    with pytest.raises(NotAllowed, match="confier"):
        store.do(assign, dossier=third, officer="Anne")


def test_handing_over_needs_a_reason_that_the_history_keeps(store: Store) -> None:
    key = queries.list_ids(store.reader)[0]
    store.author = "Anne"
    store.do(take, dossier=key)
    with pytest.raises(ValueError, match="Dites pourquoi"):
        store.do(hand_over, dossier=key, officer="Bruno", reason=" ")
    with pytest.raises(ValueError, match="ni une personne ni une équipe"):
        store.do(hand_over, dossier=key, officer="Nobody", reason="Congé")
    store.do(hand_over, dossier=key, officer="Bruno", reason="Congé de maternité")
    assert _officer(store, key) == "Bruno"
    reasons = store.reader.execute("SELECT reason FROM op WHERE dossier = ? AND field = 'officer'", (key,))
    assert ("Congé de maternité",) in reasons.fetchall()
    assert any("Transmettre le dossier" in event.label for event in events(store.reader, key, "Anne"))
    with pytest.raises(ValueError, match="c’est à cette personne"):
        store.do(hand_over, dossier=key, officer="Anne", reason="Finalement")
    store.author = "Chef"
    store.do(hand_over, dossier=key, officer="Équipe Nord", reason="Charge")


def test_a_reader_takes_nothing(store: Store) -> None:
    store.author = "Lue"
    with pytest.raises(NotAllowed):
        store.do(take, dossier=queries.list_ids(store.reader)[0])


def test_the_load_of_each_is_counted_in_one_statement(store: Store) -> None:
    first, second, *_ = queries.list_ids(store.reader)
    store.do(share_out, choices={first: "Anne", second: "Anne"})
    store.do(move, dossier=first, stage="instruction")
    asked: list[str] = []
    store.reader.set_trace_callback(asked.append)
    found = {row.officer: row for row in loads(store.reader, dt.date(2026, 12, 31))}
    store.reader.set_trace_callback(None)
    assert len(asked) == 1
    anne = found["Anne"]
    assert (anne.dossiers, anne.to_sift, anne.in_hand, anne.ready) == (2, 1, 1, 0)
    assert anne.asked == 24_000_00 and found[""].dossiers == 3
    assert [row.number for row in loose(store.reader)] == ["2026-0003", "2026-0004", "2026-0005"]


def test_what_nobody_has_is_shared_out_evenly_in_one_step(store: Store) -> None:
    first = queries.list_ids(store.reader)[0]
    store.do(assign, dossier=first, officer="Anne")
    free, given = suggest(store.reader, loads(store.reader, dt.date(2026, 1, 1)))
    assert len(free) == 4 and sorted(given.values()) == ["Anne", "Anne", "Bruno", "Bruno"]
    assert store.do(share_out, choices=given).value == 4
    assert sorted(row.dossiers for row in loads(store.reader, dt.date(2026, 1, 1))) == [2, 3]
    store.undo()
    assert len(loose(store.reader)) == 4


def test_names_offered_are_people_teams_and_whoever_has_dossiers(store: Store) -> None:
    store.do(assign, dossier=queries.list_ids(store.reader)[0], officer="Une ancienne")
    assert officers(store.reader) == ["Anne", "Bruno", "Chef", "Lue", "Test", "Une ancienne", "Équipe Nord"]


def test_a_dossier_goes_to_whoever_is_kept_to_its_quarter_first() -> None:
    dossiers = [Loose(b"1", ("N",)), Loose(b"2", ("S",)), Loose(b"3", ())]
    hands = [Hand("all", 0), Hand("north", 0, ("N",))]
    assert share(dossiers, hands) == {b"1": "north", b"2": "all", b"3": "all"}
    assert share([Loose(b"1", ("S",))], [Hand("north", 0, ("N",))]) == {}


def test_the_least_charged_is_filled_up_first() -> None:
    dossiers = [Loose(bytes([n])) for n in range(4)]
    given = share(dossiers, [Hand("a", 5), Hand("b", 2)])
    assert list(given.values()) == ["b", "b", "b", "a"]
