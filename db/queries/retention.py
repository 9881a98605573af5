"""What is kept: the rules of retention, and of each dossier the dates they count from."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.queries.lists import HERE
from db.queries.rows import every


class RuleRow(NamedTuple):
    """One rule; `applies`: kinds, space separated. `years` None: for ever."""

    id: bytes
    code: str
    rank: int
    label: str
    applies: str
    years: int | None
    starts: str
    fate: str
    sample: int
    basis: str
    to_confirm: bool


class KeptRow(NamedTuple):
    """One dossier as retention sees it; ISO days. `files` and `size` (bytes): its pieces with a content."""

    id: bytes
    number: str
    applicant: str
    title: str
    year: int
    stage: str
    outcome: str | None
    agreement: str | None  # its number
    deposited_at: str | None
    decided_on: str | None
    notified_on: str | None
    ends_on: str | None
    paid_on: str | None
    report_on: str | None
    repaid_on: str | None
    agreement_ends_on: str | None
    appeal: bool
    repaying: bool
    agreement_runs: bool
    files: int
    size: int
    anonymised_on: str | None
    eliminated_on: str | None


_APPEAL = (
    "(EXISTS (SELECT 1 FROM dossier_label x JOIN label l ON l.id = x.label_id WHERE x.dossier_id = d.id AND "
    "(l.name LIKE 'contentieux%' OR l.name LIKE 'recours%')) OR EXISTS (SELECT 1 FROM deadline e WHERE "
    "e.dossier_id = d.id AND e.done_on IS NULL AND (e.title LIKE '%contentieux%' OR e.title LIKE '%recours%')))"
)
_KEPT = (
    "SELECT d.id, d.number, a.name, d.title, coalesce(d.tranche, c.year), d.stage, z.outcome, g.number, "
    "d.deposited_at, z.decided_on, z.notified_on, d.ends_on, "
    "(SELECT max(p.paid_on) FROM payment p WHERE p.dossier_id = d.id AND p.state = 'paid'), "
    "(SELECT max(coalesce(r.checked_on, r.received_on)) FROM report r WHERE r.dossier_id = d.id), "
    "(SELECT max(y.received_on) FROM repayment y WHERE y.dossier_id = d.id), "
    "coalesce((SELECT max(n.ends_on) FROM amendment n WHERE n.agreement_id = g.id AND n.state = 'signed'), "
    f"g.ends_on), {_APPEAL}, "
    "EXISTS (SELECT 1 FROM repayment y WHERE y.dossier_id = d.id AND y.kind = 'repay' AND "
    "y.state IN ('draft', 'decided', 'asked')), "
    "coalesce(g.state IN ('draft', 'signed') AND coalesce((SELECT max(n.ends_on) FROM amendment n WHERE "
    "n.agreement_id = g.id AND n.state = 'signed'), g.ends_on, '9999') >= ?, 0), "
    "(SELECT count(*) FROM piece p WHERE p.dossier_id = d.id AND p.file_id IS NOT NULL), "
    "(SELECT coalesce(sum(f.size), 0) FROM piece p JOIN file f ON f.id = p.file_id WHERE p.dossier_id = d.id), "
    "d.anonymised_on, d.eliminated_on "
    "FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call c ON c.id = d.call_id "
    "LEFT JOIN decision z ON z.dossier_id = d.id LEFT JOIN agreement g ON g.id = d.agreement_id "
    f"WHERE {HERE} ORDER BY d.number, d.id"
)


def rules(reader: sqlite3.Connection) -> list[RuleRow]:
    """By rank."""
    return every(
        reader,
        RuleRow,
        "SELECT id, code, rank, label, applies, years, starts, fate, sample, basis, to_confirm "
        "FROM retention_rule ORDER BY rank, code",
    )


def kept(reader: sqlite3.Connection, today: str) -> list[KeptRow]:
    """Every dossier, those united with another left out."""
    return every(reader, KeptRow, _KEPT, (today,))


class PapersRow(NamedTuple):
    """How many papers of the office this base holds, by kind."""

    acts: int
    programming: int
    minutes: int


def papers(reader: sqlite3.Connection) -> PapersRow:
    """Deliberations named, packs printed, minutes and records written."""
    row = reader.execute(
        "SELECT (SELECT count(DISTINCT act) FROM (SELECT act FROM decision UNION SELECT act FROM committee) "
        "WHERE act <> ''), (SELECT count(*) FROM pack), "
        "(SELECT count(*) FROM committee_document WHERE made IN ('minutes', 'record'))"
    ).fetchone()
    return PapersRow(*row)


def emptied_on(reader: sqlite3.Connection, dossier: bytes) -> tuple[str | None, str | None]:
    """(eliminated, anonymised): the days on which a dossier was, None when it was not."""
    sql = "SELECT eliminated_on, anonymised_on FROM dossier WHERE id = ?"
    row = reader.execute(sql, (dossier,)).fetchone()
    return (None, None) if row is None else (row[0], row[1])


class ListRow(NamedTuple):
    """One elimination list and what it counts; ISO days."""

    id: bytes
    number: str
    state: str  # draft, sent, granted, refused, done
    made_on: str
    sent_on: str | None
    visa: str
    visa_on: str | None
    done_on: str | None
    comment: str
    author: str
    lines: int
    destroyed: int  # fate: to destroy, and not taken off
    kept: int  # taken off by the archives
    specimens: int


class LineRow(NamedTuple):
    """One line of a list, with what is still beside the base of its dossier."""

    id: bytes
    dossier_id: bytes
    number: str
    label: str
    from_year: int | None
    to_year: int | None
    rule: str
    rule_label: str | None
    years: int | None
    basis: str | None
    fate: str
    kept: bool
    why: str
    files: int
    size: int  # bytes
    eliminated_on: str | None


def elimination_lists(reader: sqlite3.Connection) -> list[ListRow]:
    """Every list, the latest first."""
    sql = (
        "SELECT e.id, e.number, e.state, e.made_on, e.sent_on, e.visa, e.visa_on, e.done_on, e.comment, e.author, "
        "count(l.id), count(l.id) FILTER (WHERE l.fate = 'destroy' AND NOT l.kept), "
        "count(l.id) FILTER (WHERE l.kept), count(l.id) FILTER (WHERE l.fate = 'sample') "
        "FROM elimination e LEFT JOIN elimination_line l ON l.elimination_id = e.id "
        "GROUP BY e.id ORDER BY e.made_on DESC, e.number DESC"
    )
    return every(reader, ListRow, sql)


def elimination_lines(reader: sqlite3.Connection, elimination: bytes) -> list[LineRow]:
    """The lines of a list, by rule then by number."""
    sql = (
        "SELECT l.id, l.dossier_id, l.number, l.label, l.from_year, l.to_year, l.rule, r.label, r.years, r.basis, "
        "l.fate, l.kept, l.why, "
        "(SELECT count(*) FROM piece p WHERE p.dossier_id = l.dossier_id AND p.file_id IS NOT NULL), "
        "(SELECT coalesce(sum(f.size), 0) FROM piece p JOIN file f ON f.id = p.file_id "
        "WHERE p.dossier_id = l.dossier_id), d.eliminated_on "
        "FROM elimination_line l JOIN dossier d ON d.id = l.dossier_id "
        "LEFT JOIN retention_rule r ON r.code = l.rule "
        "WHERE l.elimination_id = ? ORDER BY r.rank, l.rule, l.number, l.id"
    )
    return [row._replace(kept=bool(row.kept)) for row in every(reader, LineRow, sql, (elimination,))]
