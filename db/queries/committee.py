"""Sessions of the committee: who sits, the order of the day, what is said of each dossier, the papers."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.lists import levels
from db.queries.rows import every, one


class CommitteeRow(NamedTuple):
    """One session. Dates and hours ISO; counts of its order of the day, cents given by it."""

    id: bytes
    code: str
    name: str
    kind: str
    quarter_id: bytes | None
    quarter: str | None
    wave_id: bytes | None
    wave: str | None
    call: str | None
    held_on: str
    starts_at: str
    place: str
    quorum: int | None
    query: str
    state: str
    current_item: bytes | None
    opened_at: str | None
    closed_at: str | None
    closed_by: str
    reopened_at: str | None
    reopen_reason: str
    act: str
    act_on: str | None
    notes: str
    author: str
    items: int
    decided: int
    postponed: int
    given: int  # cents
    members: int


class MemberRow(NamedTuple):
    id: bytes
    rank: int
    name: str
    body: str
    role: str
    voting: bool
    presence: str
    proxy: str
    partner_id: bytes | None


class ItemRow(NamedTuple):
    """One dossier of the order of the day. Money in cents, None unknown."""

    id: bytes
    dossier_id: bytes
    rank: int
    heading: str
    added: bool
    state: str
    outcome: str
    reasons: str  # codes, space separated
    conditions: str  # one a line
    comment: str
    votes_for: int | None
    votes_against: int | None
    abstained: int | None
    said_at: str | None
    author: str
    number: str
    title: str
    applicant: str
    applicant_id: bytes
    stage: str
    renewal: int | None
    starts_on: str | None
    ends_on: str | None
    beneficiaries: int | None
    cost: int | None
    asked: int | None
    proposed: int | None
    given: int | None  # by this session, None while it says nothing
    last_year: int | None  # given to the applicant the year before: here, else by the lists of past grants
    year: int
    wave_id: bytes | None
    quarters: str  # short names
    quarter_codes: str
    levels: tuple[int, ...]
    opinion: str  # of the instruction
    opinion_reason: str
    decision: str | None  # the decision that stands now, of any session
    decision_state: str | None
    decision_committee: bytes | None
    notified_on: str | None
    officer: str


class ItemAmountRow(NamedTuple):
    """One funder of one item: what it was asked, proposed, and what the session gives. Cents."""

    item_id: bytes
    dossier_id: bytes
    funder_id: bytes
    code: str
    funder: str
    asked: int | None
    proposed: int | None
    amount: int | None
    voted: int | None  # by the decision that stands now


class LeavingRow(NamedTuple):
    """A member out of the room for an item."""

    item_id: bytes
    member_id: bytes
    name: str
    body: str
    voting: bool
    why: str


class DocumentRow(NamedTuple):
    id: bytes
    rank: int
    name: str
    file_id: bytes
    sha256: str
    size: int
    mime: str
    in_pack: bool
    made: str


class RecusalRow(NamedTuple):
    """A member whom an interest, declared under their name, ties to a dossier of the agenda."""

    member_id: bytes
    member: str
    body: str
    voting: bool
    item_id: bytes
    dossier_id: bytes
    number: str
    applicant: str
    title: str
    nature: str
    declared_on: str


# Walking about the agenda is no deed to undo: where the room stands is kept outside the journal, and the first
# item is what the opening says.
_HERE = (
    "coalesce((SELECT i.id FROM item i WHERE i.committee_id = s.id AND lower(hex(i.id)) = "
    "(SELECT v FROM kv WHERE k = 'room:' || lower(hex(s.id)))), s.current_item)"
)
_COMMITTEES = f"""
SELECT s.id, s.code, s.name, s.kind, s.quarter_id, q.short, s.wave_id, w.title, k.title, s.held_on, s.starts_at,
 s.place, s.quorum, s.query, s.state, {_HERE}, s.opened_at, s.closed_at, s.closed_by, s.reopened_at,
 s.reopen_reason, s.act, s.act_on, s.notes, s.author,
 (SELECT count(*) FROM item i WHERE i.committee_id = s.id),
 (SELECT count(*) FROM item i WHERE i.committee_id = s.id AND i.state = 'decided'),
 (SELECT count(*) FROM item i WHERE i.committee_id = s.id AND i.state = 'postponed'),
 (SELECT coalesce(sum(m.amount), 0) FROM item i JOIN item_amount m ON m.item_id = i.id
   WHERE i.committee_id = s.id AND i.state = 'decided'),
 (SELECT count(*) FROM member e WHERE e.committee_id = s.id)
FROM committee s LEFT JOIN quarter q ON q.id = s.quarter_id LEFT JOIN wave w ON w.id = s.wave_id
LEFT JOIN call k ON k.id = w.call_id"""


def committees(reader: sqlite3.Connection) -> list[CommitteeRow]:
    """Every session: those running first, then those to come (nearest first), then the closed (latest first)."""
    order = (
        " ORDER BY CASE s.state WHEN 'running' THEN 0 WHEN 'prepared' THEN 1 ELSE 2 END, "
        "CASE WHEN s.state = 'closed' THEN NULL ELSE s.held_on END, s.held_on DESC, s.code"
    )
    return every(reader, CommitteeRow, _COMMITTEES + order)


def committee(reader: sqlite3.Connection, key: bytes) -> CommitteeRow | None:
    """One session, None when it is gone."""
    return one(reader, CommitteeRow, _COMMITTEES + " WHERE s.id = ?", (key,))


def find_committee(reader: sqlite3.Connection, text: str) -> bytes | None:
    """The key of a session by its code (S2026-03) or by its key in hexadecimal."""
    sql = "SELECT id FROM committee WHERE code = upper(?1) OR lower(hex(id)) = lower(?1) LIMIT 1"
    row = reader.execute(sql, (text.strip(),)).fetchone()
    return None if row is None else row[0]


def members(reader: sqlite3.Connection, key: bytes) -> list[MemberRow]:
    """Who sits, in their order."""
    sql = (
        "SELECT id, rank, name, body, role, voting, presence, proxy, partner_id FROM member "
        "WHERE committee_id = ? ORDER BY rank, id"
    )
    return every(reader, MemberRow, sql, (key,))


# What this applicant was given the year before: by the decisions kept here, else by the lists of past grants
# that bear one of its numbers (the office's own lists and those of other funders, as they came).
_PAST = """coalesce(
 (SELECT sum(t2.voted) FROM dossier d2 JOIN call k2 ON k2.id = d2.call_id JOIN total t2 ON t2.dossier_id = d2.id
   WHERE d2.applicant_id = d.applicant_id AND d2.merged_into IS NULL AND k2.year = k.year - 1 AND d2.id <> d.id),
 (SELECT sum(g.amount) FROM past_grant g WHERE g.year = k.year - 1 AND g.status = 'granted' AND g.id IN (
   SELECT id FROM past_grant WHERE siret = a.siret AND a.siret <> ''
   UNION SELECT id FROM past_grant WHERE rna = a.rna AND a.rna <> ''
   UNION SELECT id FROM past_grant WHERE siren = substr(a.siret, 1, 9) AND a.siret <> '')))"""
_ITEMS = f"""
SELECT i.id, i.dossier_id, i.rank, i.heading, i.added, i.state, i.outcome, i.reasons, i.conditions, i.comment,
 i.votes_for, i.votes_against, i.abstained, i.said_at, i.author, d.number, d.title, a.name, a.id, d.stage,
 d.renewal, d.starts_on, d.ends_on, d.beneficiaries, d.cost, d.asked, t.proposed,
 (SELECT sum(m.amount) FROM item_amount m WHERE m.item_id = i.id), {_PAST}, k.year, d.wave_id,
 coalesce((SELECT group_concat(short, ', ') FROM (SELECT q.short FROM dossier_quarter x
   JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank)), ''),
 coalesce((SELECT group_concat(code, ',') FROM (SELECT q.code FROM dossier_quarter x
   JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank)), ''),
 (SELECT group_concat(c.rank || ':' || m.level) FROM mark m JOIN challenge c ON c.id = m.challenge_id
   WHERE m.dossier_id = d.id),
 d.proposal_opinion, d.proposal_reason, z.outcome, z.state, z.committee_id, z.notified_on, d.officer
FROM item i JOIN dossier d ON d.id = i.dossier_id JOIN applicant a ON a.id = d.applicant_id
JOIN call k ON k.id = d.call_id LEFT JOIN total t ON t.dossier_id = d.id
LEFT JOIN decision z ON z.dossier_id = d.id
WHERE i.committee_id = ? AND d.merged_into IS NULL ORDER BY i.rank, i.id"""
_LEVELS_AT = ItemRow._fields.index("levels")


def items(reader: sqlite3.Connection, key: bytes, challenges: int = 11) -> list[ItemRow]:
    """The order of the day, in its order; dossiers united with another since are left out."""
    found = []
    for row in reader.execute(_ITEMS, (key,)):
        values = list(row)
        values[_LEVELS_AT] = levels(values[_LEVELS_AT], challenges)
        found.append(ItemRow._make(values))
    return found


def item_amounts(reader: sqlite3.Connection, key: bytes) -> list[ItemAmountRow]:
    """Every funder of every item of a session, in the order of the day then of the funders: those that were
    asked or proposed something, and those whom the session adds."""
    sql = """
SELECT x.item_id, x.dossier_id, f.id, f.code, f.name, m.asked, m.proposed, g.amount, m.voted
FROM (
 SELECT i.id AS item_id, i.dossier_id, i.rank, m.funder_id FROM item i JOIN amount m ON m.dossier_id = i.dossier_id
  WHERE i.committee_id = ?1 AND coalesce(m.asked, m.proposed, m.voted) IS NOT NULL
 UNION
 SELECT i.id, i.dossier_id, i.rank, g.funder_id FROM item i JOIN item_amount g ON g.item_id = i.id
  WHERE i.committee_id = ?1) x
JOIN funder f ON f.id = x.funder_id
LEFT JOIN amount m ON m.dossier_id = x.dossier_id AND +m.funder_id = x.funder_id
LEFT JOIN item_amount g ON g.item_id = x.item_id AND +g.funder_id = x.funder_id
ORDER BY x.rank, x.item_id, f.rank"""
    return every(reader, ItemAmountRow, sql, (key,))


def leavings(reader: sqlite3.Connection, key: bytes) -> list[LeavingRow]:
    """Who was out of the room, item after item."""
    sql = (
        "SELECT l.item_id, e.id, e.name, e.body, e.voting, l.why FROM leaving l "
        "JOIN item i ON i.id = l.item_id JOIN member e ON e.id = l.member_id "
        "WHERE i.committee_id = ? ORDER BY i.rank, e.rank"
    )
    return every(reader, LeavingRow, sql, (key,))


def documents(reader: sqlite3.Connection, key: bytes) -> list[DocumentRow]:
    """The documents of a session: those added by hand, then those that its closing made."""
    sql = (
        "SELECT c.id, c.rank, c.name, f.id, f.sha256, f.size, f.mime, c.in_pack, c.made "
        "FROM committee_document c JOIN file f ON f.id = c.file_id WHERE c.committee_id = ? "
        "ORDER BY c.made <> '', c.rank, c.id"
    )
    return every(reader, DocumentRow, sql, (key,))


# A name without its civility: an interest is declared by « Paul Exemple », « M. Paul Exemple » sits.
_BARE = "trim(replace(replace(replace(' ' || fold({}), ' mme ', ' '), ' m. ', ' '), ' m ', ' '))"


def recusals(reader: sqlite3.Connection, key: bytes) -> list[RecusalRow]:
    """Members whom a declared interest ties to a dossier of the agenda, accents and case of names aside."""
    sql = f"""
SELECT e.id, e.name, e.body, e.voting, i.id, d.id, d.number, a.name, d.title, t.nature, t.declared_on
FROM item i JOIN dossier d ON d.id = i.dossier_id JOIN applicant a ON a.id = d.applicant_id
JOIN member e ON e.committee_id = i.committee_id
JOIN interest t ON {_BARE.format("t.person")} = {_BARE.format("e.name")} AND t.ended_on IS NULL
 AND (t.dossier_id = d.id OR t.applicant_id = d.applicant_id)
WHERE i.committee_id = ? AND d.merged_into IS NULL ORDER BY i.rank, e.rank, t.declared_on"""
    return every(reader, RecusalRow, sql, (key,))
