"""Numbers that should be given once, and are not refused by the table: two offices may meet on one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.fold import Change

UNIQUE = {"dossier": "number", "committee": "code", "opinion_pack": "code"}


def given_again(connection: sqlite3.Connection, changes: Iterable[Change]) -> set[tuple[str, bytes]]:
    """Rows to which a save here gives a number that another row has."""
    found: set[tuple[str, bytes]] = set()
    for change in changes:
        column = UNIQUE.get(change.ent)
        if column is None or change.kind == "delete" or change.field not in ("", column):
            continue
        told = json.loads(change.val or "null")
        number = told.get(column) if isinstance(told, dict) else told
        query = f'SELECT 1 FROM "{change.ent}" WHERE "{column}" = ? AND id <> ?'
        if number and connection.execute(query, (number, change.rid)).fetchone():
            found.add((change.ent, change.rid))
    return found
