"""A list of any length as an Excel workbook: openpyxl makes the book, the rows are streamed into it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from desktop.exchange.sheet_rows import SheetRows
from desktop.exchange.workbook import (
    FORMATS,
    WIDTHS,
    Column,
    Unwritable,
    plain_text,
    print_setup,
    save_book,
    sheet_name,
    typed,
)

# openpyxl is slow to load, so it comes with the first workbook; hence Any for its sheets and cells. It is
# slow at each cell too: it makes all but the rows, with their styles, and these are written as XML between.

MOST_ROWS = 1_048_576 - 3  # what a sheet of Excel holds, without the header and the total
_PART = 30_000  # characters of one cell of the sheet of long texts
_SIZE = re.compile(rb"<dimension[^>]*/>")  # it would tell of the header alone


class _Paper(NamedTuple):
    """What the book says of itself."""

    title: str
    author: str
    subject: str
    keywords: str
    foot: str


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
    """Write the workbook whole or not at all, row by row; returns the number of rows. Raises Unwritable, and
    whatever `rows` raises."""
    book = _ListBook(columns, rows, _Paper(title, author, subject, keywords, foot))
    save_book(book, path)
    return book.count


class _ListBook:
    """The book while it is written; `count` is of the rows that passed."""

    def __init__(self, columns: Sequence[Column], rows: Iterable[Sequence[object]], paper: _Paper) -> None:
        self._columns, self._rows, self._paper = columns, rows, paper
        self.count = 0

    def save(self, stream: IO[bytes]) -> None:
        """All but the rows is made twice by openpyxl, before and after them, since what follows them (filter,
        total, long texts) is known at their end only. Styles have the same numbers in both."""
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            before, name, styles = _made(self._columns, self._paper)
            lines = SheetRows([column.kind for column in self._columns], styles, first=2)
            with packed.open(name, "w", force_zip64=True) as sheet:
                head, _ = _around(before.read(name))
                sheet.write(head)
                for part in lines.written(self._passing()):
                    sheet.write(part)
                long = [(line, self._columns[at].title, words) for line, at, words in lines.long]
                after, *_ = _made(self._columns, self._paper, self.count, lines.sums, long)
                sheet.write(_around(after.read(name))[1])
            for other in after.namelist():
                if other != name:
                    packed.writestr(other, after.read(other))

    def _passing(self) -> Iterable[Sequence[object]]:
        for row in self._rows:
            self.count += 1
            if self.count > MOST_ROWS:
                raise Unwritable(
                    f"Un classeur ne tient pas plus de {MOST_ROWS} lignes, et ce tableau en a davantage. "
                    "Rien n’a été écrit : choisissez moins de lignes, ou le format CSV."
                )
            yield row


def _around(xml: bytes) -> tuple[bytes, bytes]:
    """The XML of a sheet up to its first row, the header, and after it."""
    head, end, tail = xml.partition(b"</row>")
    return _SIZE.sub(b"", head) + end, tail


def _made(
    columns: Sequence[Column],
    paper: _Paper,
    count: int = 0,
    sums: Sequence[int] = (),
    long: Sequence[tuple[str, str, str]] = (),
) -> tuple[zipfile.ZipFile, str, dict[str, int]]:
    """The book with its header and total alone, the name of its sheet, the numbers of its rows' styles."""
    from openpyxl import Workbook

    book = Workbook()
    told = book.properties
    told.title, told.creator, told.language = paper.title, paper.author or "Parvis", "fr-FR"
    told.subject, told.keywords = paper.subject, paper.keywords
    sheet: Any = book.active
    sheet.title = sheet_name(paper.title)
    print_setup(sheet, paper.title)
    if paper.foot:  # for whom this copy is
        sheet.oddFooter.center.text = paper.foot.replace("&", "&&")
    styles = _styles(sheet)
    _header(sheet, columns, count)
    if count and any(column.total for column in columns):
        _totals(sheet, columns, sums, count + 3)  # apart, so that sorting and filtering leave it in its place
    if long:
        _long_texts(book.create_sheet("Textes longs"), long)
    out = io.BytesIO()
    book.save(out)
    return zipfile.ZipFile(out), "xl/worksheets/sheet1.xml", styles


def _styles(sheet: Any) -> dict[str, int]:
    """The number of each style of a row: of a kind, or of text that is short or long, and risky or not."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    found = {}
    for kind in ("money", "integer", "percent", "date", "datetime", "boolean"):
        cell = WriteOnlyCell(sheet)
        cell.number_format, cell.alignment = FORMATS.get(kind, "General"), Alignment(vertical="top")
        found[kind] = cell.style_id
    for name, words in (("text", "a"), ("long", "a" * 300), ("risky", "="), ("risky long", "=" * 300)):
        cell = WriteOnlyCell(sheet)
        plain_text(cell, words)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        found[name] = cell.style_id
    return found


def _header(sheet: Any, columns: Sequence[Column], count: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width or WIDTHS[column.kind]
        cell = sheet.cell(1, at)
        plain_text(cell, column.title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(columns)))}{count + 1}"


def _totals(sheet: Any, columns: Sequence[Column], sums: Sequence[int], line: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    for at, column in enumerate(columns):
        cell = sheet.cell(line, at + 1)
        if column.total:
            cell.value, cell.number_format = typed(column.kind, sums[at]), FORMATS.get(column.kind, "General")
        elif at == 0:
            plain_text(cell, "Total")
        else:
            continue
        cell.alignment = Alignment(wrap_text=at == 0, vertical="top")
        cell.font, cell.border = Font(bold=True), Border(top=Side(style="thin"))


def _long_texts(sheet: Any, found: Sequence[tuple[str, str, str]]) -> None:
    """A sheet of its own for the texts that no cell can hold whole: nothing of them is lost."""
    from openpyxl.styles import Alignment

    heads = [Column("Ligne"), Column("Colonne"), Column("Partie", "integer"), Column("Texte", width=100)]
    parts = [
        (line, title, part + 1, words[part * _PART : (part + 1) * _PART])
        for line, title, words in found
        for part in range(-(-len(words) // _PART))
    ]
    _header(sheet, heads, len(parts))
    for at, (line, title, part, words) in enumerate(parts, start=2):
        for place, told in ((1, line), (2, title), (4, words)):
            plain_text(sheet.cell(at, place), told)
        sheet.cell(at, 3, part).number_format = FORMATS["integer"]
        for place in range(1, 5):
            sheet.cell(at, place).alignment = Alignment(wrap_text=place != 3, vertical="top")
