"""Reports of the actions: those due, late, received; one of them whole; what stops a renewal."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from db.queries.paid import PAID_OF_AMOUNT
from db.queries.rows import every, one
from db.queries.scores import CLOSED

_MOST_NAMED = 500  # keys in one statement


class ReportRow(NamedTuple):
    """One report with its dossier; dates ISO, cents."""

    id: bytes
    dossier_id: bytes
    number: str
    title: str
    applicant: str
    siret: str
    rna: str
    officer: str
    year: int
    kind: str
    due_on: str | None
    state: str
    outcome: str
    received_on: str | None
    origin: str
    piece_id: bytes | None
    reminders: int
    reminded_on: str | None
    voted: int | None
    paid: int | None
    granted: int | None  # as the report tells it
    unspent: int | None
    starts_on: str | None  # as it took place
    ends_on: str | None
    from_quarter: int | None
    comment: str
    checked_by: str
    checked_on: str | None
    planned_start: str | None
    planned_end: str | None
    beneficiaries: int | None  # as asked
    planned_women: int | None
    letter: str  # of a reminder: "draft" while one waits in the outbox, "issued", "" when there is none
    representative: str
    email: str


_SELECT = f"""
SELECT r.id, r.dossier_id, d.number, d.title, a.name, a.siret, a.rna, d.officer, r.year, r.kind, r.due_on,
 r.state, r.outcome, r.received_on, r.origin, r.piece_id, r.reminders, r.reminded_on,
 (SELECT sum(m.voted) FROM amount m WHERE m.dossier_id = d.id),
 (SELECT sum({PAID_OF_AMOUNT}) FROM amount m WHERE m.dossier_id = d.id), r.granted, r.unspent,
 r.starts_on, r.ends_on, r.from_quarter, r.comment, r.checked_by, r.checked_on,
 d.starts_on, d.ends_on, d.beneficiaries, d.women,
 coalesce((SELECT min(l.state) FROM letter l WHERE l.dossier_id = d.id AND l.template = 'relance_bilan'), ''),
 coalesce((SELECT trim(c.first_name || ' ' || c.last_name) FROM contact c WHERE c.dossier_id = d.id
  ORDER BY c.kind = 'representative' DESC, c.id LIMIT 1), ''),
 coalesce((SELECT c.email FROM contact c WHERE c.dossier_id = d.id AND c.email <> ''
  ORDER BY c.kind = 'representative', c.id LIMIT 1), '')
FROM report r JOIN dossier d ON d.id = r.dossier_id JOIN applicant a ON a.id = d.applicant_id
WHERE d.merged_into IS NULL"""


def reports(
    reader: sqlite3.Connection, dossiers: Collection[bytes] | None = None, person: str = ""
) -> list[ReportRow]:
    """Every report but those of dossiers closed to this person, or those of some dossiers; the one due first
    before the others."""
    if dossiers is None:
        sql = f"{_SELECT} AND d.id NOT IN ({CLOSED}) ORDER BY r.due_on, d.number, r.kind"
        return every(reader, ReportRow, sql, [person] * CLOSED.count("?"))
    marks = ", ".join("?" * len(dossiers))
    sql = f"{_SELECT} AND r.dossier_id IN ({marks}) ORDER BY r.year, r.due_on, r.kind"
    return every(reader, ReportRow, sql, tuple(dossiers))


def report(reader: sqlite3.Connection, key: bytes) -> ReportRow | None:
    return one(reader, ReportRow, f"{_SELECT} AND r.id = ?", (key,))


class LineRow(NamedTuple):
    id: bytes
    side: str
    account: str
    label: str
    forecast: int | None
    done: int | None
    reason: str


def report_lines(reader: sqlite3.Connection, key: bytes) -> list[LineRow]:
    """The financial table of a report, charges first."""
    sql = (
        "SELECT id, side, account, label, forecast, done, reason FROM report_line WHERE report_id = ? "
        "ORDER BY side, rank"
    )
    return every(reader, LineRow, sql, (key,))


def report_texts(reader: sqlite3.Connection, key: bytes) -> dict[str, str]:
    """Code -> text of a report."""
    return dict(reader.execute("SELECT code, body FROM report_text WHERE report_id = ?", (key,)).fetchall())


class AudienceRow(NamedTuple):
    moment: str  # request, report
    age: str
    women: int | None
    men: int | None
    people: int | None


def audience(reader: sqlite3.Connection, dossier: bytes) -> list[AudienceRow]:
    """People asked and reached, by age and sex."""
    sql = "SELECT moment, age, women, men, people FROM audience WHERE dossier_id = ?"
    return every(reader, AudienceRow, sql, (dossier,))


class Granted(NamedTuple):
    """A granted dossier, and which of its reports are known; dates ISO."""

    dossier_id: bytes
    number: str
    year: int
    ends_on: str | None
    agreement_end: str | None
    balance: int  # a balance payment waits
    balance_on: str | None
    final: int
    intermediate: int


_GRANTED = """
SELECT d.id, d.number, coalesce(d.tranche, k.year), d.ends_on, g.ends_on,
 EXISTS (SELECT 1 FROM payment p WHERE p.dossier_id = d.id AND p.kind = 'balance' AND p.state <> 'cancelled'),
 (SELECT min(coalesce(p.due_on, p.planned_on)) FROM payment p WHERE p.dossier_id = d.id AND p.kind = 'balance'
  AND p.state <> 'cancelled'),
 EXISTS (SELECT 1 FROM report r WHERE r.dossier_id = d.id AND r.kind = 'final'),
 EXISTS (SELECT 1 FROM report r WHERE r.dossier_id = d.id AND r.kind = 'intermediate')
FROM decision z JOIN dossier d ON d.id = z.dossier_id JOIN call k ON k.id = d.call_id
LEFT JOIN agreement g ON g.id = d.agreement_id
WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') AND z.state = 'notified'"""


def granted(reader: sqlite3.Connection, dossiers: Collection[bytes] | None = None) -> list[Granted]:
    """Every grant that was notified, or those of some dossiers: each owes a report."""
    if dossiers is None or len(dossiers) > _MOST_NAMED:
        found = every(reader, Granted, f"{_GRANTED} ORDER BY d.number")
        return [row for row in found if dossiers is None or row.dossier_id in dossiers]
    marks = ", ".join("?" * len(dossiers))
    return every(reader, Granted, f"{_GRANTED} AND d.id IN ({marks}) ORDER BY d.number", tuple(dossiers))


class Lacking(NamedTuple):
    """A report that a later request of the same applicant waits for."""

    dossier_id: bytes
    number: str
    title: str
    year: int
    due_on: str | None
    state: str
    call_rule: str


# How an earlier dossier is found, each by an index: one OR of both would go through every dossier.
_NEAR = (
    "dossier d ON n.renewal = 1 AND d.applicant_id = n.applicant_id",
    "dossier_link x ON x.kind = 'renewed' AND x.dossier_id = n.id JOIN dossier d ON d.id = x.other_id",
)
_EARLIER = """
FROM dossier n JOIN call nk ON nk.id = n.call_id JOIN {near}
JOIN report r ON r.dossier_id = d.id AND r.kind = 'final' AND r.year < coalesce(n.tranche, nk.year)
 AND r.state IN ('awaited', 'returned')
WHERE n.merged_into IS NULL AND d.id <> n.id AND d.merged_into IS NULL
 AND n.stage NOT IN ('decided', 'notified', 'closed')
 AND (r.due_on < :today OR NOT EXISTS (SELECT 1 FROM report i WHERE i.dossier_id = d.id
  AND i.kind = 'intermediate' AND i.state IN ('received', 'accepted', 'waived')))
 AND NOT EXISTS (SELECT 1 FROM piece p WHERE p.dossier_id = n.id AND p.kind = 'bilan'
  AND p.state IN ('received', 'announced', 'waived'))"""


def _earlier(columns: str, only: str = "") -> str:
    return " UNION ".join(f"SELECT {columns} {_EARLIER.format(near=near)}{only}" for near in _NEAR)


def lacking(reader: sqlite3.Connection, dossier: bytes, today: dt.date) -> list[Lacking]:
    """The earlier reports that this request waits for: late, or with no intermediate one in their place.
    One that came as a piece of this very request is not waited for."""
    columns = "d.id, d.number, d.title, r.year, r.due_on, r.state, nk.code"
    sql = f"{_earlier(columns, ' AND n.id = :dossier')} ORDER BY 5, 2"
    return every(reader, Lacking, sql, {"dossier": dossier, "today": today.isoformat()})


def waiting_pieces(reader: sqlite3.Connection, dossier: bytes, year: int) -> list[tuple[bytes, bytes]]:
    """(request, piece) of the renewals that ask for the report of this dossier of this year."""
    sql = (
        "SELECT n.id, p.id FROM dossier d JOIN dossier n ON n.id <> d.id JOIN call nk ON nk.id = n.call_id "
        "JOIN piece p ON p.dossier_id = n.id AND p.kind = 'bilan' WHERE d.id = ? AND n.merged_into IS NULL "
        "AND n.stage NOT IN ('decided', 'notified', 'closed') AND coalesce(n.tranche, nk.year) > ? "
        "AND ((n.renewal = 1 AND n.applicant_id = d.applicant_id) OR EXISTS (SELECT 1 FROM dossier_link x "
        "WHERE x.kind = 'renewed' AND x.dossier_id = n.id AND x.other_id = d.id)) ORDER BY n.number, p.id"
    )
    return [(bytes(request), bytes(piece)) for request, piece in reader.execute(sql, (dossier, year))]


def stopped(reader: sqlite3.Connection, today: dt.date, dossier: bytes | None = None) -> set[bytes]:
    """The requests that wait for an earlier report: all of them, or this one if it does."""
    only = "" if dossier is None else " AND n.id = :dossier"
    told = {"today": today.isoformat(), "dossier": dossier}
    return {bytes(key) for (key,) in reader.execute(_earlier("n.id", only), told)}


class IndicatorRow(NamedTuple):
    """One indicator of an action, or of its convention, in the year of its report."""

    label: str
    unit: str
    target: float | None
    reached: float | None


def indicators_of(reader: sqlite3.Connection, dossier: bytes, year: int) -> list[IndicatorRow]:
    sql = (
        "SELECT i.label, i.unit, v.target, v.reached FROM dossier d JOIN indicator i ON i.dossier_id = d.id "
        "OR i.agreement_id = d.agreement_id LEFT JOIN indicator_value v ON v.indicator_id = i.id AND v.year = ? "
        "WHERE d.id = ? ORDER BY i.rank, i.id"
    )
    return every(reader, IndicatorRow, sql, (year, dossier))


def other_numbers(reader: sqlite3.Connection) -> list[tuple[bytes, str]]:
    """(dossier, number) of the numbers that portals know the dossiers by, of those that owe a report."""
    sql = (
        "SELECT d.id, d.source_id FROM dossier d WHERE d.source_id <> '' "
        "AND EXISTS (SELECT 1 FROM report r WHERE r.dossier_id = d.id) UNION "
        "SELECT k.dossier_id, k.source_id FROM also_known k "
        "WHERE EXISTS (SELECT 1 FROM report r WHERE r.dossier_id = k.dossier_id)"
    )
    return [(bytes(key), number) for key, number in reader.execute(sql)]
