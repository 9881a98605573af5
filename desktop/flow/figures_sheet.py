"""The figures as a table: on screen, in the clipboard, as CSV and as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.queries.figures import Figure
from desktop.exchange.csv_out import csv_bytes
from desktop.exchange.pack_book import BookColumn, BookRow, BookSheet, write_pack_book
from desktop.exchange.workbook import Column
from desktop.flow.figures import Figures
from desktop.flow.figures_years import OverYears, by_year_of, entered
from desktop.letters.files import write_whole
from desktop.rules.figures import (
    ADDED,
    AXES,
    BY,
    BY_CODE,
    MEASURES,
    PEOPLE_RULE,
    RULE,
    YEAR_RULE,
    Kind,
    query_of,
    value_of,
    words_of,
)

_KINDS = {"count": "integer", "people": "integer", "money": "money", "rate": "percent"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line: a value and the query of its dossiers by column, "" where nothing opens."""

    label: str
    values: tuple[int | None, ...]
    queries: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of figures: `measures` says how each column is read."""

    title: str
    scope: str
    first: str
    heads: tuple[str, ...]
    measures: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...]

    def words(self, row: int, column: int) -> str:
        """A cell as it is read."""
        return words_of(self.rows[row].values[column], self.measures[column])

    def lines(self) -> list[list[str]]:
        """Every word, headings first."""
        told = [[self.first, *self.heads]]
        for at, row in enumerate(self.rows):
            told.append([row.label, *(self.words(at, column) for column in range(len(self.heads)))])
        return told


def sheet_of(found: Figures) -> Sheet:
    """A line a row of the axis, a column a measure."""
    asked = found.asked
    codes = tuple(m.code for m in MEASURES if m.code != "per_resident" or asked.by in ("quarter", "year"))
    rows = []
    for row in (*found.rows, found.whole):
        whole = row is found.whole
        query = query_of("whole" if whole else asked.by, row.code, asked.since, asked.until, asked.filters)
        told = row._replace(residents=found.whole.residents) if asked.by == "year" else row
        values = tuple(value_of(told, code) for code in codes)
        rows.append(SheetRow("En tout" if whole else row.label, values, (query,) * len(codes), whole))
    title = f"Chiffres {BY[asked.by]}"
    heads = tuple(BY_CODE[code].label for code in codes)
    return Sheet(title, asked.scope, AXES[asked.by], heads, codes, tuple(rows), found.notes)


def sheet_over(told: OverYears, measure: str) -> Sheet:
    """A line a row of the axis, a column a year; what was entered of earlier contracts before them."""
    found, asked = told.found, told.found.asked
    before = [row for row in told.before if not row.axis]
    heads = [f"{row.from_year}-{row.to_year}, par an (saisi)" for row in before]
    rows = [
        _over(told, row, measure, [b.contract for b in before]) for row in found.rows if asked.by != "year"
    ]
    cells = [by_year_of(row, measure) for row in before]
    wholes = [told.wholes.get(year) for year in told.years]
    values = [None if one is None else value_of(_lived(one, found.whole), measure) for one in wholes]
    if (asked.by, measure) == (
        "funder",
        "asked",
    ):  # what each was asked adds up to another sum than the dossiers
        values = [_sum(row.values[len(before) + at] for row in rows) for at in range(len(told.years))]
    queries = ["" for _ in before] + [query_of("whole", "", year, year, asked.filters) for year in told.years]
    rows.append(SheetRow("En tout", (*cells, *values), tuple(queries), True))
    notes = (*found.notes, *(note for row in before for note in _entered_note(row, measure)))
    years = [str(year) for year in told.years]
    title = f"{BY_CODE[measure].label} {BY[asked.by]} et par année"
    count = len(heads) + len(years)
    return Sheet(
        title, asked.scope, AXES[asked.by], (*heads, *years), (measure,) * count, tuple(rows), notes
    )  # fmt: skip


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _lived(row: Figure, whole: Figure) -> Figure:
    return row if row.residents else row._replace(residents=whole.residents)


def _over(told: OverYears, row: Figure, measure: str, contracts: Sequence[str]) -> SheetRow:
    asked = told.found.asked
    values: list[int | None] = []
    queries = []
    for contract in contracts:
        same = [b for b in told.before if (b.contract, b.axis, b.code) == (contract, asked.by, row.code)]
        values.append(by_year_of(same[0], measure) if same else None)
        queries.append("")
    for year in told.years:
        cell = told.cells.get((row.code, year))
        values.append(0 if cell is None else value_of(cell._replace(residents=row.residents), measure))
        queries.append(query_of(asked.by, row.code, year, year, asked.filters) if cell else "")
    return SheetRow(row.label, tuple(values), tuple(queries))


def _entered_note(row: object, measure: str) -> list[str]:
    from db.queries.contract_totals import TotalRow

    assert isinstance(row, TotalRow)
    value = entered(row, measure)
    if value is None:
        return []
    told = words_of(value, measure)
    return [
        f"{row.contract} ({row.from_year}-{row.to_year}) : {told} en tout, total saisi. Source : {row.basis}"
    ]


def sheet_csv(sheet: Sheet) -> bytes:
    """The numbers as they are, cents included."""
    columns = [Column(sheet.first)]
    columns += [
        Column(head, _KINDS[BY_CODE[code].kind])  # type: ignore[arg-type]  # its kinds are those of a column
        for head, code in zip(sheet.heads, sheet.measures, strict=True)
    ]
    rows = [
        [row.label, *(_share(value, code) for value, code in zip(row.values, sheet.measures, strict=True))]
        for row in sheet.rows
    ]
    return csv_bytes(columns, rows)


def _share(value: int | None, code: str) -> float | int | None:
    return value / 1000 if value is not None and BY_CODE[code].kind == "rate" else value


def book_sheet(sheet: Sheet, name: str = "") -> BookSheet:
    """A sheet of a workbook: what adds up is a live sum."""
    kinds: list[Kind] = [BY_CODE[code].kind for code in sheet.measures]
    columns = [BookColumn(sheet.first, 34)]
    for head, code, kind in zip(sheet.heads, sheet.measures, kinds, strict=True):
        columns.append(BookColumn(head, 16, kind == "money", code in ADDED, kind == "rate"))
    rows = [
        BookRow(
            (
                row.label,
                *(_share(value, code) for value, code in zip(row.values, sheet.measures, strict=True)),
            ),
            "total" if row.total else "row",
        )
        for row in sheet.rows
    ]
    return BookSheet(
        (name or sheet.title)[:31], tuple(columns), tuple(rows), notes=(f"{sheet.title}, {sheet.scope}",)
    )


def notes_sheet(sheets: Sequence[Sheet]) -> BookSheet:
    """What no sum may hide, of each table; then how they are all counted."""
    told = [(sheet.first, note) for sheet in sheets for note in sheet.notes]
    told += [("Méthode", rule) for rule in (RULE, YEAR_RULE, PEOPLE_RULE)]
    columns = (BookColumn("Tableau", 26), BookColumn("À savoir", 110))
    return BookSheet("À savoir", columns, tuple(BookRow(row) for row in told))


def write_sheet(sheet: Sheet, out: Path, author: str = "") -> None:
    """Write the numbers whole or not at all, as the name ends. Raises ValueError (French), OSError."""
    kind = out.suffix.lower()
    if kind == ".csv":
        write_whole(out, sheet_csv(sheet))
    elif kind == ".xlsx":
        day = dt.date.today().isoformat()
        write_whole(
            out,
            write_pack_book([book_sheet(sheet), notes_sheet([sheet])], sheet.title, author, day, sheet.title),
        )
    else:
        raise ValueError(f"« {out.name} » : les nombres s’écrivent en .csv ou en .xlsx. Rien n’a été écrit.")
