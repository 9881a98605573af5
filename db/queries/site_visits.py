"""Visits to the actions, with how many photographs each has; the photographs of one dossier."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every
from db.queries.scores import CLOSED


class VisitRow(NamedTuple):
    """One visit; days are ISO."""

    id: bytes
    dossier_id: bytes
    number: str
    title: str
    year: int
    applicant: str
    quarters: str
    visited_on: str
    place: str
    people: str
    present: int | None
    body: str
    next_steps: str
    author: str
    photos: int


_VISITS = """
SELECT v.id, v.dossier_id, d.number, d.title, k.year, a.name,
 coalesce((SELECT group_concat(short, ', ') FROM (SELECT q.short FROM dossier_quarter x JOIN quarter q
   ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank)), ''),
 v.visited_on, v.place, v.people, v.present, v.body, v.next_steps, v.author,
 (SELECT count(*) FROM piece p WHERE p.site_visit_id = v.id)
FROM site_visit v JOIN dossier d ON d.id = v.dossier_id JOIN call k ON k.id = d.call_id
JOIN applicant a ON a.id = d.applicant_id WHERE d.merged_into IS NULL"""


def visits(reader: sqlite3.Connection, person: str = "") -> list[VisitRow]:
    """Every visit, the last first; those to dossiers closed to this person are left out."""
    sql = f"{_VISITS} AND d.id NOT IN ({CLOSED}) ORDER BY v.visited_on DESC, v.id"
    return every(reader, VisitRow, sql, [person] * CLOSED.count("?"))


def visits_of(reader: sqlite3.Connection, dossier: bytes) -> list[VisitRow]:
    """Those of one dossier, the last first."""
    return every(reader, VisitRow, f"{_VISITS} AND d.id = ? ORDER BY v.visited_on DESC, v.id", (dossier,))


class PhotoRow(NamedTuple):
    """A photograph: a piece that refers to its visit."""

    id: bytes
    visit_id: bytes
    name: str
    label: str
    sha256: str


def photos_of(reader: sqlite3.Connection, dossier: bytes) -> list[PhotoRow]:
    """The photographs of every visit to an action."""
    sql = (
        "SELECT p.id, p.site_visit_id, p.name, p.label, f.sha256 FROM piece p JOIN file f ON f.id = p.file_id "
        "WHERE p.dossier_id = ? AND p.site_visit_id IS NOT NULL ORDER BY p.id"
    )
    return every(reader, PhotoRow, sql, (dossier,))
