"""Totals that a table announces, compared with the sum of the rows that were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from desktop.exchange import repair
from desktop.exchange.application import Application, Problem
from desktop.exchange.cells import Cell
from desktop.exchange.table_maps import Guess
from desktop.rules.money import euros

MONEY = ("asked", "granted", "proposed", "cost")


class Totals:
    """Sums since the last total (a block), of the blocks before, and what the totals say of them."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._block: Counter[str] = Counter()
        self._rows = 0
        self._closed: list[Counter[str]] = []
        self._right = 0
        self.problems: list[Problem] = []

    def add(self, application: Application) -> None:
        """One more row of the block."""
        self._rows += 1
        for code in MONEY:
            self._block[code] += getattr(application, code) or 0

    def add_cells(self, cells: Sequence[Cell], columns: Sequence[Guess]) -> None:
        """One more row of the block, as its cells tell it."""
        self._rows += 1
        for _, code, cents in self._told(cells, columns):
            self._block[code] += cents

    def sums_up(self, cells: Sequence[Cell], columns: Sequence[Guess], *, rows: int = 2) -> bool:
        """Whether the amounts of this row are those of several rows above."""
        told = list(self._told(cells, columns))
        return (
            bool(told)
            and self._rows + len(self._closed) >= rows
            and all(self._known(code, cents) for _, code, cents in told)
        )

    def close(self, cells: Sequence[Cell], columns: Sequence[Guess], number: int) -> None:
        """A total row: compare it, and begin a block."""
        for label, code, cents in self._told(cells, columns):
            if self._known(code, cents):
                self._right += 1
                continue
            read = self._block[code] if self._rows else sum(one[code] for one in self._closed)
            self.problems.append(
                Problem(
                    "warning", f"{self._sheet}, ligne {number}", label, euros(cents),
                    f"Le total annoncé ({euros(cents)}) n’est pas la somme des lignes lues ({euros(read)}) : "
                    "les lignes sont reprises, à vérifier.",
                )
            )  # fmt: skip
        self.part()

    def part(self) -> None:
        """A block ends here, with or without its total."""
        if self._rows:
            self._closed.append(self._block)
            self._block, self._rows = Counter(), 0

    def _told(self, cells: Sequence[Cell], columns: Sequence[Guess]) -> Iterator[tuple[str, str, int]]:
        for guess in columns:
            if guess.field in MONEY and guess.position < len(cells):
                cents, _ = repair.amount(cells[guess.position])
                if cents:
                    yield guess.header, guess.field, cents

    def _known(self, code: str, cents: int) -> bool:
        """The sum of the block, or of it and of as many blocks before as one likes."""
        total = self._block[code]
        if cents == total:
            return True
        for one in reversed(self._closed):
            total += one[code]
            if cents == total:
                return True
        return False

    def notes(self) -> Iterator[str]:
        if self._right:
            if self._right == 1:
                yield f"Feuille « {self._sheet} » : 1 total du tableau est égal à la somme des lignes lues."
            else:
                yield (
                    f"Feuille « {self._sheet} » : {self._right} totaux du tableau sont égaux à la somme des "
                    "lignes lues."
                )
