"""The day of an officer: what waits, what binds, what was done, what colleagues changed."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import NamedTuple

from db.queries.rows import every, one

_ACCEPTED = (
    "NOT EXISTS (SELECT 1 FROM settlement s WHERE s.dossier_id = f.dossier_id AND s.code = f.code "
    "AND s.sources = f.sources)"
)
_FINDINGS = f"(SELECT count(*) FROM finding f WHERE f.dossier_id = d.id AND f.level = '{{}}' AND {_ACCEPTED})"
# The letters that tell a decision: the time to appeal runs from the last of them.
_TOLD = "'accord', 'accord_partiel', 'ajournement', 'refus', 'ineligible', 'reorientation', 'retrait'"
_WORK = f"""
SELECT d.id, d.number, d.title, d.stage, d.officer, d.due_on, d.asked, a.name, k.year, z.outcome, z.notified_on,
 t.voted, t.paid,
 (SELECT count(*) FROM piece p WHERE p.dossier_id = d.id AND p.state IN ('missing', 'refused', 'expired')),
 {_FINDINGS.format("bad")}, {_FINDINGS.format("warn")},
 (SELECT min(r.due_on) FROM piece_request r WHERE r.dossier_id = d.id AND r.answered_on IS NULL
   AND r.withdrawn_on IS NULL),
 (SELECT min(x.due_on || ' ' || coalesce(x.remind_on, x.due_on) || ' ' || x.title) FROM deadline x
   WHERE x.dossier_id = d.id AND x.done_on IS NULL AND x.person IN ('', ?1)),
 g.verdict, g.until, g.at,
 (SELECT min(c.due_on || ' ' || c.text) FROM condition c WHERE c.dossier_id = d.id AND c.due_on IS NOT NULL
   AND c.met_on IS NULL AND c.waived_on IS NULL AND d.stage IN ('decided', 'notified')),
 (SELECT max(coalesce(n.received_on, n.sent_on)) FROM notice n LEFT JOIN letter l ON l.id = n.letter_id
   WHERE n.dossier_id = d.id AND z.state = 'notified' AND (l.id IS NULL OR l.template IN ({_TOLD}))),
 EXISTS (SELECT 1 FROM payment y WHERE y.dossier_id = d.id),
 (SELECT min(coalesce(y.due_on, CASE WHEN y.kind IN ('single', 'advance') THEN date(z.notified_on, '+60 days') END))
   FROM payment y WHERE y.dossier_id = d.id AND y.state IN ('planned', 'asked')),
 (SELECT min(h.asked_on) FROM change_request h WHERE h.dossier_id = d.id AND h.state = 'asked')
FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call k ON k.id = d.call_id
LEFT JOIN decision z ON z.dossier_id = d.id LEFT JOIN total t ON t.dossier_id = d.id
LEFT JOIN triage g ON g.dossier_id = d.id AND g.person = ?1
WHERE """
_ALL = f"{_WORK} d.merged_into IS NULL AND d.stage <> 'closed' ORDER BY d.number"
_ONE = f"{_WORK} d.id = ?2"


class WorkRow(NamedTuple):
    """A dossier that is not closed. Money in cents, dates as ISO text; `own` is a date, the day of its
    reminder and its words."""

    id: bytes
    number: str
    title: str
    stage: str
    officer: str
    due_on: str | None
    asked: int | None
    applicant: str
    year: int
    outcome: str | None
    notified_on: str | None
    voted: int | None
    paid: int | None
    missing: int
    bad: int
    warn: int
    answer_due_on: str | None
    own: str | None
    verdict: str | None
    until: str | None
    judged_at: str | None
    condition: str | None  # the next one awaited: its day and its words
    told_on: str | None  # the last proof that the decision was received, or sent
    planned: int  # its payments are planned
    payment_due: str | None  # the first of those neither made nor held
    change_asked: str | None  # the first one without an answer


class ChangeRow(NamedTuple):
    """One step of somebody else, of one dossier."""

    at: str
    author: str
    site: str
    label: str
    dossier: bytes
    number: str
    applicant: str


class DeadlineRow(NamedTuple):
    """A date somebody set."""

    id: bytes
    dossier: bytes | None
    number: str | None
    title: str
    due_on: str
    remind_on: str | None
    person: str
    done_on: str | None
    author: str


class DayRow(NamedTuple):
    """A date of a wave: what happens, for whom."""

    call: str
    wave: str
    opens_on: str | None
    closes_on: str | None
    closings: str
    decides_on: str | None


def work(reader: sqlite3.Connection, person: str) -> list[WorkRow]:
    """Every dossier that is not closed, with what its place in the pile follows from."""
    return every(reader, WorkRow, _ALL, (person,))


def work_of(reader: sqlite3.Connection, person: str, dossier: bytes) -> WorkRow | None:
    """One dossier, closed or not."""
    return one(reader, WorkRow, _ONE, (person, dossier))


class PauseRow(NamedTuple):
    """A request that stopped, or stops, the clock of silence."""

    kind: str
    asked_on: str
    due_on: str
    answered_on: str | None
    withdrawn_on: str | None


def pauses(reader: sqlite3.Connection, dossier: bytes) -> list[PauseRow]:
    """What was asked of the applicant, in its order."""
    sql = (
        "SELECT kind, asked_on, due_on, answered_on, withdrawn_on FROM piece_request WHERE dossier_id = ? "
        "ORDER BY asked_on, id"
    )
    return every(reader, PauseRow, sql, (dossier,))


def changes_by_others(
    reader: sqlite3.Connection, person: str, since: date, most: int = 100
) -> list[ChangeRow]:
    """What colleagues changed from that day on, the last first."""
    sql = (
        "SELECT s.at, s.author, s.site, s.label, d.id, d.number, a.name FROM step s "
        "JOIN dossier d ON d.id = s.dossier JOIN applicant a ON a.id = d.applicant_id "
        "WHERE s.author <> ? AND s.at >= ? ORDER BY s.n DESC LIMIT ?"
    )
    return every(reader, ChangeRow, sql, (person, since.isoformat(), most))


def dossiers_done(reader: sqlite3.Connection, person: str, day: date) -> int:
    """How many dossiers this person has worked on that day."""
    sql = "SELECT count(DISTINCT dossier) FROM step WHERE author = ? AND at >= ? AND dossier IS NOT NULL"
    return int(reader.execute(sql, (person, day.isoformat())).fetchone()[0])


def judged(reader: sqlite3.Connection, person: str, day: date) -> list[str]:
    """When this person gave verdicts on the pile that day, as ISO text."""
    sql = "SELECT at FROM triage WHERE person = ? AND at >= ? ORDER BY at"
    return [row[0] for row in reader.execute(sql, (person, day.isoformat()))]


def deadlines(reader: sqlite3.Connection, person: str, dossier: bytes | None = None) -> list[DeadlineRow]:
    """The dates set for this person or for everybody and not done, of one dossier or of all."""
    sql = (
        "SELECT x.id, x.dossier_id, d.number, x.title, x.due_on, x.remind_on, x.person, x.done_on, x.author "
        "FROM deadline x LEFT JOIN dossier d ON d.id = x.dossier_id WHERE x.done_on IS NULL "
        "AND x.person IN ('', ?1) AND (?2 IS NULL OR x.dossier_id = ?2) ORDER BY x.due_on, x.id"
    )
    return every(reader, DeadlineRow, sql, (person, dossier))


def wave_days(reader: sqlite3.Connection) -> list[DayRow]:
    """The waves of all calls, with their dates."""
    sql = (
        "SELECT k.title, w.title, w.opens_on, w.closes_on, w.closings, w.decides_on FROM wave w "
        "JOIN call k ON k.id = w.call_id ORDER BY k.year, k.code, w.rank"
    )
    return every(reader, DayRow, sql)
