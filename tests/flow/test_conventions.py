"""Conventions: which grants need one, prepared in numbers, read back from the PDF and the Word file."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pypdfium2 as pdfium
import pytest
import zxingcpp
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.store import Store, use_case
from desktop.flow.conventions import convention_file, needing, prepare_conventions
from desktop.flow.decide import decide
from desktop.flow.files import place_of
from desktop.flow.notify import compose, issue
from desktop.letters.letter import make, page_count
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.page_code import read
from tests.office import application, bring

TEMPLATES = load(resources() / "letters")
DAY = dt.date(2026, 3, 14)
SIRET = "73282932000074"


@use_case("École")
def as_school(session: Session, *, dossier: bytes) -> None:
    session.get_one(m.Applicant, session.get_one(m.Dossier, dossier).applicant_id).kind = "school"


def granted(store: Store, number: str, own: int, other: int = 0, siret: str = "", **changes: object) -> bytes:
    made = application(number, cost=90_000_00, asked=own + other, **changes)
    made.applicant.legal_form = "Association déclarée"
    if siret:
        made.applicant.siret = siret
    made.texts["evaluation"] = "Nombre de séances et d’enfants présents."
    (intake,) = bring(store, made)
    assert intake.dossier
    funders = {row.code: row.id for row in queries.funders(store.reader)}
    amounts = {funders["METROPOLE"]: own} | ({funders["ETAT147"]: other} if other else {})
    day = dt.date(2026, 3, 12)
    store.do(decide, dossier=intake.dossier, outcome="granted", amounts=amounts, decided_on=day)
    return intake.dossier


def text_of(content: bytes) -> str:
    with pdfium.PdfDocument(content) as pdf:
        return " ".join(" ".join(pdf[i].get_textpage().get_text_range() for i in range(len(pdf))).split())


def test_only_grants_over_the_threshold_of_the_authority_need_one(store: Store) -> None:
    large = granted(store, "26500001", 23_000_01)
    granted(store, "26500002", 23_000_00)  # at the threshold
    granted(store, "26500003", 5_000_00, 60_000_00)  # of another authority
    assert [row.dossier_id for row in needing(store.reader)] == [large]
    assert len(store.do(prepare_conventions).value) == 1
    assert store.do(prepare_conventions).value == []  # once


def test_the_grants_of_a_year_to_one_body_are_added_up(store: Store) -> None:
    both = {granted(store, f"2650000{n}", 12_000_00, siret=SIRET) for n in (1, 2)}
    assert {row.dossier_id for row in needing(store.reader)} == both


def test_a_school_signs_none(store: Store) -> None:
    made = granted(store, "26500001", 30_000_00)
    store.do(as_school, dossier=made)
    assert needing(store.reader) == []


def test_a_convention_says_amount_articles_annexes_and_both_parties(store: Store) -> None:
    dossier = granted(store, "26500001", 30_000_00, 6_000_00, siret=SIRET)
    content, faults = convention_file(store.reader, dossier, TEMPLATES, DAY, "pdf")
    assert faults == []
    said = text_of(content)
    for words in (
        "PROJET", "trente mille euros (30 000 €)", "Article 1 – Objet de la convention", "30 juin 2027",
        "Article 15 – Annexes", "SIRET 732 829 320 00074", "Annexe I – Description", "Annexe II – Budget",
        "41 300,00 €", "Nombre de séances et d’enfants présents.", "Claire Exemple", "Camille Exemple",
    ):  # fmt: skip
        assert words in said, words
    word = docx.Document(io.BytesIO(convention_file(store.reader, dossier, TEMPLATES, DAY, "docx")[0]))
    titles = [p.text for p in word.paragraphs if p.style.name == "Heading 2"]
    assert [title.split(" – ")[0] for title in titles] == [f"Article {n}" for n in range(1, 16)]
    annexes = [p.text.split(" – ")[0] for p in word.paragraphs if p.style.name == "Heading 1"]
    assert annexes == ["Annexe I", "Annexe II", "Annexe III"]


def test_the_pre_flight_holds_a_convention_and_it_leaves_under_a_number(store: Store) -> None:
    dossier = granted(store, "26500001", 30_000_00, siret=SIRET)
    (key,) = store.do(prepare_conventions).value
    (row,) = queries.letters_of(store.reader, dossier)
    draft = compose(store.reader, row, TEMPLATES, DAY)
    assert draft.green, draft.findings
    assert page_count(draft.letter) >= 3
    number = store.do(issue, letter=key, templates=TEMPLATES, make=make, today=DAY).value
    decision = queries.decision(store.reader, dossier)
    assert decision is not None and decision.state == "pending"  # the letter notifies, not the convention
    said = text_of(convention_file(store.reader, dossier, TEMPLATES, DAY, "pdf")[0])
    assert number in said and "PROJET" not in said
    (row,) = queries.letters_of(store.reader, dossier)
    with pdfium.PdfDocument(place_of(store.files, row.sha256 or "").read_bytes()) as pdf:
        pictures = [pdf[i].render(scale=150 / 72).to_pil() for i in range(len(pdf))]
    codes = [read(found.text) for picture in pictures for found in zxingcpp.read_barcodes(picture)]
    assert [code and (code.number, code.page, code.pages) for code in codes] == [
        (number, at, len(pictures)) for at in range(1, len(pictures) + 1)
    ]


def test_what_misses_is_told_and_a_dossier_without_grant_has_none(store: Store) -> None:
    (intake,) = bring(store, application("26500009"))
    assert intake.dossier
    with pytest.raises(ValueError, match="Aucune subvention"):
        convention_file(store.reader, intake.dossier, TEMPLATES, DAY, "pdf")
    dossier = granted(store, "26500001", 30_000_00, siret=SIRET, people=[])
    _, faults = convention_file(store.reader, dossier, TEMPLATES, DAY, "pdf")
    assert any("representant.nom" in fault for fault in faults)
    with pytest.raises(ValueError, match="choisissez"):
        convention_file(store.reader, dossier, TEMPLATES, DAY, "odt")
