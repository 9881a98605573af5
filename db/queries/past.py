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


_OWN = """
SELECT d.id, d.number, d.title, k.year, d.stage, d.asked, t.voted, t.paid, c.outcome, c.decided_on, c.comment,
 (SELECT group_concat(r.label, ', ') FROM decision_reason x JOIN reason r ON r.id = x.reason_id
   WHERE x.dossier_id = d.id),
 d.proposal_opinion, d.proposal_reason,
 (SELECT group_concat(o.partner || ' : ' || o.value, ' ; ') FROM opinion o WHERE o.dossier_id = d.id),
 (SELECT group_concat(p.state, ' ') FROM piece p
   WHERE p.dossier_id = d.id AND p.kind = 'bilan')
FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call k ON k.id = d.call_id
LEFT JOIN total t ON t.dossier_id = d.id LEFT JOIN decision c ON c.dossier_id = d.id
WHERE (a.id = ?1 OR a.merged_into = ?1) AND d.merged_into IS NULL ORDER BY k.year DESC, d.number"""


class OwnRow(NamedTuple):
    """One dossier of the applicant in this base; `reports` are the states of its pieces of kind "bilan"."""

    id: bytes
    number: str
    title: str
    year: int
    stage: str
    asked: int | None
    voted: int | None
    paid: int | None
    outcome: str | None
    decided_on: str | None
    comment: str | None
    reasons: str | None
    opinion: str
    opinion_reason: str
    opinions: str | None
    reports: str | None


def own_dossiers(reader: sqlite3.Connection, applicant: bytes) -> list[OwnRow]:
    """Its dossiers here, latest year first."""
    return every(reader, OwnRow, _OWN, (applicant,))


_SAME_NAME = """
SELECT 1 FROM applicant a JOIN past_grant g ON g.name_key = a.name_key
WHERE a.id = ?1 AND a.name_key <> '' AND (g.siret = '' OR g.siret <> a.siret) AND (g.siren = '' OR a.siret = '')
 AND (g.rna = '' OR a.rna = '') AND (g.siren = '' OR g.siren <> substr(a.siret, 1, 9))
 AND NOT EXISTS (SELECT 1 FROM likeness l WHERE l.kind = 'grantee' AND l.one = lower(hex(a.id))
  AND l.other = g.name_key) LIMIT 1"""


def same_name(reader: sqlite3.Connection, applicant: bytes) -> bool:
    """Whether a list grants something to the very name of this applicant, which no number confirms and
    nobody settled."""
    return reader.execute(_SAME_NAME, (applicant,)).fetchone() is not None
