"""What stands on the map: the outlines of the quarters, and the places of the actions of a year."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.lists import HERE
from db.queries.rows import every


class QuarterOutline(NamedTuple):
    """A quarter and its outline (GeoJSON, WGS 84), "" when it is not known."""

    code: str
    name: str
    short: str
    residents: int | None
    outline: str


class ActivityPlace(NamedTuple):
    """Where an action takes place; degrees. `granted`: cents, 0 when nothing is."""

    dossier_id: bytes
    number: str
    applicant: str
    title: str
    place: str
    lon: float
    lat: float
    granted: int
    quarters: str  # codes by commas


def quarter_outlines(reader: sqlite3.Connection) -> list[QuarterOutline]:
    """In their order."""
    query = "SELECT code, name, short, residents, outline FROM quarter ORDER BY rank"
    return every(reader, QuarterOutline, query)


def activity_places(reader: sqlite3.Connection, year: int | None = None) -> list[ActivityPlace]:
    """The places with coordinates, of the dossiers of a year or of all; united dossiers left out."""
    query = f"""
SELECT d.id, d.number, a.name, d.title, p.name, p.lon, p.lat, coalesce(t.voted, 0),
 coalesce((SELECT group_concat(q.code, ',') FROM dossier_quarter x
   JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id), '')
FROM action_place p JOIN dossier d ON d.id = p.dossier_id JOIN applicant a ON a.id = d.applicant_id
JOIN call c ON c.id = d.call_id LEFT JOIN total t ON t.dossier_id = d.id
WHERE p.lon IS NOT NULL AND p.lat IS NOT NULL AND {HERE}
AND (?1 IS NULL OR coalesce(d.tranche, c.year) = ?1) ORDER BY d.number, p.rank"""
    return every(reader, ActivityPlace, query, (year,))


def years_told(reader: sqlite3.Connection) -> list[int]:
    """The years that have dossiers, the newest first."""
    query = (
        "SELECT DISTINCT coalesce(d.tranche, c.year) FROM dossier d JOIN call c ON c.id = d.call_id "
        "ORDER BY 1 DESC"
    )
    return [int(year) for (year,) in reader.execute(query)]
