"""Rights that an office gives its roles otherwise: held by every verb, at the hub too, and never shut out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import queries
from db.keys import key_of
from db.rights import NotAllowed, given, row_of, who, why_not_operation
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.instruct import propose
from desktop.flow.people import add_person, change_person
from desktop.flow.settings import change, revert
from desktop.flow.settings_parcel import compared, parcel, read_parcel, take_in
from desktop.flow.settings_read import entries
from desktop.rules.roles import FIXED, RIGHTS, SETTABLE, holders
from desktop.rules.settings import BY_CODE
from tests.office import application, bring, open_office

PEOPLE = {"admin": "administrator", "chef": "manager", "agent": "officer", "secretaire": "secretariat"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = open_office(tmp_path_factory.mktemp("office"))
    bring(made, application())
    made.author = "Test"  # who founded it, its administrator
    made.do(change_person, person=key_of("person", "Test"), login="admin")
    for login, role in list(PEOPLE.items())[1:]:
        made.do(add_person, name=f"{login.capitalize()} Exemple", role=role, login=login)
    made.close()
    return made.path


@pytest.fixture
def office(path: Path) -> Iterator[dict[str, Store]]:
    """One base, opened by each; what a test gives is given back."""
    opened = {login: Store(path, author=login, place="PC-04", exclusive=False) for login in PEOPLE}
    yield opened
    changed = given(opened["admin"].reader)
    for right in changed:
        opened["admin"].do(revert, subject="rights", code=right)
    for store in opened.values():
        store.close()


def give(store: Store, right: str, *roles: str) -> None:
    store.do(change, subject="rights", changes={right: {"roles": list(roles)}}, motive="Essai")


def first(store: Store) -> bytes:
    return queries.list_ids(store.reader)[0]


def test_a_right_taken_away_is_refused_with_who_holds_it(office: dict[str, Store]) -> None:
    dossier, funder = first(office["agent"]), queries.funders(office["agent"].reader)[0].id
    office["agent"].do(propose, dossier=dossier, amounts={funder: 1_000_00}, reason="Utile")
    give(office["admin"], "propose", "manager")
    with pytest.raises(NotAllowed, match=r"proposer un montant.*Responsable, Administrateur\."):
        office["agent"].do(propose, dossier=dossier, amounts={funder: 2_000_00}, reason="Utile")
    office["admin"].undo()
    office["agent"].do(propose, dossier=dossier, amounts={funder: 2_000_00}, reason="Utile")


def test_a_right_given_opens_the_verb_and_what_it_writes(office: dict[str, Store]) -> None:
    dossier = first(office["secretaire"])
    challenge = queries.challenges(office["secretaire"].reader)[0].id
    told = {"dossier": dossier, "place": "dossier", "challenge": challenge, "strength": 2}
    with pytest.raises(NotAllowed, match="annoter"):
        office["secretaire"].do(annotate, **told)
    give(office["admin"], "annotate", "officer", "manager", "secretariat")
    office["secretaire"].do(annotate, **told)
    person = who(office["secretaire"].reader, "secretaire")
    assert not why_not_operation(
        office["admin"].reader, person.name, "2026-03-20", ("annotation", "text", "update", None, '"x"')
    )


def test_only_an_administrator_changes_rights_and_none_is_lost(office: dict[str, Store]) -> None:
    for login in ("chef", "agent", "secretaire"):
        with pytest.raises(NotAllowed):
            give(office[login], "annotate", "manager")
    told = entries(office["admin"].reader, BY_CODE["rights"])
    assert not set(told) & FIXED and set(told) == set(RIGHTS) - FIXED
    for right in told:
        assert holders(right, {right: frozenset()}) >= {"administrator"}
        assert holders("people", {"people": frozenset()}) == {"administrator"}
    give(office["admin"], "note")
    with pytest.raises(NotAllowed, match=r"Rôles autorisés : Administrateur\."):
        office["chef"].do(annotate, dossier=first(office["chef"]), place="dossier", text="Non")


@pytest.mark.parametrize("login", ["agent", "chef"])
def test_a_satchel_cannot_bring_rights_that_its_author_may_not_give(
    office: dict[str, Store], login: str
) -> None:
    reader, author = office["admin"].reader, f"{login.capitalize()} Exemple"
    name = "own:rights:delete"
    made = json.dumps({"name": name, "value": '{"roles": ["officer"]}'})
    for change_, key in (
        (("setting", "", "create", None, made), key_of("setting", "x")),
        (("setting", "value", "update", None, '"{}"'), row_of("delete")),
        (("setting", "", "delete", None, None), row_of("delete")),
        (("setting", "name", "update", None, json.dumps(name)), key_of("setting", "x")),
    ):
        assert "administrateur" in why_not_operation(reader, author, "2026-03-20", change_, key)
    letter = ("setting", "value", "update", None, '"{}"')
    assert not why_not_operation(reader, author, "2026-03-20", letter, key_of("setting", "letter_approval"))


def test_a_row_under_another_key_counts_for_nothing(office: dict[str, Store]) -> None:
    store = office["admin"]
    with store.write_raw() as raw:
        raw.execute(
            "INSERT INTO setting (id, name, value) VALUES (?, 'own:rights:delete', ?)",
            (key_of("setting", "x"), '{"roles": ["officer"]}'),
        )
    try:
        assert "delete" not in given(store.reader)
    finally:
        with store.write_raw() as raw:
            raw.execute("DELETE FROM setting WHERE id = ?", (key_of("setting", "x"),))


def test_a_file_of_settings_carries_them_into_the_hands_of_an_administrator_alone(
    office: dict[str, Store], tmp_path: Path
) -> None:
    give(office["admin"], "export", *(role for role, _ in SETTABLE[:2]))
    out = tmp_path / "service.parvis-reglages"
    out.write_bytes(parcel(office["admin"].reader, "A. Exemple", dt.date(2026, 3, 20), ["rights"]))
    office["admin"].do(revert, subject="rights", code="export")
    file, chief = read_parcel(out), who(office["chef"].reader, "chef")
    (told,) = [one for one in compared(office["chef"].reader, file, person=chief) if one.state != "same"]
    assert told.state == "refused" and "Administrateur" in told.why
    office["chef"].do(take_in, file=file)
    assert not given(office["admin"].reader)
    office["admin"].do(take_in, file=file)
    assert given(office["admin"].reader)["export"] == {"officer", "quarter_office"}
