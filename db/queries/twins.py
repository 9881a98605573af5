"""What may have been seen twice, what was united, and what a person declared different."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every, one


class PartyRow(NamedTuple):
    """An applicant that goes on, for comparison."""

    key: bytes
    name: str
    acronym: str
    siret: str
    rna: str
    address: str
    postcode: str
    email: str
    phone: str
    city: str
    dossiers: int


class ActionRow(NamedTuple):
    """A dossier that goes on, for comparison. Money in cents, dates ISO."""

    key: bytes
    party: bytes
    title: str
    year: int
    asked: int | None
    starts_on: str | None
    ends_on: str | None
    number: str
    applicant: str
    source: str
    stage: str


class MergingRow(NamedTuple):
    """Two made one, not separated since; `kept` and `gone` are keys, the names those of their rows."""

    id: bytes
    kind: str  # applicant, dossier
    kept: bytes
    gone: bytes
    kept_name: str
    gone_name: str
    gone_title: str
    author: str
    at: str


_MERGINGS = """
SELECT g.id, g.kind, g.kept, g.gone, coalesce(d.number, a.name, ''), coalesce(e.number, b.name, ''),
 coalesce(e.title, ''), g.author, g.at
FROM merging g LEFT JOIN dossier d ON d.id = g.kept LEFT JOIN dossier e ON e.id = g.gone
LEFT JOIN applicant a ON a.id = g.kept LEFT JOIN applicant b ON b.id = g.gone WHERE g.undone_at IS NULL
 AND g.kept <> g.gone"""  # a dossier in the bin is united with itself


_ACTIONS = (
    "SELECT d.id, d.applicant_id, d.title, k.year, d.asked, d.starts_on, d.ends_on, d.number, a.name, d.source, "
    "d.stage FROM dossier d JOIN call k ON k.id = d.call_id JOIN applicant a ON a.id = d.applicant_id "
    "WHERE d.merged_into IS NULL"
)


def parties(reader: sqlite3.Connection) -> list[PartyRow]:
    """Every applicant that goes on."""
    sql = (
        "SELECT a.id, a.name, a.acronym, a.siret, a.rna, a.address, a.postcode, a.email, a.phone, a.city, "
        "(SELECT count(*) FROM dossier d WHERE d.applicant_id = a.id) FROM applicant a WHERE a.merged_into IS NULL"
    )
    return every(reader, PartyRow, sql)


def actions(reader: sqlite3.Connection) -> list[ActionRow]:
    """Every dossier that goes on."""
    return every(reader, ActionRow, _ACTIONS)


def actions_of(reader: sqlite3.Connection, one: bytes, other: bytes) -> list[ActionRow]:
    """Two dossiers, those that go on."""
    return every(reader, ActionRow, f"{_ACTIONS} AND d.id IN (?, ?)", (one, other))


def different(reader: sqlite3.Connection, kind: str) -> set[frozenset[bytes]]:
    """The pairs that a person declared different."""
    sql = "SELECT one, other FROM likeness WHERE kind = ? AND verdict = 'different'"
    return {frozenset((bytes.fromhex(a), bytes.fromhex(b))) for a, b in reader.execute(sql, (kind,))}


def mergings(reader: sqlite3.Connection) -> list[MergingRow]:
    """Everything that is united now, the latest first."""
    return every(reader, MergingRow, f"{_MERGINGS} ORDER BY g.at DESC, g.id DESC")


def merging_of(reader: sqlite3.Connection, gone: bytes) -> MergingRow | None:
    """How this dossier, or applicant, was united with another; None when it goes on by itself."""
    return one(reader, MergingRow, f"{_MERGINGS} AND g.gone = ?", (gone,))


def united_with(reader: sqlite3.Connection, kept: bytes) -> list[MergingRow]:
    """What was united with this one, the latest first."""
    return every(reader, MergingRow, f"{_MERGINGS} AND g.kept = ? ORDER BY g.at DESC, g.id DESC", (kept,))
