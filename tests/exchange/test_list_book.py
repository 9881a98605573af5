"""Rows streamed into a workbook are, cell by cell, those that openpyxl would have written."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from openpyxl.styles import Alignment
from python_calamine import CalamineWorkbook

from desktop.exchange import list_book
from desktop.exchange.list_book import write_list
from desktop.exchange.sheet_rows import letters
from desktop.exchange.workbook import FORMATS, MAX_TEXT, Column, Kind, Unwritable, plain_text, typed

KINDS: list[Kind] = ["text", "money", "integer", "percent", "date", "datetime", "boolean"]
COLUMNS = [Column(kind.title(), kind) for kind in KINDS]
_WORDS = some.text(max_size=300) | some.sampled_from(
    [
        "=1+1",
        "+33 3",
        " à gauche",
        "a & b <c>",
        "]]>",
        "_x0041_",
        "\ttab",
        "x" * 256,
        "-5",
        "1\r\n2",
        "\ufffe",
    ]
)
_DAYS = some.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1))
_MOMENTS = some.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
_NUMBERS = some.integers(-(10**12), 10**12)
_CELLS: dict[Kind, Any] = {
    "text": _WORDS | _NUMBERS,
    "money": _NUMBERS | _WORDS,
    "integer": _NUMBERS | some.booleans() | some.decimals(-1000, 1000, places=3),
    "percent": some.floats(0, 1) | _NUMBERS,
    "date": _DAYS | _DAYS.map(dt.date.isoformat) | _MOMENTS | _WORDS,
    "datetime": _MOMENTS | _MOMENTS.map(dt.datetime.isoformat) | _DAYS,
    "boolean": some.booleans() | some.sampled_from([0, 1, "peut-être"]),
}
ROWS = some.lists(some.tuples(*(some.none() | _CELLS[kind] for kind in KINDS)), max_size=6)


def by_openpyxl(path: Path, rows: list[tuple[object, ...]]) -> None:
    """The same cells set one by one."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for at, column in enumerate(COLUMNS, start=1):
        plain_text(sheet.cell(1, at), column.title)
    for line, row in enumerate(rows, start=2):
        for at, (kind, value) in enumerate(zip(KINDS, row, strict=True), start=1):
            told, cell = typed(kind, value), sheet.cell(line, at)
            if isinstance(told, str) and told:
                plain_text(cell, told)
            elif told is not None and told != "":
                cell.value, cell.number_format = told, FORMATS[kind]
            cell.alignment = Alignment(wrap_text=isinstance(told, str) or None, vertical="top")
    book.save(path)


def cells(path: Path) -> list[list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    return [
        [
            (c.value, c.data_type, c.number_format, bool(c.quotePrefix), c.alignment.wrap_text)
            for c in line
            if c.value is not None
        ]
        for line in sheet.iter_rows(min_row=2)
    ]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(ROWS)
def test_cells_types_and_styles_are_those_of_openpyxl(tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx"
    assert write_list(ours, COLUMNS, rows, "Dossiers") == len(rows)
    by_openpyxl(theirs, rows)
    assert [row for row in cells(ours) if row] == [row for row in cells(theirs) if row]
    read = [CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python() for path in (ours, theirs)]
    assert read[0][1:] == read[1][1:]


def test_a_row_is_where_it_is_said_to_be(tmp_path: Path) -> None:
    """More rows than one piece, more columns than letters; read as a stream too, which believes the sheet."""
    columns = [Column(f"C{at}", "integer", total=at == 27) for at in range(30)]
    write_list(tmp_path / "l.xlsx", columns, ([at] * 30 for at in range(600)), "Dossiers", foot="Pour A & B")
    book = openpyxl.load_workbook(tmp_path / "l.xlsx")
    sheet: Any = book.active
    assert (sheet["A2"].value, sheet["AD601"].value) == (0, 599)
    assert (sheet["AB603"].value, sheet["AB603"].font.bold) == (sum(range(600)), True)
    assert (sheet.auto_filter.ref, sheet.oddFooter.center.text) == ("A1:AD601", "Pour A && B")
    lazy: Any = openpyxl.load_workbook(tmp_path / "l.xlsx", read_only=True)
    assert len([row for row in lazy.active.iter_rows(values_only=True) if row and row[0] is not None]) == 602
    lazy.close()
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_values_that_are_equal_and_not_the_same_keep_their_types(tmp_path: Path) -> None:
    rows: list[list[object]] = [[1, 1], [True, True], [1.0, 1.0], [Decimal(1), Decimal(1)], ["1", "1"]]
    write_list(tmp_path / "l.xlsx", [Column("A"), Column("B", "integer")], rows, "Dossiers")
    sheet: Any = openpyxl.load_workbook(tmp_path / "l.xlsx").active
    assert [c.value for c in sheet["A"][1:]] == ["1", "True", "1.0", "1", "1"]
    assert [(c.value, c.data_type) for c in sheet["B"][1:]] == [
        (1, "n"), (True, "b"), (1, "n"), (1, "n"), ("1", "s"),
    ]  # fmt: skip


def test_what_no_cell_holds_is_whole_in_a_sheet_of_its_own(tmp_path: Path) -> None:
    words = "é" * (MAX_TEXT + 40_000) + "&"
    rows = [("2026-0001", "court"), ("2026-0002", words), ("2026-0003", "court")]
    write_list(tmp_path / "l.xlsx", [Column("N°"), Column("Texte")], rows, "Dossiers")
    book = openpyxl.load_workbook(tmp_path / "l.xlsx")
    parts = list(book["Textes longs"].iter_rows(min_row=2, values_only=True))
    assert {part[:2] for part in parts} == {("2026-0002", "Texte")}
    assert "".join(str(part[3]) for part in parts) == words


def test_a_person_who_stops_leaves_the_file_before(tmp_path: Path) -> None:
    path = tmp_path / "l.xlsx"
    write_list(path, [Column("A")], [["avant"]], "Dossiers")
    before = path.read_bytes()

    def rows() -> Iterator[list[object]]:
        yield from ([at] for at in range(1000))
        raise InterruptedError("assez")  # an OSError too: it is said as one

    with pytest.raises(Unwritable):
        write_list(path, [Column("A")], rows(), "Dossiers")
    assert (path.read_bytes(), [entry.name for entry in tmp_path.iterdir()]) == (before, ["l.xlsx"])


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_book, "MOST_ROWS", 3)
    with pytest.raises(Unwritable, match="choisissez moins de lignes, ou le format CSV"):
        write_list(tmp_path / "l.xlsx", [Column("A")], ([at] for at in range(4)), "Dossiers")
    assert not list(tmp_path.iterdir())


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    columns = [Column("A"), Column("B", "money", total=True)]

    def highest(count: int) -> int:
        tracemalloc.start()
        write_list(tmp_path / "l.xlsx", columns, ((f"ligne {n} " * 9, n) for n in range(count)), "Dossiers")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    highest(10)
    assert highest(6_000) < highest(3_000) + 2**20
