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
    member_id: bytes | None = None  # of a project: each member has its own


# The part of a member of a project is given to that member, not to the applicant of the dossier.
_SHARES = """
WITH given AS (
 SELECT d.id, d.number, a.id AS applicant, a.kind, k.year, f.id AS funder_id, f.name AS funder, f.rank,
  CASE WHEN h.id IS NULL THEN m.voted ELSE h.voted END AS voted, h.member_id,
  h.id IS NULL AND EXISTS (SELECT 1 FROM agreement c WHERE c.id = d.agreement_id
   AND c.state IN ('signed', 'ended')) AS covered
 FROM decision z JOIN dossier d ON d.id = z.dossier_id
 JOIN call k ON k.id = d.call_id JOIN amount m ON m.dossier_id = d.id JOIN funder f ON f.id = m.funder_id
 LEFT JOIN member_share h ON h.dossier_id = d.id AND h.funder_id = m.funder_id AND h.voted IS NOT NULL
 LEFT JOIN project_member p ON p.id = h.member_id
 JOIN applicant a ON a.id = coalesce(p.applicant_id, d.applicant_id)
 WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') AND m.voted > 0)
SELECT g.id, g.number, g.kind, g.year, g.funder, g.voted, g.in_year,
 EXISTS (SELECT 1 FROM letter l WHERE l.dossier_id = g.id AND l.template = 'convention'
  AND l.member_id IS g.member_id), g.member_id
FROM (SELECT x.*, sum(x.voted) OVER (PARTITION BY x.applicant, x.year, x.funder_id) AS in_year
 FROM given x WHERE x.voted > 0) g
WHERE NOT g.covered ORDER BY g.number, g.rank"""


def granted_shares(reader: sqlite3.Connection) -> list[ShareRow]:
    """Every share of every grant, in the order of the dossiers; what a signed convention of several years
    covers counts in the year and needs no other."""
    return every(reader, ShareRow, _SHARES)
