"""Digests of the tables in a scope: what two bases compare once they have exchanged everything."""

from __future__ import annotations

import hashlib
import sqlite3
from functools import cache

from db.merge.reach import Reach, dossier_column, reach
from db.merge.scope import Scope
from db.triggers import blob_columns, journalled


def tables(connection: sqlite3.Connection, scope: Scope) -> dict[str, tuple[int, str]]:
    """Table -> how many rows of it are in the scope, SHA-256 of them in the order of their keys."""
    here = reach(connection, scope)
    return {ent: table(connection, ent, here) for ent in journalled()}


def table(connection: sqlite3.Connection, ent: str, here: Reach) -> tuple[int, str]:
    out = frozenset(column for name, column in here.scope.left_out if name == ent)
    count, digest = 0, hashlib.sha256()
    for rid, dossier, row in connection.execute(_rows(ent, out)):
        if here.has(ent, rid, dossier):
            count += 1
            digest.update(rid)
            digest.update(row.encode())
    return count, digest.hexdigest()


@cache  # a hundred tables at each exchange
def _rows(ent: str, out: frozenset[str]) -> str:
    """The statement that reads a table, but for columns left out."""
    keys = blob_columns()[ent]
    # JSON writes numbers with fifteen figures, as they went through the journal.
    told = ", ".join(f'hex("{c}")' if c in keys else f'"{c}"' for c in journalled()[ent] if c not in out)
    return f"""SELECT id, {dossier_column(ent) or "NULL"}, json_array({told}) FROM "{ent}" ORDER BY id"""
