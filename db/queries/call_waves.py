"""The waves of a call with what falls in each, and its dossiers that are not decided yet."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class WaveRow(NamedTuple):
    """One wave; days are ISO, `closings` one "kind=day" a line."""

    id: bytes
    rank: int
    title: str
    opens_on: str | None
    closes_on: str | None
    closings: str
    decides_on: str | None
    dossiers: int
    asked: int | None


class PlacedRow(NamedTuple):
    """A dossier and the wave it is in."""

    dossier: bytes
    number: str
    applicant: str
    kind: str
    renewal: int | None
    deposited_at: str | None
    wave_id: bytes | None
    wave: str | None


def waves_of(reader: sqlite3.Connection, call: bytes) -> list[WaveRow]:
    """In their order, with what this reader shows of the dossiers."""
    sql = (
        "SELECT w.id, w.rank, w.title, w.opens_on, w.closes_on, w.closings, w.decides_on, count(d.id), sum(d.asked) "
        "FROM wave w LEFT JOIN dossier d ON d.wave_id = w.id AND d.merged_into IS NULL "
        "WHERE w.call_id = ? GROUP BY w.id ORDER BY w.rank"
    )
    return every(reader, WaveRow, sql, (call,))


def placed(reader: sqlite3.Connection, call: bytes) -> list[PlacedRow]:
    """Dossiers of a call that no decision holds; one that was filed again is where a person put it."""
    sql = (
        "SELECT d.id, d.number, a.name, a.kind, d.renewal, d.deposited_at, d.wave_id, w.title FROM dossier d "
        "JOIN applicant a ON a.id = d.applicant_id LEFT JOIN wave w ON w.id = d.wave_id "
        "WHERE d.call_id = ? AND d.merged_into IS NULL AND d.stage NOT IN ('decided', 'notified', 'closed') "
        "AND NOT EXISTS (SELECT 1 FROM dossier_link l WHERE l.dossier_id = d.id AND l.kind = 'reworked') "
        "ORDER BY d.number"
    )
    return every(reader, PlacedRow, sql, (call,))


class LaterWave(NamedTuple):
    """A wave where a dossier may be filed again."""

    id: bytes
    title: str
    call: str
    decides_on: str | None


def later_waves(reader: sqlite3.Connection, dossier: bytes) -> list[LaterWave]:
    """Those of the same call that come after its own, then those of the same kind of call in later years."""
    sql = """
SELECT w.id, w.title, k.title, w.decides_on FROM wave w JOIN call k ON k.id = w.call_id
JOIN dossier d ON d.id = ?1 JOIN call mine ON mine.id = d.call_id LEFT JOIN wave own ON own.id = d.wave_id
WHERE (w.call_id = d.call_id AND w.rank > coalesce(own.rank, 0)) OR (k.kind = mine.kind AND k.year > mine.year)
ORDER BY k.year, w.rank"""
    return every(reader, LaterWave, sql, (dossier,))
