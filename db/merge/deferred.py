"""What came from a newer program and had no place here: projected once the schema has grown."""

from __future__ import annotations

import sqlite3

from db.merge.project import Projected, project


def reproject_unknown(connection: sqlite3.Connection, since: str = "") -> Projected:
    """Project again the rows on which a program newer than the schema `since` has written; after a migration,
    inside its transaction, references not enforced."""
    rows = connection.execute("SELECT DISTINCT ent, rid FROM op WHERE sch > ?", (since,)).fetchall()
    return project(connection, [(ent, bytes(rid)) for ent, rid in rows])
