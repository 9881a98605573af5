"""The people of the office: who works here, in which role, on which quarters, with how many dossiers."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from db.queries.rows import every
from db.sight import TEAMS


class PersonRow(NamedTuple):
    """One person. `quarters`: codes, "" for all of them; `dossiers`: those in their hands, not yet decided."""

    id: bytes
    name: str
    initials: str
    role: str
    phone: str
    email: str
    login: str
    quarters: str
    left_on: str | None
    dossiers: int


OPEN = "('received', 'incomplete', 'complete', 'instruction', 'opinion', 'ready')"  # work is left to do


def people(reader: sqlite3.Connection) -> list[PersonRow]:
    """Everybody, those who left last."""
    sql = (
        "SELECT p.id, p.name, p.initials, p.role, p.phone, p.email, p.login, p.quarters, p.left_on, "
        "(SELECT count(*) FROM dossier d WHERE d.officer = p.name AND d.merged_into IS NULL "
        f"AND d.stage IN {OPEN}) FROM person p ORDER BY p.left_on IS NOT NULL, fold(p.name)"
    )
    return every(reader, PersonRow, sql, ())


def teams(reader: sqlite3.Connection) -> dict[str, list[str]]:
    """The teams and who is in them."""
    row = reader.execute("SELECT value FROM setting WHERE name = ?", (TEAMS,)).fetchone()
    told: dict[str, list[str]] = json.loads(row[0]) if row else {}
    return told
