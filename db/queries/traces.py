"""The trace as screens read it: who consulted, printed and exported what."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class TraceWish(NamedTuple):
    """What is sought; empty means everything. Days are ISO, both included."""

    dossier: bytes | None = None
    author: str = ""
    deed: str = ""
    since: str = ""
    until: str = ""


class TraceRow(NamedTuple):
    n: int
    at: str
    author: str
    site: str
    deed: str
    dossier: bytes | None
    number: str  # of the dossier, "" when it has none
    what: str


_WHERE = """
WHERE (?1 IS NULL OR t.dossier = ?1) AND (?2 = '' OR fold(t.author) LIKE '%' || fold(?2) || '%')
 AND (?3 = '' OR t.deed = ?3) AND (?4 = '' OR t.at >= ?4) AND (?5 = '' OR substr(t.at, 1, 10) <= ?5)"""


def trace_page(
    reader: sqlite3.Connection, wish: TraceWish, limit: int = 500, before: int = 0
) -> list[TraceRow]:
    """Latest first, at most `limit`; those older than line `before` when it is given."""
    sql = f"""
SELECT t.n, t.at, t.author, t.site, t.deed, t.dossier, coalesce(d.number, ''), t.what
FROM trace t LEFT JOIN dossier d ON d.id = t.dossier {_WHERE} AND (?6 = 0 OR t.n < ?6)
ORDER BY t.n DESC LIMIT ?7"""
    return every(reader, TraceRow, sql, (*wish, before, limit))


def trace_count(reader: sqlite3.Connection, wish: TraceWish) -> int:
    return int(reader.execute(f"SELECT count(*) FROM trace t {_WHERE}", tuple(wish)).fetchone()[0])


def trace_authors(reader: sqlite3.Connection) -> list[str]:
    return [str(row[0]) for row in reader.execute("SELECT DISTINCT author FROM trace ORDER BY author")]
