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
    """One column. `total` adds it up under the rows; with `sums` each cell adds up that many before it."""

    title: str
    kind: Kind = "text"
    width: float = 14
    total: bool = False
    sums: int = 0


def live_book(
    columns: Sequence[LiveColumn], rows: Sequence[Sequence[object]], title: str, *, author: str = ""
) -> bytes:
    """The workbook: titles on the first line, euros from integer cents, the total on the last line."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    told = book.properties
    told.title, told.creator, told.language = title, author or "Parvis", "fr-FR"
    sheet: Any = book.active
    sheet.title = sheet_name(title)
    print_setup(sheet, title)
    sheet.freeze_panes = "A2"
    letters = [get_column_letter(at) for at in range(1, len(columns) + 1)]
    _titles(sheet, columns, letters)
    for line, row in enumerate(rows, start=2):
        for at, column in enumerate(columns):
            _cell(sheet.cell(line, at + 1), column, row[at], letters[at - column.sums : at], line)
    if rows and any(column.total for column in columns):
        _totals(sheet, columns, letters, len(rows) + 1)
    sheet.auto_filter.ref = f"A1:{letters[-1]}{len(rows) + 1}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
