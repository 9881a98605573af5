"""Dossiers by challenge and quarter: what each asks, is proposed and granted, where it stands."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.filters import Node, where
from db.queries.lists import HERE
from db.queries.rows import every


class SpreadRow(NamedTuple):
    """One dossier. Cents; `quarters` is codes by commas, `challenges` « D01:3,D04:0 » in the order of the grid:
    those with a strength or declared by the applicant."""

    asked: int
    proposed: int
    granted: int
    quarters: str
    challenges: str


def spread(reader: sqlite3.Connection, tree: Node | None = None) -> list[SpreadRow]:
    """The dossiers that answer a query, united ones left out."""
    sql, values = where(tree)
    query = f"""
SELECT coalesce(d.asked, 0), coalesce(t.proposed, 0), coalesce(t.voted, 0),
 coalesce((SELECT group_concat(code, ',') FROM (SELECT q.code FROM dossier_quarter x
   JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank)), ''),
 coalesce((SELECT group_concat(code || ':' || level, ',') FROM (
   SELECT c.code, c.rank, coalesce(max(y.level), 0) AS level FROM (
     SELECT m.challenge_id, m.level FROM mark m WHERE m.dossier_id = d.id AND m.level > 0
     UNION ALL SELECT r.challenge_id, 0 FROM declared r WHERE r.dossier_id = d.id) y
   JOIN challenge c ON c.id = y.challenge_id GROUP BY c.id ORDER BY c.rank)), '')
FROM dossier d JOIN applicant a ON a.id = d.applicant_id LEFT JOIN total t ON t.dossier_id = d.id
LEFT JOIN decision z ON z.dossier_id = d.id WHERE ({sql}) AND {HERE}"""
    return every(reader, SpreadRow, query, values)
