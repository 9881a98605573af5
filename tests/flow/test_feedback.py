"""The return to an applicant: the notes written for it, and not one word of any other note."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.store import Store, use_case
from desktop.flow.annotate import annotate, set_audience
from desktop.flow.feedback import prepare_feedback, what_leaves
from desktop.flow.notify import compose, edit
from desktop.letters.model import edited, paragraphs
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.feedback import Kept, leaks
from tests.office import application, bring, open_office

TEMPLATES = load(resources() / "letters")
DAY = dt.date(2026, 3, 14)
AUDIENCES = ("me", "team", "committee", "applicant")


@use_case("Agent d’essai")
def officer(session: Session, *, name: str) -> None:
    session.add(m.Person(id=b"p" * 16, name=name, role="officer"))


def note(
    store: Store, dossier: bytes, text: str, audience: str = "applicant", code: str = "", strength: int = 0
) -> None:
    key = next((row.id for row in queries.challenges(store.reader) if row.code == code), None)
    told = {"dossier": dossier, "place": "dossier", "text": text, "audience": audience}
    store.do(annotate, **told, challenge=key, strength=strength)


def received(store: Store) -> bytes:
    (intake,) = bring(store, application())
    assert intake.dossier
    return intake.dossier


def words(store: Store, dossier: bytes) -> str:
    (row,) = [row for row in queries.letters_of(store.reader, dossier) if row.template == "retour_porteur"]
    draft = compose(store.reader, row, TEMPLATES, DAY)
    assert draft.green, draft.findings
    return "\n".join(text for _, text in draft.letter.words())


def test_the_points_stand_under_their_challenge_strong_ones_first(store: Store) -> None:
    dossier = received(store)
    note(store, dossier, "Un besoin bien décrit.", code="D04", strength=3)
    note(store, dossier, "Les partenaires restent à nommer.", code="D04", strength=1)
    note(store, dossier, "Le calendrier est serré.")
    store.do(prepare_feedback, dossier=dossier)
    said = words(store, dossier)
    order = [
        "Défi\u00a04, Réussite, points forts",
        "Un besoin bien décrit.",
        "points à renforcer",
        "à nommer.",
    ]
    order += ["Ensemble du dossier, remarques", "Le calendrier est serré."]
    places = [said.index(part) for part in order]
    assert places == sorted(places)
    assert "A. Exemple" not in said.split("Réf.")[1]


@given(st.lists(st.tuples(st.sampled_from(AUDIENCES), st.integers(0, 3), st.booleans()), max_size=10))
@settings(max_examples=12)
def test_no_note_of_another_audience_ever_leaves(told: list[tuple[str, int, bool]]) -> None:
    with TemporaryDirectory() as folder:
        store = open_office(Path(folder))
        dossier = received(store)
        secret, public = [], ["Phrase publique zéro."]
        note(store, dossier, public[0])
        for at, (audience, strength, challenged) in enumerate(told):
            text = f"Phrase {audience} numéro {at}."
            (public if audience == "applicant" else secret).append(text)
            note(store, dossier, text, audience, "D04" if challenged else "", strength)
        store.do(prepare_feedback, dossier=dossier)
        said = words(store, dossier)
        shown = str(what_leaves(store.reader, dossier).groups)
        assert all(text in said and text in shown for text in public)
        assert not any(text in said or text in shown for text in secret)
        store.close()


def test_a_note_whose_audience_changes_goes_out_of_the_letter(store: Store) -> None:
    dossier = received(store)
    note(store, dossier, "Phrase qui reste.")
    note(store, dossier, "Phrase retirée.")
    store.do(prepare_feedback, dossier=dossier)
    assert "Phrase retirée." in words(store, dossier)
    key = next(row.id for row in queries.notes(store.reader, dossier) if row.text == "Phrase retirée.")
    store.do(set_audience, note=key, audience="team")
    assert "Phrase retirée." not in words(store, dossier)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Voyez avec Béatrice Modèle.", "nomme un agent"),
        ("Madame MODELE vous appellera.", "nomme un agent"),
        ("Comme le font Les Amis du Fleuve.", "un autre porteur"),
        ("Écrivez à quartier@exemple.invalid.", "adresse électronique"),
    ],
)
def test_a_name_or_an_address_holds_it_back(store: Store, text: str, why: str) -> None:
    store.do(officer, name="Béatrice Modèle")
    other = application("26500077")
    other.applicant.name = "Les Amis du fleuve"
    dossier = received(store)
    bring(store, other)
    note(store, dossier, text)
    with pytest.raises(ValueError, match=why):
        store.do(prepare_feedback, dossier=dossier)
    assert queries.letters_of(store.reader, dossier) == []


def test_the_pre_flight_looks_again_at_words_mended_by_hand(store: Store) -> None:
    store.do(officer, name="Béatrice Modèle")
    dossier = received(store)
    note(store, dossier, "Un besoin bien décrit.")
    key = store.do(prepare_feedback, dossier=dossier).value
    (row,) = queries.letters_of(store.reader, dossier)
    draft = compose(store.reader, row, TEMPLATES, DAY)
    texts = paragraphs(draft.letter)
    store.do(edit, letter=key, body=edited(draft.letter, [*texts, "Demandez Béatrice Modèle."]))
    (row,) = queries.letters_of(store.reader, dossier)
    again = compose(store.reader, row, TEMPLATES, DAY)
    assert not again.green and any("nomme un agent" in f.sentence for f in again.findings)


def test_the_words_of_another_note_hold_back_a_letter_they_were_typed_in(store: Store) -> None:
    dossier = received(store)
    note(store, dossier, "Un besoin bien décrit.")
    note(store, dossier, "Trésorerie fragile, à surveiller de près.", "team")
    note(store, dossier, "Un besoin bien décrit.", "committee")  # said elsewhere too: no secret
    key = store.do(prepare_feedback, dossier=dossier).value
    (row,) = queries.letters_of(store.reader, dossier)
    draft = compose(store.reader, row, TEMPLATES, DAY)
    assert draft.green
    texts = [*paragraphs(draft.letter), "Nous notons une trésorerie fragile, à surveiller de près."]
    store.do(edit, letter=key, body=edited(draft.letter, texts))
    (row,) = queries.letters_of(store.reader, dossier)
    again = compose(store.reader, row, TEMPLATES, DAY)
    assert any("n’est pas destinée au porteur" in finding.sentence for finding in again.findings)
    assert not again.green


def test_a_dossier_without_such_a_note_has_no_return(store: Store) -> None:
    dossier = received(store)
    note(store, dossier, "Pour l’équipe.", "team")
    with pytest.raises(ValueError, match="aucune note n’est destinée au porteur"):
        store.do(prepare_feedback, dossier=dossier)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (Kept("applicant", "Maison"), "La Maison du quartier.", False),
        (Kept("applicant", "La Lecture"), "La lecture de votre dossier.", False),
        (Kept("applicant", "LA LECTURE"), "Comme La Lecture le fait.", True),
        (Kept("applicant", "L’Ancre"), "L’ancrage dans le quartier, jeter l’ancre.", False),
        (Kept("applicant", "L’Ancre"), "Ce que fait l’Ancre.", True),
        (Kept("applicant", "Les Amis du Fleuve"), "comme les amis du fleuve", True),
        (Kept("applicant", "École Élan"), "Voyez l’ECOLE ELAN.", True),
        (Kept("person", "A. B"), "a b", False),
        (Kept("person", "Jeanne Petit"), "Un petit groupe d’enfants.", False),
        (Kept("person", "Jeanne Petit"), "Demandez à Mme Petit.", True),
        (Kept("person", "jeanne petit"), "JEANNE PETIT vous répondra.", True),
        (Kept("person", ""), "Rien.", False),
        (Kept("note", "Trop cher."), "C’est trop cher.", False),
        (Kept("note", "Budget à revoir."), "Nous disons : budget à  revoir !", True),
    ],
)
def test_names_are_known_from_plain_words(name: Kept, text: str, told: bool) -> None:
    assert bool(leaks([text], [name])) is told
