"""The story of five years: its yearly reports counted again, its open data valid.

A quarter of its dossiers in the suite; all 1,200 with PARVIS_SHARE=1.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from desktop.flow.open_data import Asked, content, prepare, set_authority
from desktop.flow.year_report import report_pdf
from desktop.flow.year_told import facts, tell_year
from tests.flow.year_report_again import compare, recompute
from tests.office import open_office
from tests.open_data import faults

TODAY = dt.date(2026, 11, 20)
SHARE = float(os.environ.get("PARVIS_SHARE", "0.25"))


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    from desktop.terminal.years import play_years

    store = open_office(tmp_path_factory.mktemp("five"))
    done = play_years(store, share=SHARE)["dossiers"]
    assert done == 1200 if SHARE == 1 else done > 1200 * SHARE, "the conventions are whole"
    yield store
    store.close()


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_every_figure_of_each_yearly_report_is_the_one_counted_again(five: Store, year: int) -> None:
    told = facts(tell_year(five.reader, year, today=TODAY))
    assert compare(told, recompute(five.reader, year, TODAY)) == []
    assert len(told) > 400


def test_the_report_of_a_year_is_written(five: Store) -> None:
    told = tell_year(five.reader, 2025, today=TODAY)
    assert told.whole.dossiers == 250 if SHARE == 1 else told.whole.dossiers > 250 * SHARE
    assert report_pdf(five.reader, told).startswith(b"%PDF")


def test_its_open_data_are_valid_under_the_published_schema(five: Store, tmp_path: Path) -> None:
    five.do(set_authority, siret="24800053100017")
    found = prepare(five.reader, Asked(every=True))
    path = tmp_path / "scdl.csv"
    path.write_bytes(content(five.reader, found))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 600 * SHARE
    assert faults(path) == []
    shared = [row for row in rows if row["pourcentageSubvention"] != "1"]
    assert shared  # projects of several associations repeat their line, with each one's part
