"""A list of past grants in stacked blocks laid under one header, each row with the theme of its block."""

from __future__ import annotations

from dataclasses import replace

from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.table_blocks import Block, begins_block
from desktop.exchange.table_fields import OTHER
from desktop.exchange.table_headers import HeaderRow, key
from desktop.exchange.table_maps import Guess, Mapping
from desktop.exchange.table_rows import Skipped, rows_of
from desktop.exchange.table_sums import Totals

Places = dict[str, list[int]]
_AS = {
    "name": "applicant.name", "siret": "applicant.siret", "rna": "applicant.rna", "purpose": "title",
    "amount": "granted", "asked": "asked", "paid": "cost",
}  # fmt: skip


def unstacked(sheet: Sheet, header: HeaderRow, places: Places) -> tuple[Sheet, HeaderRow, Places]:
    """The rows that are grants, at their own numbers and in the columns of the first block; the others are
    left empty and told in the notes. A list without blocks comes back as it is."""
    meant = {at: _AS.get(code, OTHER) for code, positions in places.items() for at in positions}
    columns = [
        Guess(at, label, header.groups[at], header.occurrence(at), meant.get(at, OTHER), 1.0)
        for at, label in enumerate(header.labels)
    ]
    block = Block(header, columns)
    start = header.index + 1
    if not any(begins_block(row, block) for row in sheet.rows[start:]):
        return sheet, header, places
    skipped, totals = Skipped(), Totals(sheet.name)
    theme = len(header.labels)
    rows: list[list[Cell]] = [*sheet.rows[:start], *([] for _ in sheet.rows[start:])]
    for row in rows_of(sheet, header, Mapping("", "", columns), skipped, totals):
        if not row.goes_on:
            totals.add_cells(row.cells, row.columns)
            cells: list[Cell] = [None] * theme
            _place(row.cells, row.columns, columns, cells)
            rows[row.number - sheet.first_row] = [*cells, row.theme or None]
    told = [f"{problem.row} : {problem.message}" for problem in totals.problems]
    notes = [*sheet.notes, *skipped.notes(sheet.name), *totals.notes(), *told]
    labels = [*header.labels, "Thème"]
    wider = HeaderRow(labels, [*header.groups, ""], header.index, theme + 1, [key(label) for label in labels])
    scheme = [*places.get("scheme", []), theme]
    return replace(sheet, rows=rows, notes=notes, carried=set()), wider, {**places, "scheme": scheme}


def _place(found: list[Cell], here: list[Guess], first: list[Guess], cells: list[Cell]) -> None:
    """Each cell under the column of the first block that means the same."""
    home = {guess.field: guess.position for guess in first if guess.field != OTHER}
    for guess in here:
        at = home.get(guess.field, guess.position if guess.field == OTHER else -1)
        if 0 <= at < len(cells) and guess.position < len(found) and cells[at] is None:
            cells[at] = found[guess.position]
