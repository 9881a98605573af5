"""The years in which something was granted, the last first."""

from __future__ import annotations

import sqlite3


def granted_years(reader: sqlite3.Connection) -> list[int]:
    """Years of calls, or of the conventions that dossiers ask for."""
    sql = (
        "SELECT DISTINCT coalesce(d.tranche, k.year) FROM decision z JOIN dossier d ON d.id = z.dossier_id "
        "JOIN call k ON k.id = d.call_id WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') "
        "ORDER BY 1 DESC"
    )
    return [row[0] for row in reader.execute(sql)]
