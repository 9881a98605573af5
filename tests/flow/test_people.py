"""The people of the office and their rights, with nobody ever locked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import queries
from db.queries.people import people, teams
from db.rights import NotAllowed, are_held, who
from db.store import Store
from desktop.flow.instruct import assign
from desktop.flow.people import add_person, change_person, come_back, leave, set_team
from tests.office import application, bring, open_office


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path, "Test")  # who founded the base
    bring(opened, application())
    yield opened
    opened.close()


def key(store: Store, name: str) -> bytes:
    return next(row.id for row in people(store.reader) if row.name == name)


def test_the_founder_is_administrator_of_an_open_base(store: Store) -> None:
    assert [(row.name, row.role, row.login) for row in people(store.reader)] == [
        ("Test", "administrator", "")
    ]
    assert not are_held(store.reader)


def test_the_first_login_must_be_that_of_an_administrator(store: Store) -> None:
    store.do(add_person, name="Anne  Antenne", role="quarter_office", email="anne@exemple.invalid")
    with pytest.raises(ValueError, match="Il doit rester ici un administrateur"):
        store.do(change_person, person=key(store, "Anne Antenne"), login="anne")
    assert not are_held(store.reader)
    store.do(change_person, person=key(store, "Test"), login="test")
    assert are_held(store.reader) and who(store.reader, "test").role == "administrator"
    store.do(change_person, person=key(store, "Anne Antenne"), login="anne")


def test_whoever_holds_the_rights_first_keeps_them(store: Store) -> None:
    store.author = "Passant"  # whom nobody wrote down would be a reader at once
    with pytest.raises(ValueError, match=r"Vous \(Passant\) ne seriez plus administrateur"):
        store.do(add_person, name="Autre Chef", role="administrator", login="chef")
    assert not are_held(store.reader) and len(people(store.reader)) == 1


def test_the_last_administrator_neither_leaves_nor_changes(store: Store) -> None:
    store.do(change_person, person=key(store, "Test"), login="test")
    for verb, facts in ((change_person, {"role": "officer"}), (change_person, {"login": ""}), (leave, {})):
        with pytest.raises(ValueError, match="doit rester ici un administrateur"):
            store.do(verb, person=key(store, "Test"), **facts)
    store.do(add_person, name="Zoé Relève", role="administrator", login="zoe")
    with pytest.raises(ValueError, match=r"Vous \(Test\) ne seriez plus administrateur"):
        store.do(change_person, person=key(store, "Test"), role="officer")
    store.author = "Zoé Relève"
    store.do(change_person, person=key(store, "Test"), role="officer")
    assert who(store.reader, "Test").role == "officer"


def test_only_an_administrator_touches_the_people(store: Store) -> None:
    store.do(change_person, person=key(store, "Test"), login="test")
    store.do(add_person, name="Marc", role="manager", login="marc")
    store.author = "Marc"
    with pytest.raises(NotAllowed, match="Administrateur"):
        store.do(add_person, name="Cousin", role="administrator")
    with pytest.raises(NotAllowed):
        store.do(set_team, name="Équipe Nord", members=["Marc"])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": " "}, "Écrivez le nom"),
        ({"name": "Test"}, "deux personnes ont deux noms"),
        ({"name": "X", "role": "king"}, "n’est pas un rôle"),
        ({"name": "X", "quarters": "Lune"}, "aucun quartier"),
        ({"name": "X", "login": "Test"}, "déjà celui de Test"),
        ({"name": "X", "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(store: Store, facts: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        store.do(add_person, **facts)
    assert len(people(store.reader)) == 1


def test_a_new_name_follows_to_the_dossiers_and_the_teams(store: Store) -> None:
    store.do(add_person, name="Marie Avant")
    store.do(set_team, name="Équipe Nord", members=["Marie Avant", "Test"])
    dossier = queries.list_ids(store.reader)[0]
    store.do(assign, dossier=dossier, officer="Marie Avant")
    store.do(change_person, person=key(store, "Marie Avant"), name="Marie Après")
    row = next(row for row in people(store.reader) if row.name == "Marie Après")
    assert row.dossiers == 1 and teams(store.reader) == {"Équipe Nord": ["Marie Après", "Test"]}
    store.undo()
    assert teams(store.reader) == {"Équipe Nord": ["Marie Avant", "Test"]}


def test_a_team_without_members_is_taken_away(store: Store) -> None:
    store.do(set_team, name="Équipe Nord", members=["Test"])
    with pytest.raises(ValueError, match="Inconnu"):
        store.do(set_team, name="Équipe Sud", members=["Inconnu"])
    with pytest.raises(ValueError, match="nom d’une personne"):
        store.do(set_team, name="Test", members=["Test"])
    store.do(set_team, name="Équipe Nord", members=[])
    assert teams(store.reader) == {}


def test_leaving_and_coming_back(store: Store) -> None:
    store.do(add_person, name="Marie")
    store.do(leave, person=key(store, "Marie"), on=dt.date(2026, 6, 30))
    assert people(store.reader)[-1].left_on == "2026-06-30"
    store.do(come_back, person=key(store, "Marie"))
    assert people(store.reader)[0].left_on is None
