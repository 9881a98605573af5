"""The two-column budget of a form read from places: charges on the left, products on the right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from desktop.exchange import repair
from desktop.exchange.application import BudgetLine
from desktop.exchange.cerfa_map import FormMap, Line, norm
from desktop.exchange.pdf_runs import Run, lines_of

AMOUNT = re.compile(r"[-−]?\s?\d[\d\s.,'’]*(?:€|euros?)?", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_NUMBERED = re.compile(r"[678]\d\d?")
_TITLE = re.compile(r":\s*$|préciser|détailler|\(s\)|\(aux\)|-s\b", re.IGNORECASE)
_DETAILED = "74"  # whose lines each name a funder


@dataclass(slots=True)
class Cell:
    """A place of the table where something may be written; `account` when its field already says which."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    account: str = ""
    funder: bool = False  # known to be the name of a funder
    label: str = ""  # what it was taken for, told on the pairing screen

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Table:
    """What a budget says; `totals` are the printed ones, by side. Cents."""

    lines: list[BudgetLine] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    doubts: list[tuple[str, str, str]] = field(default_factory=list)  # label, value, remark


def amounts_of(grid: Grid) -> list[Cell]:
    """The amounts printed in a table: numbers at the right of each half, never a number of account."""
    found = []
    for line in grid.lines:
        for product in (False, True):
            half = [run for run in line if (run.left >= grid.split) == product]
            last = half[-1] if half else None
            if (
                last is not None
                and is_amount(last.text)
                and (len(half) > 1 or not _NUMBERED.fullmatch(last.text))
            ):
                found.append(Cell(last.page, last.left, last.top, last.right, last.bottom, last.text))
    return found


def is_amount(text: str) -> bool:
    return bool(AMOUNT.fullmatch(text.strip()))


def cents(text: str) -> tuple[int | None, str | None]:
    """An amount of the form, which wants whole euros: "12.500" is twelve thousand five hundred."""
    plain = text.strip().rstrip("€").strip()
    if _GROUPED.fullmatch(plain):
        value, remark = repair.amount(re.sub(r"[.,]", "", plain))
        return value, remark or "le point est lu comme un séparateur de milliers"
    return repair.amount(text)


@dataclass(slots=True)
class _Row:
    """The cells of one line of one half of the table."""

    page: int
    middle: float
    cells: list[Cell]


class Grid:
    """The printed labels of one budget, and what stands on their lines."""

    def __init__(self, runs: Iterable[Run], form: FormMap) -> None:
        self._form = form
        self.lines = lines_of(runs)
        self.split = self._split()

    def _split(self) -> float:
        """Where the products begin: left of their numbered posts."""
        lefts = []
        for line in self.lines:
            for run in line:
                said = norm(run.text)
                mine = self.line_of(said, "product")
                if mine and not self.line_of(said, "charge") and said[:1] in ("7", "8"):
                    lefts.append(run.left)
        return min(lefts) - 6 if lefts else 297.0

    def line_of(self, said: str, side: str) -> Line | None:
        """The line of the chart printed words tell."""
        return next((one for one in self._form.lines if one.side == side and one.says(said)), None)

    def labels(self, side: str) -> list[Run]:
        """The words printed on each line of one half, joined."""
        found = []
        for line in self.lines:
            mine = [run for run in line if (run.left >= self.split) == (side == "product")]
            mine = [
                run
                for rank, run in enumerate(mine)
                if not is_amount(run.text) or (rank == 0 < len(mine) - 1 and _NUMBERED.fullmatch(run.text))
            ]
            if mine:
                text = " ".join(run.text for run in mine)
                top, bottom = min(r.top for r in mine), max(r.bottom for r in mine)
                found.append(
                    Run(mine[0].page, mine[0].left, top, mine[-1].right, bottom, text, size=mine[0].size)
                )
        return found


def read(grid: Grid, cells: Sequence[Cell]) -> Table:
    """The lines of a budget, and for each cell (in place) the account it was taken for."""
    table = Table()
    for side in ("charge", "product"):
        mine = [cell for cell in cells if ((cell.left + cell.right) / 2 >= grid.split) == (side == "product")]
        rows = _rows(mine)
        blocks = _blocks(grid, side, rows)
        for row in rows:
            _read_row(table, side, row, _block_at(blocks, row))
    return table


def _rows(cells: Sequence[Cell]) -> list[_Row]:
    rows: list[_Row] = []
    for cell in sorted(cells, key=lambda one: (one.page, one.middle)):
        if rows and rows[-1].page == cell.page and abs(rows[-1].middle - cell.middle) < 5:
            rows[-1].cells.append(cell)
        else:
            rows.append(_Row(cell.page, cell.middle, [cell]))
    for row in rows:
        row.cells.sort(key=lambda one: one.left)
    return rows


@dataclass(slots=True)
class _Block:
    """A label on one or several lines; without line of the chart it goes on with the one above."""

    page: int
    top: float
    bottom: float
    line: Line | None
    text: str
    above: Line | None = None

    @property
    def above_or_line(self) -> str:
        """The account it is under."""
        line = self.line or self.above
        return line.account if line else ""


def _blocks(grid: Grid, side: str, rows: list[_Row]) -> list[_Block]:
    blocks: list[_Block] = []
    for label in grid.labels(side):
        line = grid.line_of(norm(label.text), side)
        last = blocks[-1] if blocks else None
        close = last is not None and last.page == label.page and label.top - last.bottom < 4
        own_row = any(row.page == label.page and abs(row.middle - label.middle) < 4 for row in rows)
        last_row = last is not None and any(
            row.page == last.page and last.top - 1 <= row.middle <= last.bottom + 1 for row in rows
        )
        named = own_row and last is not None and bool(last.above_or_line.startswith(_DETAILED))
        if last is not None and line is None and close and not (own_row and last_row) and not named:
            last.bottom, last.text = label.bottom, f"{last.text} {label.text}"
            continue
        above = last.line or last.above if last else None
        blocks.append(_Block(label.page, label.top, label.bottom, line, label.text, above))
    return blocks


def _block_at(blocks: list[_Block], row: _Row) -> _Block | None:
    """The label of a row: on its line, else the one above it, which it goes on with."""
    here = [one for one in blocks if one.page == row.page and one.top - 3 <= row.middle <= one.bottom + 3]
    if here:
        return min(here, key=lambda one: abs((one.top + one.bottom) / 2 - row.middle))
    above = [one for one in blocks if (one.page, one.bottom) <= (row.page, row.middle)]
    if not above:
        return None
    last = max(above, key=lambda one: (one.page, one.bottom))
    return _Block(row.page, row.middle, row.middle, None, "", last.line or last.above)


def _read_row(table: Table, side: Literal["charge", "product"], row: _Row, block: _Block | None) -> None:
    tail = row.cells[-1]
    words = len(row.cells) == 1 and tail.text and not is_amount(tail.text) and not tail.account
    names, last = (row.cells, None) if tail.funder or words else (row.cells[:-1], tail)
    account, printed = _account(row, block)
    for cell in row.cells:
        cell.account = cell.account or account
        cell.funder = cell.funder or (cell in names and account.startswith(_DETAILED))
        cell.label = cell.label or printed
    if last is None or not last.text.strip():
        return
    value, remark = cents(last.text)
    if remark:
        table.doubts.append((printed or last.label, last.text, remark))
    total = account.startswith("total_")
    if total or (not account and block is not None and norm(block.text).startswith("total")):
        if value is not None and total:
            table.totals.setdefault(side, value)
        return
    written = " ".join(cell.text for cell in names if cell.text.strip()).strip()
    if not written and block is not None and account.startswith(_DETAILED) and len(account) > 2:
        # A printed form: the name of a funder stands where a label would.
        written = "" if _TITLE.search(block.text) else block.text.strip()
    if value is None or (value == 0 and not written):
        return
    label = written or printed or last.label or account
    if not account:
        table.doubts.append((label, last.text, "ligne du budget non reconnue, rangée dans les autres"))
    # A line of 74 without a name is asked of the kind of funder it is printed for.
    funder = (written or printed) if account.startswith(_DETAILED) and account != _DETAILED else ""
    table.lines.append(
        BudgetLine(side, account or _unplaced(side), label, value, funder, "demandé" if funder else "")
    )


def _account(row: _Row, block: _Block | None) -> tuple[str, str]:
    told = next((cell.account for cell in reversed(row.cells) if cell.account), "")
    line = block.line if block else None
    above = block.above if block and line is None else None
    if above is not None and above.account.startswith(_DETAILED):
        line = above
    # A field that only says "74" leaves the kind of funder to the words printed above it.
    if told and not (line and line.account.startswith(told)):
        return told, ""
    if line is not None:
        return line.account, line.label
    return "", block.text if block else ""


def _unplaced(side: str) -> str:
    return "65" if side == "charge" else "75"
