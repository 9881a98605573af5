"""Money to come back: over all dossiers, of one, and the figures from which it is proposed."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.paid import PAID_OF
from db.queries.rows import every
from db.queries.scores import CLOSED


class RepaymentRow(NamedTuple):
    """One of them. Cents; days are ISO; `paid`: what this funder paid, None unknown."""

    id: bytes
    dossier_id: bytes
    number: str
    title: str
    year: int
    applicant: str
    funder_id: bytes
    funder: str
    member_id: bytes | None
    report_id: bytes | None
    kind: str
    amount: int
    reason: str
    state: str
    decided_on: str | None
    asked_on: str | None
    due_on: str | None
    title_number: str
    received: int | None
    received_on: str | None
    comment: str
    paid: int | None
    author: str


_REPAYMENTS = f"""
WITH {PAID_OF}
SELECT r.id, r.dossier_id, d.number, d.title, k.year, a.name, f.id, f.name, r.member_id, r.report_id, r.kind,
 r.amount, r.reason, r.state, r.decided_on, r.asked_on, r.due_on, r.title_number, r.received, r.received_on,
 r.comment, (SELECT q.paid FROM paid q WHERE q.dossier_id = r.dossier_id AND q.funder_id = r.funder_id), r.author
FROM repayment r JOIN dossier d ON d.id = r.dossier_id JOIN call k ON k.id = d.call_id
JOIN funder f ON f.id = r.funder_id LEFT JOIN project_member x ON x.id = r.member_id
JOIN applicant a ON a.id = coalesce(x.applicant_id, d.applicant_id)
WHERE d.merged_into IS NULL"""
_ORDER = " ORDER BY d.number, f.rank, r.id"


def repayments(reader: sqlite3.Connection, person: str = "") -> list[RepaymentRow]:
    """Every one, in the order of the dossiers; those closed to this person are left out."""
    sql = f"{_REPAYMENTS} AND d.id NOT IN ({CLOSED}){_ORDER}"
    return every(reader, RepaymentRow, sql, [person] * CLOSED.count("?"))


def repayments_of(reader: sqlite3.Connection, dossier: bytes) -> list[RepaymentRow]:
    """Those of one dossier."""
    return every(reader, RepaymentRow, f"{_REPAYMENTS} AND d.id = ?{_ORDER}", (dossier,))


class SpentRow(NamedTuple):
    """What one funder paid of one dossier and what its last report tells of the whole action. Cents;
    costs and income without voluntary work (86, 87)."""

    dossier_id: bytes
    number: str
    title: str
    year: int
    applicant: str
    funder_id: bytes
    funder: str
    voted: int
    paid: int
    report_id: bytes | None
    outcome: str
    unspent: int | None
    cost_planned: int | None
    cost_done: int | None
    income_done: int | None
    voted_in_all: int
    already: int  # asked back, kept or taken off, what was waived left out


_SPENT = f"""
WITH {PAID_OF}, last AS (
 SELECT r.id, r.dossier_id, r.outcome, r.unspent, row_number() OVER (
  PARTITION BY r.dossier_id ORDER BY r.kind = 'final' DESC, r.year DESC) AS n
 FROM report r WHERE r.state IN ('received', 'accepted')),
told AS (
 SELECT l.report_id, sum(CASE WHEN l.side = 'charge' THEN l.forecast END) AS cost_planned,
  sum(CASE WHEN l.side = 'charge' THEN l.done END) AS cost_done,
  sum(CASE WHEN l.side = 'product' THEN l.done END) AS income_done
 FROM report_line l WHERE l.account NOT LIKE '86%' AND l.account NOT LIKE '87%' GROUP BY l.report_id)
SELECT d.id, d.number, d.title, k.year, a.name, f.id, f.name, coalesce(m.voted, 0), q.paid, r.id,
 coalesce(r.outcome, ''), r.unspent, t.cost_planned, t.cost_done, t.income_done,
 (SELECT coalesce(sum(v.voted), 0) FROM amount v WHERE v.dossier_id = d.id),
 (SELECT coalesce(sum(b.amount), 0) FROM repayment b WHERE b.dossier_id = d.id AND b.funder_id = f.id
  AND b.state <> 'waived')
FROM paid q JOIN dossier d ON d.id = q.dossier_id JOIN call k ON k.id = d.call_id
JOIN applicant a ON a.id = d.applicant_id JOIN funder f ON f.id = q.funder_id
LEFT JOIN amount m ON m.dossier_id = d.id AND +m.funder_id = q.funder_id
LEFT JOIN last r ON r.dossier_id = d.id AND r.n = 1 LEFT JOIN told t ON t.report_id = r.id
WHERE d.merged_into IS NULL AND q.paid > 0"""


def spent(reader: sqlite3.Connection, person: str = "") -> list[SpentRow]:
    """Every share that was paid, with the report of its action where one came."""
    sql = f"{_SPENT} AND d.id NOT IN ({CLOSED}) ORDER BY d.number, f.rank"
    return every(reader, SpentRow, sql, [person] * CLOSED.count("?"))


def spent_of(reader: sqlite3.Connection, dossier: bytes) -> list[SpentRow]:
    """Those of one dossier."""
    return every(reader, SpentRow, f"{_SPENT} AND d.id = ? ORDER BY f.rank", (dossier,))
