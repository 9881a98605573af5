"""The list of dossiers: which ones, in which order, one window of rows, what they add up to."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from db.filters import Node, state_sql, where
from db.queries.presence import LENT
from db.queries.rows import every
from db.queries.scores import CLOSED
from db.queries.visits import news_sql

_JOINS = {  # what the letter of a table stands for beside `dossier d`
    "a": "JOIN applicant a ON a.id = d.applicant_id",
    "t": "LEFT JOIN total t ON t.dossier_id = d.id",
    "z": "LEFT JOIN decision z ON z.dossier_id = d.id",
}
_FROM = " ".join(("FROM dossier d", *_JOINS.values()))
_KNOWN = frozenset(
    {"number", "applicant", "title", "stage"}
)  # never empty: an index gives the order as it is
_STATE = state_sql("p", "d", "date('now', 'localtime')")
_HELD = (
    "(SELECT count(*) FROM piece p WHERE p.dossier_id = d.id AND "
    f"({_STATE}) IN ('received', 'announced', 'waived'))"
)
_SORTS = {  # column of the list -> what SQL sorts on
    "number": "d.number",
    "applicant": "a.name_key",
    "title": "d.title_key",
    "quarters": "(SELECT min(q.rank) FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id "
    "WHERE x.dossier_id = d.id)",
    "levels": "(SELECT sum(m.level) FROM mark m WHERE m.dossier_id = d.id)",
    "cost": "d.cost",
    "asked": "d.asked",
    "proposed": "t.proposed",
    "granted": "t.voted",
    "stage": "CASE d.stage WHEN 'received' THEN 0 WHEN 'incomplete' THEN 1 WHEN 'complete' THEN 2 "
    "WHEN 'instruction' THEN 3 WHEN 'opinion' THEN 4 WHEN 'ready' THEN 5 WHEN 'decided' THEN 6 "
    "WHEN 'notified' THEN 7 ELSE 8 END",
    "due": "d.due_on",
    "due_on": "d.due_on",
    "deposited": "d.deposited_at",
    "checks": "(SELECT sum(CASE x.level WHEN 'bad' THEN 1000 WHEN 'warn' THEN 1 ELSE 0 END) FROM finding x "
    "WHERE x.dossier_id = d.id AND NOT EXISTS (SELECT 1 FROM settlement s WHERE s.dossier_id = x.dossier_id "
    "AND s.code = x.code AND s.sources = x.sources))",
    "pieces": f"(SELECT count(*) FROM piece p WHERE p.dossier_id = d.id AND ({_STATE}) IN ('missing', 'expired'))",
}
_LEVELS = (
    "(SELECT group_concat(c.rank || ':' || m.level) FROM mark m JOIN challenge c ON c.id = m.challenge_id "
    "WHERE m.dossier_id = d.id)"
)
_QUARTERS = (
    "(SELECT group_concat(short, ', ') FROM (SELECT q.short FROM dossier_quarter x "
    "JOIN quarter q ON q.id = x.quarter_id WHERE x.dossier_id = d.id ORDER BY q.rank))"
)


# Dossiers united with another leave the list. The few of them are told by the mergings, read once for a whole
# statement: `d.merged_into` would have to be read in each row, which no index of an order holds.
_GONE = "SELECT gone FROM merging WHERE kind = 'dossier' AND undone_at IS NULL"
HERE = f"(NOT EXISTS ({_GONE}) OR d.id NOT IN ({_GONE}))"  # the first half is answered once
_COUNTED = (
    "(SELECT count(*) FROM finding x WHERE x.dossier_id = d.id AND x.level = '{}' AND NOT EXISTS (SELECT 1 "
    "FROM settlement s WHERE s.dossier_id = d.id AND s.code = x.code AND s.sources = x.sources))"
)


# A request that waits holds the clock still, unless silence had rejected before it was made.
_PAUSED = (
    "(SELECT max(r.due_on) FROM piece_request r WHERE r.dossier_id = d.id AND r.answered_on IS NULL "
    "AND r.withdrawn_on IS NULL AND r.due_on > date('now', 'localtime') AND r.asked_on < d.due_on)"
)

_DISPUTED = "(SELECT count(*) FROM conflict c WHERE c.dossier = d.id AND c.nature <> 'reread')"
_PROPOSALS = (
    "coalesce((SELECT max(json_array_length(c.vals)) FROM conflict c WHERE c.dossier = d.id "
    "AND c.ent = 'amount' AND c.field = 'proposed'), 0)"
)


class ListRow(NamedTuple):
    """One line of the list. Money in cents, None unknown; `levels` has one 0..3 for each challenge."""

    id: bytes
    number: str
    applicant: str
    title: str
    quarters: str
    levels: tuple[int, ...]
    asked: int | None
    proposed: int | None
    pieces_held: int
    pieces_asked: int
    pieces_state: str  # "good", "warn"
    anomalies: int  # findings that count
    doubts: int
    stage: str
    outcome: str
    due_on: str | None  # ISO date
    paused_until: str | None = None  # the legal clock stands still until then, ISO date
    news: bool = False  # somebody else changed it since this person opened it
    closed: bool = False  # to this person, who declared an interest
    disputed: int = 0  # fields that two places wrote differently
    proposals: int = 0  # values of one amount proposed, when they are several
    lent: str = ""  # the workstation that took it along


class Sums(NamedTuple):
    """What the shown dossiers add up to, in cents."""

    dossiers: int
    asked: int
    proposed: int
    granted: int


def list_ids(
    reader: sqlite3.Connection,
    tree: Node | None = None,
    sort: str = "number",
    descending: bool = False,
    limit: int | None = None,
) -> list[bytes]:
    """Keys of the dossiers that answer the query, in order, unknown values last; the first `limit` of them."""
    query, values = ordered_keys(tree, sort, descending, limit)
    return [row[0] for row in reader.execute(query, values)]


def ordered_keys(
    tree: Node | None, sort: str, descending: bool, limit: int | None
) -> tuple[str, list[object]]:
    """The statement of the keys (column `id`) in order, with its values."""
    sql, values = where(tree)
    key, way = _SORTS[sort], "DESC" if descending else "ASC"
    order = f"{key} {way}" if sort in _KNOWN else f"{key} {way} NULLS LAST, d.id {way}"
    query = f"SELECT d.id AS id {_source(sql, key)} WHERE ({sql}) AND {HERE} ORDER BY {order} LIMIT ?"
    return query, [*values, -1 if limit is None else limit]


def _source(*parts: str) -> str:
    """`dossier d` with the tables that these parts of the statement speak of, and no other."""
    said = " ".join(parts)
    wanted = (join for letter, join in _JOINS.items() if re.search(rf"\b{letter}\.", said))
    return " ".join(("FROM dossier d", *wanted))


def list_rows(
    reader: sqlite3.Connection, ids: Sequence[bytes], challenges: int = 11, person: str = ""
) -> list[ListRow]:
    """The rows of some keys, in the order asked; keys that are gone are left out. `person` looks at them."""
    marks = ", ".join("?" * len(ids))
    query = (
        f"SELECT d.id, d.number, a.name, d.title, {_QUARTERS}, {_LEVELS}, d.asked, t.proposed, "
        f"{_HELD}, (SELECT count(*) FROM piece p WHERE p.dossier_id = d.id AND p.state <> 'none'), "
        f"d.stage, z.outcome, d.due_on, {_COUNTED.format('bad')}, {_COUNTED.format('warn')}, "
        f"{_PAUSED}, {news_sql('d')}, d.id IN ({CLOSED}), {_DISPUTED}, {_PROPOSALS}, {LENT} {_FROM} "
        f"WHERE d.id IN ({marks})"
    )
    found: dict[bytes, ListRow] = {}
    for r in reader.execute(query, [*[person] * 4, *ids]):
        state = "good" if r[8] >= r[9] else "warn"
        found[r[0]] = ListRow(
            r[0], r[1], r[2], r[3], r[4] or "", levels(r[5], challenges), r[6], r[7], r[8], r[9], state, r[13], r[14],
            r[10], r[11] or "", r[12], r[15], bool(r[16]), bool(r[17]), r[18], r[19], r[20],
        )  # fmt: skip
    return [found[key] for key in ids if key in found]


def levels(text: str | None, challenges: int = 11) -> tuple[int, ...]:
    """ "4:3,7:2" → a tuple of levels by rank."""
    made = [0] * challenges
    for part in (text or "").split(","):
        rank, _, level = part.partition(":")
        if rank and int(rank) <= challenges:
            made[int(rank) - 1] = int(level)
    return tuple(made)


def stage_counts(reader: sqlite3.Connection, tree: Node | None = None) -> dict[str, int]:
    """How many dossiers of each stage answer the query."""
    sql, values = where(tree)
    # All of them are counted in the index of stages, which has no keys; then those that left are taken off.
    query = (
        f"SELECT stage, sum(n) FROM (SELECT d.stage, count(*) AS n {_source(sql)} WHERE {sql} GROUP BY d.stage "
        f"UNION ALL SELECT d.stage, -count(*) {_source(sql)} WHERE d.id IN ({_GONE}) AND ({sql}) GROUP BY d.stage) "
        "GROUP BY stage HAVING sum(n) > 0"
    )
    return dict(reader.execute(query, [*values, *values]).fetchall())


def sums(reader: sqlite3.Connection, tree: Node | None = None) -> Sums:
    sql, values = where(tree)
    query = (
        "SELECT count(*), coalesce(sum(d.asked), 0), coalesce(sum(t.proposed), 0), coalesce(sum(t.voted), 0) "
        f"{_source('t.', sql)} WHERE ({sql}) AND {HERE}"
    )
    return Sums(*reader.execute(query, values).fetchone())


def find(reader: sqlite3.Connection, number: str) -> bytes | None:
    """The key of a dossier by its number, else by its number in the source: then the one that goes on."""
    query = (
        "SELECT CASE WHEN number = ?1 THEN id ELSE coalesce(merged_into, id) END FROM dossier "
        "WHERE number = ?1 OR source_id = ?1 ORDER BY number <> ?1 LIMIT 1"
    )
    row = reader.execute(query, (number,)).fetchone()
    return None if row is None else row[0]


class ExportRow(NamedTuple):
    """One dossier for the workbook and for `parvis list`."""

    id: bytes
    number: str
    source_id: str
    applicant: str
    kind: str
    siret: str
    rna: str
    title: str
    renewal: int | None
    quarters: str | None
    quarter_codes: str | None
    declared: str | None
    marks: str | None
    cost: int | None
    asked: int | None
    proposed: int | None
    granted: int | None
    paid: int | None
    stage: str
    outcome: str | None
    decided_on: str | None
    deposited_at: str | None
    due_on: str | None
    starts_on: str | None
    ends_on: str | None
    beneficiaries: int | None
    women: int | None
    officer: str
    pieces_held: int
    pieces_missing: int
    labels: str | None
    wave: str | None
    call: str
    notes: str | None


def export_rows(
    reader: sqlite3.Connection, tree: Node | None = None, *, united_too: bool = False
) -> list[ExportRow]:
    """Everything a table of dossiers may show, in the order of their numbers; `united_too`: those that were
    united with another as well."""
    sql, values = where(tree)
    here = "1" if united_too else HERE
    query = f"""
SELECT d.id, d.number, d.source_id, a.name, a.kind, a.siret, a.rna, d.title, d.renewal, {_QUARTERS},
 (SELECT group_concat(code, ',') FROM (SELECT q.code FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id
   WHERE x.dossier_id = d.id ORDER BY q.rank)),
 (SELECT group_concat(code, ',') FROM (SELECT c.code FROM declared x JOIN challenge c ON c.id = x.challenge_id
   WHERE x.dossier_id = d.id ORDER BY x.main DESC, c.rank)),
 (SELECT group_concat(v, ',') FROM (SELECT c.code || ':' || m.level AS v FROM mark m
   JOIN challenge c ON c.id = m.challenge_id WHERE m.dossier_id = d.id AND m.level > 0 ORDER BY c.rank)),
 d.cost, d.asked, t.proposed, t.voted, t.paid, d.stage, z.outcome, z.decided_on, d.deposited_at, d.due_on,
 d.starts_on, d.ends_on, d.beneficiaries, d.women, d.officer,
 {_HELD}, (SELECT count(*) FROM piece p WHERE p.dossier_id = d.id AND ({_STATE}) IN ('missing', 'refused', 'expired')),
 (SELECT group_concat(l.name, ', ') FROM dossier_label x JOIN label l ON l.id = x.label_id WHERE x.dossier_id = d.id),
 (SELECT w.title FROM wave w WHERE w.id = d.wave_id), (SELECT k.title FROM call k WHERE k.id = d.call_id),
 (SELECT group_concat(text, char(10)) FROM (SELECT n.text FROM annotation n WHERE n.dossier_id = d.id AND n.text <> ''
   AND n.audience <> 'me' ORDER BY n.at))
{_FROM} WHERE ({sql}) AND {here} ORDER BY d.number"""
    return every(reader, ExportRow, query, values)
