"""What a pack of a session is made of, for all its dossiers at once, and the packs handed out."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.paid import PAID_OF
from db.queries.rows import every, one
from db.queries.scores import CLOSED

_ITEMS = "(SELECT i.dossier_id FROM item i JOIN dossier e ON e.id = i.dossier_id WHERE i.committee_id = ?1 AND e.merged_into IS NULL)"


CLOSED_TO = CLOSED.replace("?", "?2")  # the person is named twice there


class MarkOf(NamedTuple):
    """A challenge of a dossier: its level, None when nobody judged it, and why."""

    dossier: bytes
    rank: int
    level: int | None
    reason: str


class PassageOf(NamedTuple):
    """A passage that stands for a challenge of a dossier."""

    dossier: bytes
    rank: int
    place: str
    piece: str | None
    page: int | None
    text: str
    audience: str


class LineOf(NamedTuple):
    """A line of a budget or of a financing plan. Cents."""

    dossier: bytes
    kind: str  # charge, product, plan
    account: str
    label: str
    funder: str
    asked: int | None
    answered: int | None
    status: str
    common_law: int


class SaidRow(NamedTuple):
    """A decision with its reasons; cents, ISO date; `codes` are reasons of a session, space separated."""

    session: str
    day: str
    number: str
    applicant: str
    title: str
    outcome: str
    amount: int | None
    reasons: str | None  # labels, one a line
    codes: str
    comment: str


class MissingRow(NamedTuple):
    """The reports asked with a dossier: their states, and what was granted the year before."""

    dossier: bytes
    states: str


class YearRow(NamedTuple):
    """One dossier of a convention."""

    number: str
    applicant: str
    title: str
    year: int
    asked: int | None
    proposed: int | None
    voted: int | None
    paid: int | None
    promised: int | None  # by the convention of several years, what was carried over included


class PackRow(NamedTuple):
    """A pack handed out."""

    id: bytes
    version: int
    since: int | None
    audience: str
    large_print: bool
    draft: bool
    sha256: str
    rows: str  # SHA-256 of the file of its rows
    file: str | None  # SHA-256 of what was printed
    mime: str | None
    pages: int | None
    made_at: str
    author: str


def marks_of(reader: sqlite3.Connection, committee: bytes) -> list[MarkOf]:
    """The marks of every dossier of a session."""
    sql = (
        "SELECT m.dossier_id, c.rank, m.level, m.reason FROM mark m JOIN challenge c ON c.id = m.challenge_id "
        f"WHERE m.dossier_id IN {_ITEMS} ORDER BY m.dossier_id, c.rank"
    )
    return every(reader, MarkOf, sql, (committee,))


def declared_of(reader: sqlite3.Connection, committee: bytes) -> list[tuple[bytes, int]]:
    """(dossier, rank of a challenge that its applicant names)."""
    sql = (
        "SELECT x.dossier_id, c.rank FROM declared x JOIN challenge c ON c.id = x.challenge_id "
        f"WHERE x.dossier_id IN {_ITEMS} ORDER BY x.dossier_id, x.main DESC, c.rank"
    )
    return list(reader.execute(sql, (committee,)))


def passages_of(reader: sqlite3.Connection, committee: bytes) -> list[PassageOf]:
    """The passages kept for a challenge, but those a person keeps for themselves."""
    sql = (
        "SELECT n.dossier_id, c.rank, n.place, (SELECT coalesce(nullif(p.name, ''), p.label) FROM piece p "
        "WHERE n.place = 'piece:' || lower(hex(p.id))), n.page, n.text, n.audience FROM annotation n "
        f"JOIN challenge c ON c.id = n.challenge_id WHERE n.dossier_id IN {_ITEMS} AND n.audience <> 'me' "
        "ORDER BY n.dossier_id, c.rank, n.at, n.id"
    )
    return every(reader, PassageOf, sql, (committee,))


def texts_of(reader: sqlite3.Connection, committee: bytes) -> list[tuple[bytes, str, str]]:
    """(dossier, code, words) of the sections that a sheet shows."""
    sql = (
        "SELECT dossier_id, code, body FROM section WHERE code IN ('objectives', 'description', 'public') "
        f"AND dossier_id IN {_ITEMS} ORDER BY dossier_id, code"
    )
    return list(reader.execute(sql, (committee,)))


def points_of(reader: sqlite3.Connection, committee: bytes) -> list[tuple[bytes, str, str]]:
    """(dossier, level, sentence) of the findings that nobody accepted."""
    sql = (
        "SELECT x.dossier_id, x.level, x.sentence FROM finding x WHERE x.level IN ('bad', 'warn') "
        f"AND x.dossier_id IN {_ITEMS} AND NOT EXISTS (SELECT 1 FROM settlement s "
        "WHERE s.dossier_id = x.dossier_id AND s.code = x.code AND s.sources = x.sources) "
        "ORDER BY x.dossier_id, x.rowid"
    )
    return list(reader.execute(sql, (committee,)))


def lines_of(reader: sqlite3.Connection, committee: bytes) -> list[LineOf]:
    """The budget and the financing plan of every dossier of a session."""
    sql = f"""
SELECT b.dossier_id, b.side, b.account, b.label, b.funder, b.amount, NULL, b.status, 0, b.rank, b.id
FROM budget_line b WHERE b.dossier_id IN {_ITEMS}
UNION ALL
SELECT l.dossier_id, 'plan', l.account, l.name, l.name, l.asked, l.answered, l.status, l.common_law, l.rank, l.id
FROM funding_line l WHERE l.dossier_id IN {_ITEMS} ORDER BY 1, 2, 10, 11"""
    return [LineOf._make(row[:9]) for row in reader.execute(sql, (committee,))]


def people_of(reader: sqlite3.Connection, committee: bytes) -> list[tuple[bytes, int | None]]:
    """(dossier, how many of its public live in a priority quarter)."""
    return list(reader.execute(f"SELECT id, from_quarter FROM dossier WHERE id IN {_ITEMS}", (committee,)))


def reports_of(reader: sqlite3.Connection, committee: bytes) -> list[MissingRow]:
    """The states of the reports expected with each dossier."""
    sql = (
        "SELECT dossier_id, group_concat(state, ' ') FROM piece WHERE kind = 'bilan' "
        f"AND dossier_id IN {_ITEMS} GROUP BY dossier_id"
    )
    return every(reader, MissingRow, sql, (committee,))


def reason_labels(reader: sqlite3.Connection) -> dict[str, str]:
    """Code → label of the countable reasons."""
    return dict(reader.execute("SELECT code, label FROM reason").fetchall())


_BEFORE = """
FROM committee s JOIN committee me ON me.id = ?1 LEFT JOIN wave w ON w.id = me.wave_id
WHERE s.state = 'closed' AND s.id <> me.id AND s.held_on <= me.held_on
 AND (CASE WHEN me.wave_id IS NULL THEN substr(s.held_on, 1, 4) = substr(me.held_on, 1, 4)
      ELSE s.wave_id = me.wave_id END)"""


def said_before(reader: sqlite3.Connection, committee: bytes) -> list[SaidRow]:
    """What closed sessions of the same wave (else of the same year) decided before this one."""
    sql = f"""
SELECT s.name || ' (' || s.code || ')', s.held_on, d.number, a.name, d.title, i.outcome,
 (SELECT sum(m.amount) FROM item_amount m WHERE m.item_id = i.id), NULL, i.reasons, i.comment
FROM item i JOIN dossier d ON d.id = i.dossier_id JOIN applicant a ON a.id = d.applicant_id
JOIN committee s ON s.id = i.committee_id
WHERE i.state = 'decided' AND d.merged_into IS NULL AND s.id IN (SELECT s.id {_BEFORE})
ORDER BY s.held_on DESC, s.code, i.rank"""
    return every(reader, SaidRow, sql, (committee,))


def refused_of(reader: sqlite3.Connection, committee: bytes) -> list[SaidRow]:
    """The decisions that grant nothing, of the wave or year of a session, and of its own dossiers."""
    sql = f"""
SELECT '', z.decided_on, d.number, a.name, d.title, z.outcome, NULL,
 (SELECT group_concat(r.label, char(10)) FROM decision_reason x JOIN reason r ON r.id = x.reason_id
   WHERE x.dossier_id = d.id), '', z.comment
FROM decision z JOIN dossier d ON d.id = z.dossier_id JOIN applicant a ON a.id = d.applicant_id
JOIN call k ON k.id = d.call_id JOIN committee me ON me.id = ?1
WHERE z.outcome NOT IN ('granted', 'partial') AND d.merged_into IS NULL
 AND (d.id IN {_ITEMS} OR (CASE WHEN me.wave_id IS NULL THEN k.year = CAST(substr(me.held_on, 1, 4) AS INTEGER)
      ELSE d.wave_id = me.wave_id END))
ORDER BY z.outcome, d.number"""
    return every(reader, SaidRow, sql, (committee,))


def convention_years(reader: sqlite3.Connection) -> list[YearRow]:
    """Every request of a year of a convention, by applicant and year, with what was promised for it."""
    sql = (
        f"WITH {PAID_OF} SELECT d.number, a.name, d.title, coalesce(d.tranche, k.year), d.asked, t.proposed, "
        "t.voted, (SELECT sum(x.paid) FROM paid x WHERE x.dossier_id = d.id), (SELECT sum(p.amount + p.carried) "
        "FROM promise p WHERE p.agreement_id = d.agreement_id AND p.year = d.tranche) FROM dossier d "
        "JOIN call k ON k.id = d.call_id JOIN applicant a ON a.id = d.applicant_id "
        "LEFT JOIN total t ON t.dossier_id = d.id WHERE d.merged_into IS NULL "
        "AND (k.kind IN ('convention', 'multiyear') OR d.agreement_id IS NOT NULL) "
        "ORDER BY a.name_key, 4, d.number"
    )
    return every(reader, YearRow, sql)


def grid_of(reader: sqlite3.Connection) -> list[tuple[int, str, str, str]]:
    """(rank, short name, title, colour) of the challenges of the latest grid."""
    sql = (
        "SELECT c.rank, c.short, c.title, c.colour FROM challenge c WHERE c.grid_id = "
        "(SELECT g.id FROM grid g ORDER BY g.version DESC, g.code LIMIT 1) ORDER BY c.rank"
    )
    return list(reader.execute(sql))


def quarters_of(reader: sqlite3.Connection) -> list[tuple[str, str, str, int | None]]:
    """(code, short name, name, residents) of the quarters."""
    return list(reader.execute("SELECT code, short, name, residents FROM quarter ORDER BY rank"))


def funders_of(reader: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """(code, name, account) of the funders in their order."""
    return list(reader.execute("SELECT code, name, account FROM funder ORDER BY rank"))


def closed_in(reader: sqlite3.Connection, committee: bytes, person: str) -> list[str]:
    """The numbers of the dossiers of a session that an interest closes to this person."""
    sql = f"SELECT number FROM dossier WHERE id IN {_ITEMS} AND id IN ({CLOSED_TO}) ORDER BY number"
    return [row[0] for row in reader.execute(sql, (committee, person))]


class ChosenRow(NamedTuple):
    """A piece that may be merged at the end of a pack."""

    id: bytes
    number: str
    name: str
    sha256: str
    mime: str


def chosen_pieces(reader: sqlite3.Connection, committee: bytes) -> list[ChosenRow]:
    """The pieces held of every dossier of a session, in the order of the day."""
    sql = """
SELECT p.id, d.number, coalesce(nullif(p.name, ''), p.label), f.sha256, f.mime FROM item i
JOIN dossier d ON d.id = i.dossier_id JOIN piece p ON p.dossier_id = d.id JOIN file f ON f.id = p.file_id
WHERE i.committee_id = ? AND d.merged_into IS NULL ORDER BY i.rank, i.id, p.id"""
    return every(reader, ChosenRow, sql, (committee,))


_PACKS = """
SELECT p.id, p.version, p.since, p.audience, p.large_print, p.draft, p.sha256, r.sha256, f.sha256, f.mime,
 p.pages, p.made_at, p.author FROM pack p JOIN file r ON r.id = p.rows_id LEFT JOIN file f ON f.id = p.file_id"""


def packs(reader: sqlite3.Connection, committee: bytes) -> list[PackRow]:
    """The packs of a session, the latest first."""
    sql = f"{_PACKS} WHERE p.committee_id = ? ORDER BY p.version DESC, p.made_at DESC, p.id DESC"
    return [_plain(row) for row in every(reader, PackRow, sql, (committee,))]


def pack_of_version(reader: sqlite3.Connection, committee: bytes, version: int) -> PackRow | None:
    """The first pack of a version, None when there is none."""
    sql = f"{_PACKS} WHERE p.committee_id = ? AND p.version = ? ORDER BY p.made_at, p.id LIMIT 1"
    row = one(reader, PackRow, sql, (committee, version))
    return None if row is None else _plain(row)


def _plain(row: PackRow) -> PackRow:
    return row._replace(large_print=bool(row.large_print), draft=bool(row.draft))
