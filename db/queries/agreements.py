"""Conventions of several years: the list, one of them, its register by year and by funder."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db.queries.agreement_shapes import (
    AgreementRow,
    AmendmentRow,
    AskableRow,
    CommitmentRow,
    IndicatorRow,
    LedgerRow,
    PartyRow,
    TrancheRow,
)
from db.queries.paid import PAID_OF
from db.queries.rows import every, one
from db.queries.scores import CLOSED

# A convention seen by whoever sees one of its requests, or when it has none.
SEEN = (
    "(EXISTS (SELECT 1 FROM dossier s WHERE s.agreement_id = g.id AND s.merged_into IS NULL) OR NOT EXISTS "
    "(SELECT 1 FROM main.dossier s WHERE s.agreement_id = g.id AND s.merged_into IS NULL))"
)
_HEADS = f"""
WITH {PAID_OF},
given AS (SELECT d.agreement_id, d.id, d.tranche, sum(m.voted) AS voted FROM main.dossier d
 JOIN amount m ON m.dossier_id = d.id WHERE d.agreement_id IS NOT NULL AND d.merged_into IS NULL GROUP BY d.id)
SELECT g.id, g.number, g.title, g.applicant_id, a.name, a.kind, g.call_id, g.starts_on, g.ends_on, g.state,
 g.act, g.act_on, g.signed_on, g.alert_months, g.regrant, g.purpose, g.comment, g.follows_id, f.sha256, f.mime,
 coalesce((SELECT sum(p.amount) FROM promise p WHERE p.agreement_id = g.id), 0),
 coalesce((SELECT sum(p.carried) FROM promise p WHERE p.agreement_id = g.id), 0),
 coalesce((SELECT sum(v.voted) FROM given v WHERE v.agreement_id = g.id), 0),
 coalesce((SELECT sum(x.paid) FROM paid x JOIN main.dossier d ON d.id = x.dossier_id
   WHERE d.agreement_id = g.id AND d.merged_into IS NULL), 0),
 (SELECT count(*) FROM main.dossier d WHERE d.agreement_id = g.id AND d.merged_into IS NULL),
 coalesce((SELECT group_concat(v.tranche || '=' || coalesce(r.state, 'awaited'), ' ') FROM given v
   LEFT JOIN report r ON r.dossier_id = v.id AND r.year = v.tranche AND r.kind = 'final'
   WHERE v.agreement_id = g.id AND v.voted > 0), '')
FROM agreement g JOIN applicant a ON a.id = g.applicant_id LEFT JOIN file f ON f.id = g.file_id
WHERE {SEEN}"""


def agreements(reader: sqlite3.Connection, person: str = "") -> list[AgreementRow]:
    """Every convention but those closed to this person: those that still run first, the nearest end first."""
    sql = (
        f"{_HEADS} AND NOT EXISTS (SELECT 1 FROM main.dossier d WHERE d.agreement_id = g.id AND d.id IN "
        f"({CLOSED})) AND NOT EXISTS (SELECT 1 FROM interest i WHERE i.applicant_id = g.applicant_id "
        "AND i.person = ? AND i.ended_on IS NULL) ORDER BY g.state IN ('ended', 'cancelled'), g.ends_on, g.number"
    )
    return every(reader, AgreementRow, sql, [person] * (CLOSED.count("?") + 1))


def agreement(reader: sqlite3.Connection, key: bytes) -> AgreementRow | None:
    """One convention with its totals."""
    return one(reader, AgreementRow, f"{_HEADS} AND g.id = ?", (key,))


def find_agreement(reader: sqlite3.Connection, number: str) -> bytes | None:
    """The key of the convention of this number."""
    sql = f"SELECT g.id FROM agreement g WHERE g.number = ? COLLATE NOCASE AND {SEEN} ORDER BY g.id LIMIT 1"
    row = reader.execute(sql, (number.strip(),)).fetchone()
    return bytes(row[0]) if row else None


_LEDGER = f"""
WITH here AS (SELECT d.id, d.tranche AS year FROM main.dossier d
 WHERE d.agreement_id = ?1 AND d.merged_into IS NULL AND d.tranche IS NOT NULL),
{PAID_OF},
cell(year, funder_id) AS (SELECT year, funder_id FROM promise WHERE agreement_id = ?1 UNION
 SELECT h.year, m.funder_id FROM here h JOIN amount m ON m.dossier_id = h.id WHERE m.voted IS NOT NULL UNION
 SELECT h.year, x.funder_id FROM here h JOIN paid x ON x.dossier_id = h.id WHERE x.paid > 0)
SELECT c.year, f.name, p.amount, coalesce(p.carried, 0), m.voted, x.paid, NULL, f.id, f.code,
 coalesce(r.state, ''), coalesce(p.comment, ''), r.unspent, r.outcome
FROM cell c JOIN funder f ON f.id = c.funder_id
LEFT JOIN promise p ON p.agreement_id = ?1 AND p.year = c.year AND p.funder_id = c.funder_id
LEFT JOIN here h ON h.year = c.year
LEFT JOIN amount m ON m.dossier_id = h.id AND m.funder_id = c.funder_id
LEFT JOIN paid x ON x.dossier_id = h.id AND x.funder_id = c.funder_id
LEFT JOIN report r ON r.dossier_id = h.id AND r.year = h.year AND r.kind = 'final'
ORDER BY c.year, f.rank, f.code"""


def ledger(reader: sqlite3.Connection, key: bytes) -> list[LedgerRow]:
    """The register: one row a year and a funder, in their order.

    `reported` is what an accepted report says was spent of the grant: what was voted less what the officer
    settled as unspent, shared among the funders as they voted (integer cents, the last takes the rest).
    """
    rows = reader.execute(_LEDGER, (key,)).fetchall()
    made = [LedgerRow._make(row[:-2]) for row in rows]
    for year in {row.year for row in made}:
        places = [at for at, row in enumerate(made) if row.year == year and row.voted]
        if not places or made[places[0]].report != "accepted":
            continue
        unspent, outcome = rows[places[0]][-2:]
        voted = [made[at].voted or 0 for at in places]
        left = (sum(voted) if outcome == "not_done" else 0) if unspent is None else unspent
        for at, part in zip(places, _shared(left, voted), strict=True):
            made[at] = made[at]._replace(reported=(made[at].voted or 0) - part)
    return made


def _shared(amount: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    parts = [amount * weight // whole for weight in weights[:-1]]
    return [*parts, amount - sum(parts)]


def tranches(reader: sqlite3.Connection, key: bytes, person: str = "") -> list[TrancheRow]:
    """The requests of a convention, one a year."""
    sql = f"""
WITH {PAID_OF}
SELECT d.tranche, d.id, d.number, d.title, d.stage, z.outcome, d.asked, t.proposed, t.voted,
 (SELECT sum(x.paid) FROM paid x WHERE x.dossier_id = d.id), d.beneficiaries, coalesce(r.state, ''), r.id,
 r.due_on, r.unspent, r.beneficiaries, coalesce(r.comment, ''), d.id IN ({CLOSED})
FROM dossier d LEFT JOIN decision z ON z.dossier_id = d.id LEFT JOIN total t ON t.dossier_id = d.id
LEFT JOIN report r ON r.dossier_id = d.id AND r.year = d.tranche AND r.kind = 'final'
WHERE d.agreement_id = ? AND d.merged_into IS NULL AND d.tranche IS NOT NULL ORDER BY d.tranche, d.number"""
    return every(reader, TrancheRow, sql, [*([person] * CLOSED.count("?")), key])


def commitments(reader: sqlite3.Connection, key: bytes) -> list[CommitmentRow]:
    """What the applicant undertakes, in its order."""
    sql = (
        "SELECT c.id, c.rank, c.text, c.year, c.quarter_id, q.short, c.challenge_id, "
        "h.rank || '\u00a0· ' || h.short, c.state, c.comment "
        "FROM commitment c LEFT JOIN quarter q ON q.id = c.quarter_id "
        "LEFT JOIN challenge h ON h.id = c.challenge_id "
        "WHERE c.agreement_id = ? ORDER BY c.rank, c.id"
    )
    return every(reader, CommitmentRow, sql, (key,))


def indicators(reader: sqlite3.Connection, key: bytes) -> list[IndicatorRow]:
    """The indicators of a convention with the target and what was reached of each year."""
    sql = (
        "SELECT i.id, i.rank, i.label, i.unit, v.year, v.target, v.reached, coalesce(v.comment, '') "
        "FROM indicator i LEFT JOIN indicator_value v ON v.indicator_id = i.id "
        "WHERE i.agreement_id = ? ORDER BY i.rank, i.id, v.year"
    )
    return every(reader, IndicatorRow, sql, (key,))


_AMENDMENTS = (
    "SELECT id, agreement_id, rank, title, body, ends_on, changes, state, act, act_on, signed_on, author, at "
    "FROM amendment WHERE "
)


def amendments(reader: sqlite3.Connection, key: bytes) -> list[AmendmentRow]:
    """The amendments of a convention, the first one first."""
    return every(reader, AmendmentRow, f"{_AMENDMENTS} agreement_id = ? ORDER BY rank, id", (key,))


def amendment(reader: sqlite3.Connection, key: bytes) -> AmendmentRow | None:
    return one(reader, AmendmentRow, f"{_AMENDMENTS} id = ?", (key,))


def askable(reader: sqlite3.Connection, key: bytes) -> list[AskableRow]:
    """The dossiers of the applicant of a convention that ask for no year of any convention yet."""
    sql = (
        "SELECT d.id, d.number, d.title, k.year, d.asked FROM agreement g "
        "JOIN dossier d ON d.applicant_id = g.applicant_id JOIN call k ON k.id = d.call_id "
        "WHERE g.id = ? AND d.agreement_id IS NULL AND d.merged_into IS NULL ORDER BY d.number DESC"
    )
    return every(reader, AskableRow, sql, (key,))


def parties(reader: sqlite3.Connection) -> list[PartyRow]:
    """The applicants whose dossiers are seen here, by name."""
    sql = (
        "SELECT a.id, a.name, a.city, count(*) FROM dossier d JOIN applicant a ON a.id = d.applicant_id "
        "WHERE d.merged_into IS NULL GROUP BY a.id ORDER BY a.name COLLATE NOCASE, a.id"
    )
    return every(reader, PartyRow, sql)


def agreement_of(reader: sqlite3.Connection, dossier: bytes) -> tuple[bytes, int] | None:
    """(convention, year) of which this dossier is the request."""
    sql = "SELECT agreement_id, tranche FROM dossier WHERE id = ? AND agreement_id IS NOT NULL"
    row = reader.execute(sql, (dossier,)).fetchone()
    return (bytes(row[0]), int(row[1] or 0)) if row else None
