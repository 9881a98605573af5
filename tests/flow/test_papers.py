"""The papers of a session: minutes, record, annex, read back from the PDF, the Word file and the workbook."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
import openpyxl
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.queries.committee import documents
from db.store import Store
from desktop.flow.files import place_of
from desktop.flow.papers import KEPT, paper, proceedings, write_papers
from desktop.letters.decided import annex, annex_rows, record
from desktop.letters.letter import make_document
from desktop.letters.proceedings import Matter, Proceedings, Share
from tests.sittings import GRANTED, held

LONG = "Les familles rencontrées ne fréquentent ni la médiathèque ni le centre social. " * 51


def text_of(content: bytes) -> str:
    with pdfium.PdfDocument(content) as pdf:
        words = " ".join(pdf[i].get_textpage().get_text_range() for i in range(len(pdf)))
    return " ".join(words.split())


def told() -> list[dict[str, Any]]:
    return [
        {**GRANTED, "heading": "Étouvie", "votes_for": 4, "out": {"Mme Inès Modèle": "interest"}},
        {
            "state": "decided", "outcome": "partial", "heading": "Étouvie",
            "amounts": {"METROPOLE": 4_000_00},
            "conditions": "fournir l’attestation d’assurance\nréunir le comité de suivi",
            "votes_for": 3, "votes_against": 1, "abstained": 1,
        },
        {
            "state": "decided", "outcome": "refused", "heading": "Nord", "reasons": "HORS_DEFIS",
            "comment": LONG,
        },
        {"state": "decided", "outcome": "adjourned", "heading": "Nord", "reasons": "INCOMPLET"},
        {"state": "postponed", "heading": "Nord", "added": True},
    ]  # fmt: skip


SAID = (
    "Procès-verbal",
    "Comité technique – Comité du quartier Nord – 12 mars 2026",
    "à 14 h 00, Espace Exemple, salle 2, sous la présidence de Mme Claire Exemple",
    "Sur cinq membres ayant voix délibérative, quatre étaient présents ou représentés",
    "Le quorum étant de trois, il est atteint",
    "M. Hugo Type, pouvoir à M. Paul Essai",
    "Mme Inès Modèle, intéressée, a quitté la salle et n’a pris part ni au débat ni au vote.",
    "article L. 2131-11",
    "Décision : accord, 12 000 €",
    "Vote : unanimité des 4 votants",
    "Vote : 3 pour, 1 contre, 1 abstention",
    "fournir l’attestation d’assurance",
    "4 dossiers examinés : 1 accord, 1 accord partiel, 1 ajournement et 1 refus. 1 dossier reste à examiner.",
    "Dossiers ajoutés en séance",
    "la séance est levée à 17 h 40",
    "La présidente de séance",
    "Le secrétaire de séance",
)


def test_the_minutes_say_all_of_a_session_in_pdf_and_in_word(store: Store) -> None:
    sitting = proceedings(store.reader, held(store, told()))
    pdf = text_of(paper(sitting, "minutes", "pdf"))
    word = docx.Document(io.BytesIO(paper(sitting, "minutes", "docx")))
    lines = [p.text for p in word.paragraphs]
    lines += [c.text for t in word.tables for r in t.rows for c in r.cells] + [
        p.text for t in word.tables for r in t.rows for c in r.cells for p in c.paragraphs
    ]
    whole = " ".join(" ".join(lines).split())
    for words in SAID:
        assert words in pdf, words
        assert words in whole, words
    assert "PROJET" not in pdf


def test_the_word_file_can_be_gone_on_with(store: Store) -> None:
    sitting = proceedings(store.reader, held(store, told()))
    word = docx.Document(io.BytesIO(paper(sitting, "minutes", "docx")))
    styles = {p.style.name for p in word.paragraphs}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet"} <= styles
    assert 'w:lang w:val="fr-FR"' in word.styles.element.xml
    assert word.core_properties.language == "fr-FR"
    framed = [t for t in word.tables if t.style.name == "Table Grid"]
    assert framed and all("w:tblHeader" in t.rows[0]._tr.xml for t in framed)
    for table in framed:
        wide = sum(column.width for column in table.columns)
        for row in table.rows:  # a group covers the whole table
            cells = {id(cell._tc): cell.width for cell in row.cells}
            assert abs(sum(cells.values()) - wide) < 20_000
    foot = word.sections[0].footer._element.xml
    assert " PAGE " in foot and " NUMPAGES " in foot


def test_a_session_that_goes_on_says_projet_and_a_reopened_one_says_why(store: Store) -> None:
    key = held(store, told(), state="running", closed_at=None)
    for kind, form in KEPT:
        if form == "pdf":
            assert "PROJET" in text_of(paper(proceedings(store.reader, key), kind, form)), kind
    again = held(
        store,
        [],
        code="S2026-02",
        reopened_at=dt.datetime(2026, 3, 13, 9, 30),
        reopen_reason="erreur de montant",
    )
    pdf = text_of(paper(proceedings(store.reader, again), "minutes", "pdf"))
    assert "Séance rouverte le 13 mars 2026 à 9 h 30. Motif : erreur de montant." in pdf
    later = held(store, [], code="S2026-03", closed_at=dt.datetime(2026, 3, 13, 9, 45))
    pdf = text_of(paper(proceedings(store.reader, later), "minutes", "pdf"))
    assert "close le 13 mars 2026 à 9 h 45" in pdf and "levée" not in pdf


def test_the_annex_holds_what_is_granted_and_its_total_is_that_of_its_rows(store: Store) -> None:
    sitting = proceedings(store.reader, held(store, told(), act="2026-12", act_on=dt.date(2026, 3, 26)))
    pdf = text_of(paper(sitting, "annex", "pdf"))
    assert "Délibération n° 2026-12 du 26 mars 2026" in pdf
    book = openpyxl.load_workbook(io.BytesIO(paper(sitting, "annex", "xlsx")))
    lines = list(book.active.iter_rows(values_only=True))
    funders, rows = annex_rows(sitting)
    assert [line[0] for line in lines[1:-1]] == [row.number for row in rows]
    assert len(rows) == 2 and all(matter.number in pdf for matter in sitting.matters if matter.granting)
    assert not any(matter.number in pdf for matter in sitting.matters if not matter.granting)
    first = 6
    for at in range(len(funders)):
        letter = chr(65 + first + at)
        assert [float(line[first + at]) for line in lines[1:-1]] == [row.given[at] / 100 for row in rows]
        assert lines[-1][first + at] == f"=SUM({letter}2:{letter}{len(rows) + 1})"
    assert lines[1][first + len(funders)] == "=SUM(G2:H2)"
    assert sum(row.total for row in rows) == 16_000_00 and "16 000,00 €" in pdf


def test_the_papers_are_kept_once_and_made_again(store: Store) -> None:
    key = held(store, told())
    store.do(write_papers, committee=key)
    made = documents(store.reader, key)
    assert {row.made for row in made} == {"minutes", "record", "annex"} and len(made) == len(KEPT)
    assert all(place_of(store.files, row.sha256).stat().st_size == row.size for row in made)
    store.do(write_papers, committee=key)
    assert len(documents(store.reader, key)) == len(KEPT)


def test_a_form_that_a_paper_does_not_come_in_is_refused(store: Store) -> None:
    sitting = proceedings(store.reader, held(store, []))
    with pytest.raises(ValueError, match=r"choisissez \.pdf, \.docx"):
        paper(sitting, "minutes", "xlsx")
    for kind, form in KEPT:  # a session without a dossier still makes whole files
        assert paper(sitting, kind, form)


@pytest.mark.parametrize("count", [1, 4, 5, 9])
def test_any_number_of_funders_holds_on_the_page(count: int) -> None:
    names = [f"Financeur {letter}" for letter in "ABCDEFGHI"[:count]]
    matter = Matter(
        "2026-0001", "Porteur " * 12, "Action", siret="73282932000074", state="decided", outcome="granted",
        shares=tuple(Share(name, granted=1_234_567_89) for name in reversed(names)),
    )  # fmt: skip
    sitting = Proceedings(
        "S", "", "council", dt.date(2026, 3, 1), "closed", ("A", ""), matters=(matter,), order=tuple(names)
    )
    assert sitting.funders() == names
    for document in (annex(sitting), record(sitting)):
        said = text_of(make_document(document))
        assert said.count("1 234 567,89 €") == (2 * count if count > 1 else 4)
        assert "732 829 320 00074" in said or document.title != "Annexe à la délibération"
        assert all(said.count(name) >= 1 for name in names) and "2026-0001" in said


cents = st.integers(min_value=0, max_value=9_999_999_99)
matters = st.lists(
    st.builds(
        Matter,
        number=st.uuids().map(str),
        applicant=st.text(max_size=30),
        title=st.text(max_size=30),
        state=st.sampled_from(["decided", "postponed", "waiting"]),
        outcome=st.sampled_from(["granted", "partial", "refused", "adjourned", ""]),
        shares=st.lists(
            st.builds(Share, funder=st.sampled_from("ABC"), granted=cents),
            max_size=3,
            unique_by=lambda s: s.funder,
        ).map(tuple),
    ),
    max_size=8,
)


@given(matters)
@settings(max_examples=60)
def test_the_total_of_the_annex_is_that_of_the_grants(found: list[Matter]) -> None:
    sitting = Proceedings("S", "", "council", dt.date(2026, 3, 1), "closed", ("A", ""), matters=tuple(found))
    funders, rows = annex_rows(sitting)
    granting = [m for m in found if m.state == "decided" and m.outcome in ("granted", "partial")]
    assert [row.number for row in rows] == [m.number for m in granting]
    assert sum(row.total for row in rows) == sum(share.granted for m in granting for share in m.shares)
    for at, funder in enumerate(funders):
        expected = sum(s.granted for m in granting for s in m.shares if s.funder == funder)
        assert sum(row.given[at] for row in rows) == expected
