"""Opinions of partners: what counts, what was asked, who is late. Confidential ones are left out on demand.

An opinion counts when it is the latest of its partner on its dossier; what an import brought stands beside,
each row by itself. Dossiers united with another are left out of the lists.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from db.queries.rows import every
from db.queries.scores import CLOSED


class PartnerRow(NamedTuple):
    """A body whose opinion is asked."""

    id: bytes
    code: str
    name: str
    short: str
    person: str
    email: str
    aliases: str  # one a line
    confidential: bool
    active: bool


class PartnerCount(NamedTuple):
    """A partner with how many dossiers it was asked about, answered, has yet to answer, and is late for."""

    id: bytes
    code: str
    name: str
    short: str
    person: str
    email: str
    active: bool
    asked: int
    received: int
    waiting: int
    late: int
    due_on: str | None  # the first day that is still awaited


class OpinionRow(NamedTuple):
    """One opinion. `value` is a code of rules.opinions, or the words of an import; cents; dates ISO."""

    id: bytes
    dossier_id: bytes
    partner_id: bytes | None
    code: str  # of the partner, "" for an import
    partner: str
    short: str
    value: str
    amount: int | None
    comment: str
    confidential: bool
    answered_on: str | None
    channel: str  # import, file, phone, meeting, mail
    origin: str
    author: str
    request: bytes | None  # what it answers
    counts: bool  # the latest of its partner, or an import


class AskedRow(NamedTuple):
    """One partner asked about one dossier, with its answer when it came. Cents, dates ISO."""

    id: bytes
    dossier_id: bytes
    number: str
    applicant: str
    title: str
    stage: str
    asked: int | None
    proposed: int | None
    partner_id: bytes
    code: str
    partner: str
    short: str
    pack_id: bytes | None
    pack: str | None  # its code
    asked_on: str
    due_on: str | None
    reminded_on: str | None
    reminders: int
    withdrawn_on: str | None
    opinion: bytes | None
    value: str | None
    amount: int | None
    comment: str | None
    confidential: bool | None
    answered_on: str | None
    channel: str | None
    origin: str | None
    late: bool


class PackRow(NamedTuple):
    """A pack handed to a partner."""

    id: bytes
    code: str
    partner_id: bytes
    partner: str
    kind: str
    asked_on: str
    due_on: str | None
    digest: str
    question: str
    author: str
    returned_at: str | None
    returned: str | None  # SHA-256 of the file that came back
    asked: int  # requests that were not withdrawn
    withdrawn: int


_OPINIONS = """
SELECT o.id, o.dossier_id, o.partner_id, coalesce(p.code, ''), coalesce(p.name, o.partner),
 coalesce(nullif(p.short, ''), p.name, o.partner), o.value, o.amount, o.comment, o.confidential, o.answered_on,
 o.channel, o.origin, o.author, o.answer_to, o.turn = 1 OR o.channel = 'import'
FROM (SELECT x.*, row_number() OVER (
   PARTITION BY x.dossier_id, coalesce(x.partner_id, x.partner), x.channel = 'import'
   ORDER BY coalesce(x.answered_on, '') DESC, x.id DESC) turn FROM opinion x {where}) o
LEFT JOIN partner p ON p.id = o.partner_id
WHERE {kept} ORDER BY o.dossier_id, o.channel = 'import', p.rank, o.turn, o.id"""


def partners(reader: sqlite3.Connection, *, all_of_them: bool = False) -> list[PartnerRow]:
    """The partners in their order; those no longer asked only on demand."""
    sql = "SELECT id, code, name, short, person, email, aliases, confidential, active FROM partner {} ORDER BY rank"
    return every(reader, PartnerRow, sql.format("" if all_of_them else "WHERE active"))


def opinions_of(
    reader: sqlite3.Connection, dossier: bytes, *, confidential: bool = True, earlier: bool = False
) -> list[OpinionRow]:
    """The opinions that count on one dossier, by rank of the partner, then those of imports.

    Not `confidential`: without those kept between officers (projector, letters, packs for others).
    `earlier`: those replaced since come too, after the one that counts.
    """
    return opinions_many(reader, [dossier], confidential=confidential, earlier=earlier).get(dossier, [])


def opinions_many(
    reader: sqlite3.Connection,
    dossiers: Iterable[bytes],
    *,
    confidential: bool = True,
    earlier: bool = False,
) -> dict[bytes, list[OpinionRow]]:
    """The same of many dossiers, by key; a dossier without opinion is not there."""
    keys = list(dossiers)
    where = f"WHERE x.dossier_id IN ({', '.join('?' * len(keys))})"
    kept = ["1"]
    if not earlier:
        kept.append("(o.turn = 1 OR o.channel = 'import')")
    if not confidential:  # left out after the latest is known: an earlier one must not stand in its place
        kept.append("NOT o.confidential")
    made: dict[bytes, list[OpinionRow]] = defaultdict(list)
    for row in every(reader, OpinionRow, _OPINIONS.format(where=where, kept=" AND ".join(kept)), keys):
        made[row.dossier_id].append(row)
    return dict(made)


# What answers a request: the latest opinion written for it, or given by the same partner since that day. The
# few opinions of a dossier are looked through: those of a partner are as many as the dossiers (hence the plus).
_ANSWER = (
    "(SELECT o.id FROM opinion o WHERE o.dossier_id = r.dossier_id AND +o.partner_id = r.partner_id "
    "AND o.channel <> 'import' AND (o.answer_to = r.id OR o.answered_on >= r.asked_on) "
    "ORDER BY coalesce(o.answered_on, '') DESC, o.id DESC LIMIT 1)"
)
_OPEN = "r.withdrawn_on IS NULL AND d.merged_into IS NULL"
# A decision no longer waits for anybody: who did not answer is then not late.
_LATE = "r.due_on < ? AND d.stage NOT IN ('decided', 'notified', 'closed')"

_ASKED = f"""
SELECT r.id, d.id, d.number, a.name, d.title, d.stage, d.asked, t.proposed, p.id, p.code, p.name,
 coalesce(nullif(p.short, ''), p.name), k.id, k.code, r.asked_on, r.due_on, r.reminded_on, r.reminders,
 r.withdrawn_on, o.id, o.value, o.amount, o.comment, o.confidential, o.answered_on, o.channel, o.origin,
 coalesce(o.id IS NULL AND r.withdrawn_on IS NULL AND {_LATE}, 0)
FROM opinion_request r JOIN dossier d ON d.id = r.dossier_id JOIN applicant a ON a.id = d.applicant_id
JOIN partner p ON p.id = r.partner_id LEFT JOIN total t ON t.dossier_id = d.id
LEFT JOIN opinion_pack k ON k.id = r.pack_id LEFT JOIN opinion o ON o.id = {_ANSWER}
WHERE d.merged_into IS NULL"""


def requests_many(
    reader: sqlite3.Connection,
    *,
    partner: bytes | None = None,
    dossiers: Iterable[bytes] | None = None,
    pack: bytes | None = None,
    withdrawn: bool = False,
    person: str = "",
    today: dt.date | None = None,
) -> list[AskedRow]:
    """What was asked, of one partner, some dossiers or one pack, by partner, day and number.

    `withdrawn`: requests taken back come too. `person`: without the dossiers that an interest closes to them.
    """
    sql, values = _ASKED, list[bytes | str]([(today or dt.date.today()).isoformat()])
    if not withdrawn:
        sql += " AND r.withdrawn_on IS NULL"
    if partner is not None:
        sql, values = f"{sql} AND r.partner_id = ?", [*values, partner]
    if pack is not None:
        sql, values = f"{sql} AND r.pack_id = ?", [*values, pack]
    if dossiers is not None:
        keys = list(dossiers)
        sql = f"{sql} AND r.dossier_id IN ({', '.join('?' * len(keys))})"
        values += keys
    if person:
        sql, values = f"{sql} AND r.dossier_id NOT IN ({CLOSED})", [*values, person, person]
    return every(reader, AskedRow, f"{sql} ORDER BY p.rank, r.asked_on DESC, d.number, r.id", values)


def counters(reader: sqlite3.Connection, today: dt.date | None = None) -> list[PartnerCount]:
    """Every partner asked or to be asked, in their order."""
    sql = (
        "SELECT p.id, p.code, p.name, coalesce(nullif(p.short, ''), p.name), p.person, p.email, p.active, "
        "count(r.id), count(r.answer), count(r.id) - count(r.answer), "
        "coalesce(sum(r.answer IS NULL AND r.late), 0), min(CASE WHEN r.answer IS NULL THEN r.due_on END) "
        "FROM partner p LEFT JOIN ("
        f"SELECT r.id, r.partner_id, r.due_on, {_ANSWER} answer, coalesce({_LATE}, 0) late "
        f"FROM opinion_request r JOIN dossier d ON d.id = r.dossier_id WHERE {_OPEN}) r ON r.partner_id = p.id "
        "GROUP BY p.id HAVING p.active OR count(r.id) ORDER BY p.rank"
    )
    return every(reader, PartnerCount, sql, ((today or dt.date.today()).isoformat(),))


_PACKS = (
    "SELECT k.id, k.code, p.id, p.name, k.kind, k.asked_on, k.due_on, k.digest, k.question, k.author, "
    "k.returned_at, f.sha256, sum(r.id IS NOT NULL AND r.withdrawn_on IS NULL), "
    "sum(r.withdrawn_on IS NOT NULL) FROM opinion_pack k JOIN partner p ON p.id = k.partner_id "
    "LEFT JOIN file f ON f.id = k.returned_file_id LEFT JOIN opinion_request r ON r.pack_id = k.id "
)


def packs(reader: sqlite3.Connection) -> list[PackRow]:
    """Every pack, the last one first."""
    return every(reader, PackRow, f"{_PACKS} GROUP BY k.id ORDER BY k.asked_on DESC, k.id DESC")


def pack_of(reader: sqlite3.Connection, code: str) -> PackRow | None:
    """The pack of a code."""
    found = every(reader, PackRow, f"{_PACKS} WHERE k.code = ? GROUP BY k.id", (code,))
    return found[0] if found else None
