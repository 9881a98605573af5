"""All the notes of all dossiers: a page at a time, and how many there are of each sort."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, NamedTuple

from db.queries.rows import every
from db.search import match_expression

PAGE = 200


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What is wanted; "" or None is anything. `person` is who looks: others' own notes and the dossiers
    closed to that person are left out."""

    person: str
    challenge: str = ""  # code; "-" for notes without a challenge
    quarter: str = ""  # code
    author: str = ""
    strength: int | None = None
    audience: str = ""
    words: str = ""


class NoteRow(NamedTuple):
    """One note with its dossier."""

    id: bytes
    dossier: bytes
    number: str
    applicant: str
    title: str
    place: str
    page: int | None
    quote: str
    text: str
    challenge: str | None  # code
    rank: int | None
    short: str | None
    quarter: str | None
    strength: int
    audience: str
    author: str
    at: str
    orphan: int


class Count(NamedTuple):
    """One sort of notes: its code, its words, how many."""

    code: str
    words: str
    many: int


_FROM = (
    "FROM annotation n JOIN dossier d ON d.id = n.dossier_id LEFT JOIN challenge c ON c.id = n.challenge_id "
    "LEFT JOIN quarter q ON q.id = n.quarter_id"
)
_COLUMNS = (
    "n.id, n.dossier_id, d.number, a.name, d.title, n.place, n.page, n.quote, n.text, c.code, c.rank, c.short, "
    "q.short, n.strength, n.audience, n.author, n.at, n.orphan"
)
_CLOSED = (
    "NOT EXISTS (SELECT 1 FROM interest i WHERE i.person = ? AND i.ended_on IS NULL "
    "AND (i.dossier_id = d.id OR i.applicant_id = d.applicant_id))"
)
# The quarter of a note is its own; a note of none belongs to those of its dossier.
_QUARTER = (
    "(q.code = ? OR (n.quarter_id IS NULL AND EXISTS (SELECT 1 FROM dossier_quarter x JOIN quarter y "
    "ON y.id = x.quarter_id WHERE x.dossier_id = d.id AND y.code = ?)))"
)


def _where(wanted: NoteFilter, *, without: str = "") -> tuple[str, list[Any]]:
    """The condition of a filter; `without` leaves one of its parts out."""
    clauses = ["d.merged_into IS NULL", "(n.audience <> 'me' OR n.author = ?)", _CLOSED]
    values: list[Any] = [wanted.person, wanted.person]
    if wanted.challenge and without != "challenge":
        clauses.append("n.challenge_id IS NULL" if wanted.challenge == "-" else "c.code = ?")
        values += [] if wanted.challenge == "-" else [wanted.challenge]
    if wanted.quarter and without != "quarter":
        clauses.append(_QUARTER)
        values += [wanted.quarter, wanted.quarter]
    for field in ("author", "audience"):
        if getattr(wanted, field) and without != field:
            clauses.append(f"n.{field} = ?")
            values.append(getattr(wanted, field))
    if wanted.strength is not None and without != "strength":
        clauses.append("n.strength = ?")
        values.append(wanted.strength)
    words = match_expression(wanted.words)
    if words:
        clauses.append(
            "n.id IN (SELECT s.rid FROM search_doc s WHERE s.ent = 'annotation' "
            "AND s.n IN (SELECT rowid FROM search WHERE search MATCH ?))"
        )
        values.append(words)
    return " AND ".join(clauses), values


def notes_page(
    reader: sqlite3.Connection, wanted: NoteFilter, before: bytes | None = None, limit: int = PAGE
) -> list[NoteRow]:
    """The latest notes, those before the key given: keys are ordered by time, so each page is a seek."""
    where, values = _where(wanted)
    if before is not None:
        where, values = f"{where} AND n.id < ?", [*values, before]
    sql = (
        f"SELECT {_COLUMNS} {_FROM} JOIN applicant a ON a.id = d.applicant_id WHERE {where} "
        "ORDER BY n.id DESC LIMIT ?"
    )
    return every(reader, NoteRow, sql, [*values, limit])


_GROUPS = {
    "challenge": (
        "coalesce(c.code, '-')",
        "coalesce(c.rank || ' · ' || c.short, 'Sans défi')",
        "c.rank IS NULL, c.rank",
    ),
    "author": ("n.author", "n.author", "count(*) DESC, n.author"),
    "strength": ("n.strength", "n.strength", "n.strength DESC"),
    "audience": ("n.audience", "n.audience", "count(*) DESC"),
}
_BY_QUARTER = """
SELECT code, short, count(*) FROM (
 SELECT q.code AS code, q.short AS short, q.rank AS rank {_FROM} WHERE {where} AND q.id IS NOT NULL
 UNION ALL SELECT y.code, y.short, y.rank {_FROM} JOIN dossier_quarter x ON x.dossier_id = d.id
 JOIN quarter y ON y.id = x.quarter_id WHERE {where} AND n.quarter_id IS NULL)
GROUP BY code ORDER BY min(rank)"""


def note_counts(reader: sqlite3.Connection, wanted: NoteFilter, group: str) -> list[Count]:
    """How many notes each challenge, quarter, author, strength or audience has, under the other filters."""
    where, values = _where(wanted, without=group)
    if group == "quarter":
        sql = _BY_QUARTER.replace("{_FROM}", _FROM).replace("{where}", where)
        return every(reader, Count, sql, [*values, *values])
    code, words, order = _GROUPS[group]
    sql = f"SELECT {code}, {words}, count(*) {_FROM} WHERE {where} GROUP BY {code} ORDER BY {order}"
    return [Count(str(row.code), str(row.words), row.many) for row in every(reader, Count, sql, values)]


def note_total(reader: sqlite3.Connection, wanted: NoteFilter) -> tuple[int, int]:
    """(notes, dossiers) of a filter."""
    where, values = _where(wanted)
    row = reader.execute(
        f"SELECT count(*), count(DISTINCT n.dossier_id) {_FROM} WHERE {where}", values
    ).fetchone()
    return int(row[0]), int(row[1])
