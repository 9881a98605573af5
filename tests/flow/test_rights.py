"""Rights are held by the verbs: every role against every verb, through the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.keys import key_of
from db.rights import NotAllowed, name_of, who
from db.store import Store, use_case
from desktop.flow.annotate import annotate
from desktop.flow.batch import carry_out
from desktop.flow.batch_deeds import Target
from desktop.flow.decide import decide
from desktop.flow.found_more import complete
from desktop.flow.instruct import label, move, propose
from desktop.flow.views import save_view
from desktop.paths import resources
from desktop.rules.batch import Wish
from desktop.rules.roles import LABELS, RIGHTS
from tests.flow.rights_matrix import TABLE, Verb, table, verbs
from tests.office import application, bring, dump, open_office

PEOPLE = {role: f"{role.title()} Exemple" for role in LABELS}


@use_case("Équipe d’essai", right="people")
def team(session: Session) -> None:
    """One person a role, each with a login: rights are held from now on."""
    for role, name in PEOPLE.items():
        key = key_of("person", name)
        session.add(m.Person(id=key, name=name, role=role, login=role))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path)
    bring(opened, application())
    opened.do(team)
    yield opened
    opened.close()


def at_work(store: Store, role: str) -> None:
    store.author = PEOPLE.get(role, role)


ALL = list(verbs())


@pytest.mark.parametrize("verb", ALL, ids=lambda verb: verb.name)
def test_every_verb_names_a_right_that_exists(verb: Verb) -> None:
    assert verb.right in RIGHTS, f"{verb.name}: @use_case(…, right=…), see desktop/rules/roles.py"


def test_only_what_the_program_does_by_itself_is_upkeep() -> None:
    assert {verb.name for verb in ALL if verb.right == "upkeep"} == {
        "flow.bin.empty_due",  # what passed its delay in the recycle bin, told on an earlier day
        "flow.found.found",  # makes a new base, which has no people yet
        "flow.found_more.complete",  # brings what the program's own files hold since, at each opening
        "flow.numbers.give_numbers",  # the hub allots the numbers that it was asked for
        "flow.numbers.number_received",  # and what was received on the hub itself
    }


def test_the_table_of_roles_and_verbs_is_the_one_that_was_read() -> None:
    assert table() == TABLE.read_text(encoding="utf-8"), "python -m tests.flow.rights_matrix, and read it"


@pytest.mark.parametrize("role", LABELS)
def test_each_verb_is_tried_through_the_store(store: Store, role: str) -> None:
    """Asked before anything else: handed nonsense, a verb that is allowed fails on it, another is refused."""
    at_work(store, role)
    before = dump(store.reader)
    for verb in ALL:
        allowed = bool(verb.right) and role in RIGHTS[verb.right][1]
        with pytest.raises((TypeError, NotAllowed)) as refusal:
            store.do(verb.run, nonsense=1)
        assert refusal.type is (TypeError if allowed else NotAllowed), (verb.name, str(refusal.value))
        with pytest.raises((TypeError, NotAllowed)) as refusal:
            store.rehearse(verb.run, nonsense=1)
        assert refusal.type is (TypeError if allowed else NotAllowed), verb.name
    assert dump(store.reader) == before


def test_a_refusal_says_who_could_and_writes_nothing(store: Store) -> None:
    at_work(store, "reader")
    before = dump(store.reader)
    with pytest.raises(NotAllowed, match=r"Lecteur.*étape.*Instructeur.*Rien n’a été enregistré"):
        store.do(move, dossier=_key(store), stage="complete")
    assert dump(store.reader) == before and store.next_undo()[0].startswith("Équipe")


def test_undo_is_a_right_too_and_never_takes_back_more_than_one_may_write(store: Store) -> None:
    at_work(store, "reader")
    with pytest.raises(NotAllowed, match="annuler"):
        store.undo()
    at_work(store, "officer")  # who would open the base to everybody again by taking the logins back
    with pytest.raises(NotAllowed, match="person"):
        store.undo()
    at_work(store, "manager")
    store.do(move, dossier=_key(store), stage="complete")
    at_work(store, "officer")
    store.undo()
    at_work(store, "reader")
    with pytest.raises(NotAllowed, match="annuler"):
        store.redo()


def test_a_move_asks_the_right_of_that_move(store: Store) -> None:
    at_work(store, "secretariat")
    store.do(move, dossier=_key(store), stage="complete")
    with pytest.raises(NotAllowed, match="instruire"):
        store.do(move, dossier=_key(store), stage="instruction")


def test_a_note_is_everybody_s_a_challenge_is_for_those_who_instruct(store: Store) -> None:
    at_work(store, "secretariat")
    store.do(annotate, dossier=_key(store), place="dossier", text="Appel du porteur.")
    challenge = queries.challenges(store.reader)[0].id
    with pytest.raises(NotAllowed, match="annoter"):
        store.do(annotate, dossier=_key(store), place="dossier", challenge=challenge, strength=1)


def test_a_batch_asks_the_right_of_its_deed(store: Store) -> None:
    at_work(store, "officer")
    wish = Wish("decide", outcome="refused", reasons=("hors_territoire",))
    report = store.do(carry_out, targets=[Target(_key(store), wish, {})]).value
    assert report.done == [] and "enregistrer une décision" in report.refused[0][1]
    assert queries.decision(store.reader, _key(store)) is None


def test_the_roles_of_the_road(store: Store) -> None:
    """A quarter office proposes, the secretariat decides; neither may do the other's."""
    funder = next(iter(queries.funders(store.reader))).id
    at_work(store, "quarter_office")
    store.do(propose, dossier=_key(store), amounts={funder: 5_000_00}, reason="Utile.")
    with pytest.raises(NotAllowed):
        store.do(decide, dossier=_key(store), outcome="granted", amounts={funder: 5_000_00})
    at_work(store, "secretariat")
    with pytest.raises(NotAllowed):
        store.do(propose, dossier=_key(store), amounts={funder: 6_000_00})
    store.do(decide, dossier=_key(store), outcome="granted", amounts={funder: 5_000_00})


@pytest.mark.parametrize("stranger", ["inconnu", "Quelqu’un d’autre"])
def test_a_stranger_is_a_reader_once_rights_are_held(store: Store, stranger: str) -> None:
    store.author = stranger
    with pytest.raises(NotAllowed, match="Lecteur"):
        store.do(label, dossier=_key(store), name="urgent")
    store.do(complete, resources=resources())  # what a new version brings is nobody's deed


def test_somebody_who_left_is_a_reader(store: Store) -> None:
    at_work(store, "administrator")
    store.do(_leave, name=PEOPLE["officer"])
    at_work(store, "officer")
    with pytest.raises(NotAllowed, match="Lecteur"):
        store.do(label, dossier=_key(store), name="urgent")


@use_case("Départ d’essai", right="people")
def _leave(session: Session, *, name: str) -> None:
    session.get_one(m.Person, key_of("person", name)).left_on = dt.date.today()


def test_a_base_without_a_login_is_open(tmp_path: Path) -> None:
    opened = open_office(tmp_path, "N’importe qui")
    assert who(opened.reader, opened.author).role == "administrator"
    opened.do(save_view, name="À moi", query="étape:prêt")
    opened.close()


def test_a_login_is_known_by_its_name(store: Store) -> None:
    store.author = "Administrator Exemple"
    assert name_of(store.reader, "secretariat") == "Secretariat Exemple"
    again = Store(store.path, author="secretariat", place="PC-2", exclusive=False)
    assert again.author == "Secretariat Exemple"
    again.close()


def test_a_verb_without_a_right_is_the_administrator_s(store: Store) -> None:
    @use_case("Sans droit")
    def bare(session: Session) -> str:
        return "fait"

    at_work(store, "manager")
    with pytest.raises(NotAllowed, match="administrateur"):
        store.do(bare)
    at_work(store, "administrator")
    assert store.do(bare).value == "fait"


def test_a_right_that_does_not_exist_is_found_when_the_verb_is_read() -> None:
    with pytest.raises(KeyError, match="léviter"):
        use_case("Léviter", right="léviter")


def _key(store: Store) -> bytes:
    found = queries.find(store.reader, "2026-0001")
    assert found is not None
    return found
