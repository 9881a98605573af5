"""The operations of a dossier as its history reads them: with their step, what they replace, how they came."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class ToldOp(NamedTuple):
    """One operation, latest first. `parents` is the JSON list of those it replaces."""

    n: int
    id: bytes
    step: bytes
    link: int
    at: str
    author: str
    site: str
    label: str
    verb: str
    undoes: bytes | None
    ent: str
    rid: bytes
    field: str
    kind: str
    base: str | None
    val: str | None
    reason: str
    parents: str


class Undoing(NamedTuple):
    id: bytes
    undoes: bytes
    at: str
    author: str


class Came(NamedTuple):
    """A lot that was received: its operations are those from `first` to `last`."""

    first: int
    last: int
    at: str
    means: str
    site: str
    number: int


_MINE = """(o.dossier = ?1 OR (o.ent = 'applicant'
 AND o.rid = (SELECT applicant_id FROM main.dossier WHERE id = ?1)))"""


def told_ops(reader: sqlite3.Connection, dossier: bytes, limit: int, before: int = 0) -> list[ToldOp]:
    """At most `limit`, latest first; those older than operation `before` when it is given."""
    sql = f"""
SELECT o.n, o.id, o.step, o.link, s.at, s.author, s.site, s.label, s.verb, s.undoes, o.ent, o.rid, o.field,
 o.kind, o.base, o.val, o.reason, o.parents
FROM op o JOIN step s ON s.n = o.link WHERE {_MINE} AND (?2 = 0 OR o.n < ?2) ORDER BY o.n DESC LIMIT ?3"""
    return every(reader, ToldOp, sql, (dossier, before, limit))


def creations(reader: sqlite3.Connection, dossier: bytes) -> list[tuple[bytes, str]]:
    """(row, JSON of its values as it was made)."""
    sql = "SELECT rid, val FROM op WHERE dossier = ? AND kind = 'create' ORDER BY n"
    return [(bytes(rid), val or "{}") for rid, val in reader.execute(sql, (dossier,))]


def births(reader: sqlite3.Connection, dossier: bytes) -> set[int]:
    """The steps that made the dossier."""
    sql = "SELECT link FROM op WHERE ent = 'dossier' AND rid = ? AND kind = 'create'"
    return {int(link) for (link,) in reader.execute(sql, (dossier,))}


def undoings(reader: sqlite3.Connection) -> list[Undoing]:
    """Every step that takes another back, or brings it back."""
    return every(
        reader, Undoing, "SELECT id, undoes, at, author FROM step WHERE undoes IS NOT NULL ORDER BY n"
    )


def arrivals(reader: sqlite3.Connection) -> list[Came]:
    """The lots received, in their order."""
    found = []
    query = "SELECT receipt, at, means, site, number FROM shipment WHERE way = 'in' ORDER BY n"
    for receipt, at, means, site, number in reader.execute(query):
        told = json.loads(receipt or "{}")
        if told.get("first_n"):
            found.append(Came(int(told["first_n"]), int(told["last_n"]), at, means, site, number))
    return found


def open_ops(reader: sqlite3.Connection, dossier: bytes) -> set[str]:
    """Operations (hex) between which nobody has settled."""
    query = "SELECT ops FROM conflict WHERE dossier = ? AND nature <> 'reread'"
    return {key for (ops,) in reader.execute(query, (dossier,)) for key in json.loads(ops)}


def refused_ops(reader: sqlite3.Connection) -> dict[bytes, str]:
    """Operations that the hub refused, with its reason."""
    return {bytes(key): str(why) for key, why in reader.execute("SELECT op, reason FROM refused")}


def erasures(reader: sqlite3.Connection) -> dict[bytes, str]:
    """Row -> day (ISO) on which values of it were erased for good."""
    query = "SELECT row_key, substr(max(at), 1, 10) FROM erasure GROUP BY row_key"
    return {bytes(key): str(day) for key, day in reader.execute(query)}
