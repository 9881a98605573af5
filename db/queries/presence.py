"""Who else may be on a dossier: the workstations that took it along, and whoever opened it just now."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every
from db.queries.visits import OPENED


class LoanRow(NamedTuple):
    """A dossier taken along: by which workstation, by whom, since when (ISO)."""

    workstation: str
    place: str
    person: str
    lent_at: str


class OpenedRow(NamedTuple):
    """A person who opened the dossier, and when (ISO)."""

    person: str
    at: str


def loans(reader: sqlite3.Connection, dossier: bytes) -> list[LoanRow]:
    """Where this dossier was taken and has not come back from, the latest first."""
    sql = (
        "SELECT w.name, w.place, l.person, l.lent_at FROM loan l "
        "JOIN workstation w ON w.id = l.workstation_id "
        "WHERE l.dossier_id = ? AND l.back_at IS NULL ORDER BY l.lent_at DESC"
    )
    return every(reader, LoanRow, sql, (dossier,))


def opened_by(reader: sqlite3.Connection, dossier: bytes, me: str, since: str) -> list[OpenedRow]:
    """Others who opened this dossier in this same base since that moment."""
    sql = (
        "SELECT person, max(at) FROM visit WHERE dossier_id = ? AND person <> ? AND part = ? AND at >= ? "
        "GROUP BY person ORDER BY 2 DESC"
    )
    return every(reader, OpenedRow, sql, (dossier, me, OPENED, since))


# The name of the workstation that has a dossier (the latest), "" for none, beside `dossier d`.
LENT = (
    "coalesce((SELECT w.name FROM loan l JOIN workstation w ON w.id = l.workstation_id "
    "WHERE l.dossier_id = d.id AND l.back_at IS NULL ORDER BY l.lent_at DESC LIMIT 1), '')"
)
