"""Letters: what waits in the outbox, what left."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


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


_LETTERS = (
    "SELECT l.id, d.id, d.number, a.name, d.title, l.template, l.state, l.edited, l.number, l.issued_at, "
    "z.outcome, t.voted, (SELECT count(*) FROM printing p WHERE p.letter_id = l.id), f.sha256 "
    "FROM letter l JOIN dossier d ON d.id = l.dossier_id JOIN applicant a ON a.id = d.applicant_id "
    "LEFT JOIN decision z ON z.dossier_id = d.id LEFT JOIN total t ON t.dossier_id = d.id "
    "LEFT JOIN file f ON f.id = l.file_id"
)

# A draft of a dossier united with another never leaves; what left is in the register for ever.
_LEAVES = "(d.merged_into IS NULL OR l.state = 'issued')"


def letter_list(reader: sqlite3.Connection) -> list[LetterRow]:
    """Every letter, in the order of the dossiers."""
    return every(reader, LetterRow, f"{_LETTERS} WHERE {_LEAVES} ORDER BY d.number, l.template")


def outbox(reader: sqlite3.Connection) -> list[LetterRow]:
    return every(
        reader, LetterRow, f"{_LETTERS} WHERE l.state = 'draft' AND {_LEAVES} ORDER BY d.number, l.template"
    )


def register(reader: sqlite3.Connection) -> list[LetterRow]:
    """What left, in the order of the numbers."""
    return every(reader, LetterRow, f"{_LETTERS} WHERE l.state = 'issued' ORDER BY l.number")


def letters_of(reader: sqlite3.Connection, dossier: bytes) -> list[LetterRow]:
    return every(reader, LetterRow, f"{_LETTERS} WHERE l.dossier_id = ? ORDER BY l.id", (dossier,))
