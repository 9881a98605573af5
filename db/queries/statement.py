"""The year of the contract for the statement of the budget: actions, what each funder gives them, the posts."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.paid import PAID_OF
from db.queries.rows import every


class ActionRow(NamedTuple):
    """One granted dossier of the year. Cents; `marks` and `declared` as db.queries.p147."""

    dossier_id: bytes
    number: str
    applicant: str
    title: str
    quarters: str
    cost: int | None
    marks: str
    declared: str


class GivenRow(NamedTuple):
    """What one funder of the contract voted and paid to one action. Cents."""

    dossier_id: bytes
    funder_id: bytes
    voted: int
    paid: int | None


class PlanRow(NamedTuple):
    """One line of the financing plan of an action: who, and what is answered or only asked. Cents."""

    dossier_id: bytes
    funder_id: bytes | None
    name: str  # as written
    common_law: int
    status: str
    asked: int | None
    answered: int | None


class PostRow(NamedTuple):
    """Posts of one kind (Fonjep, adulte-relais) that one body has in the year. Cents."""

    scheme: str
    name: str
    funder: str
    posts: int
    amount: int


_YEAR = (
    "JOIN decision z ON z.dossier_id = d.id JOIN call k ON k.id = d.call_id WHERE d.merged_into IS NULL "
    "AND z.outcome IN ('granted', 'partial') AND coalesce(d.tranche, k.year) = :year"
)


def actions(reader: sqlite3.Connection, year: int) -> list[ActionRow]:
    """In the order of the numbers."""
    sql = f"""
SELECT d.id, d.number, a.name, d.title,
 coalesce((SELECT group_concat(short, ', ') FROM (SELECT q.short FROM dossier_quarter x
   JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank)), ''), d.cost,
 coalesce((SELECT group_concat(x, ',') FROM (SELECT c.code || ':' || y.level AS x FROM mark y
   JOIN challenge c ON c.id = y.challenge_id WHERE y.dossier_id = d.id AND y.level > 0 ORDER BY c.rank)), ''),
 coalesce((SELECT group_concat(code, ',') FROM (SELECT c.code FROM declared y
   JOIN challenge c ON c.id = y.challenge_id WHERE y.dossier_id = d.id ORDER BY c.rank)), '')
FROM dossier d JOIN applicant a ON a.id = d.applicant_id {_YEAR} ORDER BY d.number, d.id"""
    return every(reader, ActionRow, sql, {"year": year})


def given(reader: sqlite3.Connection, year: int) -> list[GivenRow]:
    sql = f"""
WITH {PAID_OF} SELECT d.id, m.funder_id, m.voted, p.paid FROM dossier d JOIN amount m ON m.dossier_id = d.id
LEFT JOIN paid p ON p.dossier_id = d.id AND p.funder_id = m.funder_id {_YEAR} AND m.voted > 0"""
    return every(reader, GivenRow, sql, {"year": year})


def plans(reader: sqlite3.Connection, year: int) -> list[PlanRow]:
    """Every line that was not refused, in the order of the dossiers."""
    sql = f"""
SELECT d.id, l.funder_id, l.name, l.common_law, l.status, l.asked, l.answered
FROM dossier d JOIN funding_line l ON l.dossier_id = d.id {_YEAR} AND l.status <> 'refused' ORDER BY d.number, l.rank"""
    return every(reader, PlanRow, sql, {"year": year})


def posts(reader: sqlite3.Connection, year: int) -> list[PostRow]:
    sql = (
        "SELECT scheme, name, funder, count(*), sum(amount) FROM past_grant WHERE status = 'post' AND year = ? "
        "GROUP BY scheme, name_key, funder ORDER BY scheme, name_key"
    )
    return every(reader, PostRow, sql, (year,))
