"""Bodies and the public money of a year: what this office gives them, what others do, what they handed in."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.rows import every


class BodyRow(NamedTuple):
    id: bytes
    name: str
    kind: str
    siret: str
    rna: str
    accounts: int  # its accounts stand in a dossier of the year


class OtherRow(NamedTuple):
    """Public money of a body from another funder in the year. Cents; `source` is plan or history."""

    applicant_id: bytes
    dossier_id: bytes | None  # of a plan
    funder_id: bytes | None
    funder: str
    amount: int
    source: str


_HERE = "decision z JOIN dossier d ON d.id = z.dossier_id JOIN call k ON k.id = d.call_id"
_GRANTED = "d.merged_into IS NULL AND z.outcome IN ('granted', 'partial')"
_IN_YEAR = "coalesce(d.tranche, k.year) = :year"


def granted_in(reader: sqlite3.Connection, year: int) -> list[bytes]:
    """The granted dossiers of a year."""
    sql = f"SELECT d.id FROM {_HERE} WHERE {_GRANTED} AND {_IN_YEAR}"
    return [row[0] for row in reader.execute(sql, {"year": year})]


def bodies(reader: sqlite3.Connection, year: int) -> list[BodyRow]:
    """Every applicant, with whether it handed its accounts in with a dossier of the year."""
    sql = f"""
SELECT a.id, a.name, a.kind, a.siret, a.rna, EXISTS (SELECT 1 FROM piece p JOIN dossier d ON d.id = p.dossier_id
  JOIN call k ON k.id = d.call_id WHERE d.applicant_id = a.id AND p.kind = 'comptes'
  AND p.state IN ('received', 'waived') AND {_IN_YEAR})
FROM applicant a WHERE a.merged_into IS NULL"""
    return every(reader, BodyRow, sql, {"year": year})


def others(reader: sqlite3.Connection, year: int) -> list[OtherRow]:
    """What is answered in the financing plans of granted dossiers, and what published lists tell of the year."""
    sql = f"""
SELECT d.applicant_id, d.id, l.funder_id, l.name, l.answered, 'plan' FROM {_HERE}
JOIN funding_line l ON l.dossier_id = d.id WHERE {_GRANTED} AND {_IN_YEAR} AND l.answered > 0
AND l.status IN ('announced', 'confirmed') AND l.account NOT LIKE '74aidespriv%'
UNION ALL
SELECT a.id, NULL, NULL, g.funder, g.amount, 'history' FROM past_grant g JOIN applicant a ON a.merged_into IS NULL AND (
 (g.siret <> '' AND g.siret = a.siret) OR (g.rna <> '' AND g.rna = a.rna)
 OR (g.siren <> '' AND length(a.siret) = 14 AND g.siren = substr(a.siret, 1, 9)))
WHERE g.year = :year AND g.status IN ('granted', 'post') AND g.amount > 0"""
    return every(reader, OtherRow, sql, {"year": year})
