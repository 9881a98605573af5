"""Letters: what waits in the outbox, what left."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every, one


class LetterRow(NamedTuple):
    """One letter of the outbox or of the register."""

    id: bytes
    dossier_id: bytes
    dossier: str
    applicant: str
    title: str
    template: str
    state: str
    edited: int
    number: str
    issued_at: str | None
    outcome: str | None
    granted: int | None
    copies: int
    sha256: str | None
    author: str = ""  # who prepared it, then who issued it
    approval: str = ""  # as written down: desktop.rules.approval tells whether it still holds
    approved_by: str = ""  # or who sent it back
    approved_at: str | None = None
    approved_words: str = ""
    approval_note: str = ""
    signed_on: str | None = None
    signed_sha256: str | None = None  # the scan of the letter, signed
    member_id: bytes | None = None  # of a project: then `applicant` and `granted` are those of this member
    subject_id: bytes | None = None  # what it is about, where it is not the decision


_LETTERS = (
    "SELECT l.id, d.id, d.number, coalesce(b.name, a.name), d.title, l.template, l.state, l.edited, l.number, l.issued_at, "
    "z.outcome, CASE WHEN l.member_id IS NULL THEN t.voted ELSE (SELECT sum(h.voted) FROM member_share h "
    "WHERE h.member_id = l.member_id) END, (SELECT count(*) FROM printing p WHERE p.letter_id = l.id), f.sha256, "
    "l.author, l.approval, l.approved_by, l.approved_at, l.approved_words, l.approval_note, l.signed_on, s.sha256, "
    "l.member_id, l.subject_id "
    "FROM letter l JOIN dossier d ON d.id = l.dossier_id JOIN applicant a ON a.id = d.applicant_id "
    "LEFT JOIN decision z ON z.dossier_id = d.id LEFT JOIN total t ON t.dossier_id = d.id "
    "LEFT JOIN project_member p ON p.id = l.member_id LEFT JOIN applicant b ON b.id = p.applicant_id "
    "LEFT JOIN file f ON f.id = l.file_id LEFT JOIN file s ON s.id = l.signed_file_id"
)

# A draft of a dossier united with another never leaves; what left is in the register for ever.
_LEAVES = "(d.merged_into IS NULL OR l.state = 'issued')"


def letter_list(reader: sqlite3.Connection) -> list[LetterRow]:
    """Every letter, in the order of the dossiers."""
    return every(reader, LetterRow, f"{_LETTERS} WHERE {_LEAVES} ORDER BY d.number, l.template, p.rank")


def outbox(reader: sqlite3.Connection) -> list[LetterRow]:
    return every(
        reader,
        LetterRow,
        f"{_LETTERS} WHERE l.state = 'draft' AND {_LEAVES} ORDER BY d.number, l.template, p.rank",
    )


def register(reader: sqlite3.Connection) -> list[LetterRow]:
    """What left, in the order of the numbers."""
    # After C2026-9999 comes C2026-10000.
    order = "substr(l.number, 1, 6), length(l.number), l.number"
    return every(reader, LetterRow, f"{_LETTERS} WHERE l.state = 'issued' ORDER BY {order}")


def letters_of(reader: sqlite3.Connection, dossier: bytes) -> list[LetterRow]:
    return every(reader, LetterRow, f"{_LETTERS} WHERE l.dossier_id = ? ORDER BY l.id", (dossier,))


class SittingRow(NamedTuple):
    """What a letter says of how its decision was taken; ISO days."""

    outcome: str
    held_on: str  # by the session where it was taken, else the day written with it
    act: str  # of the deliberation, its own or that of the session
    act_on: str | None


def sitting_of(reader: sqlite3.Connection, dossier: bytes) -> SittingRow | None:
    """The session and the deliberation behind a decision, None while there is no decision."""
    sql = (
        "SELECT z.outcome, coalesce(c.held_on, z.decided_on), "
        "CASE WHEN z.act <> '' THEN z.act ELSE coalesce(c.act, '') END, "
        "CASE WHEN z.act <> '' THEN z.act_on ELSE c.act_on END "
        "FROM decision z LEFT JOIN committee c ON c.id = z.committee_id WHERE z.dossier_id = ?"
    )
    return one(reader, SittingRow, sql, (dossier,))


def hands(reader: sqlite3.Connection, letter: bytes) -> set[str]:
    """Who prepared a letter or wrote in it, as the journal tells."""
    sql = (
        "SELECT author FROM op WHERE ent = 'letter' AND rid = ?1 "
        "AND (kind = 'create' OR field IN ('body', 'edited', 'template')) "
        "UNION SELECT author FROM letter WHERE id = ?1"
    )
    return {str(row[0]) for row in reader.execute(sql, (letter,))}
