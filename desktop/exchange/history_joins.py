"""Sheets of one workbook joined by their codes: the main one gets columns that the others tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.exchange import repair
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.history_fields import HISTORY_FIELDS
from desktop.exchange.table_headers import HeaderRow, headers, key
from desktop.rules.money import euros

_NAMED = 3  # codes named in a note before "…"


@dataclass(frozen=True, slots=True)
class Join:
    """One [[join]] of a map; labels as keys, but those of the columns it adds."""

    code: str  # the column of the main sheet that bears the code
    sheet: tuple[str, ...]  # headers that recognise the other sheet
    key: str
    take: dict[str, str] = field(default_factory=dict)  # column added -> column taken
    add: dict[str, str] = field(default_factory=dict)  # column added -> amounts added up
    year: tuple[str, ...] = ()  # the year here, the date there
    blank: tuple[str, ...] = ()  # emptied in the row made for a year that has none here


def join_of(data: dict[str, Any]) -> Join:
    """A [[join]] as a map writes it. Raises KeyError."""
    return Join(
        code=key(data["from"]),
        sheet=tuple(key(label) for label in data["sheet"]),
        key=key(data["key"]),
        take={label: key(theirs) for label, theirs in data.get("take", {}).items()},
        add={label: key(theirs) for label, theirs in data.get("add", {}).items()},
        year=tuple(key(label) for label in data.get("year", ())),
        blank=tuple(key(label) for label in data.get("blank", ())),
    )


def joined(
    sheet: Sheet, header: HeaderRow, joins: Sequence[Join], sheets: Sequence[Sheet]
) -> tuple[Sheet, HeaderRow]:
    """The main sheet with the columns that the others add, and what did not meet in its notes."""
    rows = [list(row) for row in sheet.rows]
    labels, notes = list(header.labels), list(sheet.notes)
    for one in joins:
        other = _other(one, sheets, sheet)
        if other is None:
            names = ", ".join(one.sheet)
            notes.append(f"Feuille « {sheet.name} » : aucune feuille ne porte les colonnes {names}.")
            continue
        added = _taken(one, other, rows, header, sheet, notes) + _summed(
            one, other, rows, header, sheet, notes
        )
        for label, cells in added:
            for row, cell in zip(rows[header.index + 1 :], cells, strict=True):
                row.extend([None] * (len(labels) - len(row)))
                row.append(cell)
            labels.append(label)
    width = len(labels)
    groups = header.groups + [""] * (width - len(header.groups))
    wider = HeaderRow(labels, groups, header.index, width, [key(label) for label in labels])
    return replace(sheet, rows=rows, notes=notes), wider


Found = tuple[Sheet, HeaderRow]
Added = list[tuple[str, list[Cell]]]


def _other(one: Join, sheets: Sequence[Sheet], main: Sheet) -> Found | None:
    known = frozenset(one.sheet)
    for sheet in sheets:
        header = headers(sheet, known) if sheet.rows and sheet is not main else None
        if header is not None and known <= set(header.keys):
            return sheet, header
    return None


def _taken(
    one: Join, other: Found, rows: list[list[Cell]], header: HeaderRow, sheet: Sheet, notes: list[str]
) -> Added:
    if not one.take:
        return []
    known = dict(_coded(one.key, other))
    codes = [_code(row, header, one.code) for row in rows[header.index + 1 :]]
    lost = sorted({code for code in codes if code and code not in known})
    if lost:
        few = ", ".join(lost[:_NAMED]) + ("…" if len(lost) > _NAMED else "")
        many = "s" if len(lost) > 1 else ""
        notes.append(
            f"Feuille « {sheet.name} » : {len(lost)} code{many} sans ligne dans « {other[0].name} » ({few})."
        )
    empty: list[Cell] = []
    return [
        (label, [_cell(known.get(code, empty), other[1], theirs) for code in codes])
        for label, theirs in one.take.items()
    ]


def _summed(
    one: Join, other: Found, rows: list[list[Cell]], header: HeaderRow, sheet: Sheet, notes: list[str]
) -> Added:
    """Each sum goes to the first row of its code (and year): two rows never share one payment twice."""
    added: Added = []
    for label, theirs in one.add.items():
        sums: dict[tuple[str, Any], int] = defaultdict(int)
        for code, row in _coded(one.key, other):
            cents, _remark = repair.amount(_cell(row, other[1], theirs))
            sums[code, _year(row, other[1], one.year[1]) if one.year else None] += cents or 0
        cells: list[Cell] = []
        for row in rows[header.index + 1 :]:
            year = _year(row, header, one.year[0]) if one.year else None
            cents = sums.pop((_code(row, header, one.code), year), None)
            cells.append(None if cents is None else cents / 100)
        apart = _apart(one, sums, rows, header) if one.year else []
        for row, cents in apart:
            rows.append(row)
            cells.append(cents / 100)
        added.append((label, cells))
        notes += _said(sums, apart, sheet.name, other[0].name)
    return added


def _apart(
    one: Join, sums: dict[tuple[str, Any], int], rows: list[list[Cell]], header: HeaderRow
) -> list[tuple[list[Cell], int]]:
    """A row of its own for what was paid in a year of which the code has none here; it leaves `sums`."""
    first: dict[str, list[Cell]] = {}
    for row in rows[header.index + 1 :]:
        first.setdefault(_code(row, header, one.code), row)
    made = []
    for code, year in [told for told in sums if told[0] in first and told[1] and sums[told]]:
        row = list(first[code])
        for label, cell in ((one.year[0], year), *((blank, None) for blank in one.blank)):
            at = header.keys.index(label) if label in header.keys else len(row)
            if at < len(row):
                row[at] = cell
        made.append((row, sums.pop((code, year))))
    return made


def _said(
    sums: dict[tuple[str, Any], int], apart: list[tuple[list[Cell], int]], here: str, there: str
) -> Iterator[str]:
    if apart:
        cents = sum(cents for _, cents in apart)
        yield (
            f"Feuille « {there} » : {euros(cents)} versés une année sans ligne dans « {here} », comptés dans "
            f"{len(apart)} ligne{'s' if len(apart) > 1 else ''} à part."
        )
    for (code, year), cents in sums.items():
        when = f" en {year}" if year else ""
        yield (
            f"Feuille « {there} » : {euros(cents)} versés{when} pour le code {code}, inconnu de « {here} » : "
            "ils ne sont pas repris."
        )


def _coded(label: str, other: Found) -> Iterator[tuple[str, list[Cell]]]:
    sheet, header = other
    for row in sheet.rows[header.index + 1 :]:
        code = _code(row, header, label)
        if code:
            yield code, row


def _code(row: Sequence[Cell], header: HeaderRow, label: str) -> str:
    """The code as both sides may write it: text or number, with or without its `="…"`."""
    words = repair.text(_cell(row, header, label))[0]
    return words.strip().upper()


def _year(row: Sequence[Cell], header: HeaderRow, label: str) -> int | None:
    year = HISTORY_FIELDS["year"].repair(_cell(row, header, label))[0]
    return year if isinstance(year, int) else None


def _cell(row: Sequence[Cell], header: HeaderRow, label: str) -> Cell:
    at = header.keys.index(label) if label in header.keys else len(row)
    return row[at] if at < len(row) else None
