"""Links between dossiers: those of one, what it may renew, the first filing of one that was reworked."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every, one


class LinkRow(NamedTuple):
    """One link as the dossier shown sees it: the other one, and whether this one is the later."""

    id: bytes
    kind: str
    later: int
    other: bytes
    number: str
    title: str
    applicant: str
    year: int
    wave: str | None
    stage: str
    outcome: str | None
    asked: int | None
    granted: int | None
    comment: str
    author: str
    at: str


class EndRow(NamedTuple):
    """A dossier that may be tied to another."""

    key: bytes
    number: str
    title: str
    year: int
    deposited_at: str
    applicant: bytes


class FirstRow(NamedTuple):
    """What became of the first filing."""

    dossier: bytes
    number: str
    wave: str
    call: str
    outcome: str
    comment: str
    reasons: str | None  # labels, one a line


_LINKS = """
SELECT l.id, l.kind, l.dossier_id = ?1, d.id, d.number, d.title, a.name, k.year, w.title, d.stage, z.outcome, d.asked,
 t.voted, l.comment, l.author, l.at
FROM dossier_link l JOIN dossier d ON d.id = CASE WHEN l.dossier_id = ?1 THEN l.other_id ELSE l.dossier_id END
JOIN applicant a ON a.id = d.applicant_id JOIN call k ON k.id = d.call_id LEFT JOIN wave w ON w.id = d.wave_id
LEFT JOIN decision z ON z.dossier_id = d.id LEFT JOIN total t ON t.dossier_id = d.id
WHERE (l.dossier_id = ?1 OR l.other_id = ?1) AND d.merged_into IS NULL ORDER BY k.year DESC, d.number DESC"""


def links(reader: sqlite3.Connection, dossier: bytes) -> list[LinkRow]:
    """The dossiers tied to this one, told from both ends, the latest first."""
    return every(reader, LinkRow, _LINKS, (dossier,))


def ends(reader: sqlite3.Connection, dossier: bytes) -> list[EndRow]:
    """This dossier and the others of its applicant that no link ties to it yet."""
    sql = """
SELECT d.id, d.number, d.title, k.year, coalesce(d.deposited_at, ''), d.applicant_id
FROM dossier d JOIN call k ON k.id = d.call_id
WHERE d.applicant_id = (SELECT applicant_id FROM dossier WHERE id = ?1) AND d.merged_into IS NULL
 AND NOT EXISTS (SELECT 1 FROM dossier_link l WHERE (l.dossier_id = ?1 AND l.other_id = d.id)
  OR (l.other_id = ?1 AND l.dossier_id = d.id))"""
    return every(reader, EndRow, sql, (dossier,))


def first_filing(reader: sqlite3.Connection, dossier: bytes) -> FirstRow | None:
    """The dossier that this one is a reworked version of."""
    sql = """
SELECT d.id, d.number, coalesce(w.title, ''), k.title, coalesce(z.outcome, ''), coalesce(z.comment, ''),
 (SELECT group_concat(label, char(10)) FROM (SELECT r.label FROM decision_reason x JOIN reason r
   ON r.id = x.reason_id WHERE x.dossier_id = d.id ORDER BY r.rank))
FROM dossier_link l JOIN dossier d ON d.id = l.other_id JOIN call k ON k.id = d.call_id
LEFT JOIN wave w ON w.id = d.wave_id LEFT JOIN decision z ON z.dossier_id = d.id
WHERE l.dossier_id = ? AND l.kind = 'reworked' ORDER BY l.at DESC LIMIT 1"""
    return one(reader, FirstRow, sql, (dossier,))


def later_filing(reader: sqlite3.Connection, dossier: bytes) -> tuple[bytes, str] | None:
    """(key, number) of the dossier by which this one was filed again."""
    sql = (
        "SELECT d.id, d.number FROM dossier_link l JOIN dossier d ON d.id = l.dossier_id "
        "WHERE l.other_id = ? AND l.kind = 'reworked' AND d.merged_into IS NULL ORDER BY l.at DESC LIMIT 1"
    )
    row = reader.execute(sql, (dossier,)).fetchone()
    return (row[0], row[1]) if row else None
