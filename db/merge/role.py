"""Which part this base plays in the exchange: the hub that gathers, a station that sends, or neither."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple


class Role(NamedTuple):
    role: str = ""  # hub, station, ""
    hub: str = ""  # the site name of the hub
    means: str = ""


def read(connection: sqlite3.Connection) -> Role:
    row = connection.execute("SELECT value FROM setting WHERE name = 'exchange'").fetchone()
    if row is None:
        return Role()
    try:
        told = json.loads(row[0])
        return Role(
            str(told.get("role") or ""), str(told.get("hub") or ""), json.dumps(told.get("means") or "")
        )
    except (ValueError, AttributeError):  # edited by hand: as if nothing had been said
        return Role()


def is_hub(connection: sqlite3.Connection) -> bool:
    return read(connection).role == "hub"
