"""A row whose commas cut its cells in the wrong places, put together again by what each column holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from desktop.exchange.cells import Cell

MOST_EXTRA, MOST_COLUMNS = 8, 60  # cells too many, columns: beyond, nothing sure can be said
_DECIMALS = re.compile(r"-?\s?\d{1,3}(?:[ \u00a0\u202f]?\d{3})*,\d{1,2}(?: ?€)?")
_FORMS: dict[str, re.Pattern[str]] = {
    "amount": re.compile(r"-?[\d \u00a0\u202f]+(?:[.,]\d+)?(?: ?(?:€|euros?))?"),
    "number": re.compile(r"[\d \u00a0\u202f']{9,20}(?:\.0)?"),
    "share": re.compile(r"\d+(?:[.,]\d+)?\s?%?"),
    "date": re.compile(r".*\d{4}.*|NC.*"),
    "yes_no": re.compile(r"(?:oui|non|yes|no|o|n)", re.IGNORECASE),
}


def put_together(cells: Sequence[Cell], kinds: Sequence[str]) -> list[Cell] | None:
    """The cells of a row that has more of them than its header, as many as `kinds` (amount, number, share,
    date, yes_no, "" for words); None when there is no way, or two that are as good."""
    row = ["" if cell is None else str(cell) for cell in cells]
    extra = len(row) - len(kinds)
    if not 0 < extra <= MOST_EXTRA or len(kinds) > MOST_COLUMNS:
        return None
    best = _best(row, kinds)
    cost, takes, several = best(0, 0)
    if cost >= 10 or several:
        return None
    made: list[Cell] = []
    at = 0
    for take in takes:
        made.append(",".join(row[at : at + take]) or None)
        at += take
    return made


Found = tuple[int, tuple[int, ...], bool]


def _best(row: list[str], kinds: Sequence[str]) -> Callable[[int, int], Found]:
    extra = len(row) - len(kinds)

    @cache
    def best(column: int, used: int) -> Found:
        """The least odd way to fill the columns from this one on, with so many cells already joined."""
        if column == len(kinds):
            return (0 if used == extra else 1000), (), False
        ways: list[Found] = []
        for take in range(1, extra - used + 2):
            at = column + used
            cost, rest, several = best(column + 1, used + take - 1)
            joined = ",".join(row[at : at + take])
            ways.append((cost + _oddness(joined, kinds[column], take), (take, *rest), several))
        least = min(cost for cost, _, _ in ways)
        winners = [way for way in ways if way[0] == least]
        return least, winners[0][1], winners[0][2] or (len(winners) > 1 and least < 10)

    return best


def _oddness(words: str, kind: str, take: int) -> int:
    if not kind:
        # Words may hold a comma, which a space follows; cells empty or bare numbers are others' cells.
        parts = words.split(",")[1:]
        return sum(1 if part.startswith(" ") else 4 for part in parts)
    if take > 1 and kind == "amount" and _DECIMALS.fullmatch(words.strip()):
        return 0
    fits = not words.strip() or bool(_FORMS[kind].fullmatch(words.strip()))
    return (0 if fits else 3) + (3 * (take - 1))
