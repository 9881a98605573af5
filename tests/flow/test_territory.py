"""The grid of a real base: each cell counts what its query finds; printed on one page, exported."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pypdfium2 import PdfDocument

from db import queries
from db.store import Store
from desktop.flow.annotate import mark
from desktop.flow.instruct import propose
from desktop.flow.territory import read_territory, territory_book, territory_pdf
from desktop.rules.query import QueryError, parse, to_tree
from desktop.rules.territory import View, cell_query
from tests.office import application, bring


@pytest.fixture
def filled(store: Store) -> Store:
    bring(
        store,
        application("26500001"),
        application("26500002", quarters=["Étouvie", "Nord"]),
        application("26500003", quarters=[], main_challenge=""),
    )
    funder = queries.funders(store.reader)[0].id
    challenges = queries.challenges(store.reader)
    for key in queries.list_ids(store.reader):
        store.do(propose, dossier=key, amounts={funder: 1_000_01})
    second = queries.list_ids(store.reader)[1]
    store.do(mark, dossier=second, challenge=challenges[0].id, level=2, reason="oui")
    return store


def test_each_cell_counts_what_its_query_finds(filled: Store) -> None:
    grid = read_territory(filled.reader)
    assert grid.whole.actions == 3 and grid.whole.proposed == 3_000_03
    assert (grid.challenges[-1].code, grid.quarters[-1].code) == ("", "")
    for row in [*(axis.code for axis in grid.challenges), None]:
        for column in [*(axis.code for axis in grid.quarters), None]:
            query = cell_query("année:2026", row, column)
            found = queries.list_ids(filled.reader, to_tree(parse(query)))
            if row is None:
                cell = grid.whole if column is None else grid.columns.get(column)
            else:
                cell = grid.rows.get(row) if column is None else grid.cell(row, column)
            assert len(found) == (cell.actions if cell else 0), query


def test_a_filter_chooses_the_dossiers(filled: Store) -> None:
    assert read_territory(filled.reader, "quartier:nord").whole.actions == 1
    assert read_territory(filled.reader, "année:1999").whole.actions == 0
    with pytest.raises(QueryError):
        read_territory(filled.reader, "quartié:nord")


def test_it_prints_on_one_lying_page(filled: Store) -> None:
    grid = read_territory(filled.reader)
    for measure in ("actions", "proposed"):
        document = PdfDocument(territory_pdf(filled.reader, View(grid, measure, False), "AAP 2026"))  # type: ignore[arg-type]
        assert len(document) == 1
        page = document[0]
        assert page.get_width() > page.get_height()
        words = " ".join(page.get_textpage().get_text_range().split())
        for axis in (*grid.challenges, *grid.quarters):
            assert (axis.long or axis.name) in words
        assert "AAP 2026" in words and "Total" in words


def test_the_workbook_adds_up_with_live_formulas(filled: Store) -> None:
    grid = read_territory(filled.reader)
    sheet = openpyxl.load_workbook(io.BytesIO(territory_book(View(grid, "proposed", False)))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Défi" and rows[0][-1] == "Total"
    cells = [value for row in rows[1:-1] for value in row[1:-1] if value is not None]
    assert round(sum(float(str(value)) for value in cells) * 100) == 3_000_03
    assert str(rows[1][-1]).startswith("=SUM(") and str(rows[-1][-1]).startswith("=SUM(")
    counts = openpyxl.load_workbook(io.BytesIO(territory_book(View(grid, "actions", False)))).active
    assert counts is not None
    assert list(counts.iter_rows(values_only=True))[-1][-1] == 3
