"""Changes asked after a decision, over all dossiers and of one."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every
from db.queries.scores import CLOSED


class ChangeRow(NamedTuple):
    """One request. Cents; days are ISO; `voted`, `starts`, `ends`: of the dossier now."""

    id: bytes
    dossier_id: bytes
    number: str
    title: str
    year: int
    applicant: str
    kind: str
    asked_on: str
    reason: str
    starts_on: str | None
    ends_on: str | None
    amount: int | None
    body: str
    was: str
    state: str
    answered_on: str | None
    answer: str
    piece_id: bytes | None
    voted: int
    starts: str | None
    ends: str | None
    author: str


_CHANGES = """
SELECT c.id, c.dossier_id, d.number, d.title, k.year, a.name, c.kind, c.asked_on, c.reason, c.starts_on, c.ends_on,
 c.amount, c.body, c.was, c.state, c.answered_on, c.answer, c.piece_id, coalesce(t.voted, 0), d.starts_on, d.ends_on,
 c.author
FROM change_request c JOIN dossier d ON d.id = c.dossier_id JOIN call k ON k.id = d.call_id
JOIN applicant a ON a.id = d.applicant_id LEFT JOIN total t ON t.dossier_id = d.id WHERE d.merged_into IS NULL"""


def changes(reader: sqlite3.Connection, person: str = "") -> list[ChangeRow]:
    """Every request, the oldest unanswered first; those of dossiers closed to this person are left out."""
    sql = f"{_CHANGES} AND d.id NOT IN ({CLOSED}) ORDER BY c.state <> 'asked', c.asked_on, c.id"
    return every(reader, ChangeRow, sql, [person] * CLOSED.count("?"))


def changes_of(reader: sqlite3.Connection, dossier: bytes) -> list[ChangeRow]:
    """Those of one dossier."""
    return every(reader, ChangeRow, f"{_CHANGES} AND d.id = ? ORDER BY c.asked_on, c.id", (dossier,))
