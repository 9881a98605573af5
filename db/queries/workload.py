"""Who has how much in hand: dossiers by stage, money asked, what is late, what goes to the next session."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import NamedTuple

from db.queries.lists import HERE
from db.queries.people import OPEN
from db.queries.rows import every


class LoadRow(NamedTuple):
    """What one officer or team has in hand, not yet decided; `officer` "" is what nobody has. Cents."""

    officer: str
    dossiers: int
    to_sift: int  # received, to complete, complete
    in_hand: int  # in instruction, opinions asked
    ready: int
    asked: int
    late: int  # past the day on which silence becomes a refusal
    next_session: int  # on the agenda of the next session


class LooseRow(NamedTuple):
    """A dossier that nobody has; `quarters`: codes, space separated."""

    id: bytes
    number: str
    applicant: str
    title: str
    quarters: str
    asked: int | None


def loads(reader: sqlite3.Connection, today: date) -> list[LoadRow]:
    """One row an officer who has something, what nobody has first, then the most charged."""
    sql = (
        "SELECT d.officer, count(*), "
        "count(*) FILTER (WHERE d.stage IN ('received', 'incomplete', 'complete')), "
        "count(*) FILTER (WHERE d.stage IN ('instruction', 'opinion')), "
        "count(*) FILTER (WHERE d.stage = 'ready'), coalesce(sum(d.asked), 0), "
        "count(*) FILTER (WHERE d.due_on < ?1), "
        "count(*) FILTER (WHERE d.id IN (SELECT i.dossier_id FROM item i WHERE i.committee_id = ("
        "SELECT c.id FROM committee c WHERE c.state <> 'closed' AND c.held_on >= ?1 "
        "ORDER BY c.held_on, c.id LIMIT 1))) "
        f"FROM dossier d WHERE d.stage IN {OPEN} AND {HERE} "
        "GROUP BY d.officer ORDER BY d.officer <> '', count(*) DESC, d.officer"
    )
    return every(reader, LoadRow, sql, (today.isoformat(),))


def loose(reader: sqlite3.Connection) -> list[LooseRow]:
    """The dossiers that nobody has, by number."""
    sql = (
        "SELECT d.id, d.number, a.name, d.title, coalesce((SELECT group_concat(q.code, ' ') "
        "FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id), ''), d.asked "
        "FROM dossier d JOIN applicant a ON a.id = d.applicant_id "
        f"WHERE d.officer = '' AND d.stage IN {OPEN} AND {HERE} ORDER BY d.number"
    )
    return every(reader, LooseRow, sql, ())
