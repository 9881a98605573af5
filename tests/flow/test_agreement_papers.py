"""The convention of several years and its amendment, read back from the PDF and the Word file."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pypdfium2 as pdfium
import pytest

from db import queries
from db.store import Store
from desktop.flow.agreement_papers import paper_file, paper_of, prepare_agreement, prepare_amendment
from desktop.flow.agreements import change_agreement, make_agreement
from desktop.flow.amend import sign_amendment, write_amendment
from desktop.flow.conventions import needing
from desktop.flow.notify import compose, issue
from desktop.flow.undertakings import count_indicator, set_commitment
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from tests.years import ENDS, STARTS, asked, convention, funders, granted

TEMPLATES = load(resources() / "letters")
DAY = dt.date(2026, 3, 14)
THIN, FIX = "\u202f", "\u00a0"


def text_of(content: bytes) -> str:
    with pdfium.PdfDocument(content) as pdf:
        pages = [pdf[i].get_textpage().get_text_range() for i in range(len(pdf))]
    return " ".join(" ".join(pages).split()).replace("\u202f", " ").replace("\u00a0", " ")


def filled(store: Store) -> bytes:
    key = convention(store, asked(store), signed=False)
    store.do(set_commitment, agreement=key, text="Ouvrir l’accueil du mardi au samedi")
    store.do(
        count_indicator, agreement=key, label="Habitants accueillis", unit="personnes",
        values={2024: (400, None, ""), 2025: (450, None, ""), 2026: (1250.5, None, "")},
    )  # fmt: skip
    return key


def test_the_convention_says_its_sums_its_law_and_its_annexes(store: Store) -> None:
    key = filled(store)
    content, faults = paper_file(store.reader, key, TEMPLATES, DAY, "pdf")
    told = text_of(content)
    assert [fault for fault in faults if "SIRET" not in fault and "siret" not in fault] == []
    for words in (
        "quatre-vingt-dix mille euros (90 000 €)", "2024 : 30 000 € ;", "sous réserve du vote",
        "conclue pour trois ans, du 1er janvier 2024 au 31 décembre 2026", "ne dépasse pas quatre ans",
        "30 juin de l’année suivante et pour la première fois le 30 juin 2025", "L1611-4", "ne peut employer",
        "Un lieu ouvert à tous les habitants.", "Annexe I – Montants par année et par financeur",
        "Amiens Métropole 20 000 € 20 000 € 20 000 € 60 000 €",
        "Total 30 000 € 30 000 € 30 000 € 90 000 €",
        "Ouvrir l’accueil du mardi au samedi (chaque année).",
        "Habitants accueillis (personnes) 400 450 1 250,5",
        "PROJET",
    ):  # fmt: skip
        assert words in told, words
    store.do(change_agreement, agreement=key, told={"regrant": True})
    again = text_of(paper_file(store.reader, key, TEMPLATES, DAY, "pdf")[0])
    assert "autorise expressément le porteur à reverser" in again and "ne peut employer" not in again


def test_the_same_in_word(store: Store) -> None:
    key = filled(store)
    content, _ = paper_file(store.reader, key, TEMPLATES, DAY, "docx")
    read = docx.Document(io.BytesIO(content))
    words = "\n".join(part.text for part in read.paragraphs)
    assert "Convention pluriannuelle d’objectifs" in words and "L1611-4" in words
    cells = [[cell.text.strip() for cell in row.cells] for table in read.tables for row in table.rows]
    assert ["Total", *[f"30{THIN}000{FIX}€"] * 3, f"90{THIN}000{FIX}€"] in cells
    with pytest.raises(ValueError, match=r"choisissez \.pdf, \.docx"):
        paper_file(store.reader, key, TEMPLATES, DAY, "odt")


def test_it_hangs_on_the_first_request_once_and_leaves_under_a_number(store: Store) -> None:
    key = filled(store)
    letter = store.do(prepare_agreement, agreement=key).value
    assert store.do(prepare_agreement, agreement=key).value == letter
    (row,) = queries.outbox(store.reader)
    assert (row.id, row.template, row.subject_id) == (letter, "convention_pluriannuelle", key)
    draft = compose(store.reader, row, TEMPLATES, DAY)
    if draft.green:
        number = store.do(issue, letter=letter, templates=TEMPLATES, make=make, today=DAY).value
        words, left = paper_of(store.reader, key, TEMPLATES, DAY)
        assert left is None and words.number == number


def test_an_amendment_tells_before_and_after_whatever_its_state(store: Store) -> None:
    key, by = convention(store, asked(store)), funders(store)
    change = store.do(
        write_amendment, agreement=key, title="accueil du samedi", body="L’accueil ouvre le samedi.",
        ends_on=dt.date(2027, 12, 31), amounts={(2026, by["METROPOLE"]): 24_000_00},
    ).value  # fmt: skip
    said = (
        "avenant n° 1 à la convention CPO-2024-01", "signée le 2 avril 2024",
        "La convention prend fin le 31 décembre 2027",
        "2026, Amiens Métropole 20 000 € 24 000 €", "passe de 90 000 € à 94 000 €",
        "L’accueil ouvre le samedi.",
        "sous réserve du vote",
    )  # fmt: skip
    letter = store.do(prepare_amendment, amendment=change).value
    (row,) = queries.outbox(store.reader)
    assert (row.id, row.subject_id) == (letter, change)
    before = text_of(paper_file(store.reader, key, TEMPLATES, DAY, "pdf", change)[0])
    store.do(
        sign_amendment, amendment=change, signed_on=dt.date(2026, 5, 4), act="33", act_on=dt.date(2026, 4, 30)
    )
    after = text_of(paper_file(store.reader, key, TEMPLATES, DAY, "pdf", change)[0])
    for words in said:
        assert words in before and words in after, words
    assert "Vu la délibération n° 33 du 30 avril 2026" in after


def test_without_a_request_there_is_nobody_to_write_to(store: Store) -> None:
    (dossier, *_) = asked(store, 1)
    head = queries.head(store.reader, dossier)
    assert head is not None
    told = {"title": "Projet", "applicant": head.applicant_id, "starts_on": STARTS, "ends_on": ENDS}
    key = store.do(make_agreement, **told).value
    with pytest.raises(ValueError, match="rattachez d’abord le dossier d’une année"):
        store.do(prepare_agreement, agreement=key)


def test_a_grant_under_a_signed_convention_needs_no_other(store: Store) -> None:
    first, second, _ = keys = asked(store)
    for key in (first, second):
        granted(store, key, 30_000_00)
    assert {row.dossier_id for row in needing(store.reader)} == {first, second}
    convention(store, keys[:1])
    assert {row.dossier_id for row in needing(store.reader)} == {second}
