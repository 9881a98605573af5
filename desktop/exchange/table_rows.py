"""Which rows of a table are dossiers: totals, footnotes, ghosts, repeated headers and cut amounts are "
"told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.repair import is_blank
from desktop.exchange.table_fields import IDENTITY, OTHER, field_of
from desktop.exchange.table_headers import HeaderRow, key, repeats
from desktop.exchange.table_maps import Mapping

_TOTAL = re.compile(
    r"(?:sous )?(?:total|totaux)(?: (?:general|generaux|de|des|du|par|pour|theme|thematique)\b.*| \d.*)?"
    r"|(?:montant|cumul) total|consolidation|somme|ensemble"
)
_REASONS = {
    "total": "ligne de total",
    "header": "en-tête répété",
    "note": "note ou titre sans dossier",
    "ghost": "ligne sans porteur ni intitulé",
}
_WHOLE = re.compile(r"-?\s?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*")


@dataclass(slots=True)
class Row:
    """One row that is a dossier; `mended` when an amount cut by its decimal comma was put together again."""

    number: int
    cells: list[Cell]
    mended: str = ""
    overflow: bool = False


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


def rows_of(sheet: Sheet, header: HeaderRow, mapping: Mapping, skipped: Skipped) -> Iterator[Row]:
    """The rows that are dossiers, in order; what is left out goes to `skipped`."""
    for index in range(header.index + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        number = sheet.first_row + index
        if all(is_blank(cell) for cell in cells):
            continue
        row = _mended(Row(number, cells), header, mapping)
        reason = _no_dossier(row, header, mapping)
        if reason:
            skipped.add(reason, number)
        else:
            yield row


def _no_dossier(row: Row, header: HeaderRow, mapping: Mapping) -> str:
    filled = [str(cell) for cell in row.cells if not is_blank(cell)]
    heads = [key(str(cell)) for cell in row.cells[:4] if not is_blank(cell)]
    if repeats(row.cells, header):
        return "header"
    told = [guess.position for guess in mapping.columns if guess.field in IDENTITY]
    numbers = [at.position for at in mapping.columns if at.field in ("source_id", "applicant.siret")]
    # An association may be called Total: only a row without number can be a sum.
    numbered = any(at < len(row.cells) and _has_digit(row.cells[at]) for at in numbers)
    if not numbered and any(_TOTAL.fullmatch(head) or (head and head in mapping.skip) for head in heads):
        return "total"
    named = [at for at in told if at < len(row.cells) and not is_blank(row.cells[at])]
    if not named:
        if mapping.continuation and _adds(row, mapping):
            return ""
        return "note" if len(filled) == 1 and not _WHOLE.fullmatch(filled[0]) else "ghost"
    if len(filled) == 1 and len(told) > 1 and len(mapping.columns) > 2:
        return "note"
    return ""


def _mended(row: Row, header: HeaderRow, mapping: Mapping) -> Row:
    """`…,25 000,00,…` in a comma file: the amount and its decimals are two cells, all others slide right."""
    while len(row.cells) > header.width:
        at = _cut_amount(row.cells, mapping)
        if at is None:
            row.overflow = any(not is_blank(cell) for cell in row.cells[header.width :])
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


def _adds(row: Row, mapping: Mapping) -> bool:
    """A value for a field that takes several: only such a row may go on with the one above."""
    several = [
        g.position for g in mapping.columns if g.field != OTHER and (f := field_of(g.field)) and f.many
    ]
    return any(at < len(row.cells) and not is_blank(row.cells[at]) for at in several)


def _has_digit(cell: Cell) -> bool:
    return not is_blank(cell) and any(char.isdigit() for char in str(cell))
