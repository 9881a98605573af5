"""OpenDocument spreadsheets, read from their content.xml so that no value is guessed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from desktop.exchange.cells import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    CellCounter,
    Sheet,
    number_cell,
    text_cell,
    too_many_cells,
    trimmed,
)
from desktop.exchange.zip_guard import damaged, entities, opened_zip, protected, xml_bytes

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_ods(path: Path) -> list[Sheet]:
    """Every sheet. Raises Unreadable."""
    with opened_zip(path) as archive:
        names = set(archive.namelist())
        if "encrypted-package" in names:
            raise protected(path)
        if "META-INF/manifest.xml" in names and b"encryption-data" in xml_bytes(
            archive, "META-INF/manifest.xml", path
        ):
            raise protected(path)
        if "content.xml" not in names:
            raise damaged(path)
        content = xml_bytes(archive, "content.xml", path)
    try:
        return list(_sheets(content, path))
    except DefusedXmlException as error:
        raise entities(path) from error
    # Words nested a thousand times are no table, nor what is in an encoding that nobody knows.
    except (ParseError, RecursionError, LookupError) as error:
        raise damaged(path) from error


def _sheets(content: bytes, path: Path) -> Iterator[Sheet]:
    builder: _SheetBuilder | None = None
    counter = CellCounter()
    depth = 0
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if element.tag == f"{TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                builder = _SheetBuilder(element.get(f"{TABLE}name") or "Feuille", counter, path)
            elif event == "end" and depth == 0 and builder is not None:
                yield builder.sheet()
                element.clear()
                builder = None
        elif event == "end" and element.tag == f"{TABLE}table-row" and depth == 1 and builder is not None:
            builder.row(element)
            element.clear()


class _SheetBuilder:
    """Rows as they come; the repeated empty ones that fill a sheet to its end are kept back."""

    def __init__(self, name: str, counter: CellCounter, path: Path) -> None:
        self._name = name
        self._where = f"La feuille « {name} » du fichier « {path.name} »"
        self._counter = counter
        self._rows: list[list[Cell]] = []
        self._empty = 0
        self._merged: dict[int, tuple[int, Cell]] = {}  # column -> rows still covered, value
        self._from_above: set[tuple[int, int]] = set()

    def row(self, element: Element) -> None:
        repeated = _count(element, f"{TABLE}number-rows-repeated")
        cells = self._cells(element)
        if not cells:
            self._empty += repeated
            return
        if len(self._rows) + self._empty + repeated > MAX_ROWS:
            raise too_many_cells(self._where)
        self._rows.extend([] for _ in range(self._empty))
        self._empty = 0
        for _ in range(repeated):
            self._counter.add(len(self._rows), len(cells), self._where)
            self._rows.append(list(cells))

    def sheet(self) -> Sheet:
        return Sheet(self._name, trimmed(self._rows), carried=self._from_above)

    def _cells(self, row: Element) -> list[Cell]:
        cells: list[Cell] = []
        empty = 0
        position = 0
        for element in row:
            covered = element.tag == f"{TABLE}covered-table-cell"
            if not covered and element.tag != f"{TABLE}table-cell":
                continue
            repeated = _count(element, f"{TABLE}number-columns-repeated")
            if covered and self._merged:  # each of them may continue a merge of its own
                values = [self._carried(at) for at in range(position, position + min(repeated, MAX_COLUMNS))]
            else:
                value = None if covered else cell_value(element)
                values = [] if value is None else [value] * min(repeated, MAX_COLUMNS + 1)
            if not covered:
                self._remember(position, element, values[0] if values else None)
            position += repeated
            while values and values[-1] is None:
                values.pop()
            if not values:
                empty += repeated
                continue
            if position > MAX_COLUMNS:
                raise too_many_cells(self._where)
            cells.extend([None] * empty + values)
            empty = position - len(cells)
        return cells

    def _remember(self, column: int, element: Element, value: Cell) -> None:
        below = _count(element, f"{TABLE}number-rows-spanned") - 1
        if below > 0 and value is not None:
            self._merged[column] = (below, value)

    def _carried(self, column: int) -> Cell:
        """The value of the vertical merge that covers this column, if any."""
        below, value = self._merged.get(column, (0, None))
        if below <= 0:
            return None
        self._merged[column] = (below - 1, value)
        self._from_above.add((len(self._rows) + self._empty, column))
        return value


def _count(element: Element, attribute: str) -> int:
    told = element.get(attribute, "1")
    return max(1, int(told)) if told.isdecimal() and len(told) < 10 else 1


def cell_value(element: Element) -> Cell:
    """One cell by its declared type; `boolean` is read from `office:value` too, as some exports write it."""
    kind = element.get(f"{OFFICE}value-type", "")
    text = "\n".join(_paragraph(part) for part in element if part.tag == f"{TEXT}p")
    if kind == "boolean":
        told = element.get(f"{OFFICE}boolean-value") or element.get(f"{OFFICE}value") or text.strip().lower()
        return told in ("true", "1", "vrai") if told else None
    if kind in ("float", "percentage", "currency"):
        try:
            return number_cell(float(element.get(f"{OFFICE}value", "")))
        except ValueError:
            return text_cell(text)
    if kind == "date":
        return _date(element.get(f"{OFFICE}date-value", "")) or text_cell(text)
    return text_cell(text or element.get(f"{OFFICE}string-value", ""))


def _date(told: str) -> dt.date | dt.datetime | None:
    try:
        if len(told) == 10:
            return dt.date.fromisoformat(told)
        moment = dt.datetime.fromisoformat(told).replace(tzinfo=None)
    except ValueError:
        return None
    return moment.date() if moment.time() == dt.time() and "T" not in told else moment


def _paragraph(element: Element) -> str:
    """The words of a paragraph with its spaces, tabs and line breaks, without its notes."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * min(_count(child, f"{TEXT}c"), 200))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag != f"{OFFICE}annotation":
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
