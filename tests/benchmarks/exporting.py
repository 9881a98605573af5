"""The list of dossiers to a workbook, beside the same cells by openpyxl alone and by CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from openpyxl import Workbook

from db import queries
from db.connection import open_reader
from desktop.exchange.workbook import write_list
from desktop.flow.export import columns
from desktop.flow.export import rows as in_words
from tests.benchmarks import cities
from tests.benchmarks.measure import Row, cpu

SIZES = (2_000, 20_000)  # 100,000 rows take minutes, and no officer asks for them


def rows(size: int, folder: Path) -> list[Row]:
    folder.mkdir(parents=True, exist_ok=True)
    reader = open_reader(cities.base(size))
    found = queries.export_rows(reader)
    told = list(in_words(found))
    ours = cpu(lambda: write_list(folder / "liste.xlsx", columns(), in_words(found), title="Dossiers"))
    plain = cpu(lambda: _csv(told, folder / "liste.csv"))
    theirs = cpu(lambda: _openpyxl(told, folder / "autre.xlsx"))
    reader.close()
    what = f"list to a workbook, {len(columns())} columns"
    return [
        Row(what, "CSV", plain, ours, "≤ 2 of openpyxl alone", ours <= 2 * theirs, size=size, other="openpyxl, write-only, no styles",
            other_ms=theirs)
    ]  # fmt: skip


def _csv(told: list[tuple[object, ...]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(told)


def _openpyxl(told: list[tuple[object, ...]], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in told:
        sheet.append(row)
    book.save(path)
