"""Everything of the dossiers of one year, table by table: what an archive writes out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from db.queries.lists import HERE
from db.queries.rows import every

YEAR = (
    "coalesce(d.tranche, c.year)"  # of a dossier: its call's, or the year of the convention that it asks for
)
_OF = "hex(d.id) IN (SELECT value FROM json_each(?1))"
_PAID = (
    "CASE WHEN EXISTS (SELECT 1 FROM payment p WHERE p.dossier_id = m.dossier_id AND p.funder_id = m.funder_id) "
    "THEN (SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.dossier_id = m.dossier_id "
    "AND p.funder_id = m.funder_id AND p.state = 'paid') ELSE m.paid END"
)


def _of_dossier(
    columns: str, table: str, *, joins: str = "", where: str = "", order: str = "x.rank, x.id"
) -> str:
    """A statement on one table that belongs to dossiers: its first column is the dossier's key."""
    more = f" AND {where}" if where else ""
    return (
        f"SELECT d.id, d.number, {columns} FROM {table} x JOIN dossier d ON d.id = x.dossier_id {joins} "
        f"WHERE {_OF}{more} ORDER BY d.number, d.id, {order}"
    )


_FUNDER = "JOIN funder f ON f.id = x.funder_id"
_MEMBER = "LEFT JOIN project_member k ON k.id = x.member_id LEFT JOIN applicant q ON q.id = k.applicant_id"
STATEMENTS: dict[str, str] = {
    "dossiers": (
        f"SELECT d.id, d.number, {YEAR}, c.title, w.title, a.name, a.kind, a.siret, a.rna, d.title, "
        "(SELECT group_concat(code, ' ') FROM (SELECT q.code FROM dossier_quarter x JOIN quarter q ON "
        "q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank)), "
        "(SELECT group_concat(code, ' ') FROM (SELECT h.code FROM mark x JOIN challenge h ON "
        "h.id = x.challenge_id WHERE x.dossier_id = d.id AND x.level > 0 ORDER BY h.rank)), "
        "d.stage, d.renewal, d.deposited_at, d.starts_on, d.ends_on, d.place, d.beneficiaries, d.women, "
        "d.from_quarter, d.cost, d.asked, t.proposed, t.voted, "
        f"(SELECT sum({_PAID}) FROM amount m WHERE m.dossier_id = d.id), z.outcome, z.decided_on, "
        "z.notified_on, z.act, g.number, d.officer, d.source, d.source_id, d.anonymised_on, d.eliminated_on "
        "FROM dossier d JOIN applicant a ON a.id = d.applicant_id JOIN call c ON c.id = d.call_id "
        "LEFT JOIN wave w ON w.id = d.wave_id LEFT JOIN total t ON t.dossier_id = d.id "
        "LEFT JOIN decision z ON z.dossier_id = d.id LEFT JOIN agreement g ON g.id = d.agreement_id "
        f"WHERE {_OF} ORDER BY d.number, d.id"
    ),
    "amounts": (
        f"SELECT d.id, d.number, f.code, f.name, m.asked, m.proposed, m.voted, {_PAID} FROM amount m "
        f"JOIN dossier d ON d.id = m.dossier_id JOIN funder f ON f.id = m.funder_id WHERE {_OF} "
        "ORDER BY d.number, d.id, f.rank"
    ),
    "payments": _of_dossier(
        "f.name, q.name, x.kind, x.amount, x.planned_on, x.asked_on, x.order_number, x.paid_on, x.state, x.why",
        "payment", joins=f"{_FUNDER} {_MEMBER}",
    ),
    "decisions": _of_dossier(
        "x.outcome, x.state, x.decided_on, x.act, x.act_on, (SELECT group_concat(r.label, ', ') FROM "
        "decision_reason y JOIN reason r ON r.id = y.reason_id WHERE y.dossier_id = d.id), x.comment, "
        "x.notified_on, x.reopened_on, x.reopen_reason, s.code",
        "decision", joins="LEFT JOIN committee s ON s.id = x.committee_id", order="x.id",
    ),
    "conditions": _of_dossier("x.text, x.due_on, x.met_on, x.waived_on, x.why", "condition"),
    "reports": _of_dossier(
        "x.year, x.kind, x.state, x.outcome, x.due_on, x.received_on, x.starts_on, x.ends_on, "
        "x.beneficiaries, x.women, x.men, x.from_quarter, x.granted, x.unspent, x.comment",
        "report", order="x.year, x.kind",
    ),
    "report_lines": _of_dossier(
        "r.year, x.side, x.account, x.label, x.forecast, x.done, x.reason", "report_line",
        joins="JOIN report r ON r.id = x.report_id", order="r.year, x.rank, x.id",
    ),
    "report_texts": _of_dossier(
        "r.year, x.code, x.body", "report_text", joins="JOIN report r ON r.id = x.report_id",
        order="r.year, x.code",
    ),
    "repayments": _of_dossier(
        "f.name, q.name, x.kind, x.amount, x.reason, x.state, x.decided_on, x.asked_on, x.title_number, "
        "x.received, x.received_on", "repayment", joins=f"{_FUNDER} {_MEMBER}", order="x.id",
    ),
    "changes": _of_dossier(
        "x.kind, x.asked_on, x.reason, x.starts_on, x.ends_on, x.amount, x.body, x.state, x.answered_on, "
        "x.answer", "change_request", order="x.asked_on, x.id",
    ),
    "visits": _of_dossier(
        "x.visited_on, x.place, x.people, x.present, x.body, x.next_steps, x.author", "site_visit",
        order="x.visited_on, x.id",
    ),
    "members": _of_dossier(
        "a.name, a.siret, x.role, x.task, x.quarters, x.agreed_on, x.left_on", "project_member",
        joins="JOIN applicant a ON a.id = x.applicant_id",
    ),
    "shares": _of_dossier(
        "q.name, f.name, x.asked, x.proposed, x.voted", "member_share", joins=f"{_FUNDER} {_MEMBER}",
        order="k.rank, f.rank",
    ),
    "audiences": _of_dossier(
        "x.moment, x.age, x.women, x.men, x.people", "audience", order="x.moment, x.age"
    ),
    "marks": _of_dossier(
        "h.code, h.title, x.level, x.reason, x.author", "mark",
        joins="JOIN challenge h ON h.id = x.challenge_id", where="x.level > 0", order="h.rank",
    ),
    "notes": _of_dossier(
        "h.code, o.code, q.code, x.place, x.page, x.quote, x.text, x.strength, x.audience, x.author, x.at",
        "annotation", joins="LEFT JOIN challenge h ON h.id = x.challenge_id "
        "LEFT JOIN objective o ON o.id = x.objective_id LEFT JOIN quarter q ON q.id = x.quarter_id",
        where="x.audience <> 'me'", order="coalesce(h.rank, 99), x.at, x.id",
    ),
    "opinions": _of_dossier(
        "x.partner, x.value, x.amount, x.comment, x.answered_on", "opinion", where="x.confidential = 0",
        order="x.answered_on, x.id",
    ),
    "budget": _of_dossier("x.side, x.account, x.label, x.funder, x.amount", "budget_line"),
    "funding": _of_dossier(
        "x.name, x.common_law, x.asked, x.answered, x.status, x.status_on, x.proof", "funding_line"
    ),
    "links": _of_dossier(
        "x.kind, e.number, x.comment", "dossier_link", joins="JOIN dossier e ON e.id = x.other_id",
        order="x.kind, e.number",
    ),
    "agreements": (
        "SELECT NULL, g.number, g.title, a.name, g.starts_on, g.ends_on, g.state, g.act, g.act_on, g.signed_on, "
        "p.year, f.name, p.amount, p.carried FROM agreement g JOIN applicant a ON a.id = g.applicant_id "
        "LEFT JOIN promise p ON p.agreement_id = g.id LEFT JOIN funder f ON f.id = p.funder_id WHERE EXISTS "
        f"(SELECT 1 FROM dossier d WHERE d.agreement_id = g.id AND {_OF}) ORDER BY g.number, g.id, p.year, f.rank"
    ),
    "grid": (
        "SELECT NULL, h.code, h.title, o.code, o.title, o.to_confirm FROM challenge h "
        "LEFT JOIN objective o ON o.challenge_id = h.id WHERE ?1 <> '' ORDER BY h.rank, o.code"
    ),
    "quarters": "SELECT NULL, code, name, short, residents, outline FROM quarter WHERE ?1 <> '' ORDER BY rank",
    "funders": "SELECT NULL, code, name, account FROM funder WHERE ?1 <> '' ORDER BY rank",
}  # fmt: skip


def chosen(reader: sqlite3.Connection, year: int) -> list[bytes]:
    """The dossiers of a year, by number."""
    sql = (
        f"SELECT d.id FROM dossier d JOIN call c ON c.id = d.call_id WHERE {YEAR} = ? AND {HERE} "
        "ORDER BY d.number, d.id"
    )
    return [key for (key,) in reader.execute(sql, (year,))]


def years(reader: sqlite3.Connection) -> list[tuple[int, int]]:
    """The years that have dossiers and how many, the latest first."""
    sql = (
        f"SELECT {YEAR}, count(*) FROM dossier d JOIN call c ON c.id = d.call_id WHERE {HERE} "
        "GROUP BY 1 ORDER BY 1 DESC"
    )
    return [(year, count) for year, count in reader.execute(sql)]


def rows(reader: sqlite3.Connection, name: str, dossiers: Sequence[bytes]) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement: the key of the dossier first, None where it belongs to none."""
    told = json.dumps([key.hex().upper() for key in dossiers])
    return iter(reader.execute(STATEMENTS[name], (told,)))


class SittingRow(NamedTuple):
    """A session held in the year, and how many dossiers it called."""

    id: bytes
    code: str
    name: str
    held_on: str
    state: str
    act: str
    dossiers: int


def sittings(reader: sqlite3.Connection, year: int) -> list[SittingRow]:
    """The sessions held in the year, by date."""
    sql = (
        "SELECT s.id, s.code, s.name, s.held_on, s.state, s.act, "
        "(SELECT count(*) FROM item i WHERE i.committee_id = s.id) FROM committee s "
        "WHERE substr(s.held_on, 1, 4) = ? ORDER BY s.held_on, s.code, s.id"
    )
    return every(reader, SittingRow, sql, (str(year),))


def called(reader: sqlite3.Connection, committee: bytes) -> set[bytes]:
    """The dossiers on the order of the day of a session."""
    return {
        key for (key,) in reader.execute("SELECT dossier_id FROM item WHERE committee_id = ?", (committee,))
    }
