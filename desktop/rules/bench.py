"""The workbench: what each dossier is given by each funder, and totals that follow every key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Axis = Literal["envelope", "quarter", "challenge", "applicant", "funder", "renewal"]
AXES: tuple[Axis, ...] = ("envelope", "quarter", "challenge", "applicant", "funder", "renewal")
NONE = ""  # the subject of what has no quarter, no challenge, no envelope
Key = bytes | str
Totals = dict[Axis, dict[Key, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier on the bench. Money in cents, None unknown; funders and envelopes by their keys."""

    key: bytes
    number: str
    applicant: str
    party: bytes
    title: str
    quarters: tuple[str, ...] = ()  # codes
    challenge: str = NONE  # code of the main one
    renewal: bool | None = None
    cost: int | None = None
    asked: int | None = None
    asked_of: Mapping[bytes, int] = field(default_factory=dict)
    proposed: Mapping[bytes, int] = field(default_factory=dict)
    last_year: int | None = None
    envelopes: Mapping[bytes, bytes] = field(default_factory=dict)  # funder -> where its amount falls
    locked: str = ""  # decided, closed: its cells are read only
    stage: str = ""

    @property
    def kind(self) -> str:
        """On which side of the axis of renewals it counts."""
        return NONE if self.renewal is None else "renewal" if self.renewal else "new"


@dataclass(frozen=True, slots=True)
class Purse:
    """An envelope as the bench counts it, in cents: what may be given, what others take of it already."""

    key: bytes
    title: str
    funder: bytes
    available: int
    elsewhere: int = 0  # decided or proposed to dossiers that are not on the bench


def spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Cents shared out in proportion to the weights, without losing one: the largest remainders get what is
    left. All zero weights share equally."""
    if not weights:
        return []
    whole = sum(weights)
    parts = list(weights) if whole else [1] * len(weights)
    whole = whole or len(weights)
    made = [amount * part // whole for part in parts]
    rest = amount - sum(made)
    order = sorted(range(len(parts)), key=lambda n: (-(amount * parts[n] % whole), n))
    for place in order[:rest]:
        made[place] += 1
    return made


def by_quarter(line: Line, amount: int) -> Iterator[tuple[str, int]]:
    """What each quarter of a dossier counts of its amount: an equal share, to the cent."""
    if len(line.quarters) < 2:
        yield (line.quarters[0] if line.quarters else NONE), amount
    else:
        yield from zip(line.quarters, spread(amount, [1] * len(line.quarters)), strict=True)


class Bench:
    """Cells in memory with their totals, kept at each change instead of counted anew."""

    def __init__(
        self,
        lines: Sequence[Line],
        funders: Sequence[bytes],
        cells: Mapping[tuple[bytes, bytes], int] | None = None,
        purses: Sequence[Purse] = (),
    ) -> None:
        """`cells` are (dossier, funder) -> cents; those of dossiers or funders not here are left aside."""
        self.lines, self.funders, self.purses = list(lines), list(funders), list(purses)
        self.row_of = {line.key: row for row, line in enumerate(self.lines)}
        self.cells: list[dict[bytes, int]] = [{} for _ in self.lines]
        self.given: list[int] = [0] * len(self.lines)  # by row, all funders
        self.totals: Totals = {axis: {} for axis in AXES}
        self.whole = 0
        known = set(self.funders)
        for (dossier, funder), amount in (cells or {}).items():
            if dossier in self.row_of and funder in known:
                self.write(self.row_of[dossier], funder, amount)

    def cell(self, row: int, funder: bytes) -> int | None:
        """Cents, None when nothing is written."""
        return self.cells[row].get(funder)

    def write(self, row: int, funder: bytes, amount: int | None) -> None:
        """Set one cell, None to clear it; the totals follow."""
        line, before = self.lines[row], self.cells[row].get(funder, 0)
        if amount is None:
            self.cells[row].pop(funder, None)
        else:
            self.cells[row][funder] = amount
        change = (amount or 0) - before
        if not change:
            return
        old = self.given[row]
        self.given[row] = old + change
        self.whole += change
        self._add("funder", funder, change)
        self._add("envelope", line.envelopes.get(funder, NONE), change)
        self._add("applicant", line.party, change)
        self._add("challenge", line.challenge, change)
        self._add("renewal", line.kind, change)
        if len(line.quarters) < 2:
            self._add("quarter", line.quarters[0] if line.quarters else NONE, change)
        else:  # the odd cents may go elsewhere: the old shares are taken off, the new ones put on
            for quarter, part in by_quarter(line, old):
                self._add("quarter", quarter, -part)
            for quarter, part in by_quarter(line, old + change):
                self._add("quarter", quarter, part)

    def _add(self, axis: Axis, subject: Key, change: int) -> None:
        totals = self.totals[axis]
        totals[subject] = totals.get(subject, 0) + change

    def total(self, axis: Axis, subject: Key) -> int:
        return self.totals[axis].get(subject, 0)

    def left(self, purse: Purse) -> int:
        """What stays in an envelope, in cents; below zero when it is overdrawn."""
        return purse.available - purse.elsewhere - self.total("envelope", purse.key)

    def written(self) -> dict[tuple[bytes, bytes], int]:
        """Every cell, by dossier and funder."""
        return {
            (line.key, funder): amount
            for line, cells in zip(self.lines, self.cells, strict=True)
            for funder, amount in cells.items()
        }


def recount(lines: Iterable[Line], cells: Iterable[Mapping[bytes, int]]) -> Totals:
    """The totals of the rows, counted from nothing: what the kept ones must always equal."""
    totals: Totals = {axis: {} for axis in AXES}

    def add(axis: Axis, subject: Key, amount: int) -> None:
        totals[axis][subject] = totals[axis].get(subject, 0) + amount

    for line, row in zip(lines, cells, strict=True):
        given = sum(row.values())
        for funder, amount in row.items():
            add("funder", funder, amount)
            add("envelope", line.envelopes.get(funder, NONE), amount)
        add("applicant", line.party, given)
        add("challenge", line.challenge, given)
        add("renewal", line.kind, given)
        for quarter, part in by_quarter(line, given):
            add("quarter", quarter, part)
    return totals


def differences(
    one: Mapping[tuple[bytes, bytes], int], other: Mapping[tuple[bytes, bytes], int]
) -> dict[tuple[bytes, bytes], int]:
    """What `one` gives more (or less, below zero) than `other`, cell by cell; equal cells are left out."""
    every = one.keys() | other.keys()
    found = {cell: one.get(cell, 0) - other.get(cell, 0) for cell in every}
    return {cell: gap for cell, gap in found.items() if gap}
