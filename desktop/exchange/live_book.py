"""A table as an Excel workbook whose totals are live formulas: a figure changed by hand counts at once."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.exchange.workbook import FORMATS, Kind, plain_text, print_setup, sheet_name, typed

# openpyxl is slow to load, so it comes with the first workbook; hence Any for its sheets and cells.


@dataclass(frozen=True, slots=True)
class LiveColumn:
    """One column. `total` adds it up under the rows; with `sums` each cell adds up that many before it; with
    `formula` it computes « {cost}-{given} », the codes of other columns of its row."""

    title: str
    kind: Kind = "text"
    width: float = 14
    total: bool = False
    sums: int = 0
    code: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class LiveSheet:
    """One sheet of a workbook; `notes` are sentences under its table."""

    title: str
    columns: Sequence[LiveColumn]
    rows: Sequence[Sequence[object]]
    notes: Sequence[str] = ()


def live_book(
    columns: Sequence[LiveColumn], rows: Sequence[Sequence[object]], title: str, *, author: str = ""
) -> bytes:
    """The workbook: titles on the first line, euros from integer cents, the total on the last line."""
    return live_sheets([LiveSheet(title, columns, rows)], title, author=author)


def live_sheets(sheets: Sequence[LiveSheet], title: str, *, author: str = "") -> bytes:
    """A workbook of several tables, each ready to be printed on A4 landscape."""
    from openpyxl import Workbook

    book = Workbook()
    told = book.properties
    told.title, told.creator, told.language = title, author or "Parvis", "fr-FR"
    for rank, one in enumerate(sheets):
        sheet: Any = book.active if rank == 0 else book.create_sheet()
        sheet.title = sheet_name(one.title)
        print_setup(sheet, title if one.title == title else f"{title} – {one.title}")
        _lay(sheet, one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lay(sheet: Any, one: LiveSheet) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    columns, rows = one.columns, one.rows
    sheet.freeze_panes = "A2"
    letters = [get_column_letter(at) for at in range(1, len(columns) + 1)]
    by_code = {column.code: letter for column, letter in zip(columns, letters, strict=True) if column.code}
    _titles(sheet, columns, letters)
    for line, row in enumerate(rows, start=2):
        for at, column in enumerate(columns):
            cell = sheet.cell(line, at + 1)
            _cell(cell, column, row[at], letters[at - column.sums : at], line)
            if column.formula:
                names = {code: f"{letter}{line}" for code, letter in by_code.items()}
                cell.value, cell.number_format = f"={column.formula.format(**names)}", FORMATS[column.kind]
    if rows and any(column.total for column in columns):
        _totals(sheet, columns, letters, len(rows) + 1)
    sheet.auto_filter.ref = f"A1:{letters[-1]}{len(rows) + 1}"
    for rank, words in enumerate(one.notes):
        line = len(rows) + 4 + rank
        plain_text(sheet.cell(line, 1), words)
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=len(columns))
        sheet.cell(line, 1).alignment = Alignment(vertical="top", wrap_text=True)
        wide = sum(column.width for column in columns)
        sheet.row_dimensions[line].height = 15 * (1 + int(len(words) / max(20, wide)))


def _titles(sheet: Any, columns: Sequence[LiveColumn], letters: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, column in enumerate(columns):
        cell = sheet.cell(1, at + 1)
        plain_text(cell, column.title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[letters[at]].width = column.width


def _cell(cell: Any, column: LiveColumn, value: object, before: Sequence[str], line: int) -> None:
    from openpyxl.styles import Alignment

    told = typed(column.kind, value)
    if before:
        cell.value = f"=SUM({before[0]}{line}:{before[-1]}{line})"
        cell.number_format = FORMATS[column.kind]
    elif isinstance(told, str):
        plain_text(cell, told)
    else:
        cell.value, cell.number_format = told, FORMATS.get(column.kind, "General")
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _totals(sheet: Any, columns: Sequence[LiveColumn], letters: Sequence[str], last: int) -> None:
    from openpyxl.styles import Border, Font, Side

    for at, column in enumerate(columns):
        cell = sheet.cell(last + 1, at + 1)
        if column.total:
            cell.value = f"=SUM({letters[at]}2:{letters[at]}{last})"
            cell.number_format = FORMATS[column.kind]
        elif at == 0:
            plain_text(cell, "Total")
        cell.font, cell.border = Font(bold=True), Border(top=Side(style="thin"))
