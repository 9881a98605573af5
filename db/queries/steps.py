"""What the journal says of the day."""

from __future__ import annotations

import sqlite3
from datetime import date


def steps_since(reader: sqlite3.Connection, site: str, day: date) -> int:
    """How many steps this workstation wrote from that day on, undoing included."""
    query = "SELECT count(*) FROM step WHERE site = ? AND at >= ?"
    return int(reader.execute(query, (site, day.isoformat())).fetchone()[0])
