"""Which part this base plays in the exchange: the hub that gathers, a station that sends, or neither."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from db.merge import check


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
        role, hub = str(told.get("role") or ""), str(told.get("hub") or "")
        if role == "hub" and _elsewhere(connection, hub):
            role = "station"  # the office says the same on every base: which one is the hub
        return Role(role, hub, json.dumps(told.get("means") or ""))
    except (ValueError, AttributeError):  # edited by hand: as if nothing had been said
        return Role()


def _elsewhere(connection: sqlite3.Connection, hub: str) -> bool:
    """Whether this base, under the name that it was given, is another than the hub."""
    site = check.value(connection, "site")
    return site is not None and check.incarnation(site)[0] != check.incarnation(hub)[0]


def is_hub(connection: sqlite3.Connection) -> bool:
    return read(connection).role == "hub"
