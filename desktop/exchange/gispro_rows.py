"""The lines of a GISPRO sheet: actions, complements and reductions kept, totals left out and told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.exchange import repair
from desktop.exchange.application import Problem, ReadFile
from desktop.exchange.cells import Cell, Sheet
from desktop.exchange.dauphin_values import number_of, warned
from desktop.exchange.ds_form import cut
from desktop.exchange.gispro_headers import Columns
from desktop.exchange.repair import is_blank
from desktop.exchange.table_headers import key, repeats
from desktop.rules.money import euros

_TOTAL = re.compile(r"(?:sous )?tota(?:l|ux)\b.*|cumul\b.*|montant total.*|somme\b.*|ensemble|consolidation")
_EXERCISE = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(slots=True)
class Line:
    """One line of a sheet. `part` is the n of a complement "-n"; `amount` in cents, None when not told."""

    row: str  # "Feuille 1, ligne 12"
    number: int
    code: str  # DA00104456, "" when none
    part: int
    written: str  # the code as the file has it
    amount: int | None
    engaged: bool  # False: only proposed
    cells: list[Cell]
    columns: Columns
    sheet: str
    problems: list[Problem] = field(default_factory=list)

    def words(self, name: str) -> str:
        """The text of one field; whole numbers without decimals."""
        return words(self.columns.cell(self.cells, name))


def words(cell: Cell) -> str:
    told = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return repair.text(told)[0]


def lines_of(sheet: Sheet, columns: Columns, found: ReadFile) -> Iterator[Line]:
    """The lines that are actions; the sums are compared with them and told."""
    totals = _Totals(sheet.name, found)
    engaged = "engaged" in columns.fields or "ej" in columns.fields
    money = "engaged" if "engaged" in columns.fields else "proposed"
    for index in range(columns.header.index + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        number = sheet.first_row + index
        if all(is_blank(cell) for cell in cells) or repeats(cells, columns.header):
            continue
        amount, remark = repair.amount(columns.cell(cells, money))
        written = words(columns.cell(cells, "code"))
        code, part = number_of(written)
        if not re.search(r"\d", code):
            code = ""
        if not code and _is_total(cells, columns):
            totals.compare(number, amount)
            continue
        where = f"{sheet.name}, ligne {number}"
        line = Line(
            where, number, code, part, cut(written), amount, engaged, cells, columns, sheet.name
        )  # fmt: skip
        if remark and amount is None:
            label = columns.header.labels[columns.fields[money]]
            value = cut(words(columns.cell(cells, money)))
            line.problems.append(Problem("warning", line.row, label, value, warned(remark)))
        totals.add(amount)
        yield line
    totals.tell()


def _is_total(cells: list[Cell], columns: Columns) -> bool:
    """A line without action that says it is a sum, or names nobody."""
    heads = [key(str(cell)) for cell in (*cells[:4], columns.cell(cells, "name")) if not is_blank(cell)]
    if any(_TOTAL.fullmatch(head) for head in heads):
        return True
    return is_blank(columns.cell(cells, "name")) and is_blank(columns.cell(cells, "siret"))


class _Totals:
    """What the lines of a sheet add up to, beside what its own sums say."""

    def __init__(self, sheet: str, found: ReadFile) -> None:
        self._sheet, self._found = sheet, found
        self._all = self._since = 0
        self._left: list[int] = []

    def add(self, amount: int | None) -> None:
        self._all += amount or 0
        self._since += amount or 0

    def compare(self, number: int, written: int | None) -> None:
        self._left.append(number)
        if written is not None and written not in (self._all, self._since):
            message = (
                f"Cette ligne de total dit {euros(written)}, mais les lignes font {euros(self._all)}. "
                "Les lignes sont reprises."
            )
            row = f"{self._sheet}, ligne {number}"
            self._found.problems.append(Problem("warning", row, "Total", euros(written), message))
        self._since = 0

    def tell(self) -> None:
        if not self._left:
            return
        count, many = len(self._left), "s" if len(self._left) > 1 else ""
        where = f"dont la ligne {self._left[0]}" if many else f"ligne {self._left[0]}"
        self._found.notes.append(
            f"Feuille « {self._sheet} » : {count} ligne{many} de total ou sans action laissée{many} de côté "
            f"({where})."
        )


def year_of(line: Line) -> int | None:
    """The exercise of an action: its own column, else its title, the year of its agreement, its sheet."""
    told = _EXERCISE.search(line.words("year")) or re.match(r"\s*(20\d\d)\s*-", line.words("request"))
    if told:
        return int(told[0].strip(" -"))
    agreement = line.words("agreement")
    first = _EXERCISE.search(agreement)
    if first:
        rank = re.search(r"\bN\s*\+\s*(\d)", agreement, re.IGNORECASE)
        return int(first[0]) + (int(rank[1]) if rank else 0)
    named = _EXERCISE.search(line.sheet)
    return int(named[0]) if named else None
