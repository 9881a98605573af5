"""Sheets of plain cells, and the limits past which a file is refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.exchange.application import Unreadable

Cell = str | int | float | bool | dt.date | dt.datetime | None

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 200 * MEGABYTE
MAX_UNZIPPED_BYTES = 800 * MEGABYTE
MAX_RATIO = 200  # a real workbook shrinks 5 to 40 times; a bomb, a thousand times
RATIO_FROM_BYTES = 20 * MEGABYTE  # below this an entry cannot harm, however well it shrinks
MAX_ENTRIES = 20_000
MAX_ROWS = 200_000
MAX_COLUMNS = 2_000
MAX_CELLS = 4_000_000
MAX_CELL_CHARACTERS = 1_000_000

_FORMULA_TEXT = re.compile(r'="([^"]*)"')


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows[i][j]`, ragged rows allowed; `first_row` is the number an officer sees beside rows[0].

    `notes` are French sentences about what was repaired while reading (encoding…).
    """

    name: str
    rows: list[list[Cell]]
    first_row: int = 1
    notes: list[str] = field(default_factory=list)
    delimited: bool = False  # a mark parts its cells: one too many cuts a row in the wrong place
    carried: set[tuple[int, int]] = field(default_factory=set)  # (row, column) that a merge filled from above

    def goes_on(self, row: int, columns: Iterable[int]) -> bool:
        """Whether all that these columns say in this row stands in merged cells begun above: the row is the
        one above, continued."""
        if not self.carried:
            return False
        cells = self.rows[row]
        told = [at for at in columns if at < len(cells) and cells[at] not in (None, "")]
        return bool(told) and all((row, at) in self.carried for at in told)


class CellCounter:
    """Counts the cells taken so far and refuses a file that has no reasonable size."""

    def __init__(self) -> None:
        self.cells = 0

    def add(self, row: int, width: int, where: str) -> None:
        self.cells += width
        if row > MAX_ROWS or width > MAX_COLUMNS or self.cells > MAX_CELLS:
            raise too_many_cells(where)


def too_many_cells(where: str) -> Unreadable:
    return Unreadable(
        f"{where} dépasse ce que Parvis accepte de lire ({spaced(MAX_ROWS)} lignes, {spaced(MAX_COLUMNS)} "
        f"colonnes, {spaced(MAX_CELLS)} cellules). Supprimez les lignes et les colonnes inutiles, ou "
        "partagez "
        "le fichier en plusieurs, puis recommencez."
    )


def spaced(number: int) -> str:
    """12345 -> "12 345" with a narrow no-break space."""
    return f"{number:,}".replace(",", "\u202f")


def text_cell(value: str) -> Cell:
    """Text as text: `="10004"` loses its formula dress, nothing is ever computed, empty is None."""
    dressed = _FORMULA_TEXT.fullmatch(value.strip()) if value.lstrip().startswith("=") else None
    if dressed:
        value = dressed.group(1)
    return value or None


def number_cell(value: float) -> int | float | None:
    """Whole numbers as int, so that 14 digits keep their form; not-a-number is unknown."""
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if value == int(value) and abs(value) < 2**63 else value


def trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Without the empty cells that end a row, nor the empty rows that end a sheet."""
    for row in rows:
        while row and (row[-1] is None or row[-1] == ""):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
