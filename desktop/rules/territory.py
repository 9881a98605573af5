"""The grid of challenges and quarters: what each cell counts, how money is shared without loss.

An action of several challenges or quarters counts once in each of its cells, and once in each total. Its
money is shared: in equal parts between its quarters, and between its challenges by the strength retained (1
to 3); while none is retained, in equal parts between those declared. Cents left over go to the first cells:
the cells of a row, of a column, of the grid always add up to its total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from desktop.rules.money import NO_BREAK, euros
from desktop.rules.query_nodes import quoted

Measure = Literal["actions", "asked", "proposed", "granted"]
MEASURES: dict[Measure, str] = {
    "actions": "Nombre d’actions",
    "asked": "Montant demandé",
    "proposed": "Montant proposé",
    "granted": "Montant accordé",
}
SHADES = 4
EVERY = "*"
NOWHERE = ""  # the code of what has no quarter, or no challenge


class Axis(NamedTuple):
    """One challenge or one quarter: its short name, and for paper its `long` one when there is one.
    `residents` is None when unknown."""

    code: str
    name: str
    rank: int
    residents: int | None = None
    long: str = ""


class Placed(NamedTuple):
    """One dossier: codes of its quarters, strength by code of challenge, cents."""

    quarters: tuple[str, ...]
    challenges: tuple[tuple[str, int], ...]
    asked: int
    proposed: int
    granted: int


class Cell(NamedTuple):
    """What a cell or a total counts. Cents."""

    actions: int = 0
    asked: int = 0
    proposed: int = 0
    granted: int = 0

    def plus(self, actions: int, asked: int, proposed: int, granted: int) -> Cell:
        return Cell(
            self.actions + actions, self.asked + asked, self.proposed + proposed, self.granted + granted
        )


EMPTY = Cell()
Place = tuple[str, str]  # code of the challenge, code of the quarter


@dataclass(frozen=True, slots=True)
class Territory:
    """The whole grid. A last row and column for what has no challenge or quarter stand only when needed."""

    challenges: tuple[Axis, ...]
    quarters: tuple[Axis, ...]
    cells: Mapping[Place, Cell]
    rows: Mapping[str, Cell]
    columns: Mapping[str, Cell]
    whole: Cell
    peopled: Mapping[str, int]  # actions of a challenge in quarters whose residents are known; EVERY: of all

    def cell(self, challenge: str, quarter: str) -> Cell:
        return self.cells.get((challenge, quarter), EMPTY)

    def residents(self) -> int | None:
        """Of the quarters whose number is known, together."""
        known = [axis.residents for axis in self.quarters if axis.residents]
        return sum(known) if known else None

    def counted(self, challenge: str) -> Cell:
        """A challenge (or EVERY) in the quarters whose residents are known, each action once."""
        sums = EMPTY
        for axis in self.quarters:
            if axis.residents:
                here = self.columns.get(axis.code, EMPTY) if challenge == EVERY else None
                sums = sums.plus(*(here or self.cell(challenge, axis.code)))
        return sums._replace(actions=self.peopled.get(challenge, 0))


def split(cents: int, weights: Sequence[int]) -> list[int]:
    """Whole cents in proportion to the weights; the parts add up to the amount, whatever the rounding."""
    total = sum(weights)
    if total <= 0:
        raise ValueError("nothing to share between")
    sign = -1 if cents < 0 else 1
    parts = [abs(cents) * weight // total for weight in weights]
    left = abs(cents) - sum(parts)
    # The largest remainders first, then the first places.
    order = sorted(range(len(weights)), key=lambda at: (-(abs(cents) * weights[at] % total), at))
    for at in order[:left]:
        parts[at] += 1
    return [sign * part for part in parts]


def weights_of(challenges: Sequence[tuple[str, int]]) -> list[int]:
    """The share of each challenge: its strength, or one each while none is retained."""
    strengths = [max(0, strength) for _, strength in challenges]
    return strengths if any(strengths) else [1] * len(strengths)


def territory(dossiers: Iterable[Placed], challenges: Sequence[Axis], quarters: Sequence[Axis]) -> Territory:
    """The grid of these dossiers. Codes that are not of the axes count with what has none."""
    known = {axis.code for axis in challenges}, {axis.code for axis in quarters}
    cells: dict[Place, Cell] = {}
    rows: dict[str, Cell] = {}
    columns: dict[str, Cell] = {}
    peopled: dict[str, int] = {}
    lived = {axis.code for axis in quarters if axis.residents}
    whole = EMPTY
    for one in dossiers:
        answered = tuple(pair for pair in one.challenges if pair[0] in known[0]) or ((NOWHERE, 0),)
        places = tuple(code for code in one.quarters if code in known[1]) or (NOWHERE,)
        weights = weights_of(answered)
        where = [(code, place) for code, _ in answered for place in places]
        shares = [weight for weight in weights for _ in places]
        sums = (one.asked, one.proposed, one.granted)
        parts = list(zip(*(split(cents, shares) for cents in sums), strict=True))
        for place, part in zip(where, parts, strict=True):
            cells[place] = cells.get(place, EMPTY).plus(1, *part)
            rows[place[0]] = rows.get(place[0], EMPTY).plus(0, *part)
            columns[place[1]] = columns.get(place[1], EMPTY).plus(0, *part)
        for code, _ in answered:
            rows[code] = rows[code].plus(1, 0, 0, 0)
        for code in places:
            columns[code] = columns[code].plus(1, 0, 0, 0)
        if lived.intersection(places):
            for code in (EVERY, *(code for code, _ in answered)):
                peopled[code] = peopled.get(code, 0) + 1
        whole = whole.plus(1, *sums)
    return Territory(
        _with_rest(challenges, "Sans défi", rows), _with_rest(quarters, "Sans quartier", columns),
        cells, rows, columns, whole, peopled,
    )  # fmt: skip


def _with_rest(axes: Sequence[Axis], words: str, sums: Mapping[str, Cell]) -> tuple[Axis, ...]:
    return (*axes, Axis(NOWHERE, words, len(axes) + 1)) if NOWHERE in sums else tuple(axes)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is written in a place of the grid: words, a shade from 0 to SHADES, actions."""

    words: str
    shade: int
    actions: int
    value: int | None  # cents, or a number; tenths per thousand residents; None: unknown


def cell_query(base: str, challenge: str | None, quarter: str | None) -> str:
    """The query of the list that shows a cell; None for a total, "" for what has no challenge or quarter."""
    parts = [base.strip()]
    for field, code in (("défi", challenge), ("quartier", quarter)):
        if code is not None:
            parts.append(f"{field}:{quoted(code) if code else 'aucun'}")
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class View:
    """The grid in one measure: a line of figures a challenge, its total last, then the line of totals."""

    grid: Territory
    measure: Measure
    per_resident: bool

    @property
    def title(self) -> str:
        """« Montant proposé par habitant »."""
        if not self.per_resident:
            return MEASURES[self.measure]
        if self.measure == "actions":
            return f"Actions pour 1{NO_BREAK}000 habitants"
        return f"{MEASURES[self.measure]} par habitant"

    def lines(self) -> list[list[Figure]]:
        """Every figure; a shade is that of its share of the largest cell, totals have none."""
        grid = self.grid
        inside = [
            [self._figure(grid.cell(row.code, column.code), column.residents) for column in grid.quarters]
            for row in grid.challenges
        ]
        most = max((figure.value or 0 for line in inside for figure in line), default=0)
        made = [
            [*(_shaded(figure, most) for figure in line), self._row_total(row.code)]
            for row, line in zip(grid.challenges, inside, strict=True)
        ]
        sums = [self._figure(grid.columns.get(axis.code, EMPTY), axis.residents) for axis in grid.quarters]
        return [*made, [*sums, self._whole()]]

    def _row_total(self, code: str) -> Figure:
        if self.per_resident:
            return self._figure(self.grid.counted(code), self.grid.residents())
        return self._figure(self.grid.rows.get(code, EMPTY), None)

    def _whole(self) -> Figure:
        if self.per_resident:
            return self._figure(self.grid.counted(EVERY), self.grid.residents())
        return self._figure(self.grid.whole, None)

    def _figure(self, cell: Cell, residents: int | None) -> Figure:
        value: int = getattr(cell, self.measure)
        if not self.per_resident:
            words = str(value) if self.measure == "actions" else euros(value)
            return Figure(words if cell.actions else "–", 0, cell.actions, value)
        if not residents:
            return Figure("?" if cell.actions else "–", 0, cell.actions, None)
        if self.measure == "actions":
            tenths = (value * 10_000 * 2 + residents) // (residents * 2)
            told = f"{tenths // 10},{tenths % 10}"
            return Figure(told if cell.actions else "–", 0, cell.actions, tenths)
        cents = (value * 2 + residents) // (residents * 2)
        return Figure(euros(cents) if cell.actions else "–", 0, cell.actions, cents)


def _shaded(figure: Figure, most: int) -> Figure:
    if not figure.value or figure.value < 0 or most <= 0:
        return figure
    shade = -(-figure.value * SHADES // most)
    return Figure(figure.words, min(SHADES, shade), figure.actions, figure.value)
