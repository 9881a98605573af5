"""What the report of a year tells beside its figures: the actions, conventions, payments, reports."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.agreements import SEEN
from db.queries.paid import PAID_IN_YEAR, PAID_OF
from db.queries.rows import every
from db.queries.scores import CLOSED

_YEAR = "coalesce(d.tranche, k.year)"
_CLOSED = CLOSED.replace("?", "?2")


class ActionRow(NamedTuple):
    """One granted action; `quarters` are codes by commas, in their order. Cents."""

    dossier_id: bytes
    number: str
    applicant: str
    title: str
    quarters: str
    granted: int | None
    paid: int
    closed: bool


class AgreementYear(NamedTuple):
    """One convention of several years in one year. Cents."""

    number: str
    title: str
    applicant: str
    promised: int
    voted: int
    paid: int
    closed: bool


class FunderPaid(NamedTuple):
    """What one funder paid in a calendar year, whatever the year of the grant. Cents."""

    code: str
    name: str
    paid: int


class ReportState(NamedTuple):
    """How many reports of a year are in a state; `late`: those awaited or sent back past their day."""

    state: str
    reports: int
    late: int


class LateRow(NamedTuple):
    """One report that is late; the day is ISO."""

    number: str
    applicant: str
    title: str
    due_on: str
    reminders: int
    closed: bool


def actions(reader: sqlite3.Connection, year: int, person: str = "") -> list[ActionRow]:
    """Every granted action of a year, by its number."""
    sql = f"""
WITH {PAID_OF},
got AS MATERIALIZED (SELECT dossier_id, sum(paid) AS paid FROM paid GROUP BY 1),
given AS MATERIALIZED (SELECT dossier_id, sum(voted) AS voted FROM amount GROUP BY 1)
SELECT d.id, d.number, a.name, d.title, coalesce((SELECT group_concat(code, ',') FROM (SELECT q.code
  FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id
  ORDER BY q.rank, q.code)), ''),
 v.voted, coalesce(g.paid, 0), d.id IN ({_CLOSED})
FROM decision z JOIN dossier d ON d.id = z.dossier_id JOIN call k ON k.id = d.call_id
JOIN applicant a ON a.id = d.applicant_id LEFT JOIN got g ON g.dossier_id = d.id
LEFT JOIN given v ON v.dossier_id = d.id
WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') AND {_YEAR} = ?1 ORDER BY d.number, d.id"""
    return every(reader, ActionRow, sql, (year, person))


def agreement_years(reader: sqlite3.Connection, year: int, person: str = "") -> list[AgreementYear]:
    """Every convention that promises something for this year, or of which a dossier asks it."""
    sql = f"""
WITH {PAID_OF},
here AS MATERIALIZED (SELECT d.agreement_id, sum((SELECT sum(m.voted) FROM amount m WHERE m.dossier_id = d.id))
  AS voted, sum((SELECT sum(p.paid) FROM paid p WHERE p.dossier_id = d.id)) AS paid
 FROM dossier d WHERE d.merged_into IS NULL AND d.tranche = ?1 AND d.agreement_id IS NOT NULL GROUP BY 1),
told AS MATERIALIZED (SELECT agreement_id, sum(amount + carried) AS promised FROM promise WHERE year = ?1 GROUP BY 1)
SELECT g.number, g.title, a.name, coalesce(t.promised, 0), coalesce(h.voted, 0), coalesce(h.paid, 0),
 EXISTS (SELECT 1 FROM interest i WHERE i.applicant_id = g.applicant_id AND i.person = ?2 AND i.ended_on IS NULL)
FROM agreement g JOIN applicant a ON a.id = g.applicant_id LEFT JOIN told t ON t.agreement_id = g.id
LEFT JOIN here h ON h.agreement_id = g.id
WHERE g.state <> 'cancelled' AND (t.agreement_id IS NOT NULL OR h.agreement_id IS NOT NULL) AND {SEEN}
ORDER BY g.number, g.id"""
    return every(reader, AgreementYear, sql, (year, person))


def paid_in_year(reader: sqlite3.Connection, year: int) -> list[FunderPaid]:
    """What each funder paid within the calendar year, those that paid something."""
    sql = f"""
WITH {PAID_IN_YEAR}
SELECT f.code, f.name, sum(p.paid) FROM paid_in_year p JOIN dossier d ON d.id = p.dossier_id
JOIN funder f ON f.id = p.funder_id WHERE p.year = ?1 AND d.merged_into IS NULL GROUP BY f.id ORDER BY f.rank, f.code"""
    return every(reader, FunderPaid, sql, (year,))


def report_states(reader: sqlite3.Connection, year: int, today: str) -> list[ReportState]:
    """The final reports of a year by state."""
    sql = """
SELECT r.state, count(*), sum(r.state IN ('awaited', 'returned') AND r.due_on < ?2)
FROM report r JOIN dossier d ON d.id = r.dossier_id
WHERE r.year = ?1 AND r.kind = 'final' AND d.merged_into IS NULL GROUP BY r.state ORDER BY r.state"""
    return every(reader, ReportState, sql, (year, today))


def late_reports(reader: sqlite3.Connection, year: int, today: str, person: str = "") -> list[LateRow]:
    """The reports of a year that are late, the longest awaited first."""
    sql = f"""
SELECT d.number, a.name, d.title, r.due_on, r.reminders, d.id IN ({_CLOSED})
FROM report r JOIN dossier d ON d.id = r.dossier_id JOIN applicant a ON a.id = d.applicant_id
WHERE r.year = ?1 AND r.kind = 'final' AND d.merged_into IS NULL AND r.state IN ('awaited', 'returned')
 AND r.due_on < ?3 ORDER BY r.due_on, d.number"""
    return every(reader, LateRow, sql, (year, person, today))
