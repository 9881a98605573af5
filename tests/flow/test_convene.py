"""A session prepared: code, members, order of the day, documents; each step taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import queries
from db.queries import committee as read
from db.store import Store
from desktop.flow.convene import add_document, call_off, change, convene, drop_document, put_in_pack
from desktop.flow.decide import decide
from desktop.flow.order_of_day import add_item, make_agenda, rearrange, remove_items
from desktop.flow.seats import change_member, move_member, seat, unseat
from desktop.flow.sitting import pronounce
from desktop.paths import resources
from tests.office import application, bring
from tests.session import DAY, funder, ready, running, sit


def test_a_session_has_a_code_and_the_usual_members(store: Store) -> None:
    usual = resources() / "committees"
    one = store.do(convene, name="Comité technique", held_on=DAY, starts_at="14:00", usual=usual).value
    two = store.do(convene, name="Comité de pilotage", held_on=DAY, kind="steering", usual=usual).value
    first, second = read.committee(store.reader, one), read.committee(store.reader, two)
    assert first is not None
    assert second is not None
    assert (first.code, second.code, first.quorum) == ("S2026-01", "S2026-02", 3)
    assert (first.members, second.members) == (7, 10)
    assert read.find_committee(store.reader, "s2026-02") == two
    assert read.find_committee(store.reader, one.hex()) == one


def test_members_come_from_the_last_session_of_its_kind_and_presence_starts_anew(store: Store) -> None:
    before = sit(store)
    chair = read.members(store.reader, before)[0]
    store.do(change_member, member=chair.id, name="Mme Autre", presence="represented", proxy="M. Relais")
    after = store.do(convene, name="Suivant", held_on=DAY, usual=resources() / "committees").value
    found = read.members(store.reader, after)
    assert [m.name for m in found] == ["Mme Autre", "M. Modèle", "Mme Essai", "M. Greffe"]
    assert {(m.presence, m.proxy) for m in found} == {("", "")}
    assert not found[3].voting


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": " "}, "nom"),
        ({"kind": "jury"}, "sorte"),
        ({"starts_at": "14h"}, "heure"),
        ({"quorum": -1}, "quorum"),
    ],
)
def test_what_makes_no_session_is_told(store: Store, facts: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        store.do(convene, **{"name": "Comité", "held_on": DAY, **facts})
    assert read.committees(store.reader) == []


def test_members_are_moved_and_taken_away(store: Store) -> None:
    key = sit(store)
    third = read.members(store.reader, key)[2]
    store.do(move_member, member=third.id, by=-1)
    assert [m.name for m in read.members(store.reader, key)][:3] == ["Mme Exemple", "Mme Essai", "M. Modèle"]
    store.do(unseat, member=third.id)
    with pytest.raises(ValueError, match="nom"):
        store.do(seat, committee=key, name="")
    assert len(read.members(store.reader, key)) == 3


def test_the_agenda_of_a_query_stands_under_its_quarters(store: Store) -> None:
    ready(store, 4)
    key = sit(store)
    made = store.do(make_agenda, committee=key, query="étape:prêt").value
    items = read.items(store.reader, key)
    assert (made.added, made.kept, made.removed) == (4, 0, 0)
    assert [i.heading for i in items] == ["Étouvie", "Étouvie", "P. Rollin", "Nord"]
    assert [i.rank for i in items] == [1, 2, 3, 4]
    assert (items[0].asked, items[0].proposed, items[0].given) == (12_000_00, 9_000_00, None)
    with pytest.raises(ValueError, match="Aucun dossier"):
        store.do(make_agenda, committee=key, query="étape:clos")
    with pytest.raises(ValueError):
        store.do(make_agenda, committee=key, query="étape:(")
    assert len(read.items(store.reader, key)) == 4


def test_the_agenda_is_arranged_by_hand(store: Store) -> None:
    ready(store, 3)
    key = sit(store)
    store.do(make_agenda, committee=key, query="étape:prêt")
    items = read.items(store.reader, key)
    order = [(items[2].id, "Pour finir"), (items[0].id, items[0].heading), (items[1].id, "Pour finir")]
    store.do(rearrange, committee=key, order=order)
    found = read.items(store.reader, key)
    assert [(i.id, i.heading) for i in found] == order
    assert store.do(remove_items, items=[items[0].id]).value == 1
    assert len(read.items(store.reader, key)) == 2


def test_a_new_query_keeps_what_was_decided_and_what_came_in_the_room(store: Store) -> None:
    keys = ready(store, 3)
    key = running(store, query="numéro:2026-0001")
    other = store.do(add_item, committee=key, dossier=keys[1]).value
    first = read.items(store.reader, key)[0]
    store.do(pronounce, item=first.id, outcome="granted")
    made = store.do(make_agenda, committee=key, query="numéro:2026-0003").value
    items = {i.dossier_id: i for i in read.items(store.reader, key)}
    assert (made.added, made.removed) == (1, 0)
    assert set(items) == set(keys)
    assert items[keys[1]].added
    assert items[keys[1]].id == other
    with pytest.raises(ValueError, match="restent"):
        store.do(remove_items, items=[first.id])


def test_a_dossier_decided_elsewhere_is_left_out_with_its_reason(store: Store) -> None:
    keys = ready(store, 2)
    store.do(decide, dossier=keys[0], outcome="granted", amounts={funder(store): 9_000_00}, decided_on=DAY)
    key = sit(store)
    made = store.do(make_agenda, committee=key, query="").value
    assert [i.dossier_id for i in read.items(store.reader, key)] == [keys[1]]
    assert made.left_out[0].startswith("Le dossier 2026-0001 est déjà décidé")
    with pytest.raises(ValueError, match="déjà décidé"):
        store.do(add_item, committee=key, dossier=keys[0])
    with pytest.raises(ValueError, match="déjà à l’ordre du jour"):
        store.do(add_item, committee=key, dossier=keys[1])


def test_documents_of_a_session(store: Store) -> None:
    key = sit(store)
    document = store.do(
        add_document, committee=key, name="Convocation.pdf", content=b"%PDF-1.4 essai", in_pack=True
    ).value
    told = read.documents(store.reader, key)[0]
    assert (told.name, told.mime, bool(told.in_pack), told.made) == (
        "Convocation.pdf",
        "application/pdf",
        True,
        "",
    )
    assert Path(store.files / told.sha256[:2] / told.sha256[2:]).read_bytes() == b"%PDF-1.4 essai"
    store.do(put_in_pack, document=document, in_pack=False)
    assert not read.documents(store.reader, key)[0].in_pack
    store.do(drop_document, document=document)
    with pytest.raises(ValueError, match="vide"):
        store.do(add_document, committee=key, name="rien.pdf", content=b"")


def test_a_session_not_held_is_called_off_and_brought_back(store: Store) -> None:
    ready(store, 2)
    key = sit(store)
    store.do(make_agenda, committee=key, query="étape:prêt")
    store.do(call_off, committee=key)
    assert read.committees(store.reader) == []
    store.undo()
    assert len(read.items(store.reader, key)) == 2
    opened = running(store)
    with pytest.raises(ValueError, match="ouverte"):
        store.do(call_off, committee=opened)


def test_facts_change_and_unknown_ones_are_refused(store: Store) -> None:
    key = sit(store)
    store.do(change, committee=key, name="Comité du Nord", place="salle du Conseil", quorum=2)
    told = read.committee(store.reader, key)
    assert told is not None
    assert (told.name, told.place, told.quorum) == ("Comité du Nord", "salle du Conseil", 2)
    with pytest.raises(ValueError, match="pas de « state »"):
        store.do(change, committee=key, state="closed")


def test_each_read_is_one_statement_however_many_rows(store: Store) -> None:
    ready(store, 1)
    key = running(store)
    reads = (read.items, read.item_amounts, read.leavings, read.documents, read.recusals, read.members)

    def statements() -> int:
        seen: list[str] = []
        store.reader.set_trace_callback(seen.append)
        for function in reads:
            function(store.reader, key)
        read.committees(store.reader)
        store.reader.set_trace_callback(None)
        return len(seen)

    few = statements()
    for intake in bring(store, *(application(f"2660{n:04d}") for n in range(3))):
        store.do(add_item, committee=key, dossier=intake.dossier)
    assert (few, statements()) == (len(reads) + 1, len(reads) + 1)
    assert len(queries.list_ids(store.reader)) == 4
