"""What the checks found, as it is kept: by dossier, by level, with what a person accepted."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from db.queries.rows import every


class FindingRow(NamedTuple):
    """One finding; `reason`, `author`, `at` when a person accepted it and its sources still say the same."""

    code: str
    rule: str
    level: str
    sentence: str
    left_where: str
    left_value: str
    left_place: str
    right_where: str
    right_value: str
    right_place: str
    sources: str
    reason: str | None
    author: str | None
    at: str | None


_FINDINGS = """
SELECT x.code, x.rule, x.level, x.sentence, x.left_where, x.left_value, x.left_place, x.right_where,
 x.right_value, x.right_place, x.sources, s.reason, s.author, s.at
FROM finding x LEFT JOIN settlement s ON s.dossier_id = x.dossier_id AND s.code = x.code AND s.sources = x.sources
WHERE x.dossier_id = ? ORDER BY x.rowid"""


def findings(reader: sqlite3.Connection, dossier: bytes) -> list[FindingRow]:
    """What was found in one dossier, in the order of the rules."""
    return every(reader, FindingRow, _FINDINGS, (dossier,))


class SettlementRow(NamedTuple):
    code: str
    sources: str
    reason: str
    author: str
    at: str


def settlements(reader: sqlite3.Connection, dossier: bytes) -> list[SettlementRow]:
    """What a person accepted in one dossier."""
    sql = "SELECT code, sources, reason, author, at FROM settlement WHERE dossier_id = ?"
    return every(reader, SettlementRow, sql, (dossier,))


def reasons_before(reader: sqlite3.Connection, rule: str, limit: int = 8) -> list[str]:
    """Reasons given for this rule, the latest first, then those given for others."""
    sql = (
        "SELECT reason FROM settlement GROUP BY reason "
        "ORDER BY max(code = ?1 OR code LIKE ?1 || ':%') DESC, max(at) DESC LIMIT ?2"
    )
    return [row[0] for row in reader.execute(sql, (rule, limit))]


def pairs(reader: sqlite3.Connection) -> list[tuple[bytes, str]]:
    """(dossier, code) of every finding about two dossiers."""
    sql = "SELECT dossier_id, code FROM finding WHERE rule IN ('double-action', 'double-line')"
    return list(reader.execute(sql).fetchall())


def last_step(reader: sqlite3.Connection) -> int:
    """The number of the last step of the journal."""
    return int(reader.execute("SELECT coalesce(max(n), 0) FROM step").fetchone()[0])


def checked_at(reader: sqlite3.Connection, dossier: bytes) -> int | None:
    """The step at which a dossier was last checked; None when something changed in it since, or never."""
    sql = """
SELECT c.step FROM checked c WHERE c.dossier_id = ?1 AND c.step >= coalesce(
 (SELECT o.link FROM op o WHERE o.dossier = ?1 ORDER BY o.n DESC LIMIT 1), 0)"""
    row = reader.execute(sql, (dossier,)).fetchone()
    return None if row is None else int(row[0])


def marker(reader: sqlite3.Connection, name: str) -> str:
    """One value that the checks keep for themselves, "" when none."""
    row = reader.execute("SELECT v FROM kv WHERE k = ?", (name,)).fetchone()
    return "" if row is None else str(row[0])


class Touched(NamedTuple):
    """What steps of the journal changed: dossiers, applicants, and tables of no dossier."""

    dossiers: frozenset[bytes]
    applicants: frozenset[bytes]
    tables: frozenset[str]


def touched_since(reader: sqlite3.Connection, step: int) -> Touched:
    """What changed after this step."""
    sql = """
SELECT DISTINCT o.ent, CASE WHEN o.ent = 'applicant' THEN o.rid ELSE o.dossier END
FROM op o WHERE o.link > ?"""
    rows = reader.execute(sql, (step,)).fetchall()
    applicants = frozenset(key for ent, key in rows if ent == "applicant")
    dossiers = frozenset(key for ent, key in rows if key is not None and ent != "applicant")
    return Touched(dossiers, applicants, frozenset(ent for ent, key in rows if key is None))


def dossiers_of(reader: sqlite3.Connection, applicants: Sequence[bytes]) -> list[bytes]:
    """The dossiers of some applicants."""
    marks = ", ".join("?" * len(applicants))
    return [
        row[0]
        for row in reader.execute(f"SELECT id FROM dossier WHERE applicant_id IN ({marks})", applicants)
    ]


def dossiers_granted(reader: sqlite3.Connection) -> list[bytes]:
    """The dossiers whose applicant has a past."""
    sql = (
        "SELECT d.id FROM dossier d JOIN applicant a ON a.id = d.applicant_id WHERE a.siret <> '' AND "
        "EXISTS (SELECT 1 FROM past_grant p WHERE p.siret = a.siret OR p.siren = substr(a.siret, 1, 9)) "
        "OR a.rna <> '' AND EXISTS (SELECT 1 FROM past_grant p WHERE p.rna = a.rna)"
    )
    return [row[0] for row in reader.execute(sql)]


def unchecked(reader: sqlite3.Connection, limit: int) -> list[bytes]:
    """Dossiers never checked, or to be checked anew."""
    sql = (
        "SELECT d.id FROM dossier d LEFT JOIN checked c ON c.dossier_id = d.id "
        "WHERE c.dossier_id IS NULL AND d.merged_into IS NULL ORDER BY d.number LIMIT ?"
    )
    return [row[0] for row in reader.execute(sql, (limit,))]


def expiring(reader: sqlite3.Connection, since: str) -> list[bytes]:
    """The dossiers of which a piece passed its last day since this one (ISO)."""
    sql = "SELECT DISTINCT dossier_id FROM piece WHERE expires_on >= ? AND expires_on < date('now', 'localtime')"
    return [row[0] for row in reader.execute(sql, (since,))]


def checks_left(reader: sqlite3.Connection) -> int:
    """How many dossiers wait for their checks."""
    sql = "SELECT count(*) FROM dossier d WHERE d.merged_into IS NULL AND d.id NOT IN (SELECT dossier_id FROM checked)"
    return int(reader.execute(sql).fetchone()[0])
