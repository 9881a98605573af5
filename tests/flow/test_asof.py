"""A dossier as it stood: told in French, what the last step changed, today beside it, and on paper."""

from __future__ import annotations

import datetime as dt

from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.asof import Line, Retold, Sheet, as_document
from desktop.flow.instruct import move, propose
from desktop.letters.letter import make_document
from tests.office import application, bring
from tests.session import funder


def line(sheet: Sheet, label: str) -> Line | None:
    return next((x for part in sheet.parts for x in part.lines if x.label == label), None)


def worked(store: Store) -> bytes:
    key = bring(store, application())[0].dossier
    store.do(move, dossier=key, stage="complete")
    store.do(move, dossier=key, stage="instruction")
    store.do(propose, dossier=key, amounts={funder(store): 7_000_00}, reason="Un besoin réel")
    store.do(propose, dossier=key, amounts={funder(store): 5_000_00}, reason="Moins")
    return key


def test_each_moment_says_what_was_known_and_what_is_today(store: Store) -> None:
    key = worked(store)
    told = Retold(store.reader, key, store.author)
    moments = told.moments()
    assert [m.milestone for m in moments] == ["imported", "stage", "stage", "", ""]
    first = told.sheet(1)
    assert line(first, "Étape") == Line("Étape", "Reçu", "En instruction", changed=True)
    assert line(first, "Raison de l’avis") is None
    then = told.sheet(4)
    reason = line(then, "Raison de l’avis")
    assert reason == Line("Raison de l’avis", "Un besoin réel", "Moins", changed=True)
    amount = line(then, "Amiens Métropole")
    assert amount is not None
    assert (amount.value, amount.now) == ("proposé 7\u202f000\u00a0€", "proposé 5\u202f000\u00a0€")
    assert line(told.sheet(5), "Étape") == Line("Étape", "En instruction")
    assert told.sheet(0).parts == ()
    assert told.sheet(0).moment is None


def test_what_was_taken_away_is_shown_as_gone_by_its_step(store: Store) -> None:
    key = worked(store)
    store.do(annotate, dossier=key, place="dossier", text="À revoir", audience="team")
    store.undo()
    told = Retold(store.reader, key, store.author)
    with_note, without = told.sheet(6), told.sheet(7)
    noted = [x for part in with_note.parts if part.title == "Notes" for x in part.lines]
    assert [(x.value, x.now) for x in noted] == [("À revoir", "–")]
    noted = [x for part in without.parts if part.title == "Notes" for x in part.lines]
    assert [(x.value, x.changed) for x in noted] == [("(retiré) À revoir", True)]


def test_another_person_does_not_read_the_notes_kept_for_oneself(store: Store) -> None:
    key = worked(store)
    store.do(annotate, dossier=key, place="dossier", text="Pour moi seule", audience="me")
    for person, read in ((store.author, True), ("Quelqu’un d’autre", False)):
        sheet = Retold(store.reader, key, person).sheet(6)
        assert any("Pour moi" in x.value for part in sheet.parts for x in part.lines) is read


def test_the_paper_says_the_moment_on_each_page(store: Store) -> None:
    import io

    import pypdfium2

    key = worked(store)
    sheet = Retold(store.reader, key, store.author).sheet(4)
    now = dt.datetime(2026, 5, 4, 9, 30)
    document = as_document(sheet, "2026-03-12 14:05", "known", "A. Exemple", now)
    with pypdfium2.PdfDocument(io.BytesIO(make_document(document))) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    assert len(pages) > 1
    for words in pages:
        flat = " ".join(words.split())
        assert f"État du dossier {sheet.number} au 12 mars 2026 à 14:05" in flat.replace("\u00a0", " ")
        assert "imprimé le 4 mai 2026 à 09:30 par A. Exemple" in flat.replace("\u00a0", " ")
    assert "Un besoin réel" in " ".join(pages)
