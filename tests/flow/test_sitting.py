"""The room: what is said is saved and taken back, interests, votes, closing, reopening, contradictions."""

from __future__ import annotations

import datetime as dt

import pytest

from db import queries
from db.queries import committee as read
from db.store import Store
from db.undo import CannotUndo
from desktop.flow import convene, order_of_day, seats
from desktop.flow.closing import CannotClose, close_session, reopen_session
from desktop.flow.decide import decide
from desktop.flow.frozen import Frozen
from desktop.flow.interests import declare
from desktop.flow.leaving import come_back, leave
from desktop.flow.notify import issue, prepare
from desktop.flow.sitting import (
    count_votes,
    note_words,
    open_session,
    postpone,
    postpone_rest,
    pronounce,
    stand_at,
    take_up,
)
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests.session import DAY, funder, ready, running, sit


def first(store: Store, key: bytes) -> read.ItemRow:
    return read.items(store.reader, key)[0]


def test_what_is_granted_is_what_was_proposed_unless_told(store: Store) -> None:
    ready(store, 2)
    key = running(store)
    one, two = read.items(store.reader, key)
    store.do(pronounce, item=one.id, outcome="granted")
    store.do(
        pronounce, item=two.id, outcome="granted",
        amounts={funder(store): 12_000_00, funder(store, "VILLE"): 0},
        conditions=["Produire le bilan.", " "], votes=(2, 1, 0),
    )  # fmt: skip
    one, two = read.items(store.reader, key)
    assert (one.state, one.outcome, one.given) == ("decided", "partial", 9_000_00)
    assert (two.outcome, two.given, two.conditions, two.votes_for) == (
        "granted",
        12_000_00,
        "Produire le bilan.",
        2,
    )
    amounts = [
        (a.code, a.amount) for a in read.item_amounts(store.reader, key) if a.item_id == one.id and a.amount
    ]
    assert sorted(amounts) == [("ETAT147", 5_000_00), ("METROPOLE", 4_000_00)]
    assert queries.decision(store.reader, one.dossier_id) is None  # until the closing
    store.undo()
    assert first(store, key).state == "decided"
    assert read.items(store.reader, key)[1].state == "waiting"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"outcome": "refused"}, "au moins un motif"),
        ({"outcome": "adjourned", "amounts": "some"}, "ne porte pas de montant"),
        ({"outcome": "granted", "amounts": "more"}, "dépasse le montant demandé"),
        ({"outcome": "granted", "amounts": {}}, "montant supérieur à zéro"),
        ({"outcome": "refused", "reasons": ["HORS_QPV"], "conditions": ["a"]}, "conditions"),
        ({"outcome": "granted", "votes": (4, 0, 0)}, "4 voix pour 3 membres votants"),
    ],
)
def test_what_cannot_be_said_is_refused_whole(store: Store, said: dict[str, object], words: str) -> None:
    ready(store, 1)
    key = running(store)
    some = {"some": {funder(store): 1_00}, "more": {funder(store): 13_000_00}}
    amounts = said.get("amounts")
    told = {**said, "amounts": some[amounts]} if isinstance(amounts, str) else said
    with pytest.raises(ValueError, match=words):
        store.do(pronounce, item=first(store, key).id, **told)
    assert (first(store, key).state, first(store, key).given) == ("waiting", None)


def test_nothing_is_said_before_the_session_is_open(store: Store) -> None:
    ready(store, 1)
    key = sit(store)
    with pytest.raises(ValueError, match="vide"):
        store.do(open_session, committee=key)
    store.do(order_of_day.make_agenda, committee=key, query="étape:prêt")
    with pytest.raises(ValueError, match="en préparation"):
        store.do(pronounce, item=first(store, key).id, outcome="granted")


def test_a_declared_interest_sends_its_member_out_and_keeps_their_vote(store: Store) -> None:
    keys = ready(store, 1)
    store.do(declare, dossier=keys[0], nature="membre du bureau", person="Modèle", whole_applicant=True)
    key = running(store)
    item = first(store, key)
    [tie] = read.recusals(store.reader, key)
    assert (tie.member, tie.nature, tie.item_id) == ("M. Modèle", "membre du bureau", item.id)
    with pytest.raises(ValueError, match="3 voix pour 2 membres votants"):
        store.do(pronounce, item=item.id, outcome="granted", votes=(3, 0, 0))
    store.do(pronounce, item=item.id, outcome="granted", votes=(2, 0, 0))
    [out] = read.leavings(store.reader, key)
    assert (out.name, out.why) == ("M. Modèle", "interest")
    with pytest.raises(ValueError, match="ne prend pas part au vote"):
        store.do(come_back, item=item.id, member=out.member_id)


def test_who_leaves_the_room_says_why_and_may_come_back(store: Store) -> None:
    ready(store, 1)
    key = running(store)
    item, member = first(store, key), read.members(store.reader, key)[1]
    with pytest.raises(ValueError, match="pourquoi"):
        store.do(leave, item=item.id, member=member.id)
    store.do(leave, item=item.id, member=member.id, why="parent d’un salarié")
    with pytest.raises(ValueError, match="voix"):
        store.do(count_votes, item=item.id, votes=(3, 0, 0))
    store.do(come_back, item=item.id, member=member.id)
    store.do(count_votes, item=item.id, votes=(3, 0, 0))
    assert first(store, key).votes_for == 3
    with pytest.raises(ValueError, match="procès-verbal"):
        store.do(leave, item=item.id, member=member.id, why="appel")
        store.do(seats.unseat, member=member.id)


def test_an_interest_of_the_person_at_work_closes_the_dossier_to_them(store: Store) -> None:
    keys = ready(store, 1)
    key = running(store)
    store.do(declare, dossier=keys[0], nature="parent d’un dirigeant")
    with pytest.raises(ValueError, match="fermé"):
        store.do(pronounce, item=first(store, key).id, outcome="granted")
    store.do(postpone, item=first(store, key).id, why="à instruire par un autre agent")
    assert first(store, key).state == "postponed"


def test_words_are_kept_while_a_dossier_is_discussed(store: Store) -> None:
    ready(store, 1)
    key = running(store)
    item = first(store, key).id
    store.do(note_words, item=item, conditions=["Voir le collège."], comment="Bon projet")
    assert first(store, key).conditions == "Voir le collège."
    store.do(pronounce, item=item, outcome="refused", comment="Hors quartier")
    with pytest.raises(ValueError, match="conditions"):
        store.do(note_words, item=item, conditions=["Une condition"], comment="Hors quartier")
    with pytest.raises(ValueError, match="motif"):
        store.do(note_words, item=item)
    store.do(take_up, item=item)
    assert (first(store, key).state, first(store, key).outcome) == ("waiting", "")


def test_the_place_in_the_room_is_kept_and_is_no_step(store: Store) -> None:
    ready(store, 3)
    key = running(store)
    items = read.items(store.reader, key)
    told = read.committee(store.reader, key)
    assert told is not None
    assert told.current_item == items[0].id
    before = store.next_undo()
    stand_at(store, key, items[2].id)
    told = read.committee(store.reader, key)
    assert told is not None
    assert told.current_item == items[2].id
    assert store.next_undo() == before


def test_closing_names_what_waits_then_makes_pending_decisions(store: Store) -> None:
    keys = ready(store, 3)
    key = running(store)
    items = {i.dossier_id: i.id for i in read.items(store.reader, key)}
    store.do(pronounce, item=items[keys[0]], outcome="granted", conditions=["Produire le bilan."])
    store.do(pronounce, item=items[keys[1]], outcome="adjourned", comment="Budget à revoir.")
    with pytest.raises(CannotClose, match="2026-0003") as refused:
        store.do(close_session, committee=key)
    assert refused.value.waiting == (items[keys[2]],)
    assert store.do(postpone_rest, committee=key).value == 1
    done = store.do(close_session, committee=key).value
    assert set(done.made) == {keys[0], keys[1]}
    granted = queries.decision(store.reader, keys[0])
    assert granted is not None
    assert (granted.outcome, granted.state, granted.decided_on) == ("partial", "pending", DAY.isoformat())
    voted = {a.code: a.voted for a in queries.amounts(store.reader, keys[0])}
    assert (voted["METROPOLE"], voted["ETAT147"]) == (4_000_00, 5_000_00)
    assert [c.text for c in queries.conditions(store.reader, keys[0])] == ["Produire le bilan."]
    assert first(store, key).decision_committee == key
    head = queries.head(store.reader, keys[2])
    assert head is not None
    assert head.stage == "ready"  # postponed: it waits for another session
    with pytest.raises(CannotUndo, match="close"):
        store.undo()


def test_a_quorum_not_met_asks_why(store: Store) -> None:
    ready(store, 1)
    key = running(store)
    store.do(convene.change, committee=key, quorum=5)
    store.do(pronounce, item=first(store, key).id, outcome="granted")
    with pytest.raises(CannotClose, match="Quorum non atteint"):
        store.do(close_session, committee=key)
    store.do(close_session, committee=key, because="Convoqué une seconde fois.")
    told = read.committee(store.reader, key)
    assert told is not None
    assert "Convoqué une seconde fois." in told.notes


def test_a_closed_session_refuses_every_change(store: Store) -> None:
    keys = ready(store, 2)
    key = running(store, query="numéro:2026-0001")
    item, member = first(store, key), read.members(store.reader, key)[0]
    document = store.do(convene.add_document, committee=key, name="a.txt", content=b"a").value
    store.do(pronounce, item=item.id, outcome="granted")
    store.do(close_session, committee=key)
    deeds = [
        (convene.change, {"committee": key, "name": "Autre"}),
        (convene.call_off, {"committee": key}),
        (convene.add_document, {"committee": key, "name": "b", "content": b"b"}),
        (convene.put_in_pack, {"document": document, "in_pack": True}),
        (convene.drop_document, {"document": document}),
        (seats.seat, {"committee": key, "name": "Un autre"}),
        (seats.change_member, {"member": member.id, "presence": "absent"}),
        (seats.unseat, {"member": member.id}),
        (seats.move_member, {"member": member.id, "by": 1}),
        (seats.all_present, {"committee": key}),
        (order_of_day.make_agenda, {"committee": key, "query": ""}),
        (order_of_day.rearrange, {"committee": key, "order": []}),
        (order_of_day.remove_items, {"items": [item.id]}),
        (order_of_day.add_item, {"committee": key, "dossier": keys[1]}),
        (open_session, {"committee": key}),
        (pronounce, {"item": item.id, "outcome": "granted"}),
        (note_words, {"item": item.id, "comment": "x"}),
        (count_votes, {"item": item.id, "votes": (1, 0, 0)}),
        (postpone, {"item": item.id}),
        (postpone_rest, {"committee": key}),
        (take_up, {"item": item.id}),
        (leave, {"item": item.id, "member": member.id, "why": "x"}),
        (come_back, {"item": item.id, "member": member.id}),
        (close_session, {"committee": key}),
    ]
    for verb, arguments in deeds:
        with pytest.raises(Frozen, match="close depuis"):
            store.do(verb, **arguments)


def test_reopened_with_a_reason_it_is_corrected_and_closed_again(store: Store) -> None:
    keys = ready(store, 3)
    key = running(store)
    items = {i.dossier_id: i.id for i in read.items(store.reader, key)}
    for dossier in keys:
        store.do(pronounce, item=items[dossier], outcome="granted")
    store.do(close_session, committee=key)
    letter = store.do(prepare, dossier=keys[0], template="accord_partiel").value
    store.do(prepare, dossier=keys[2], template="accord_partiel")
    store.do(issue, letter=letter, templates=load(resources() / "letters"), make=make, today=DAY)
    with pytest.raises(ValueError, match="dites pourquoi"):
        store.do(reopen_session, committee=key, reason=" ")
    told = store.do(reopen_session, committee=key, reason="Erreur de report").value
    assert told.notified == ("2026-0001",)
    with pytest.raises(ValueError, match="notifié le"):
        store.do(pronounce, item=items[keys[0]], outcome="refused", comment="non")
    store.do(pronounce, item=items[keys[1]], outcome="refused", comment="Hors quartier")
    store.do(postpone, item=items[keys[2]])
    done = store.do(close_session, committee=key).value
    assert (done.made, done.taken_back, done.same) == ((keys[1],), (keys[2],), 0)
    assert done.stays[0].startswith("Le dossier 2026-0001 est déjà décidé")
    kept, changed = queries.decision(store.reader, keys[0]), queries.decision(store.reader, keys[1])
    assert kept is not None
    assert changed is not None
    assert (kept.state, changed.outcome) == ("notified", "refused")
    assert queries.decision(store.reader, keys[2]) is None
    assert queries.letters_of(store.reader, keys[2]) == []
    head = queries.head(store.reader, keys[2])
    assert head is not None
    assert (head.stage, head.voted) == ("ready", None)


def test_two_sessions_never_contradict_each_other(store: Store) -> None:
    keys = ready(store, 1)
    one, two = running(store), running(store)
    store.do(pronounce, item=first(store, one).id, outcome="granted")
    with pytest.raises(ValueError, match="S2026-01, encore ouverte"):
        store.do(pronounce, item=first(store, two).id, outcome="refused", comment="non")
    store.do(close_session, committee=one)
    with pytest.raises(ValueError, match="déjà décidé par la séance S2026-01"):
        store.do(pronounce, item=first(store, two).id, outcome="refused", comment="non")
    steering = running(store, kind="steering", query="")
    store.do(pronounce, item=first(store, steering).id, outcome="granted", amounts={funder(store): 7_000_00})
    store.do(close_session, committee=steering)
    assert first(store, one).decision_committee == steering
    store.do(reopen_session, committee=one, reason="Vérifier")
    done = store.do(close_session, committee=one).value
    assert done.stays[0].startswith("Le dossier 2026-0001 est déjà décidé par la séance S2026-03")
    voted = {a.code: a.voted for a in queries.amounts(store.reader, keys[0]) if a.voted}
    assert voted == {"METROPOLE": 7_000_00}


def test_a_dossier_decided_by_hand_meanwhile_stays_so(store: Store) -> None:
    keys = ready(store, 1)
    key = running(store)
    store.do(decide, dossier=keys[0], outcome="refused", comment="non", decided_on=dt.date(2026, 3, 1))
    with pytest.raises(ValueError, match="01/03/2026"):
        store.do(pronounce, item=first(store, key).id, outcome="granted")
