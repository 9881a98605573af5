"""Letters that an office adds: proposed where it says, printed like the others, removed while none left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import queries
from db.queries.letters import letters_of
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.letter_models import letter_models
from desktop.flow.notify import issue, prepare, withdraw
from desktop.flow.own_letters import own_models, proposed
from desktop.flow.settings import add, change, remove, revert
from desktop.flow.settings_parcel import compared, parcel, read_parcel, take_in
from desktop.flow.settings_read import entries, shipped
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.settings import BY_CODE
from tests.office import application, bring, open_office

DAY = dt.date(2026, 3, 20)
LETTERS = BY_CODE["letters"]
VISIT: dict[str, Any] = {
    "title": "Invitation à une visite", "when": ["free"], "object": "visite de « {dossier.titre} »",
    "block": [{"text": "Nous viendrons voir votre action, {porteur.nom}."}], "appeal": "none",
    "closing": "Je vous prie d’agréer, {civilite}, mes salutations.", "signer": "direction",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path)
    bring(opened, application())
    yield opened
    opened.close()


def test_a_model_is_added_prepared_issued_and_stays_once_it_has_served(store: Store) -> None:
    (dossier,) = queries.list_ids(store.reader)
    code = store.do(add, subject="letters", values=VISIT).value
    assert [(one.code, one.title) for one in own_models(store.reader)] == [(code, VISIT["title"])]
    letter = store.do(prepare, dossier=dossier, template=code).value
    with pytest.raises(ValueError, match="sert 1 fois"):
        store.do(remove, subject="letters", code=code)
    store.do(withdraw, letter=letter)
    store.do(remove, subject="letters", code=code)
    assert not own_models(store.reader) and code not in letter_models(store.reader)
    store.undo()
    letter = store.do(prepare, dossier=dossier, template=code).value
    store.do(issue, letter=letter, templates=letter_models(store.reader), make=make, today=DAY)
    (row,) = letters_of(store.reader, dossier)
    assert (row.state, row.template) == ("issued", code)
    with pytest.raises(ValueError, match="parti le nomme"):
        store.do(remove, subject="letters", code=code)


def test_it_is_proposed_where_it_says(store: Store) -> None:
    refusal = {**VISIT, "title": "Refus motivé autrement", "when": ["refused"], "appeal": "decision"}
    for values in (VISIT, refusal):
        store.do(add, subject="letters", values=values)
    assert [one.title for one in proposed(store.reader, "")] == [VISIT["title"]]
    both = [VISIT["title"], refusal["title"]]
    assert [one.title for one in proposed(store.reader, "refused")] == both
    (dossier,) = queries.list_ids(store.reader)
    store.do(decide, dossier=dossier, outcome="refused", reasons=["HORS_QPV"])
    assert set(letter_models(store.reader)) - set(shipped(LETTERS)) == {
        "m_invitation_a_une_visite", "m_refus_motive_autrement",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"title": "Accusé de réception"}, "déjà pris"),
        ({"when": []}, "dans quels dossiers"),
        ({"block": [{"text": "Bonjour {porteur.prenom}."}]}, "porteur.prenom"),
        ({"signer": "maire"}, "signataire « maire »"),
        ({"object": ""}, "Objet : à remplir"),
    ],
)
def test_what_would_be_no_letter_is_refused(store: Store, values: dict[str, Any], why: str) -> None:
    taken = entries(store.reader, LETTERS)["accuse_reception"]["title"]
    told = {name: taken if name == "title" else value for name, value in values.items()}
    with pytest.raises(ValueError, match=why):
        store.do(add, subject="letters", values={**VISIT, **told})
    assert not own_models(store.reader)


def test_a_shipped_letter_is_never_removed_nor_moved(store: Store) -> None:
    with pytest.raises(ValueError, match="livré avec Parvis"):
        store.do(remove, subject="letters", code="accord")
    store.do(change, subject="letters", changes={"accord": {"title": "Accord, dit autrement"}})
    assert letter_models(store.reader)["accord"].when == ("granted",)
    store.do(revert, subject="letters", code="accord")
    assert entries(store.reader, LETTERS) == shipped(LETTERS)


def test_a_file_of_settings_carries_it_and_a_name_that_leads_elsewhere_is_refused(
    store: Store, tmp_path: Path
) -> None:
    code = store.do(add, subject="letters", values=VISIT).value
    out = tmp_path / "s.parvis-reglages"
    out.write_bytes(parcel(store.reader, "A. Exemple", DAY, ["letters"]))
    store.do(remove, subject="letters", code=code)
    file = read_parcel(out)
    assert [one.entry for one in compared(store.reader, file) if one.state == "new"] == [code]
    store.do(take_in, file=file)
    assert [one.code for one in own_models(store.reader)] == [code]
    planted = file._replace(subjects={"letters": {"../calls/aap-2026": file.subjects["letters"][code]}})
    assert [one.state for one in compared(store.reader, planted)] == ["refused"]
    assert "../calls/aap-2026" not in load(resources() / "letters", {"../calls/aap-2026": VISIT})
