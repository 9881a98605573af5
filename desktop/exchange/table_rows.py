"""Which rows of a table are dossiers: totals, footnotes, ghosts, repeated headers and cut amounts are "
"told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice

from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.repair import is_blank
from desktop.exchange.table_blocks import (
    Block,
    begins_block,
    next_block,
    theme_of_header,
    title_above,
    title_of,
)
from desktop.exchange.table_fields import IDENTITY, OTHER, field_of
from desktop.exchange.table_headers import HeaderRow, key
from desktop.exchange.table_maps import Guess, Mapping
from desktop.exchange.table_sums import Totals

_TOTAL = re.compile(
    r"(?:sous )?(?:total|totaux)(?: (?:general|generaux|de|des|du|par|pour|theme|thematique)\b.*| \d.*)?"
    r"|(?:montant|cumul) total|consolidation|somme|ensemble"
)
_REASONS = {
    "total": "ligne de total",
    "header": "en-tête répété",
    "note": "note ou titre sans dossier",
    "theme": "titre de thème, repris sur les lignes qui suivent",
    "merged": "suite de cellules fusionnées",
    "ghost": "ligne sans porteur ni intitulé",
    "left": "dossier supprimé ou écarté par la correspondance",
}
_WHOLE = re.compile(r"-?\s?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*")


@dataclass(slots=True)
class Row:
    """One row that is a dossier; `mended` when an amount cut by its decimal comma was put together again."""

    number: int
    cells: list[Cell]
    mended: str = ""
    overflow: bool = False
    beyond: bool = False  # cells right of the table, in a workbook: somebody wrote beside it
    columns: list[Guess] = field(default_factory=list)  # what they mean in the block of this row
    theme: str = ""  # of its block
    shared: list[int] = field(default_factory=list)  # amounts in cells merged with the row above
    goes_on: bool = False  # all of it that counts stands in merged cells: the row above, continued


@dataclass(slots=True)
class Skipped:
    """How many rows were left out, and why, for the summary."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, reason: str, number: int) -> None:
        self.counts[reason] += 1
        self.first.setdefault(reason, number)

    def notes(self, sheet: str) -> Iterator[str]:
        for reason, count in self.counts.items():
            many = "s" if count > 1 else ""
            where = f"dont la ligne {self.first[reason]}" if count > 1 else f"ligne {self.first[reason]}"
            yield f"Feuille « {sheet} » : {count} ligne{many} ignorée{many} ({_REASONS[reason]}, {where})."


def rows_of(
    sheet: Sheet, header: HeaderRow, mapping: Mapping, skipped: Skipped, totals: Totals
) -> Iterator[Row]:
    """The rows that are dossiers, in order; the others go to `skipped`, announced sums to `totals`."""
    first = block = Block(header, mapping.columns)
    starts = [at for at in range(header.index + 1, len(sheet.rows)) if begins_block(sheet.rows[at], block)]
    again, title = frozenset(starts), title_above(sheet, header)
    if starts:  # one block alone bears the title of the whole table, no theme
        block.theme = theme_of_header(header.labels, block.columns) or title
        title = ""
    for index in range(header.index + 1, len(sheet.rows)):
        cells, number = sheet.rows[index], sheet.first_row + index
        if all(is_blank(cell) for cell in cells):
            continue
        like = first if index in again else None
        if block is not first:
            like = block if begins_block(cells, block) else like
        if like:
            block = next_block(cells, index, like, mapping.columns)
            block.theme, title = block.theme or title, ""
            totals.part()
            skipped.add("header", number)
            continue
        row = _mended(Row(number, cells, columns=block.columns), block, mapping, cut=sheet.delimited)
        reason = _reason(row, mapping, totals)
        if reason == "note" and title_of(cells, block.columns) and _leads(sheet, index, block, mapping):
            reason = "theme"
            totals.part()
        if reason in ("theme", "total"):  # a total ends what its title began
            title = block.theme = title_of(cells, block.columns) if reason == "theme" else ""
        if reason:
            skipped.add(reason, number)
            continue
        row.theme = block.theme
        yield _merged(row, index, sheet, skipped)


def _reason(row: Row, mapping: Mapping, totals: Totals) -> str:
    """Why this row is no dossier, "" when it is one; what a total announces is compared."""
    reason = _no_dossier(row, mapping)
    if reason != "total" and _adds_up(row, totals, told=reason == ""):
        reason = "total"
    if reason == "total":
        totals.close(row.cells, row.columns, row.number)
    return reason


def _adds_up(row: Row, totals: Totals, *, told: bool) -> bool:
    """A total that no usual word says: "TOTAL CULTURE", or a sum without a word."""
    if not told:
        return totals.sums_up(row.cells, row.columns)
    heads = [key(cell) for cell in row.cells[:4] if isinstance(cell, str) and "tota" in cell.lower()]
    named = any(re.match(r"(?:sous )?tota(?:l|ux)\b", head) for head in heads)
    return named and totals.sums_up(row.cells, row.columns, rows=1)


def _leads(sheet: Sheet, index: int, block: Block, mapping: Mapping) -> bool:
    """Whether rows of the table come right below: otherwise a title is but a note."""
    for at in range(index + 1, min(index + 4, len(sheet.rows))):
        cells = sheet.rows[at]
        if all(is_blank(cell) for cell in cells):
            continue
        if begins_block(cells, block):
            return True
        reason = _no_dossier(Row(0, cells, columns=block.columns), mapping)
        if reason != "note":
            return reason == ""
    return False


def _merged(row: Row, index: int, sheet: Sheet, skipped: Skipped) -> Row:
    """What merged cells of a row say is said by the row above: an amount there is counted once."""
    if not sheet.carried:
        return row
    money = [g.position for g in row.columns if (f := field_of(g.field)) and f.repair.__name__ == "amount"]
    told = [g.position for g in row.columns if g.field in IDENTITY]
    row.shared = [at for at in money if (index, at) in sheet.carried]
    row.goes_on = bool(row.shared) and sheet.goes_on(index, [*told, *money])
    if row.goes_on:
        skipped.add("merged", row.number)
    return row


def _no_dossier(row: Row, mapping: Mapping) -> str:
    filled = list(islice((str(cell) for cell in row.cells if not is_blank(cell)), 2))
    if mapping.leave and _left(row, mapping.leave):
        return "left"
    told = [guess.position for guess in row.columns if guess.field in IDENTITY]
    numbers = [at.position for at in row.columns if at.field in ("source_id", "applicant.siret")]
    # An association may be called Total: only a row without number can be a sum.
    numbered = any(at < len(row.cells) and _has_digit(row.cells[at]) for at in numbers)
    if not numbered and _says_total(row.cells, mapping.skip):
        return "total"
    named = [at for at in told if at < len(row.cells) and not is_blank(row.cells[at])]
    if not named:
        if mapping.continuation and _adds(row):
            return ""
        return "note" if len(filled) == 1 and not _WHOLE.fullmatch(filled[0]) else "ghost"
    if len(filled) == 1 and len(row.columns) > 2:
        return "note"
    return ""


def _says_total(cells: list[Cell], skip: Collection[str]) -> bool:
    heads = (key(str(cell)) for cell in cells[:4] if not is_blank(cell))
    return any(_TOTAL.fullmatch(head) or (head and head in skip) for head in heads)


def _left(row: Row, leave: dict[str, tuple[str, ...]]) -> bool:
    """Whether a column says that this row is not to be read: "Dossier supprimé? Oui"."""
    for guess in row.columns:
        words = leave.get(key(guess.header))
        if words and guess.position < len(row.cells):
            said = key(str(row.cells[guess.position]))
            if any(word in said.split() for word in words):
                return True
    return False


def _mended(row: Row, block: Block, mapping: Mapping, *, cut: bool) -> Row:
    """`…,25 000,00,…` in a comma file: the amount and its decimals are two cells, all others slide right."""
    width = block.header.width
    if not cut:  # no comma cuts the cells of a workbook
        row.beyond = len(row.cells) > width
        return row
    while len(row.cells) > width:
        at = _cut_amount(row.cells, mapping)
        if at is None:
            row.overflow = any(not is_blank(cell) for cell in row.cells[width:])
            return row
        row.mended = f"{row.cells[at]},{row.cells[at + 1]}"
        row.cells = [*row.cells[:at], row.mended, *row.cells[at + 2 :]]
    return row


def _cut_amount(cells: list[Cell], mapping: Mapping) -> int | None:
    for guess in mapping.columns:
        at = guess.position
        told = field_of(guess.field)
        # An amount column left to "other" may be cut too: its label says so.
        money = "montant" in key(guess.header) or (told is not None and told.repair.__name__ == "amount")
        if not money or at + 1 >= len(cells):
            continue
        whole, decimals = cells[at], cells[at + 1]
        if (
            isinstance(whole, str)
            and _WHOLE.fullmatch(whole.strip())
            and re.fullmatch(r"\d\d?", str(decimals))
        ):
            return at
    return None


def _adds(row: Row) -> bool:
    """A value for a field that takes several: only such a row may go on with the one above. "Other" counts
    when a map says it in so many words."""
    several = [
        g.position
        for g in row.columns
        if (g.field != OTHER or g.confidence) and (f := field_of(g.field)) and f.many
    ]
    return any(at < len(row.cells) and not is_blank(row.cells[at]) for at in several)


def _has_digit(cell: Cell) -> bool:
    return not is_blank(cell) and any(char.isdigit() for char in str(cell))
