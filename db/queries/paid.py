"""What each funder paid of each grant: its payments made, or what an import told where there is none."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from db.queries.rows import every

# A table of common expressions, to stand after WITH: a funder that has a payment, whatever its state, is
# judged by its payments alone; the column of the import counts where there is none.
PAID_OF = """paid(dossier_id, funder_id, paid) AS (
 SELECT y.dossier_id, y.funder_id, sum(CASE y.state WHEN 'paid' THEN y.amount ELSE 0 END)
 FROM payment y GROUP BY y.dossier_id, y.funder_id
 UNION ALL
 SELECT m.dossier_id, m.funder_id, m.paid FROM amount m WHERE m.paid IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM payment y WHERE y.dossier_id = m.dossier_id AND y.funder_id = m.funder_id))"""

# The same of one row `m` of amount, as an expression.
PAID_OF_AMOUNT = (
    "coalesce((SELECT sum(CASE y.state WHEN 'paid' THEN y.amount ELSE 0 END) FROM payment y "
    "WHERE y.dossier_id = m.dossier_id AND y.funder_id = m.funder_id), m.paid)"
)

# The same by the year in which it was paid; what an import told has no date and belongs to no year.
PAID_IN_YEAR = """paid_in_year(dossier_id, funder_id, year, paid) AS (
 SELECT y.dossier_id, y.funder_id, CAST(substr(y.paid_on, 1, 4) AS INTEGER), sum(y.amount)
 FROM payment y WHERE y.state = 'paid' AND y.paid_on IS NOT NULL
 GROUP BY y.dossier_id, y.funder_id, substr(y.paid_on, 1, 4))"""


class PaidRow(NamedTuple):
    """What one funder paid of one dossier. Cents; None is unknown."""

    dossier_id: bytes
    funder_id: bytes
    paid: int | None


def paid_rows(reader: sqlite3.Connection) -> list[PaidRow]:
    """Every funder of every dossier of which a payment is known."""
    sql = f"WITH {PAID_OF} SELECT p.dossier_id, p.funder_id, p.paid FROM paid p JOIN dossier d ON d.id = p.dossier_id"
    return every(reader, PaidRow, sql)


def paid_by_dossier(
    reader: sqlite3.Connection, dossiers: Collection[bytes] | None = None
) -> dict[bytes, dict[bytes, int]]:
    """Dossier -> funder -> cents paid; of these dossiers, or of all. What is unknown is left out."""
    found: dict[bytes, dict[bytes, int]] = {}
    for row in paid_rows(reader):
        if row.paid is not None and (dossiers is None or row.dossier_id in dossiers):
            found.setdefault(row.dossier_id, {})[row.funder_id] = row.paid
    return found
