"""What an applicant was granted before: by its numbers, by names a person settled, and the doubts left."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from db.queries.rows import every

# Two applicants made one stand for one body: the numbers of both are those of the applicant.
_BODIES = (
    "SELECT id, name, acronym, siret, rna FROM applicant WHERE id = ?1 OR merged_into = ?1 "
    "ORDER BY id <> ?1, name"
)
_GRANTS = """
SELECT g.id, g.year, g.funder, g.purpose, g.scheme, g.amount, g.asked, g.paid, g.status, g.decided_on, g.origin,
 g.name, g.name_key, g.siret, g.siren, g.rna FROM past_grant g
WHERE (g.siret <> '' AND g.siret IN (SELECT value FROM json_each(?1)))
 OR (g.rna <> '' AND g.rna IN (SELECT value FROM json_each(?2)))
 OR (g.siren <> '' AND g.siren IN (SELECT value FROM json_each(?3)))
 OR (g.name_key <> '' AND g.name_key IN (SELECT value FROM json_each(?4)))
ORDER BY g.year DESC, g.amount DESC, g.funder, g.id"""


class BodyRow(NamedTuple):
    """An applicant, or one that was merged into it."""

    id: bytes
    name: str
    acronym: str
    siret: str
    rna: str


class GrantRow(NamedTuple):
    """One grant of an earlier year; `amount` is 0 when it was refused."""

    id: bytes
    year: int
    funder: str
    purpose: str
    scheme: str
    amount: int
    asked: int | None
    paid: int | None
    status: str
    decided_on: str | None
    origin: str
    name: str
    name_key: str
    siret: str
    siren: str
    rna: str


class VerdictRow(NamedTuple):
    """What a person said of a name: `verdict` is same or different."""

    other: str
    verdict: str
    author: str
    at: str


def bodies(reader: sqlite3.Connection, applicant: bytes) -> list[BodyRow]:
    """The applicant first, then those merged into it."""
    return every(reader, BodyRow, _BODIES, (applicant,))


def grants_of(
    reader: sqlite3.Connection, sirets: list[str], rnas: list[str], sirens: list[str], names: list[str]
) -> list[GrantRow]:
    """The grants that bear one of these numbers or folded names, latest first."""
    return every(reader, GrantRow, _GRANTS, tuple(json.dumps(each) for each in (sirets, rnas, sirens, names)))


def names_without_siren(reader: sqlite3.Connection) -> list[str]:
    """The folded names of grants whose body is known by no sure number."""
    sql = "SELECT DISTINCT name_key FROM past_grant WHERE siren = '' AND name_key <> ''"
    return [row[0] for row in reader.execute(sql)]


def grantee_names(reader: sqlite3.Connection) -> list[str]:
    """Every folded name of the grants."""
    return [row[0] for row in reader.execute("SELECT DISTINCT name_key FROM past_grant WHERE name_key <> ''")]


def verdicts(reader: sqlite3.Connection, applicants: list[bytes]) -> list[VerdictRow]:
    """What was settled of names for these applicants."""
    keys = json.dumps([key.hex() for key in applicants])
    sql = (
        "SELECT other, verdict, author, at FROM likeness WHERE kind = 'grantee' "
        "AND one IN (SELECT value FROM json_each(?))"
    )
    return every(reader, VerdictRow, sql, (keys,))
