"""What may be told to an applicant: the notes written for it, and the names that no letter to it may hold."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class ToldRow(NamedTuple):
    """One note whose audience is the applicant; `rank` None: about no challenge."""

    id: bytes
    rank: int | None
    short: str | None
    strength: int
    text: str
    quote: str


class NameRow(NamedTuple):
    """What is to be kept: the name of an officer ("person") or of another applicant ("applicant"), a "note"."""

    kind: str
    name: str


def told_notes(reader: sqlite3.Connection, dossier: bytes) -> list[ToldRow]:
    """The notes written for the applicant, and no other, by challenge."""
    sql = (
        "SELECT n.id, c.rank, c.short, n.strength, n.text, n.quote FROM annotation n "
        "LEFT JOIN challenge c ON c.id = n.challenge_id "
        "WHERE n.dossier_id = ? AND n.audience = 'applicant' ORDER BY c.rank IS NULL, c.rank, n.at, n.id"
    )
    return every(reader, ToldRow, sql, (dossier,))


def kept_notes(reader: sqlite3.Connection, dossier: bytes) -> list[NameRow]:
    """The words of the other notes of a dossier ("note"): those of an applicant's note said elsewhere too are
    no secret."""
    sql = """
SELECT DISTINCT 'note', text FROM annotation WHERE dossier_id = ?1 AND audience <> 'applicant' AND text <> ''
 AND fold(trim(text)) NOT IN
  (SELECT fold(trim(text)) FROM annotation WHERE dossier_id = ?1 AND audience = 'applicant')"""
    return every(reader, NameRow, sql, (dossier,))


def kept_names(reader: sqlite3.Connection, applicant: bytes) -> list[NameRow]:
    """Officers, whoever wrote here, and every applicant but this one."""
    sql = """
SELECT 'person', name FROM person WHERE name <> ''
UNION SELECT 'person', officer FROM dossier WHERE officer <> ''
UNION SELECT 'person', author FROM annotation WHERE author <> ''
UNION SELECT 'applicant', name FROM applicant WHERE id <> ?1 AND merged_into IS NOT ?1 AND name <> ''
UNION SELECT 'applicant', acronym FROM applicant WHERE id <> ?1 AND merged_into IS NOT ?1 AND acronym <> ''"""
    own = {name.casefold() for (name,) in reader.execute(
        "SELECT name FROM applicant WHERE id = ?1 OR merged_into = ?1 "
        "UNION SELECT acronym FROM applicant WHERE id = ?1 OR merged_into = ?1", (applicant,)
    )}  # fmt: skip
    return [row for row in every(reader, NameRow, sql, (applicant,)) if row.name.casefold() not in own]
