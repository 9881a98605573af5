"""A list written as an Excel workbook: real dates and amounts, filters, print set-up, text that stays "
"text."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from desktop.durable import take_place

# openpyxl is slow to load, so it comes with the first workbook; its types for write-only sheets and cells
# miss most of what they hold, hence Any.

Kind = Literal["text", "money", "integer", "percent", "date", "datetime", "boolean"]
MAX_TEXT = 32_767  # what a cell of Excel can hold
_CUT = " […]"
FORMATS = {
    "money": '#,##0.00\\ "€"',
    "integer": "#,##0",
    "percent": "0\\ %",
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy\\ hh:mm",
    "text": "@",
}
_WIDTHS = {"text": 28, "money": 15, "integer": 11, "percent": 9, "date": 12, "datetime": 17, "boolean": 8}
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as the letter A


class Unwritable(ValueError):
    """The workbook could not be written. The message is a full French sentence."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `money` takes integer cents, `percent` a share of 1; `total` adds it up under the list."""

    title: str
    kind: Kind = "text"
    width: float | None = None
    total: bool = False


def write_list(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    title: str,
    *,
    author: str = "",
    subject: str = "",
    keywords: str = "",
    foot: str = "",
) -> int:
    """Write the workbook whole or not at all; returns the number of rows. Raises Unwritable."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, author or "Parvis"
    book.properties.subject, book.properties.keywords = subject, keywords
    book.properties.language = "fr-FR"
    sheet = book.create_sheet(sheet_name(title))
    print_setup(sheet, title)
    if foot:  # for whom this copy is
        sheet.oddFooter.center.text = foot.replace("&", "&&")
    try:
        writer = _Writer(sheet, columns)
        count = writer.write(rows)
        _long_texts(book, writer.long)
        save_book(book, path)
    finally:
        if not sheet.closed:  # openpyxl writes rows as they come, and must be told that none follow
            sheet.close()
    return count


_PART = 30_000  # characters of one cell of the sheet of long texts


def _long_texts(book: Any, found: Sequence[tuple[str, str, str]]) -> None:
    """A sheet of its own for the texts that no cell can hold whole: nothing of them is lost."""
    if not found:
        return
    heads = [Column("Ligne"), Column("Colonne"), Column("Partie", "integer"), Column("Texte", width=100)]
    rows = [
        (line, title, part + 1, words[part * _PART : (part + 1) * _PART])
        for line, title, words in found
        for part in range(-(-len(words) // _PART))
    ]
    _Writer(book.create_sheet("Textes longs"), heads).write(rows)


class _Writer:
    """Cells of one sheet; styles are made once."""

    def __init__(self, sheet: Any, columns: Sequence[Column]) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._sheet, self._columns = sheet, columns
        self._bold, self._head_font = Font(bold=True), Font(bold=True, color="FFFFFF")
        self._head_fill = PatternFill("solid", fgColor="1F3A5F")
        self._above = Border(top=Side(style="thin"))
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._top = Alignment(vertical="top")
        self._head = Alignment(wrap_text=True, vertical="center")
        self.long: list[tuple[str, str, str]] = []  # (first cell of the row, title of the column, text)

    def write(self, rows: Iterable[Sequence[object]]) -> int:
        from openpyxl.utils import get_column_letter

        for position, column in enumerate(self._columns, start=1):
            width = column.width or _WIDTHS[column.kind]
            self._sheet.column_dimensions[get_column_letter(position)].width = width
        self._sheet.freeze_panes = "A2"
        self._sheet.append([self._header(column) for column in self._columns])
        sums = [0] * len(self._columns)
        count = 0
        for row in rows:
            count += 1
            self._sheet.append(
                [self._cell(column, value) for column, value in zip(self._columns, row, strict=True)]
            )
            for position, value in enumerate(row):
                if isinstance(value, str) and len(value) > MAX_TEXT:
                    self.long.append((str(row[0])[:255], self._columns[position].title, value))
                if self._columns[position].total and isinstance(value, int):
                    sums[position] += value
        last = get_column_letter(max(1, len(self._columns)))
        self._sheet.auto_filter.ref = f"A1:{last}{count + 1}"
        if count and any(column.total for column in self._columns):
            self._sheet.append([])  # apart, so that sorting and filtering leave the total in its place
            self._sheet.append(self._totals(sums))
        return count

    def _header(self, column: Column) -> Any:
        cell = self._text(column.title)
        cell.font, cell.fill, cell.alignment = self._head_font, self._head_fill, self._head
        return cell

    def _totals(self, sums: list[int]) -> list[Any]:
        cells: list[Any] = []
        for position, column in enumerate(self._columns):
            cell = self._cell(column, sums[position]) if column.total else None
            if position == 0 and cell is None:
                cell = self._text("Total")
            if cell is not None:
                cell.font, cell.border = self._bold, self._above
            cells.append(cell)
        return cells

    def _cell(self, column: Column, value: object) -> Any:
        from openpyxl.cell import WriteOnlyCell

        told = typed(column.kind, value)
        if told is None or told == "":
            return None
        if isinstance(told, str):
            return self._text(told)
        cell = WriteOnlyCell(self._sheet, value=told)
        cell.number_format = FORMATS.get(column.kind, "General")
        cell.alignment = self._top
        return cell

    def _text(self, words: str) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet)
        plain_text(cell, words)
        cell.alignment = self._wrapped
        return cell


def plain_text(cell: Any, words: str) -> None:
    """Text that no spreadsheet computes, whatever it begins with, into a cell of openpyxl."""
    safe = _ESCAPE.sub("_x005F_", _CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n")))
    if len(safe) > MAX_TEXT:
        safe = safe[: MAX_TEXT - len(_CUT)] + _CUT
    cell.value = safe
    cell.data_type = "s"  # openpyxl would make a formula of "=…"
    # A cell of the format "text" shows #### past 255 characters: long words are left general.
    cell.number_format = FORMATS["text"] if len(safe) <= 255 else "General"
    if words.startswith(_RISKY):
        cell.quotePrefix = True


def typed(kind: Kind, value: object) -> Any:
    """The value as openpyxl takes it; ISO text becomes a date, cents become euros, the rest is text."""
    if value is None:
        return None
    if kind == "boolean" and isinstance(value, (bool, int)):
        return "Oui" if value else "Non"
    if kind == "money" and isinstance(value, int):
        return Decimal(value).scaleb(-2)
    if kind in ("integer", "percent") and isinstance(value, (int, float, Decimal)):
        return value
    if kind in ("date", "datetime"):
        return _moment(kind, value)
    return str(value)


def _moment(kind: Kind, value: object) -> Any:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None) if kind == "datetime" else value.date()
    return value if isinstance(value, dt.date) else str(value)


def sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31].strip() or "Liste"


def print_setup(sheet: Any, title: str) -> None:
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddHeader.left.text = title.replace("&", "&&")
    sheet.oddFooter.left.text = "&D"
    sheet.oddFooter.right.text = "Page &P / &N"


def save_book(book: Any, path: Path) -> None:
    """Beside the target first, then in its place: a workbook half written never has its name."""
    handle = None
    try:
        handle, name = tempfile.mkstemp(prefix=".parvis-", suffix=".xlsx", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            book.save(stream)
            stream.flush()
            os.fsync(stream.fileno())
        take_place(Path(name), path)
    except OSError as error:
        if handle is not None:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        raise Unwritable(
            f"Le classeur « {path.name} » ne peut pas être écrit dans « {path.parent} » "
            f"({error.strerror or error}). "
            "Le fichier précédent est intact. S’il est ouvert dans un tableur, fermez-le ; sinon choisissez "
            "un autre "
            "nom ou un autre dossier, puis recommencez."
        ) from error
