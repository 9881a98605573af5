"""The pack of a session as an Excel workbook whose totals are formulas: change a row, and they follow."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from desktop.exchange.workbook import MAX_TEXT

Kind = Literal["row", "group", "subtotal", "total"]
MONEY = '#,##0.00\\ "€"'
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as the letter A


@dataclass(frozen=True, slots=True)
class BookColumn:
    """One column: its width in characters; `money` holds cents, `sum` is added up under its rows."""

    title: str
    width: float
    money: bool = False
    sum: bool = False
    share: bool = False  # a formula that gives a part of one


@dataclass(frozen=True, slots=True)
class BookRow:
    """Cells in the order of the columns; a text that begins with « = » in `formulas` is one, by column."""

    cells: tuple[object, ...]
    kind: Kind = "row"
    formulas: tuple[tuple[int, str], ...] = ()  # column from 0, formula; « {r} » is the number of the row


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet: subtotals add up the rows above them since the last heading, the total adds up all rows."""

    title: str
    columns: tuple[BookColumn, ...]
    rows: tuple[BookRow, ...]
    lying: bool = True
    notes: tuple[str, ...] = field(default=())  # lines above the headings


def write_pack_book(sheets: Sequence[BookSheet], title: str, author: str, day: str, foot: str) -> bytes:
    """The workbook; the same bytes for the same sheets."""
    import datetime as dt

    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    moment = dt.datetime.fromisoformat(day)
    book.properties.title, book.properties.creator = title, author or "Parvis"
    book.properties.created = book.properties.modified = moment
    book.calculation.fullCalcOnLoad = True
    for sheet in sheets:
        _Sheet(book.create_sheet(sheet.title), sheet).write(foot)
    out = io.BytesIO()
    book.save(out)
    return _dated(out.getvalue(), moment.isoformat())


def _dated(content: bytes, moment: str) -> bytes:
    """The archive with one date for all its entries: openpyxl writes the hour it is made at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment.encode() + b"Z", data)
            made = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, data)
    return out.getvalue()


class _Sheet:
    """Writes one sheet; styles are made once."""

    def __init__(self, sheet: Any, told: BookSheet) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self.sheet, self.told = sheet, told
        self.bold, self.white = Font(bold=True), Font(bold=True, color="FFFFFF")
        self.dark = PatternFill("solid", fgColor="1F3A5F")
        self.wash, self.ground = (
            PatternFill("solid", fgColor="E7F0FA"),
            PatternFill("solid", fgColor="F2F4F6"),
        )
        self.above = Border(top=Side(style="thin"))
        self.wrapped = Alignment(wrap_text=True, vertical="top")
        self.head = Alignment(wrap_text=True, vertical="center")

    def write(self, foot: str) -> None:
        from openpyxl.utils import get_column_letter

        self.letters = [get_column_letter(at) for at in range(1, len(self.told.columns) + 1)]
        for letter, column in zip(self.letters, self.told.columns, strict=True):
            self.sheet.column_dimensions[letter].width = column.width
        top = len(self.told.notes) + 1
        for at, note in enumerate(self.told.notes, start=1):
            self._text(at, 0, note).font = self.bold
        for at, column in enumerate(self.told.columns):
            cell = self._text(top, at, column.title)
            cell.font, cell.fill, cell.alignment = self.white, self.dark, self.head
        spans: list[tuple[int, int]] = []  # first and last row of each run of rows
        number = top
        for row in self.told.rows:
            number += 1
            if row.kind == "row":
                if spans and spans[-1][1] == number - 1:
                    spans[-1] = (spans[-1][0], number)
                else:
                    spans.append((number, number))
            self._row(number, row, spans)
        self._set_up(top, number, foot)

    def _row(self, number: int, row: BookRow, spans: list[tuple[int, int]]) -> None:
        formulas = dict(row.formulas)
        for at, (column, value) in enumerate(zip(self.told.columns, row.cells, strict=True)):
            if at in formulas:
                cell = self.sheet.cell(number, at + 1, formulas[at].replace("{r}", str(number)))
            elif row.kind in ("subtotal", "total") and column.sum:
                cell = self.sheet.cell(number, at + 1, self._sum(self.letters[at], row.kind, spans))
            elif isinstance(value, (int, float)) and not isinstance(value, bool):
                cell = self.sheet.cell(number, at + 1, value / 100 if column.money else value)
            else:
                cell = self._text(number, at, "" if value is None else str(value))
            if column.money:
                cell.number_format = MONEY
            elif column.share:
                cell.number_format = "0.0\\ %"
            if row.kind != "row":
                cell.font = self.bold
                cell.fill = self.wash if row.kind == "group" else self.ground
            if row.kind in ("subtotal", "total"):
                cell.border = self.above

    def _sum(self, letter: str, kind: Kind, spans: list[tuple[int, int]]) -> str:
        """The rows themselves are added, never sums of sums."""
        wanted = spans if kind == "total" else spans[-1:]
        parts = [f"{letter}{first}:{letter}{last}" for first, last in wanted]
        # SUM takes 255 ranges at most.
        groups = [parts[at : at + 200] for at in range(0, len(parts), 200)]
        return "=" + "+".join(f"SUM({','.join(group)})" for group in groups) if groups else "=0"

    def _text(self, number: int, at: int, words: str) -> Any:
        """Text that no spreadsheet computes, whatever it begins with."""
        safe = _ESCAPE.sub("_x005F_", _CONTROLS.sub("", words))[:MAX_TEXT]
        cell = self.sheet.cell(number, at + 1)
        if safe:
            cell.value = safe
            cell.data_type = "s"  # openpyxl would make a formula of "=…"
            cell.quotePrefix = safe.startswith(("=", "+", "-", "@"))
        cell.alignment = self.wrapped
        return cell

    def _set_up(self, top: int, last: int, foot: str) -> None:
        sheet = self.sheet
        sheet.freeze_panes = f"A{top + 1}"
        sheet.print_title_rows = f"{top}:{top}"
        sheet.print_area = f"A1:{self.letters[-1]}{max(last, top)}"
        sheet.page_setup.orientation = "landscape" if self.told.lying else "portrait"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.oddHeader.left.text = self.told.title.replace("&", "&&")
        sheet.oddFooter.left.text = foot.replace("&", "&&")
        sheet.oddFooter.right.text = "Page &P / &N"
