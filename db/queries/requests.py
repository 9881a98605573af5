"""What was asked of the applicants, and since when their legal clocks stand still."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every, one


class RequestRow(NamedTuple):
    """One request of a dossier; dates ISO. Withdrawn ones never stopped the clock."""

    id: bytes
    kind: str
    items: str  # one a line
    channel: str
    body: str
    asked_on: str
    due_on: str
    answered_on: str | None
    reminded_on: str | None
    reminders: int
    withdrawn_on: str | None
    letter: str | None  # number of the register
    author: str


class OpenRequest(NamedTuple):
    """A request that waits for its answer, of any dossier: what a pile is made of."""

    id: bytes
    dossier_id: bytes
    number: str
    applicant: str
    items: str
    asked_on: str
    due_on: str
    reminded_on: str | None
    reminders: int
    silence_on: str | None  # when silence rejects the application, the request counted


class SiftRow(NamedTuple):
    """The first verdict on a dossier; `reasons` are codes, space separated."""

    verdict: str  # admissible, incomplete, inadmissible
    reasons: str
    comment: str
    author: str
    decided_on: str


def requests_of(reader: sqlite3.Connection, dossier: bytes) -> list[RequestRow]:
    """Every request of a dossier, the first one first."""
    sql = (
        "SELECT r.id, r.kind, r.items, r.channel, r.body, r.asked_on, r.due_on, r.answered_on, r.reminded_on, "
        "r.reminders, r.withdrawn_on, l.number, r.author FROM piece_request r "
        "LEFT JOIN letter l ON l.id = r.letter_id WHERE r.dossier_id = ? ORDER BY r.asked_on, r.id"
    )
    return every(reader, RequestRow, sql, (dossier,))


def open_requests(reader: sqlite3.Connection) -> list[OpenRequest]:
    """What was asked and is neither answered nor withdrawn, the most pressing first."""
    sql = (
        "SELECT r.id, d.id, d.number, a.name, r.items, r.asked_on, r.due_on, r.reminded_on, r.reminders, d.due_on "
        "FROM piece_request r JOIN dossier d ON d.id = r.dossier_id JOIN applicant a ON a.id = d.applicant_id "
        "WHERE r.answered_on IS NULL AND r.withdrawn_on IS NULL AND d.merged_into IS NULL "
        "AND d.stage NOT IN ('decided', 'notified', 'closed') ORDER BY r.due_on, r.id"
    )
    return every(reader, OpenRequest, sql)


def sift_of(reader: sqlite3.Connection, dossier: bytes) -> SiftRow | None:
    sql = "SELECT verdict, reasons, comment, author, decided_on FROM sift WHERE dossier_id = ?"
    return one(reader, SiftRow, sql, (dossier,))
