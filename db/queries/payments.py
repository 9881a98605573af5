"""The payments of grants, with what the finance service needs to make them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import NamedTuple

from db.queries.rows import every
from db.queries.scores import CLOSED

# Sixty days from the notification, where neither the convention nor an officer said another day; the
# payments that follow the first one wait for their event.
_DUE = (
    "coalesce(p.due_on, CASE WHEN p.kind IN ('single', 'advance') AND z.notified_on IS NOT NULL "
    "THEN date(z.notified_on, '+60 days') END)"
)


class PaymentRow(NamedTuple):
    """One payment. Cents; days are ISO; `due_on` is the day by law where no other is written."""

    id: bytes
    dossier_id: bytes
    number: str
    title: str
    stage: str
    year: int
    applicant: str  # whom it is paid to: the member, of a project
    siret: str
    holder: str
    iban: str
    bic: str
    funder_id: bytes
    funder: str
    member_id: bytes | None
    rank: int
    kind: str
    amount: int
    planned_on: str | None
    due_on: str | None
    asked_on: str | None
    order_number: str
    paid_on: str | None
    state: str
    why: str
    comment: str
    voted: int  # by this funder, to this member of a project
    outcome: str
    act: str
    act_on: str | None
    notified_on: str | None
    author: str


_PAYMENTS = f"""
SELECT p.id, p.dossier_id, d.number, d.title, d.stage, k.year, a.name, a.siret, a.account_holder, a.iban, a.bic,
 f.id, f.name, p.member_id, p.rank, p.kind, p.amount, p.planned_on, {_DUE}, p.asked_on, p.order_number, p.paid_on,
 p.state, p.why, p.comment,
 coalesce(CASE WHEN p.member_id IS NULL THEN m.voted ELSE (SELECT s.voted FROM member_share s
   WHERE s.member_id = p.member_id AND s.funder_id = p.funder_id) END, 0),
 coalesce(z.outcome, ''), coalesce(z.act, ''), z.act_on, z.notified_on, p.author
FROM payment p JOIN dossier d ON d.id = p.dossier_id JOIN call k ON k.id = d.call_id
JOIN funder f ON f.id = p.funder_id LEFT JOIN project_member x ON x.id = p.member_id
JOIN applicant a ON a.id = coalesce(x.applicant_id, d.applicant_id)
LEFT JOIN decision z ON z.dossier_id = d.id
LEFT JOIN amount m ON m.dossier_id = d.id AND +m.funder_id = p.funder_id -- few a dossier, many a funder
WHERE d.merged_into IS NULL"""
_ORDER = " ORDER BY d.number, f.rank, x.rank, p.rank, p.id"


def payments(reader: sqlite3.Connection, person: str = "") -> list[PaymentRow]:
    """Every payment, in the order of the dossiers; those closed to this person are left out."""
    sql = f"{_PAYMENTS} AND d.id NOT IN ({CLOSED}){_ORDER}"
    return every(reader, PaymentRow, sql, [person] * CLOSED.count("?"))


def payments_of(reader: sqlite3.Connection, dossier: bytes) -> list[PaymentRow]:
    """Those of one dossier."""
    return every(reader, PaymentRow, f"{_PAYMENTS} AND d.id = ?{_ORDER}", (dossier,))


class GrantedRow(NamedTuple):
    """What one funder voted for one dossier, or for one member of its project; cents. `paid` is what an import
    told of it."""

    dossier_id: bytes
    number: str
    applicant: str
    title: str
    funder_id: bytes
    funder: str
    member_id: bytes | None
    voted: int
    paid: int | None
    notified_on: str | None
    planned: int  # payments that stand, whatever their state but cancelled


# A project whose split is voted is paid member by member.
_GRANTED = """
SELECT d.id, d.number, a.name, d.title, f.id, f.name, x.id, coalesce(s.voted, m.voted),
 CASE WHEN s.id IS NULL THEN m.paid END, z.notified_on,
 (SELECT count(*) FROM payment p WHERE p.dossier_id = d.id AND p.funder_id = f.id AND p.member_id IS x.id
   AND p.state <> 'cancelled')
FROM decision z JOIN dossier d ON d.id = z.dossier_id JOIN amount m ON m.dossier_id = d.id
JOIN funder f ON f.id = m.funder_id
LEFT JOIN member_share s ON s.dossier_id = d.id AND s.funder_id = f.id AND s.voted > 0
LEFT JOIN project_member x ON x.id = s.member_id
JOIN applicant a ON a.id = coalesce(x.applicant_id, d.applicant_id)
WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') AND m.voted > 0
 AND d.stage IN ('decided', 'notified', 'closed')"""


def granted(reader: sqlite3.Connection, dossier: bytes) -> list[GrantedRow]:
    """What is voted of one dossier, by funder and member."""
    return every(reader, GrantedRow, f"{_GRANTED} AND d.id = ? ORDER BY f.rank, x.rank", (dossier,))


def unplanned(reader: sqlite3.Connection, person: str = "") -> list[GrantedRow]:
    """What is voted and has no payment yet, of every dossier but those closed to this person, and but what an
    import told as paid whole."""
    sql = f"{_GRANTED} AND d.id NOT IN ({CLOSED}) ORDER BY d.number, f.rank, x.rank"
    found = every(reader, GrantedRow, sql, [person] * CLOSED.count("?"))
    return [row for row in found if not row.planned and (row.paid or 0) < row.voted]


def due_day(row: PaymentRow) -> dt.date | None:
    """The day on which it is due."""
    return dt.date.fromisoformat(row.due_on) if row.due_on else None


def reported(reader: sqlite3.Connection) -> set[bytes]:
    """The dossiers of which a report is accepted, or asked no more."""
    sql = "SELECT DISTINCT dossier_id FROM report WHERE state IN ('accepted', 'waived')"
    return {row[0] for row in reader.execute(sql)}


def waiting_of(reader: sqlite3.Connection, dossier: bytes, today: dt.date) -> tuple[int, int, int]:
    """Of one dossier: payments late, changes without an answer, repayments to be decided or received."""
    sql = f"""
SELECT (SELECT count(*) FROM payment p JOIN decision z ON z.dossier_id = p.dossier_id WHERE p.dossier_id = ?1
  AND p.state IN ('planned', 'asked') AND {_DUE} < ?2),
 (SELECT count(*) FROM change_request WHERE dossier_id = ?1 AND state = 'asked'),
 (SELECT count(*) FROM repayment WHERE dossier_id = ?1 AND (state IN ('draft', 'asked')
  OR (state = 'decided' AND kind = 'repay')))"""
    late, asked, back = reader.execute(sql, (dossier, today.isoformat())).fetchone()
    return late, asked, back
