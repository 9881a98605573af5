"""Scores of a dossier: its grid, who gave what, earlier values, and declared interests."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every, one


class GridRow(NamedTuple):
    """The scoring grid of the dossier's call."""

    id: bytes
    code: str
    title: str
    scale: str


class CriterionRow(NamedTuple):
    id: bytes
    code: str
    title: str
    help: str
    weight: int
    eliminating: bool


class ScoreRow(NamedTuple):
    """One criterion of one assessment."""

    author: str
    role: str
    state: str
    comment: str
    at: str
    criterion: str | None  # code
    value: int | None
    reason: str | None


class EarlierRow(NamedTuple):
    """A value that was changed: who had given what, when."""

    at: str
    author: str
    criterion: str
    field: str  # value, reason
    base: str  # JSON
    val: str


class InterestRow(NamedTuple):
    """A tie declared; `what` is the applicant or the dossier it speaks of."""

    id: bytes
    person: str
    applicant: str | None
    number: str | None
    nature: str
    declared_on: str
    ended_on: str | None


def grid(reader: sqlite3.Connection, dossier: bytes) -> GridRow | None:
    """The grid this dossier is scored with, None when its call has none."""
    sql = (
        "SELECT g.id, g.code, g.title, g.scale FROM dossier d JOIN call k ON k.id = d.call_id "
        "JOIN score_grid g ON g.id = k.score_grid_id WHERE d.id = ?"
    )
    return one(reader, GridRow, sql, (dossier,))


def criteria(reader: sqlite3.Connection, key: bytes) -> list[CriterionRow]:
    """The criteria of a grid in their order."""
    sql = "SELECT id, code, title, help, weight, eliminating FROM criterion WHERE grid_id = ? ORDER BY rank"
    return every(reader, CriterionRow, sql, (key,))


def scores(reader: sqlite3.Connection, dossier: bytes) -> list[ScoreRow]:
    """Every value of every assessment; one row without criterion for an assessment that has none."""
    sql = (
        "SELECT a.author, a.role, a.state, a.comment, a.at, c.code, s.value, s.reason FROM assessment a "
        "LEFT JOIN score s ON s.assessment_id = a.id LEFT JOIN criterion c ON c.id = s.criterion_id "
        "WHERE a.dossier_id = ? ORDER BY a.role, a.author, c.rank"
    )
    return every(reader, ScoreRow, sql, (dossier,))


def earlier(reader: sqlite3.Connection, dossier: bytes) -> list[EarlierRow]:
    """Values given before and changed since, the last change first."""
    sql = (
        "SELECT t.at, o.author, c.code, o.field, o.base, o.val FROM op o JOIN step t ON t.id = o.step "
        "JOIN score s ON s.id = o.rid JOIN criterion c ON c.id = s.criterion_id "
        "WHERE o.dossier = ? AND o.ent = 'score' AND o.kind = 'update' AND o.field IN ('value', 'reason') "
        "ORDER BY o.n DESC LIMIT 200"
    )
    return every(reader, EarlierRow, sql, (dossier,))


# A tie with one member of a project closes it as one with its applicant does.
_OPEN = (
    "(i.dossier_id = d.id OR i.applicant_id = d.applicant_id OR i.applicant_id IN (SELECT p.applicant_id "
    "FROM project_member p WHERE p.dossier_id = d.id AND p.left_on IS NULL)) AND i.ended_on IS NULL"
)
# Keys of the dossiers closed to a person, named twice; read once for a whole statement.
CLOSED = (  # UNION ALL: nothing is gained by sorting what is only looked up, and some planners scan for it
    "SELECT i.dossier_id FROM interest i WHERE i.person = ? AND i.ended_on IS NULL AND i.dossier_id IS NOT NULL "
    "UNION ALL SELECT d.id FROM interest i JOIN (SELECT id, applicant_id FROM dossier UNION ALL "
    "SELECT dossier_id, applicant_id FROM project_member WHERE left_on IS NULL) d ON d.applicant_id = i.applicant_id "
    "WHERE i.person = ? AND i.ended_on IS NULL"
)


def closed_dossiers(reader: sqlite3.Connection, person: str) -> set[bytes]:
    """The dossiers closed to a person by the interests they declared."""
    return {row[0] for row in reader.execute(CLOSED, (person, person))}


def closed_to(reader: sqlite3.Connection, person: str, dossier: bytes) -> InterestRow | None:
    """The interest that closes a dossier to a person, None when it is open to them."""
    sql = (
        "SELECT i.id, i.person, a.name, d.number, i.nature, i.declared_on, i.ended_on FROM interest i "
        f"JOIN dossier d ON {_OPEN} JOIN applicant a ON a.id = d.applicant_id "
        "WHERE d.id = ? AND i.person = ? LIMIT 1"
    )
    return one(reader, InterestRow, sql, (dossier, person))


def people_away(reader: sqlite3.Connection, dossier: bytes) -> set[str]:
    """Those to whom a dossier is closed."""
    sql = f"SELECT i.person FROM interest i JOIN dossier d ON {_OPEN} WHERE d.id = ?"
    return {row[0] for row in reader.execute(sql, (dossier,))}


def interests(reader: sqlite3.Connection) -> list[InterestRow]:
    """The register, open ones first."""
    sql = (
        "SELECT i.id, i.person, a.name, d.number, i.nature, i.declared_on, i.ended_on FROM interest i "
        "LEFT JOIN applicant a ON a.id = i.applicant_id LEFT JOIN dossier d ON d.id = i.dossier_id "
        "ORDER BY i.ended_on IS NOT NULL, i.declared_on DESC, i.id"
    )
    return every(reader, InterestRow, sql)
