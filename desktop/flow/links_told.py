"""What links tell: the renewals that show and wait for a word, and the first filing of a dossier reworked."""

from __future__ import annotations

import sqlite3

from db.queries import links as rows
from desktop.rules import links as rules
from desktop.rules.links import End, First


def proposals(reader: sqlite3.Connection, dossier: bytes) -> list[End]:
    """Dossiers of earlier years that this one seems to renew, and that nothing ties to it yet."""
    ends = [End(*row) for row in rows.ends(reader, dossier)]
    mine = next((end for end in ends if end.key == dossier), None)
    return rules.renewals(mine, ends) if mine is not None else []


def first_of(reader: sqlite3.Connection, dossier: bytes) -> First | None:
    """The first filing of a dossier that was reworked."""
    row = rows.first_filing(reader, dossier)
    if row is None:
        return None
    reasons = tuple((row.reasons or "").split("\n")) if row.reasons else ()
    return First(row.number, row.wave, row.call, row.outcome, reasons or tuple(filter(None, (row.comment,))))


def first_words(reader: sqlite3.Connection, dossier: bytes) -> str:
    """« déjà présenté en première vague (dossier 2026-0012), refusé pour : … »; "" for any other dossier."""
    first = first_of(reader, dossier)
    return rules.first_words(first) if first is not None else ""
