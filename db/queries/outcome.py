"""What follows a decision: its conditions, how the applicant was told, why it was reopened."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every, one
from db.queries.scores import CLOSED


class FollowedRow(NamedTuple):
    """One condition of a dossier and what became of it; days are ISO."""

    id: bytes
    dossier_id: bytes
    number: str
    applicant: str
    text: str
    due_on: str | None
    met_on: str | None
    waived_on: str | None
    why: str
    piece_id: bytes | None
    piece: str | None


class NoticeRow(NamedTuple):
    """One proof of notice; `letter` is its number in the register, "" for none."""

    id: bytes
    dossier_id: bytes
    letter_id: bytes | None
    letter: str
    template: str
    sent_on: str
    means: str
    tracking: str
    received_on: str | None
    comment: str
    author: str
    sha256: str | None
    mime: str | None


class ReopeningRow(NamedTuple):
    """What the decision of a dossier says of its reopening and of the session that took it."""

    notified_on: str | None
    reopened_on: str | None
    reopen_reason: str
    session: str | None


_CONDITIONS = (
    "SELECT c.id, c.dossier_id, d.number, a.name, c.text, c.due_on, c.met_on, c.waived_on, c.why, c.piece_id, "
    "coalesce(nullif(p.label, ''), p.name) FROM condition c JOIN dossier d ON d.id = c.dossier_id "
    "JOIN applicant a ON a.id = d.applicant_id LEFT JOIN piece p ON p.id = c.piece_id "
)


def conditions_of(reader: sqlite3.Connection, dossier: bytes) -> list[FollowedRow]:
    """The conditions of one dossier, in their order."""
    return every(reader, FollowedRow, f"{_CONDITIONS} WHERE c.dossier_id = ? ORDER BY c.rank", (dossier,))


def to_follow(reader: sqlite3.Connection, person: str = "") -> list[FollowedRow]:
    """The conditions still awaited, the nearest first; dossiers closed to this person are left out."""
    sql = (
        f"{_CONDITIONS} WHERE c.met_on IS NULL AND c.waived_on IS NULL AND d.merged_into IS NULL "
        f"AND d.stage IN ('decided', 'notified') AND d.id NOT IN ({CLOSED}) "
        "ORDER BY c.due_on IS NULL, c.due_on, d.number, c.rank"
    )
    return every(reader, FollowedRow, sql, [person] * CLOSED.count("?"))


_NOTICES = (
    "SELECT n.id, n.dossier_id, n.letter_id, coalesce(l.number, ''), coalesce(l.template, ''), n.sent_on, "
    "n.means, n.tracking, n.received_on, n.comment, n.author, f.sha256, f.mime FROM notice n "
    "LEFT JOIN letter l ON l.id = n.letter_id LEFT JOIN file f ON f.id = n.file_id "
)


def notices_of(reader: sqlite3.Connection, dossier: bytes) -> list[NoticeRow]:
    """The proofs of one dossier, the last first."""
    return every(
        reader, NoticeRow, f"{_NOTICES} WHERE n.dossier_id = ? ORDER BY n.sent_on DESC, n.id", (dossier,)
    )


def notices(reader: sqlite3.Connection) -> dict[bytes, NoticeRow]:
    """The last proof of each letter of the register."""
    rows = every(reader, NoticeRow, f"{_NOTICES} WHERE n.letter_id IS NOT NULL ORDER BY n.sent_on, n.id")
    return {row.letter_id: row for row in rows if row.letter_id is not None}


def reopening(reader: sqlite3.Connection, dossier: bytes) -> ReopeningRow | None:
    sql = (
        "SELECT z.notified_on, z.reopened_on, z.reopen_reason, c.code FROM decision z "
        "LEFT JOIN committee c ON c.id = z.committee_id WHERE z.dossier_id = ?"
    )
    return one(reader, ReopeningRow, sql, (dossier,))
