"""Last year's request beside this year's: sums with their difference, fields, lines, texts word by word."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db import queries
from db.queries.versions import present
from desktop.flow.desk import LABELS
from desktop.rules.money import euros, percent
from desktop.rules.versions import Comparison, compare

# What two years never have in common says nothing; sums and counts are told with their difference.
_APART = ("deposited_at", "other", "starts_on", "ends_on", "cost", "asked", "beneficiaries", "women")


class Gap(NamedTuple):
    """One figure of both years; `money` in cents, else a count. None is unknown."""

    label: str
    before: int | None
    after: int | None
    money: bool = True

    @property
    def difference(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before

    def words(self, value: int | None) -> str:
        if value is None:
            return "–"
        return euros(value) if self.money else str(value)

    def difference_words(self) -> str:
        """« + 3 000 € (+ 10 %) », "" when one of them is unknown, « = » when they are the same."""
        gap = self.difference
        if gap is None:
            return ""
        if not gap:
            return "="
        sign = "+" if gap > 0 else "−"
        share = f" ({sign}\u00a0{percent(abs(gap), self.before)})" if self.before else ""
        return f"{sign}\u00a0{self.words(abs(gap))}{share}"


class YearComparison(NamedTuple):
    """Both requests: `before` and `after` are their numbers."""

    before: str
    after: str
    gaps: tuple[Gap, ...]
    comparison: Comparison


def compared(reader: sqlite3.Connection, earlier: bytes, later: bytes) -> YearComparison:
    """The two requests side by side, whatever a year adds or leaves out."""
    old, new = present(reader, earlier), present(reader, later)
    for name in _APART:
        old.pop(name, None)
        new.pop(name, None)
    # What this year does not tell any more is told as gone.
    whole = {name: [] if isinstance(value, list) else None for name, value in old.items()} | new
    before, after = queries.head(reader, earlier), queries.head(reader, later)
    assert before is not None and after is not None  # both belong to the convention
    return YearComparison(
        before.number, after.number, tuple(_gaps(reader, earlier, later)), compare(old, whole, LABELS)
    )


def _gaps(reader: sqlite3.Connection, earlier: bytes, later: bytes) -> list[Gap]:
    before, after = queries.head(reader, earlier), queries.head(reader, later)
    assert before is not None and after is not None
    found = [
        Gap("Coût de l’action", before.cost, after.cost),
        Gap("Demandé en tout", before.asked, after.asked),
    ]
    old = {row.code: row for row in queries.amounts(reader, earlier)}
    new = {row.code: row for row in queries.amounts(reader, later)}
    for code, row in (old | new).items():
        was, now = old.get(code), new.get(code)
        gap = Gap(f"Demandé à {row.name}", was.asked if was else None, now.asked if now else None)
        if gap.before or gap.after:
            found.append(gap)
    found.append(Gap("Voté", before.voted, after.voted))
    found.append(Gap("Bénéficiaires", before.beneficiaries, after.beneficiaries, money=False))
    found.append(Gap("Dont femmes", before.women, after.women, money=False))
    return [gap for gap in found if gap.before is not None or gap.after is not None]
