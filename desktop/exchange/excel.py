"""Excel workbooks (.xlsx, .xlsm, .xls): the values kept in them, no formula is ever computed."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import lt
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from desktop.exchange.application import Unreadable
from desktop.exchange.cells import (
    MAX_CELLS,
    MAX_COLUMNS,
    Cell,
    CellCounter,
    Sheet,
    number_cell,
    text_cell,
    too_many_cells,
    trimmed,
)
from desktop.exchange.ole import check_xls, truncated
from desktop.exchange.zip_guard import damaged, entities, has_entity, opened_zip, pieces

# A cell that holds something: an empty one that is only coloured costs nothing and counts for nothing.
_PLACED = re.compile(rb"<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*[\"']([A-Za-z]+)(\d+)[\"'][^<>]*?(?<!/)>")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^<>]*\sr\s*=)[^<>]*(?<!/)>")
# As every spreadsheet writes it: when all cells are so, their places are known at once.
_PLAIN = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_ROW = re.compile(rb"<(?:\w+:)?row\s(?:[^<>]*?\s)?r\s*=\s*[\"'](\d+)[\"']")
_LONGEST_ROW = 100_000  # bytes
_REMEMBERED = 200_000  # values of one kind
_ROW_END = re.compile(rb"</(?:\w+:)?row>")


def read_zipped(path: Path) -> list[Sheet]:
    """.xlsx and .xlsm. Raises Unreadable."""
    with opened_zip(path) as archive:
        for name in archive.namelist():
            _check_entry(path, archive, name)
    return _sheets(path, path.read_bytes())


def read_xls(path: Path, data: bytes) -> list[Sheet]:
    """.xls of Excel 97 to 2003. Raises Unreadable."""
    check_xls(path, data)
    return _sheets(path, data)


def _check_entry(path: Path, archive: zipfile.ZipFile, name: str) -> None:
    """Reads an entry to its end (damage shows) and looks for entities and for cells placed absurdly far."""
    is_xml = name.endswith((".xml", ".rels"))
    extent = _Extent()
    tail = b""
    for piece in pieces(archive, name, path):
        if not is_xml:
            continue
        window = tail + piece
        if b"\0" in piece:  # another encoding would hide what is looked for here
            raise damaged(path)
        if has_entity(window):
            raise entities(path)
        extent.look(window)
        if extent.disordered:
            raise truncated(path)
        if extent.too_large():
            raise too_many_cells(f"Le classeur « {path.name} » ({name})")
        tail = _unfinished(window)


def _unfinished(window: bytes) -> bytes:
    """What the next piece has to be looked at with: a row begun, else enough for a tag that is cut in two."""
    after = window.rfind(b"</row>") + 6
    return window[after:] if after > 5 and len(window) - after < _LONGEST_ROW else window[-300:]


class _Extent:
    """How far cells reach: calamine makes a grid from the first one's row to the last one's."""

    def __init__(self) -> None:
        self.disordered = False
        self._first: int | None = None
        self._rows = self._columns = 0
        self._last_row = self._lines = self._widest = 0  # for cells that do not tell their place

    def look(self, window: bytes) -> None:
        if not self._looked_quickly(window):
            self._look_closely(window)

    def _looked_quickly(self, window: bytes) -> bool:
        """True when every cell is written plainly, in order, and none is far: nothing is left to look at."""
        plain = _PLAIN.findall(window)
        if len(plain) != len(_CELL.findall(window)):
            return False
        if not plain:
            return True
        letters, digits = zip(*plain, strict=True)
        rows = [int(row) for row, _ in groupby(digits)]
        columns = max(map(_column, set(letters)))
        first = rows[0] if self._first is None else self._first
        ordered = rows[0] >= max(first, self._rows) and all(map(lt, rows, rows[1:]))
        if not ordered or columns > MAX_COLUMNS or rows[-1] * max(columns, self._columns) > MAX_CELLS:
            return False
        self._first = first
        self._rows, self._columns = rows[-1], max(self._columns, columns)
        return True

    def _look_closely(self, window: bytes) -> None:
        for letters, digits in _PLACED.findall(window):
            row = int(digits[:12])
            self._first = row if self._first is None else self._first
            self.disordered |= row < self._first
            self._rows, self._columns = max(self._rows, row), max(self._columns, _column(letters))
        if _UNPLACED.search(window):
            lines = _ROW_END.split(window)
            self._lines += len(lines)
            # Twice, as a row may lie across two windows.
            self._widest = max(self._widest, *(2 * len(_CELL.findall(line)) for line in lines))
            self._last_row = max([self._last_row, *(int(number[:12]) for number in _ROW.findall(window))])

    def too_large(self) -> bool:
        unplaced = max(self._lines, self._last_row) * self._widest
        return (
            self._columns > MAX_COLUMNS or self._rows * self._columns > MAX_CELLS or unplaced > 2 * MAX_CELLS
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:9].upper():
        number = number * 26 + letter - 64
    return number


def _sheets(path: Path, data: bytes) -> list[Sheet]:
    counter = CellCounter()
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = [
                told.name
                for told in book.sheets_metadata
                if told.typ == SheetTypeEnum.WorkSheet and told.visible == SheetVisibleEnum.Visible
            ]
            return [_sheet(path, name, book.get_sheet_by_name(name), counter) for name in names]
    except Unreadable:
        raise
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise truncated(path) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # a damaged workbook can break the reader itself
            raise truncated(path) from error
        raise


def _sheet(path: Path, name: str, sheet: CalamineSheet, counter: CellCounter) -> Sheet:
    rows: list[list[Cell]] = []
    where = f"La feuille « {name} » du classeur « {path.name} »"
    cells, carried = _Cells(), set[tuple[int, int]]()
    top, left = sheet.start or (0, 0)
    for values in sheet.iter_rows():  # one at a time: the grid is never there twice
        margin: list[Cell] = [None] * (left if len(rows) >= top else 0)
        counter.add(len(rows), left + len(values), where)
        rows.append([*margin, *map(cells.of, values)])
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        if left < (sheet.width or 0) + 1 and top < len(rows):
            carried.update(_carry_down(rows, top, left, bottom))
    return Sheet(name, trimmed(rows), carried=carried)


def _carry_down(rows: list[list[Cell]], top: int, left: int, bottom: int) -> Iterator[tuple[int, int]]:
    value = rows[top][left] if left < len(rows[top]) else None
    if value is None:
        return
    for index in range(top + 1, min(bottom + 1, len(rows))):
        row = rows[index]
        if left < len(row) and row[left] is None:
            row[left] = value
            yield index, left


class _Cells:
    """Cells as they are kept: equal values are one object, as a column repeats the same few of them."""

    def __init__(self) -> None:
        self._known: dict[type, dict[object, Cell]] = defaultdict(dict)

    def of(self, value: object) -> Cell:
        known = self._known[type(value)]
        try:
            return known[value]
        except KeyError:
            cell = _cell(value)
            if len(known) < _REMEMBERED:
                known[value] = cell
            return cell


def _cell(value: object) -> Cell:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, (int, float)):
        return number_cell(value)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return value
    return str(value)  # an hour or a duration: kept as written
