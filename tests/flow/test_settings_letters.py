"""The words of a letter as an office sets them: understood, complete, never those of a letter that left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from db import queries
from db.store import Store
from desktop.flow.letter_models import letter_models
from desktop.flow.notify import body_of, compose, issue, prepare
from desktop.flow.settings import change, revert
from desktop.flow.settings_effects import ToAgree
from desktop.flow.settings_letters import dossiers_for, draft_of
from desktop.flow.settings_read import entries
from desktop.letters.letter import make
from desktop.rules.settings import BY_CODE
from tests.office import application, bring, open_office

DAY = dt.date(2026, 3, 20)
LETTERS = BY_CODE["letters"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_office(tmp_path_factory.mktemp("office"))
    bring(opened, application())
    yield opened
    opened.close()


def told(store: Store, code: str) -> dict[str, Any]:
    return entries(store.reader, LETTERS)[code]


def test_the_words_of_the_office_are_in_the_next_letter_and_not_in_one_that_left(store: Store) -> None:
    (key,) = queries.list_ids(store.reader)
    letter = store.do(prepare, dossier=key, template="accuse_reception").value
    store.do(issue, letter=letter, templates=letter_models(store.reader), make=make, today=DAY)
    left = body_of(store.reader, letter)
    blocks = [*told(store, "accuse_reception")["block"], {"text": "Merci, {porteur.nom}, de votre envoi."}]
    store.do(change, subject="letters", changes={"accuse_reception": {"block": blocks}})
    again = store.do(prepare, dossier=key, template="accuse_reception").value
    row = next(r for r in queries.letters_of(store.reader, key) if r.id == again)
    assert "Merci, Lire en Bas de Chez Soi 26500001, de votre envoi." in repr(
        compose(store.reader, row, letter_models(store.reader), DAY).letter
    )
    assert body_of(store.reader, letter) == left and "de votre envoi" not in left
    store.do(revert, subject="letters", code="accuse_reception")
    assert "de votre envoi" not in repr(compose(store.reader, row, letter_models(store.reader), DAY).letter)


def test_a_field_nobody_knows_is_refused_with_its_place(store: Store) -> None:
    blocks = [{"text": "Bonjour {porteur.prenom}."}, {"text": "Reste.", "if": "dossier.titre and"}]
    before = told(store, "retrait")
    with pytest.raises(ValueError, match=r"Paragraphe 1 : le champ « porteur\.prenom » n’existe pas"):
        store.do(change, subject="letters", changes={"retrait": {"block": blocks}})
    with pytest.raises(ValueError, match="Le signataire « maire » n’est pas dans l’en-tête"):
        store.do(change, subject="letters", changes={"retrait": {"signer": "maire"}})
    assert told(store, "retrait") == before


def test_a_legal_mention_does_not_leave_in_silence(store: Store) -> None:
    entry = told(store, "accord")
    blocks = [
        block for block in entry["block"] if "compte rendu financier" not in block.get("text", "").lower()
    ]
    lighter = {"block": blocks, "enclosures": []}
    with pytest.raises(ValueError, match="mention obligatoire « compte rendu financier »"):
        store.do(change, subject="letters", changes={"accord": lighter}, agreed=True)
    without = {**lighter, "legal": [each for each in entry["legal"] if "compte rendu" not in each]}
    with pytest.raises(ToAgree, match="n’exigera plus « compte rendu financier »"):
        store.do(change, subject="letters", changes={"accord": without})
    with pytest.raises(ToAgree, match="R421-5"):
        store.do(change, subject="letters", changes={"refus": {"appeal": "none"}})
    with pytest.raises(ToAgree, match="ne dit plus « deux mois »"):
        store.do(change, subject="head", changes={"head": {"recours.decision": "Saisir le tribunal."}})
    assert told(store, "accord") == entry
    store.do(change, subject="letters", changes={"accord": without}, agreed=True)
    assert letter_models(store.reader)["accord"].legal == tuple(without["legal"])
    store.undo()


def test_a_letter_is_tried_on_a_dossier_before_it_is_saved(store: Store) -> None:
    (one,) = dossiers_for(store.reader, "refus", store.author)
    assert one.applicant.startswith("Lire en Bas")
    entry = {**told(store, "refus"), "object": "essai pour {porteur.nom}"}
    draft = draft_of(store.reader, "refus", entry, one.id, DAY)
    assert draft.letter.object == "essai pour Lire en Bas de Chez Soi 26500001"
    with pytest.raises(ValueError, match="Objet : le champ « ville » n’existe pas"):
        draft_of(store.reader, "refus", {**entry, "object": "{ville}"}, one.id, DAY)
