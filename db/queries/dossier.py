"""One dossier: every part that its screen, its letters and the command line show."""

from __future__ import annotations

import datetime as dt
import sqlite3

from db.filters import state_sql
from db.queries.paid import PAID_OF_AMOUNT
from db.queries.rows import every, one
from db.queries.shapes import (
    AmountRow,
    AnnotationRow,
    ApplicantRow,
    BudgetRow,
    ConditionRow,
    ContactRow,
    DecisionRow,
    Head,
    HistoryRow,
    MarkRow,
    PastGrantRow,
    PieceRow,
    SectionRow,
)

_HEAD = """
SELECT d.id, d.number, d.title, d.stage, d.renewal, d.starts_on, d.ends_on, d.place, d.beneficiaries, d.women,
 d.cost, d.asked, d.deposited_at, d.due_on, d.officer, d.source, d.source_id, d.source_state,
 d.proposal_opinion, d.proposal_reason, a.id, a.name, a.kind, t.proposed, t.voted, t.paid, k.title, k.year,
 w.title,
 (SELECT group_concat(name, ', ') FROM (SELECT q.name FROM dossier_quarter x JOIN quarter q
   ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank)),
 (SELECT group_concat(code, ',') FROM (SELECT q.code FROM dossier_quarter x JOIN quarter q
   ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank))
FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call k ON k.id = d.call_id
LEFT JOIN wave w ON w.id = d.wave_id LEFT JOIN total t ON t.dossier_id = d.id WHERE d.id = ?"""

_ANNOTATIONS = """
SELECT n.id, n.place, n.start, n."end", n.page, n.rects, n.quote, n.before, n.after, n.orphan, n.challenge_id,
 c.code, c.rank, n.objective_id, o.title, n.quarter_id, q.short, n.strength, n.text, n.audience, n.author, n.at
FROM annotation n LEFT JOIN challenge c ON c.id = n.challenge_id LEFT JOIN objective o ON o.id = n.objective_id
LEFT JOIN quarter q ON q.id = n.quarter_id WHERE n.dossier_id = ?1
 AND (n.audience <> 'me' OR ?2 IS NULL OR n.author = ?2) ORDER BY n.at, n.id"""

_MARKS = """
SELECT c.id, c.code, c.rank, coalesce(m.level, 0), coalesce(m.reason, ''), coalesce(m.author, ''),
 CASE WHEN x.id IS NULL THEN 0 WHEN x.main THEN 2 ELSE 1 END
FROM challenge c LEFT JOIN mark m ON m.challenge_id = c.id AND m.dossier_id = ?1
LEFT JOIN declared x ON x.challenge_id = c.id AND x.dossier_id = ?1 ORDER BY c.rank"""


def head(reader: sqlite3.Connection, dossier: bytes) -> Head | None:
    return one(reader, Head, _HEAD, (dossier,))


def applicant(reader: sqlite3.Connection, key: bytes) -> ApplicantRow | None:
    sql = (
        "SELECT id, name, acronym, kind, siret, rna, legal_form, legal_form_code, naf, purpose, address, "
        "postcode, city, insee, email, phone, website, founded_on FROM applicant WHERE id = ?"
    )
    return one(reader, ApplicantRow, sql, (key,))


def contacts(reader: sqlite3.Connection, dossier: bytes) -> list[ContactRow]:
    sql = (
        "SELECT id, kind, civility, first_name, last_name, position, phone, email FROM contact "
        "WHERE dossier_id = ? ORDER BY kind DESC, id"
    )
    return every(reader, ContactRow, sql, (dossier,))


def sections(reader: sqlite3.Connection, dossier: bytes) -> list[SectionRow]:
    return every(reader, SectionRow, "SELECT code, body FROM section WHERE dossier_id = ?", (dossier,))


def sources(reader: sqlite3.Connection, dossier: bytes) -> list[tuple[str, str]]:
    """The other answers of the source, (label, value), in the order of the file."""
    sql = "SELECT label, value FROM source WHERE dossier_id = ? ORDER BY rank"
    return list(reader.execute(sql, (dossier,)).fetchall())


def budget(reader: sqlite3.Connection, dossier: bytes) -> list[BudgetRow]:
    sql = (
        "SELECT id, side, account, label, amount, funder, status FROM budget_line WHERE dossier_id = ? "
        "ORDER BY side, rank"
    )
    return every(reader, BudgetRow, sql, (dossier,))


def amounts(reader: sqlite3.Connection, dossier: bytes) -> list[AmountRow]:
    """The funders of a dossier in their order; none invented."""
    sql = (
        f"SELECT f.id, f.code, f.name, f.letter_name, m.asked, m.proposed, m.voted, {PAID_OF_AMOUNT} FROM amount m "
        "JOIN funder f ON f.id = m.funder_id WHERE m.dossier_id = ? ORDER BY f.rank"
    )
    return every(reader, AmountRow, sql, (dossier,))


def pieces(reader: sqlite3.Connection, dossier: bytes, today: dt.date | None = None) -> list[PieceRow]:
    """The pieces in the order of their list, each in its state of that day."""
    sql = (
        f"SELECT p.id, p.kind, p.label, p.name, {state_sql('p', 'd')}, p.reason, p.origin, p.received_on, "
        "f.sha256, f.size, f.mime, p.dated_on, p.expires_on, p.held_by, "
        "(SELECT e.number FROM piece h JOIN dossier e ON e.id = h.dossier_id WHERE h.id = p.held_by), "
        "p.checked_by, t.kind FROM piece p JOIN dossier d ON d.id = p.dossier_id "
        "LEFT JOIN file f ON f.id = p.file_id LEFT JOIN piece_text t ON t.sha256 = f.sha256 "
        # A kind has one line for each sort of applicant: joined, it would give each piece several times.
        "LEFT JOIN (SELECT code, min(rank) AS rank FROM piece_kind GROUP BY code) k ON k.code = p.kind "
        "WHERE p.dossier_id = ? ORDER BY k.rank IS NULL, k.rank, p.id"
    )
    return every(reader, PieceRow, sql, ((today or dt.date.today()).isoformat(), dossier))


def notes(reader: sqlite3.Connection, dossier: bytes, person: str | None = None) -> list[AnnotationRow]:
    """The notes that `person` may read: what others keep for themselves is left out; None for all of them."""
    return every(reader, AnnotationRow, _ANNOTATIONS, (dossier, person))


def marks(reader: sqlite3.Connection, dossier: bytes) -> list[MarkRow]:
    """One row for each challenge of the grid, marked or not."""
    return every(reader, MarkRow, _MARKS, (dossier,))


def labels(reader: sqlite3.Connection, dossier: bytes) -> list[tuple[bytes, str, str]]:
    """(key, name, colour) of the labels of a dossier."""
    sql = (
        "SELECT l.id, l.name, l.colour FROM dossier_label x JOIN label l ON l.id = x.label_id "
        "WHERE x.dossier_id = ? ORDER BY l.name"
    )
    return list(reader.execute(sql, (dossier,)).fetchall())


def decision(reader: sqlite3.Connection, dossier: bytes) -> DecisionRow | None:
    sql = (
        "SELECT id, outcome, state, decided_on, act, act_on, comment, notified_on, author, reopened_on, "
        "reopen_reason FROM decision WHERE dossier_id = ?"
    )
    return one(reader, DecisionRow, sql, (dossier,))


def reasons_of(reader: sqlite3.Connection, dossier: bytes) -> list[tuple[str, str, str]]:
    """(code, label, sentence) of the reasons of the decision."""
    sql = (
        "SELECT r.code, r.label, r.sentence FROM decision_reason x JOIN reason r ON r.id = x.reason_id "
        "WHERE x.dossier_id = ? ORDER BY r.rank"
    )
    return list(reader.execute(sql, (dossier,)).fetchall())


def conditions(reader: sqlite3.Connection, dossier: bytes) -> list[ConditionRow]:
    sql = "SELECT id, text, met_on, due_on, waived_on, why FROM condition WHERE dossier_id = ? ORDER BY rank"
    return every(reader, ConditionRow, sql, (dossier,))


def history(reader: sqlite3.Connection, dossier: bytes, limit: int = 5000) -> list[HistoryRow]:
    """Every change of a dossier and of its applicant, latest first."""
    sql = """
SELECT s.at, s.author, s.site, s.label, o.ent, o.rid, o.field, o.kind, o.base, o.val, o.reason
FROM op o JOIN step s ON s.id = o.step
WHERE o.dossier = ?1 OR (o.ent = 'applicant' AND o.rid = (SELECT applicant_id FROM dossier WHERE id = ?1))
ORDER BY o.n DESC LIMIT ?2"""
    return every(reader, HistoryRow, sql, (dossier, limit))


def past_grants(reader: sqlite3.Connection, applicant: bytes, siret: str, rna: str) -> list[PastGrantRow]:
    """What this applicant was granted before, latest first, by its numbers and the names a person settled;
    an empty number matches nothing, another SIREN is another body."""
    sql = """
SELECT year, funder, purpose, amount, origin FROM past_grant WHERE status <> 'refused' AND (
 (siret <> '' AND siret = ?1) OR (siren <> '' AND siren = ?3)
 OR (rna <> '' AND rna = ?2 AND (siren = '' OR ?3 = '' OR siren = ?3))
 OR (name_key IN (SELECT other FROM likeness WHERE kind = 'grantee' AND one = ?4 AND verdict = 'same')
  AND (+siren = '' OR ?3 = '' OR +siren = ?3)))
ORDER BY year DESC, amount DESC"""
    return every(reader, PastGrantRow, sql, (siret, rna, siret[:9], applicant.hex()))
