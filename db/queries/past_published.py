"""Past grants by their keys, to be written again as open data."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from db.queries.rows import every


class PastRow(NamedTuple):
    """A past grant as the base keeps it. Cents, the day ISO."""

    id: bytes
    siret: str
    rna: str
    name: str
    funder: str
    purpose: str
    amount: int
    status: str
    decided_on: str | None


def past_grants(reader: sqlite3.Connection, keys: Sequence[bytes]) -> list[PastRow]:
    """These past grants, in no order."""
    sql = (
        "SELECT id, siret, rna, name, funder, purpose, amount, status, decided_on FROM past_grant "
        "WHERE hex(id) IN (SELECT value FROM json_each(?))"
    )
    return every(reader, PastRow, sql, (json.dumps([key.hex().upper() for key in keys]),))
