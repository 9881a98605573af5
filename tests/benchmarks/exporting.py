"""The list of dossiers to a workbook, beside the same cells by openpyxl alone and by CSV; a table of any kind."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

from db import queries
from db.connection import open_reader
from desktop.exchange.list_book import write_list
from desktop.exchange.workbook import Column, Kind
from desktop.flow.export import columns
from desktop.flow.export import rows as in_words
from tests.benchmarks import cities
from tests.benchmarks.measure import Row, answer, cpu

SIZES = (2_000, 20_000)  # 100,000 rows take minutes by the others, and no officer asks for them
LARGE = 100_000  # rows of thirty columns: the table that speed.md speaks of
_KINDS: tuple[Kind, ...] = ("text", "text", "money", "integer", "date", "boolean")
_MEMORY = """
import sys
from pathlib import Path
from tests.benchmarks.exporting import large, write
write(Path(sys.argv[1]), 100)
told = lambda: int(next(l.split()[1] for l in open("/proc/self/status") if l.startswith("VmHWM")))
before = told()
write(Path(sys.argv[1]), int(sys.argv[2]))
print((told() - before) / 1024)
"""


def rows(size: int, folder: Path) -> list[Row]:
    folder.mkdir(parents=True, exist_ok=True)
    reader = open_reader(cities.base(size))
    found = list(queries.export_rows(reader))
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


def large_rows(folder: Path) -> list[Row]:
    """100,000 rows of 30 columns. XlsxWriter, which speed.md names, is no dependency of this program: on its
    machine openpyxl took 1.07 to 1.17 times as long, so that nine times openpyxl is eight times XlsxWriter."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "table.xlsx"
    write(path, 100)
    ours = cpu(lambda: write(path, LARGE))
    plain = cpu(lambda: _csv(large(LARGE), folder / "table.csv"))
    theirs = cpu(lambda: _openpyxl(large(LARGE), folder / "autre.xlsx"))
    grown = float(answer(_MEMORY, str(path), str(LARGE)))
    what = "a workbook of 100,000 × 30 cells written"
    return [
        Row(what, "CSV", plain, ours, "≥ 9 × openpyxl (8 × XlsxWriter)", 9 * ours <= theirs, other="openpyxl, write-only, no styles",
            other_ms=theirs),
        Row("memory of that workbook being written", "goal of 16 MiB", 16.0, grown, "≤ 16 MiB", grown <= 16, unit="MiB"),
    ]  # fmt: skip


def write(path: Path, count: int) -> None:
    """The table of any kind, to a workbook."""
    write_list(path, [Column(f"C{at}", _KINDS[at % 6]) for at in range(30)], large(count), title="Table")


def large(count: int) -> Iterable[Sequence[object]]:
    """Rows of thirty values, none the same as the row before."""
    first = dt.date(2020, 1, 1)
    for n in range(count):
        day = first + dt.timedelta(days=n % 3_000)
        yield [f"ligne {n}", f"quartier {n % 97} & alentours", n * 37, n % 5_000, day, n % 2 == 0] * 5


def _csv(told: Iterable[Sequence[object]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(told)


def _openpyxl(told: Iterable[Sequence[object]], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in told:
        sheet.append(row)
    book.save(path)
