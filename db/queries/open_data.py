"""Grants as the public must know them: each beneficiary, its convention, its payments; what was published."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class ShareRow(NamedTuple):
    """What one funder gives one beneficiary of one granted dossier. Cents, dates ISO."""

    dossier_id: bytes
    funder_id: bytes
    member_id: bytes | None
    number: str
    year: int
    applicant_id: bytes
    kind: str
    name: str
    siret: str
    rna: str
    title: str
    act: str
    total: int | None
    voted: int | None
    in_year: int
    signed_on: str | None
    notified_on: str | None


class PaidRow(NamedTuple):
    dossier_id: bytes
    funder_id: bytes
    member_id: bytes | None
    state: str
    day: str | None


class PublicationRow(NamedTuple):
    id: bytes
    kind: str
    year: int | None
    line_count: int
    digest: str
    published_on: str | None
    url: str
    comment: str
    author: str
    at: str


# As db.queries.together.shares: what is split goes to the members, what is not to the applicant. A split that
# is not ended shows those who have no part yet, unless they left. A grant whose amount nobody wrote is told.
_SHARES = """
WITH given AS (
 SELECT d.id AS dossier, d.number, d.title, d.applicant_id, d.agreement_id, coalesce(d.tranche, k.year) AS year,
  z.act, z.notified_on, m.funder_id, m.voted AS total
 FROM decision z JOIN dossier d ON d.id = z.dossier_id JOIN call k ON k.id = d.call_id
 JOIN amount m ON m.dossier_id = d.id
 WHERE d.merged_into IS NULL AND z.outcome IN ('granted', 'partial') AND m.funder_id = :funder
 AND (m.voted > 0 OR (m.voted IS NULL AND NOT EXISTS (
   SELECT 1 FROM amount o WHERE o.dossier_id = d.id AND o.voted > 0)))),
whom AS (
 SELECT g.*, NULL AS member, g.applicant_id AS body, g.total AS voted, 0 AS rank FROM given g
 WHERE NOT EXISTS (SELECT 1 FROM member_share s WHERE s.dossier_id = g.dossier AND s.funder_id = g.funder_id
   AND s.voted IS NOT NULL)
 UNION ALL
 SELECT g.*, p.id, p.applicant_id, s.voted, p.rank FROM given g JOIN project_member p ON p.dossier_id = g.dossier
 LEFT JOIN member_share s ON s.member_id = p.id AND s.funder_id = g.funder_id
 WHERE EXISTS (SELECT 1 FROM member_share o WHERE o.dossier_id = g.dossier AND o.funder_id = g.funder_id
   AND o.voted IS NOT NULL)
 AND (s.voted > 0 OR (s.voted IS NULL AND p.left_on IS NULL AND g.total IS NOT (
   SELECT sum(o.voted) FROM member_share o WHERE o.dossier_id = g.dossier AND o.funder_id = g.funder_id))))
SELECT w.dossier, w.funder_id, w.member, w.number, w.year, a.id, a.kind, a.name, a.siret, a.rna, w.title, w.act,
 w.total, w.voted, coalesce(sum(w.voted) OVER (PARTITION BY w.body, w.year), 0),
 coalesce((SELECT max(l.signed_on) FROM letter l WHERE l.dossier_id = w.dossier AND l.template = 'convention'
    AND (l.member_id IS NULL OR l.member_id = w.member)),
  (SELECT g.signed_on FROM agreement g WHERE g.id = w.agreement_id AND g.state IN ('signed', 'ended'))),
 w.notified_on
FROM whom w JOIN applicant a ON a.id = w.body ORDER BY w.number, w.dossier, w.rank, a.name"""


def beneficiaries(reader: sqlite3.Connection, funder: bytes) -> list[ShareRow]:
    """Every beneficiary of every grant of one funder, in the order of the numbers."""
    return every(reader, ShareRow, _SHARES, {"funder": funder})


def payments_of(reader: sqlite3.Connection, funder: bytes) -> list[PaidRow]:
    """The payments of one funder, made or planned; those given up are left out."""
    sql = (
        "SELECT dossier_id, funder_id, member_id, state, coalesce(paid_on, planned_on, due_on) FROM payment "
        "WHERE funder_id = ? AND state <> 'cancelled' ORDER BY dossier_id, rank"
    )
    return every(reader, PaidRow, sql, (funder,))


def publications(reader: sqlite3.Connection) -> list[PublicationRow]:
    """What was made to be published, the last first."""
    sql = (
        "SELECT id, kind, year, line_count, digest, published_on, url, comment, author, at FROM publication "
        "ORDER BY at DESC, id DESC"
    )
    return every(reader, PublicationRow, sql)


class ToldRow(NamedTuple):
    """A share that was published, when first, and for which amount last. Cents."""

    dossier_id: bytes
    funder_id: bytes
    member_id: bytes | None
    published_on: str
    amount: int


def published(reader: sqlite3.Connection) -> list[ToldRow]:
    """Every share that the public can read, with the day it first could."""
    sql = (
        "SELECT g.dossier_id, g.funder_id, g.member_id, min(p.published_on), g.amount FROM published_grant g "
        "JOIN publication p ON p.id = g.publication_id WHERE p.published_on IS NOT NULL "
        "GROUP BY g.dossier_id, g.funder_id, g.member_id"
    )
    return every(reader, ToldRow, sql)
