"""Deeds on many cells of the workbench at once: filling, rounding, sharing an amount out, clearing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.rules.bench import Bench, spread
from desktop.rules.cells import Way, rounded

Place = tuple[int, bytes]  # row, funder
Written = dict[tuple[bytes, bytes], int | None]


class Fill(NamedTuple):
    """What would be written, (dossier, funder) -> cents or None; `left`: lines that take no change."""

    cells: Written
    left: tuple[str, ...] = ()  # their numbers


def _fill(bench: Bench, wanted: Iterable[tuple[Place, int | None]]) -> Fill:
    cells: Written = {}
    left: dict[str, None] = {}
    for (row, funder), amount in wanted:
        line = bench.lines[row]
        if amount == bench.cell(row, funder):
            continue
        if line.locked:
            left[line.number] = None
        else:
            cells[line.key, funder] = amount
    return Fill(cells, tuple(left))


def cleared(bench: Bench, places: Iterable[Place]) -> Fill:
    return _fill(bench, ((place, None) for place in places))


def filled_down(bench: Bench, rows: Sequence[int], funders: Sequence[bytes]) -> Fill:
    """The first of the rows copied to those under it."""
    return _fill(
        bench, (((row, funder), bench.cell(rows[0], funder)) for row in rows[1:] for funder in funders)
    )


def filled_right(bench: Bench, rows: Sequence[int], funders: Sequence[bytes]) -> Fill:
    """The first of the funders copied to those on its right."""
    return _fill(
        bench, (((row, funder), bench.cell(row, funders[0])) for row in rows for funder in funders[1:])
    )


def all_rounded(bench: Bench, places: Iterable[Place], way: Way) -> Fill:
    """Amounts at 100 €; what stands already at 100 € is left."""
    standing = ((place, bench.cell(*place)) for place in places)
    return _fill(bench, ((place, rounded(amount, way)) for place, amount in standing if amount))


def shared_out(bench: Bench, rows: Sequence[int], funder: bytes, amount: int) -> Fill:
    """An amount over some rows, in proportion to what was asked, without losing a cent.

    Lines that take no change are left out, and have no part of the amount.
    """
    free = [row for row in rows if not bench.lines[row].locked]
    weights = [_asked(bench, row, funder) for row in free]
    parts = spread(amount, weights)
    made = _fill(bench, (((row, funder), part) for row, part in zip(free, parts, strict=True)))
    return made._replace(left=tuple(bench.lines[row].number for row in rows if bench.lines[row].locked))


def _asked(bench: Bench, row: int, funder: bytes) -> int:
    line = bench.lines[row]
    return line.asked_of.get(funder) or (0 if line.asked_of else line.asked or 0)


def free_for(bench: Bench, rows: Iterable[int], funder: bytes) -> int:
    """What the envelopes of a funder have left for these rows, what they hold already counted in."""
    reached = {bench.lines[row].envelopes.get(funder) for row in rows}
    left = sum(bench.left(purse) for purse in bench.purses if purse.key in reached)
    held = sum(
        bench.cell(row, funder) or 0
        for row in rows
        if not bench.lines[row].locked and bench.lines[row].envelopes.get(funder)
    )
    return max(0, left + held)


def below(bench: Bench, order: Sequence[bytes], cut: int) -> Fill:
    """Nothing for those that stand under the cut line."""
    rows = [bench.row_of[key] for key in order[cut:] if key in bench.row_of]
    return cleared(bench, ((row, funder) for row in rows for funder in bench.funders))


def written_over(bench: Bench, cells: Written) -> int:
    """The grand total as it would be with these cells written, in cents."""
    whole = bench.whole
    for (dossier, funder), amount in cells.items():
        whole += (amount or 0) - (bench.cell(bench.row_of[dossier], funder) or 0)
    return whole
