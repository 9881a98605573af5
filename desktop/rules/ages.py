"""Ages of the people an action reaches: the bands of the forms, and how to find one in what people write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from desktop.rules.folding import fold

# Every age together. A moment is told either by its bands, or by this row alone, or by both: this row is then
# the total, also of those whose age is not known, and the bands say how it divides.
ALL = "all"
BANDS: tuple[tuple[str, str], ...] = (
    ("0-5", "0 à 5 ans"),
    ("6-11", "6 à 11 ans"),
    ("12-17", "12 à 17 ans"),
    ("18-25", "18 à 25 ans"),
    ("26-64", "26 à 64 ans"),
    ("65+", "65 ans et plus"),
    (ALL, "Tous âges"),
)
LABELS: dict[str, str] = dict(BANDS)
CODES: tuple[str, ...] = tuple(code for code, _ in BANDS)
_EDGES = (
    ("0-5", 0, 5),
    ("6-11", 6, 11),
    ("12-17", 12, 17),
    ("18-25", 18, 25),
    ("26-64", 26, 64),
    ("65+", 65, 130),
)
_WORDS = {
    "petite enfance": "0-5", "jeunes enfants": "0-5", "enfants": "6-11", "adolescents": "12-17",
    "jeunes adultes": "18-25", "jeunes majeurs": "18-25", "adultes": "26-64", "seniors": "65+",
    "personnes agees": "65+", "tout public": ALL, "tous publics": ALL, "tous ages": ALL, "total": ALL,
    "ensemble": ALL,
}  # fmt: skip


class Counted(NamedTuple):
    """People of one band: `people` in all, also those whose sex is not told; None is unknown."""

    age: str
    women: int | None = None
    men: int | None = None
    people: int | None = None

    @property
    def whole(self) -> int | None:
        """How many in all: as told, else women and men together."""
        if self.people is not None or (self.women is None and self.men is None):
            return self.people
        return (self.women or 0) + (self.men or 0)


def total(rows: Iterable[Counted]) -> Counted:
    """All people of one moment: the row of every age where one is told, else the sum of the bands."""
    told = {row.age: row for row in rows}
    whole = told.pop(ALL, None)
    if whole is not None and whole.whole is not None:
        return whole._replace(people=whole.whole)
    bands = list(told.values())

    def add(values: Iterable[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    return Counted(
        ALL, add(row.women for row in bands), add(row.men for row in bands), add(row.whole for row in bands)
    )


def band_of(text: str) -> str:
    """The band that a label means ("6/11 ans", "de 18 à 25 ans", "plus de 65 ans", "Adultes"); "" for none.

    Two ages take the band that holds most of the years between them.
    """
    said = fold(text)
    for words, code in _WORDS.items():
        if said.startswith(words):
            return code
    ages = [int(found) for found in re.findall(r"\d{1,3}", said)]
    if not ages:
        return ""
    low, high = ages[0], ages[1] if len(ages) > 1 else ages[0]
    if len(ages) == 1:
        if re.search(r"moins|jusqu|<", said):
            low, high = 0, ages[0] - 1
        elif re.search(r"plus|partir|\+|>", said):
            low, high = ages[0], 130
    best = max(_EDGES, key=lambda edge: min(high, edge[2]) - max(low, edge[1]))
    return best[0]
