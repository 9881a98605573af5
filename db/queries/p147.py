"""Grants by the State's themes: what each dossier counts for, and the bridge from challenges to themes."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class ThemeRow(NamedTuple):
    id: bytes
    code: str
    title: str
    parent: str


class BridgeRow(NamedTuple):
    """A part of a challenge that counts in a theme, in per cent."""

    challenge_id: bytes
    challenge: str
    theme_id: bytes
    theme: str
    percent: int


class GrantRow(NamedTuple):
    """What one funder voted to one dossier. Cents; `marks` is « D01:3,D04:2 », `declared` « D01,D04 »."""

    dossier_id: bytes
    number: str
    title: str
    voted: int
    marks: str
    declared: str
    objectives: str


def themes(reader: sqlite3.Connection) -> list[ThemeRow]:
    return every(reader, ThemeRow, "SELECT id, code, title, parent FROM theme ORDER BY rank, code")


def bridge(reader: sqlite3.Connection) -> list[BridgeRow]:
    """Every part, in the order of challenges and themes."""
    sql = (
        "SELECT c.id, c.code, t.id, t.code, x.percent FROM challenge_theme x JOIN challenge c ON c.id = x.challenge_id "
        "JOIN theme t ON t.id = x.theme_id WHERE x.percent > 0 ORDER BY c.rank, c.code, t.rank, t.code"
    )
    return every(reader, BridgeRow, sql)


def granted(reader: sqlite3.Connection, funder: bytes, year: int) -> list[GrantRow]:
    """The grants of a funder in a year of calls (or of conventions), in the order of the numbers."""
    sql = """
SELECT d.id, d.number, d.title, m.voted,
 coalesce((SELECT group_concat(x, ',') FROM (SELECT c.code || ':' || y.level AS x FROM mark y
   JOIN challenge c ON c.id = y.challenge_id WHERE y.dossier_id = d.id AND y.level > 0 ORDER BY c.rank)), ''),
 coalesce((SELECT group_concat(code, ',') FROM (SELECT c.code FROM declared y
   JOIN challenge c ON c.id = y.challenge_id WHERE y.dossier_id = d.id ORDER BY c.rank)), ''),
 coalesce((SELECT s.body FROM section s WHERE s.dossier_id = d.id AND s.code = 'objectives'), '')
FROM decision z JOIN dossier d ON d.id = z.dossier_id JOIN call k ON k.id = d.call_id
JOIN amount m ON m.dossier_id = d.id AND m.funder_id = ?
WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') AND m.voted > 0
AND coalesce(d.tranche, k.year) = ? ORDER BY d.number"""
    return every(reader, GrantRow, sql, (funder, year))
