"""Grants as a convention sees them: the share of each funder, and what it gives the body in the whole year."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class ShareRow(NamedTuple):
    """One funder of one granted dossier. Cents."""

    dossier_id: bytes
    number: str
    kind: str  # of the applicant
    year: int
    funder: str
    voted: int
    in_year: int  # by this funder to this applicant, all its dossiers of the year together
    convention: int  # a convention is prepared or has left


_SHARES = """
WITH given AS (
 SELECT d.id, d.number, a.id AS applicant, a.kind, k.year, f.id AS funder_id, f.name AS funder, f.rank, m.voted,
  EXISTS (SELECT 1 FROM agreement c WHERE c.id = d.agreement_id AND c.state IN ('signed', 'ended')) AS covered
 FROM decision z JOIN dossier d ON d.id = z.dossier_id JOIN applicant a ON a.id = d.applicant_id
 JOIN call k ON k.id = d.call_id JOIN amount m ON m.dossier_id = d.id JOIN funder f ON f.id = m.funder_id
 WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') AND m.voted > 0)
SELECT g.id, g.number, g.kind, g.year, g.funder, g.voted, g.in_year,
 EXISTS (SELECT 1 FROM letter l WHERE l.dossier_id = g.id AND l.template = 'convention')
FROM (SELECT x.*, sum(x.voted) OVER (PARTITION BY x.applicant, x.year, x.funder_id) AS in_year FROM given x) g
WHERE NOT g.covered ORDER BY g.number, g.rank"""


def granted_shares(reader: sqlite3.Connection) -> list[ShareRow]:
    """Every share of every grant, in the order of the dossiers; what a signed convention of several years
    covers counts in the year and needs no other."""
    return every(reader, ShareRow, _SHARES)
