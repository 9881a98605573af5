"""Tables of chosen columns: every word that was written leaves, with its author and its date."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.models import Applicant
from db.store import Store
from desktop.exchange.workbook import MAX_TEXT
from desktop.flow.annotate import annotate, mark
from desktop.flow.conditions import meet_condition
from desktop.flow.decide import decide
from desktop.flow.export_models import (
    DEFAULT,
    UnknownColumn,
    choices,
    drop_model,
    find_codes,
    models,
    save_model,
)
from desktop.flow.export_table import Stopped, write_table
from desktop.flow.interests import declare
from desktop.flow.score import close, score
from desktop.rules.query import parse, to_tree
from tests.office import application, bring

HARD = "Lire, écrire ; « Étouvie » – œuvre d’été\nseconde ligne"
LONG = "Témoignage d’habitante. " * 3000  # past what a cell of Excel can hold


@pytest.fixture
def dossier(store: Store) -> bytes:
    key = bring(store, application(texts={"objectives": LONG}), application("26500002"))[0].dossier
    assert key is not None

    def rename(session: Session) -> None:
        for row in session.scalars(select(Applicant)):
            row.name = f"{row.name}, {HARD}"

    store.do(rename)
    grid = queries.challenges(store.reader)
    store.do(mark, dossier=key, challenge=grid[3].id, level=3, reason="Cœur du projet, dit-elle")
    store.do(annotate, dossier=key, place="dossier", text=HARD)
    store.do(annotate, dossier=key, place="dossier", text="pour moi seul", audience="me")
    funder = queries.funders(store.reader)[0].id
    store.do(
        decide, dossier=key, outcome="granted", amounts={funder: 9_000_50}, conditions=["Fournir un RIB"]
    )
    (condition,) = queries.conditions(store.reader, key)
    store.do(meet_condition, condition=condition.id, proof="Reçu")
    return key


def table(store: Store, out: Path, codes: list[str], query: str = "") -> list[list[str]]:
    """The rows of a CSV as a spreadsheet reads them."""
    write_table(store.reader, out, codes, to_tree(parse(query), store.author), person=store.author)
    with out.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def test_names_accents_and_long_texts_survive_in_csv(store: Store, dossier: bytes, tmp_path: Path) -> None:
    rows = table(
        store, tmp_path / "t.csv", ["number", "applicant", "text:objectives", "granted", "decided_on"]
    )
    assert rows[0] == ["Numéro", "Porteur", "Objectifs de l’action", "Accordé", "Décidé le"]
    assert rows[1][1].endswith(f", {HARD}") and rows[1][2] == LONG
    assert rows[1][3] == "9000,50" and rows[1][4][2] == "/"
    assert len(rows) == 3


def test_a_text_too_long_for_a_cell_goes_on_in_a_sheet_of_its_own(
    store: Store, dossier: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "t.xlsx"
    write_table(store.reader, out, ["number", "text:objectives"])
    book = openpyxl.load_workbook(out)
    cell = str(book["Dossiers"]["B2"].value)
    assert len(cell) == MAX_TEXT and cell.endswith("[…]")
    parts = [row for row in book["Textes longs"].iter_rows(min_row=2, values_only=True) if row[0]]
    assert "".join(str(row[3]) for row in parts) == LONG
    assert {row[1] for row in parts} == {"Objectifs de l’action"}


def test_criteria_comments_authors_and_dates_all_leave(store: Store, dossier: bytes, tmp_path: Path) -> None:
    criteria = [one.code for one in choices(store.reader) if one.code.startswith("criterion:")]
    assert criteria
    code = criteria[0].partition(":")[2]
    key = store.reader.execute("SELECT id FROM criterion WHERE code = ?", (code,)).fetchone()[0]
    other = queries.list_ids(store.reader)[1]
    store.do(score, dossier=other, criterion=key, value=3, reason="Bon ancrage, vérifié")
    before = table(store, tmp_path / "a.csv", ["scores", f"criterion:{code}"])
    assert before[2] == ["", ""]  # a draft counts nowhere
    for (rest,) in store.reader.execute("SELECT id FROM criterion WHERE code <> ?", (code,)).fetchall():
        store.do(score, dossier=other, criterion=rest, value=2, reason="Moyen")
    store.do(close, dossier=other)
    rows = table(
        store, tmp_path / "b.csv",
        ["number", "notes_whole", "mark_reasons", "scores", f"criterion:{code}", "conditions", "notes"],
    )  # fmt: skip
    mine, theirs = rows[1], rows[2]
    assert HARD in mine[1] and store.author in mine[1] and "pour moi seul" not in mine[1]
    assert "Cœur du projet, dit-elle" in mine[2] and store.author in mine[2]
    assert f"{code} " in theirs[3] and "Bon ancrage, vérifié" in theirs[3] and store.author in theirs[3]
    assert theirs[4] == "3"
    assert mine[5].startswith("Fournir un RIB – remplie le") and mine[5].endswith(": Reçu")
    assert mine[6] == HARD


def test_every_column_can_be_read_alone_and_all_together(
    store: Store, dossier: bytes, tmp_path: Path
) -> None:
    codes = [one.code for one in choices(store.reader)]
    assert len(codes) == len(set(codes)) and set(DEFAULT) <= set(codes)
    rows = table(store, tmp_path / "tout.csv", codes)
    assert {len(row) for row in rows} == {len(codes)} and len(rows) == 3
    write_table(store.reader, tmp_path / "tout.xlsx", codes)


def test_only_what_was_chosen_and_nothing_that_an_interest_closes(
    store: Store, dossier: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "t.csv"
    done = write_table(store.reader, out, ["number"], only=frozenset([dossier]), person=store.author)
    assert done == (1, 0)
    store.do(declare, dossier=dossier, nature="Membre du bureau")
    done = write_table(store.reader, out, ["number"], person=store.author)
    assert done.closed == 1 and done.dossiers == 1


def test_a_model_keeps_columns_and_order_under_a_name(store: Store, dossier: bytes) -> None:
    codes = find_codes(store.reader, ["Porteur", "number", "Demandé – Amiens Métropole"])
    assert codes == ["applicant", "number", "asked:METROPOLE"]
    store.do(save_model, name="Bureau, mars", codes=codes, usual=True)
    store.do(save_model, name="Autre", codes=["number"])
    assert [(one.name, one.codes, one.usual) for one in models(store.reader)] == [
        ("Autre", ["number"], False), ("Bureau, mars", codes, True),
    ]  # fmt: skip
    store.do(save_model, name="Autre", codes=["number", "title"])
    assert models(store.reader)[0].codes == ["number", "title"]
    store.do(drop_model, name="Autre")
    assert [one.name for one in models(store.reader)] == ["Bureau, mars"]
    with pytest.raises(ValueError, match="un nom"):
        store.do(save_model, name=" ", codes=codes)
    with pytest.raises(UnknownColumn, match="n’existe pas"):
        find_codes(store.reader, ["météo"])


def test_a_cancel_leaves_no_file_and_no_litter(store: Store, dossier: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "sortie"
    folder.mkdir()
    for name in ("t.csv", "t.xlsx"):
        with pytest.raises(Stopped):
            write_table(store.reader, folder / name, ["number"], tell=lambda _words, _share: False)
    assert list(folder.iterdir()) == []


def test_no_text_of_a_csv_is_computed(store: Store, dossier: bytes, tmp_path: Path) -> None:
    def dress(session: Session) -> None:
        row = session.scalars(select(Applicant)).first()
        assert row is not None
        row.name, row.phone = "=HYPERLINK(1)", "+33 3 22 00 00 00"

    store.do(dress)
    rows = table(store, tmp_path / "t.csv", ["applicant", "phone"])
    assert ["'=HYPERLINK(1)", "+33 3 22 00 00 00"] in rows
