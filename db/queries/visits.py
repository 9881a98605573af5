"""What one person has seen of each dossier, and what others changed in it since."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every

OPENED = "@"  # the part that stands for the whole dossier: when it was last opened
FIRST = ""  # the part that stands for all those not seen apart: when it was first opened

# What counts as news: what another person did, and what an import brought, whoever ran it. An import leaves its
# mark in each dossier: it is sought among the operations of this one, not in a step that may hold 50,000 of them.
_FOREIGN = (
    "(o.author <> {me} OR EXISTS (SELECT 1 FROM op i WHERE i.dossier = {dossier} AND +i.step = o.step "
    "AND i.ent IN ('imported', 'version')))"
)


class NewsRow(NamedTuple):
    """One thing that changed: the last step that touched it, and by whom."""

    ent: str
    rid: bytes
    field: str
    code: str  # of a section; "" otherwise
    step: int
    author: str
    at: str


def visits_of(reader: sqlite3.Connection, dossier: bytes, person: str) -> dict[str, tuple[int, str]]:
    """Part -> (last step seen, when) of a person in a dossier; empty before the first visit."""
    sql = "SELECT part, step, at FROM visit WHERE dossier_id = ? AND person = ?"
    return {part: (step, at) for part, step, at in reader.execute(sql, (dossier, person))}


def last_step(reader: sqlite3.Connection) -> int:
    row = reader.execute("SELECT max(n) FROM step").fetchone()
    return row[0] or 0


def news(reader: sqlite3.Connection, dossier: bytes, person: str, since: int) -> list[NewsRow]:
    """What others changed in a dossier and its applicant after a step, each thing once."""
    sql = f"""
SELECT o.ent, o.rid, o.field, coalesce(c.code, ''), max(s.n), s.author, s.at
FROM op o JOIN step s ON s.id = o.step LEFT JOIN section c ON c.id = o.rid
WHERE (o.dossier = ?1 OR (o.ent = 'applicant' AND o.rid = (SELECT applicant_id FROM dossier WHERE id = ?1)))
 AND s.n > ?3 AND {_FOREIGN.format(me="?2", dossier="?1")} GROUP BY o.ent, o.rid, o.field"""
    return every(reader, NewsRow, sql, (dossier, person, since))


def news_sql(dossier: str) -> str:
    """Whether a dossier changed since a person opened it, as SQL with that person twice: the operations after
    the step last seen are read in the index of the dossier, nothing before."""
    after = "(SELECT min(p.n) FROM op p WHERE p.step = (SELECT f.id FROM step f WHERE f.n = v.step + 1))"
    return (
        "EXISTS (SELECT 1 FROM visit v JOIN op o ON o.dossier = v.dossier_id "
        f"WHERE v.dossier_id = {dossier}.id AND v.person = ? AND v.part = '{OPENED}' "
        f"AND o.n >= {after} AND {_FOREIGN.format(me='?', dossier='v.dossier_id')})"
    )
