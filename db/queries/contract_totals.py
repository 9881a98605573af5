"""Totals of an earlier contract, entered by hand because its dossiers are not in this base."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class TotalRow(NamedTuple):
    """One total, of all of a contract (`axis` "") or of one code of an axis. Cents, None unknown."""

    id: bytes
    contract: str
    from_year: int
    to_year: int
    axis: str
    code: str
    label: str  # of the code, in words
    asked: int | None
    granted: int | None
    paid: int | None
    actions: int | None
    beneficiaries: int | None
    basis: str

    @property
    def years(self) -> int:
        """How many years it is of."""
        return self.to_year - self.from_year + 1


_ROWS = """
SELECT t.id, t.contract, t.from_year, t.to_year, t.axis, t.code, coalesce(
 CASE t.axis WHEN 'quarter' THEN (SELECT q.short FROM quarter q WHERE q.code = t.code)
  WHEN 'challenge' THEN (SELECT c.short FROM challenge c WHERE c.code = t.code)
  WHEN 'funder' THEN (SELECT f.name FROM funder f WHERE f.code = t.code) ELSE 'En tout' END, t.code),
 t.asked, t.granted, t.paid, t.actions, t.beneficiaries, t.basis
FROM contract_total t ORDER BY t.from_year, t.contract, t.axis, t.code"""


def contract_totals(reader: sqlite3.Connection) -> list[TotalRow]:
    """Every total that was entered, the oldest contract first, its whole before its parts."""
    return every(reader, TotalRow, _ROWS)
