"""Numbers that should be given once, and are not refused by the table: two offices may meet on one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

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


@cache
def codes_of(ent: str) -> tuple[str, ...]:
    """Columns that the table itself holds to be unique."""
    from db.base import Table  # SQLAlchemy comes after the first paint

    return tuple(column.name for column in Table.metadata.tables[ent].columns if column.unique)


def with_own_codes(
    connection: sqlite3.Connection, ent: str, rid: bytes, values: dict[str, Any]
) -> dict[str, Any]:
    """Two offices gave one code of a table of reference: the first key has it, the other says whose it is."""
    for column in codes_of(ent):
        query = f'SELECT 1 FROM "{ent}" WHERE "{column}" = ? AND id < ?'
        if connection.execute(query, (values[column], rid)).fetchone():
            values = {**values, column: _marked(values[column], rid)}
    return values


def free_codes(connection: sqlite3.Connection, ent: str, rid: bytes, values: dict[str, Any]) -> None:
    """Before a row takes its code: whoever has it with a later key gives it up."""
    for column in codes_of(ent):
        query = f'SELECT id FROM "{ent}" WHERE "{column}" = ? AND id > ?'
        for (other,) in connection.execute(query, (values[column], rid)).fetchall():
            told = _marked(values[column], bytes(other))
            connection.execute(f'UPDATE "{ent}" SET "{column}" = ? WHERE id = ?', (told, other))


def _marked(code: Any, rid: bytes) -> str:
    return f"{code} ({rid.hex()[-4:]})"
