"""The recycle bin: dossiers put in it, and rows removed of late that the journal still tells."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from db.queries.rows import every, one

# A dossier in the bin is united with itself: it leaves every list as one united with another does.
IN_BIN = "d.merged_into = d.id AND d.eliminated_on IS NULL"


class BinRow(NamedTuple):
    """A dossier in the bin. Money in cents; `at` local and ISO; `since`: what was written in it after."""

    id: bytes
    number: str
    title: str
    applicant: str
    asked: int | None
    at: str
    author: str
    reason: str
    since: int


class RemovedRow(NamedTuple):
    """A row that is not there any more; `values` is JSON, as the journal tells it."""

    op: bytes
    ent: str
    rid: bytes
    dossier: bytes | None
    number: str
    values: str
    at: str
    author: str
    step: int


_BIN = f"""
SELECT d.id, d.number, d.title, a.name, d.asked, s.at, s.author, o.reason,
 (SELECT count(*) FROM op x WHERE x.dossier = d.id AND x.n > o.n AND x.field <> 'merged_into')
FROM dossier d JOIN applicant a ON a.id = d.applicant_id
JOIN op o ON o.n = (SELECT max(n) FROM op WHERE ent = 'dossier' AND rid = d.id AND field = 'merged_into')
JOIN step s ON s.n = o.link WHERE {IN_BIN}"""


def binned(reader: sqlite3.Connection) -> list[BinRow]:
    """What is in the bin, the latest first."""
    return every(reader, BinRow, f"{_BIN} ORDER BY s.at DESC, d.number")


def is_binned(reader: sqlite3.Connection, dossier: bytes) -> BinRow | None:
    """How this dossier came into the bin; None when it is not there."""
    return one(reader, BinRow, f"{_BIN} AND d.id = ?", (dossier,))


def removed(reader: sqlite3.Connection, since: str, kinds: Sequence[str]) -> list[RemovedRow]:
    """The rows of these tables removed since a day (ISO) and not come back, the latest first, 500 at most."""
    sql = (
        "SELECT o.id, o.ent, o.rid, o.dossier, coalesce(d.number, ''), o.base, s.at, s.author, s.n "
        "FROM op o JOIN step s ON s.n = o.link LEFT JOIN dossier d ON d.id = o.dossier "
        "WHERE o.kind = 'delete' AND o.link >= (SELECT coalesce(min(n), 0) FROM step WHERE at >= ?1) "
        "AND s.at >= ?1 AND (s.verb <> 'undo' OR EXISTS (SELECT 1 FROM step u WHERE u.id = s.undoes "
        "AND u.verb = 'put_back_rows')) AND o.ent IN (SELECT value FROM json_each(?2)) "
        'AND instr(o.base, \'{"forgotten": "\') = 0 '
        "AND o.n = (SELECT max(n) FROM op x WHERE x.ent = o.ent AND x.rid = o.rid) "
        "AND (o.dossier IS NULL OR d.id IS NOT NULL) ORDER BY o.n DESC LIMIT 500"
    )
    return every(reader, RemovedRow, sql, (since, json.dumps(list(kinds))))
