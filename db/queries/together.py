"""Coordinated proposals: the members of a project, their columns, and what each of them is given."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from db.queries.rows import every, one


class ShareRow(NamedTuple):
    """What one funder votes to one body: a member of a project, or the applicant of any other dossier. Cents."""

    dossier: bytes
    funder_id: bytes
    member_id: bytes | None
    applicant_id: bytes
    name: str
    siret: str
    rna: str
    voted: int


class ProjectRow(NamedTuple):
    """What is told of the project as a whole."""

    regrant: int
    regrant_words: str
    comment: str


class MemberRow(NamedTuple):
    """One association of a project, with what its application tells of it. Days are ISO."""

    id: bytes
    applicant_id: bytes
    rank: int
    role: str  # leader, partner
    task: str
    quarters: str  # codes, space separated
    civility: str
    first_name: str
    last_name: str
    position: str
    email: str
    agreed_on: str | None
    left_on: str | None
    name: str
    kind: str
    siret: str
    rna: str


class LineRow(NamedTuple):
    """One line of a member's own column. Cents."""

    id: bytes
    member_id: bytes
    rank: int
    side: str
    account: str
    label: str
    amount: int | None
    to_member_id: bytes | None
    funder_id: bytes | None
    funder: str | None


class PartRow(NamedTuple):
    """The part of one member in what one funder is asked, is proposed to give and voted. Cents."""

    id: bytes
    member_id: bytes
    funder_id: bytes
    funder: str
    asked: int | None
    proposed: int | None
    voted: int | None


# Where a funder's part is not split among members, it goes to the applicant of the dossier.
_SHARES = """
WITH here AS (SELECT d.id, d.applicant_id FROM dossier d WHERE d.merged_into IS NULL {})
SELECT s.dossier_id, s.funder_id, p.id, a.id, a.name, a.siret, a.rna, s.voted
FROM here d JOIN member_share s ON s.dossier_id = d.id JOIN project_member p ON p.id = s.member_id
JOIN applicant a ON a.id = p.applicant_id
JOIN amount m ON m.dossier_id = s.dossier_id AND m.funder_id = s.funder_id
WHERE s.voted IS NOT NULL AND m.voted IS NOT NULL
UNION ALL
SELECT m.dossier_id, m.funder_id, NULL, a.id, a.name, a.siret, a.rna, m.voted
FROM here d JOIN amount m ON m.dossier_id = d.id JOIN applicant a ON a.id = d.applicant_id
WHERE m.voted IS NOT NULL AND NOT EXISTS (SELECT 1 FROM member_share s
 WHERE s.dossier_id = m.dossier_id AND s.funder_id = m.funder_id AND s.voted IS NOT NULL)
ORDER BY 1, 2, 3"""


def shares(reader: sqlite3.Connection, dossiers: Collection[bytes] | None = None) -> list[ShareRow]:
    """One row for each member and funder of a project; for any other dossier one row a funder, to its applicant,
    without member. `dossiers`: these alone, None for all that this reader shows."""
    if dossiers is None:
        return every(reader, ShareRow, _SHARES.format(""))
    some = f"AND d.id IN ({', '.join('?' * len(dossiers))})"
    return every(reader, ShareRow, _SHARES.format(some), tuple(dossiers))


def project(reader: sqlite3.Connection, dossier: bytes) -> ProjectRow | None:
    """The project, None for a dossier that one association carries alone."""
    sql = "SELECT regrant, regrant_words, comment FROM project WHERE dossier_id = ?"
    return one(reader, ProjectRow, sql, (dossier,))


def members(reader: sqlite3.Connection, dossier: bytes) -> list[MemberRow]:
    """The members, the leader first; those that left stand last."""
    sql = (
        "SELECT p.id, p.applicant_id, p.rank, p.role, p.task, p.quarters, p.civility, p.first_name, p.last_name, "
        "p.position, p.email, p.agreed_on, p.left_on, a.name, a.kind, a.siret, a.rna FROM project_member p "
        "JOIN applicant a ON a.id = p.applicant_id WHERE p.dossier_id = ? "
        "ORDER BY p.left_on IS NOT NULL, p.role <> 'leader', p.rank, a.name_key"
    )
    return every(reader, MemberRow, sql, (dossier,))


def lines(reader: sqlite3.Connection, dossier: bytes) -> list[LineRow]:
    """The lines of every member's column, in their order."""
    sql = (
        "SELECT l.id, l.member_id, l.rank, l.side, l.account, l.label, l.amount, l.to_member_id, l.funder_id, f.name "
        "FROM member_line l LEFT JOIN funder f ON f.id = l.funder_id WHERE l.dossier_id = ? "
        "ORDER BY l.side, l.account, l.rank, l.id"
    )
    return every(reader, LineRow, sql, (dossier,))


def parts(reader: sqlite3.Connection, dossier: bytes) -> list[PartRow]:
    """The split of each funder among the members."""
    sql = (
        "SELECT s.id, s.member_id, s.funder_id, f.name, s.asked, s.proposed, s.voted FROM member_share s "
        "JOIN funder f ON f.id = s.funder_id JOIN project_member p ON p.id = s.member_id "
        "WHERE s.dossier_id = ? ORDER BY f.rank, p.rank"
    )
    return every(reader, PartRow, sql, (dossier,))


class BodyRow(NamedTuple):
    """A body that the base knows and that may join a project."""

    id: bytes
    name: str
    siret: str
    city: str


def bodies(reader: sqlite3.Connection) -> list[BodyRow]:
    """By name; those united with another are left out."""
    sql = "SELECT id, name, siret, city FROM applicant WHERE merged_into IS NULL ORDER BY name_key, id"
    return every(reader, BodyRow, sql)


def count_members(reader: sqlite3.Connection, dossier: bytes) -> int:
    """How many associations carry a project; 0 for a dossier that is none."""
    sql = "SELECT count(*) FROM project_member WHERE dossier_id = ? AND left_on IS NULL"
    return int(reader.execute(sql, (dossier,)).fetchone()[0])
