"""Work done apart, as the screens read it: what disagrees, who proposed which value, where and when."""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby
from typing import Any, NamedTuple


class Proposal(NamedTuple):
    """One value of a field: who wrote it, where, when by their clock and when it reached us (local ISO)."""

    op: bytes
    value: Any  # as JSON tells it; None is unknown, or removed when the field is the existence of the row
    author: str
    site: str
    place: str  # of the workstation; "" when it is not enrolled
    hlc: str
    at: str
    received_at: str
    reason: str


class ConflictRow(NamedTuple):
    """One field that two places wrote. `settled` is the operation that ended it, None while it is open."""

    ent: str
    rid: bytes
    field: str  # "" for the existence of the row
    nature: str  # values, reread, deletion, orphan, twice
    agreed: Any  # the value before they parted; None when there was none
    settled: bytes | None
    value: Any  # what stands since it was settled; None while it is open
    dossier: bytes | None
    number: str
    applicant: str
    title: str
    stage: str
    officer: str
    quarters: str  # codes, comma separated
    detail: str  # which row of its table: the funder, the challenge, the text
    asked_of: str
    asked_by: str
    asked_note: str
    proposals: tuple[Proposal, ...]

    @property
    def key(self) -> tuple[str, bytes, str]:
        return self.ent, self.rid, self.field


_OPEN = "SELECT ent, rid, field, dossier, nature, agreed, ops, vals, NULL settled, NULL value FROM conflict"
# What a person settled: an operation that replaces several; the value shown is that of the head since.
_SETTLED = """
SELECT o.ent, o.rid, o.field, o.dossier, 'values', o.base, o.parents, NULL, o.id,
 (SELECT h.val FROM head t JOIN op h ON h.id = t.op WHERE t.ent = o.ent AND t.rid = o.rid AND t.field = o.field)
FROM op o WHERE o.n > ? AND o.kind = 'update' AND json_array_length(o.parents) > 1
 AND NOT EXISTS (SELECT 1 FROM conflict c WHERE c.ent = o.ent AND c.rid = o.rid AND c.field = o.field)
 AND NOT EXISTS (SELECT 1 FROM op later WHERE later.ent = o.ent AND later.rid = o.rid AND later.field = o.field
  AND later.n > o.n AND json_array_length(later.parents) > 1)"""

# Which row of its table is meant, in the words of the screen.
_DETAIL = """CASE f.ent
 WHEN 'amount' THEN (SELECT u.name FROM amount x JOIN funder u ON u.id = x.funder_id WHERE x.id = f.rid)
 WHEN 'item_amount' THEN
  (SELECT u.name FROM item_amount x JOIN funder u ON u.id = x.funder_id WHERE x.id = f.rid)
 WHEN 'envelope' THEN
  (SELECT u.name || ' ' || x.year FROM envelope x JOIN funder u ON u.id = x.funder_id WHERE x.id = f.rid)
 WHEN 'mark' THEN
  (SELECT c.rank || ' ' || c.short FROM mark x JOIN challenge c ON c.id = x.challenge_id WHERE x.id = f.rid)
 WHEN 'annotation' THEN (SELECT c.rank || ' ' || c.short FROM annotation x
  JOIN challenge c ON c.id = x.challenge_id WHERE x.id = f.rid)
 WHEN 'section' THEN (SELECT x.code FROM section x WHERE x.id = f.rid)
 WHEN 'piece' THEN (SELECT x.name FROM piece x WHERE x.id = f.rid)
 WHEN 'applicant' THEN (SELECT x.name FROM applicant x WHERE x.id = f.rid)
 WHEN 'committee' THEN (SELECT x.code FROM committee x WHERE x.id = f.rid)
 END"""

_TOLD = """
WITH found AS ({found})
SELECT f.ent, f.rid, f.field, f.nature, f.agreed, f.settled, f.value, f.dossier, coalesce(d.number, ''),
 coalesce(a.name, ''), coalesce(d.title, ''), coalesce(d.stage, ''), coalesce(d.officer, ''),
 coalesce((SELECT group_concat(q.code) FROM dossier_quarter x JOIN quarter q ON q.id = x.quarter_id
  WHERE x.dossier_id = d.id), ''),
 coalesce({detail}, ''), coalesce(k.asked_of, ''), coalesce(k.asked_by, ''), coalesce(k.note, ''),
 o.id, CASE WHEN f.vals IS NOT NULL THEN f.vals -> ('$[' || e.key || ']')
  WHEN o.kind = 'create' THEN o.val -> ('$.' || f.field) ELSE o.val END,
 coalesce(o.author, ''), coalesce(o.site, ''), coalesce(w.place, ''), coalesce(o.hlc, ''), coalesce(s.at, ''),
 coalesce(l.at, s.at, ''), coalesce(o.reason, '')
FROM found f LEFT JOIN json_each(f.ops) e ON 1
LEFT JOIN op o ON o.ent = f.ent AND o.rid = f.rid AND lower(hex(o.id)) = e.value
LEFT JOIN step s ON s.id = o.step LEFT JOIN step l ON l.n = o.link LEFT JOIN workstation w ON w.name = o.site
LEFT JOIN dossier d ON d.id = f.dossier LEFT JOIN applicant a ON a.id = d.applicant_id
LEFT JOIN question k ON k.about = f.ent || ':' || lower(hex(f.rid)) || ':' || f.field
WHERE NOT (f.ent = 'annotation' AND EXISTS (SELECT 1 FROM annotation n
 WHERE n.id = f.rid AND n.audience = 'me' AND n.author <> ?)) {where}
ORDER BY d.number, f.ent, f.rid, f.field, e.key"""
_WIDTH = 18  # columns of a conflict, before those of one proposal


def conflicts(
    reader: sqlite3.Connection,
    person: str,
    *,
    dossier: bytes | None = None,
    settled_after: int | None = None,
) -> list[ConflictRow]:
    """What is open, of one dossier or of all, others' own notes left out; with `settled_after` (a position
    of the journal) also what was settled since."""
    found, where = _OPEN, ""
    values: list[Any] = [person]
    if settled_after is not None:
        found = f"{_OPEN} UNION ALL {_SETTLED}"
        values.insert(0, settled_after)
    if dossier is not None:
        where = "AND f.dossier = ?"
        values.append(dossier)
    rows = reader.execute(_TOLD.format(found=found, detail=_DETAIL, where=where), values)
    return [_conflict(list(some)) for _, some in groupby(rows, key=lambda row: (row[0], row[1], row[2]))]


def _conflict(rows: list[tuple[Any, ...]]) -> ConflictRow:
    told = list(rows[0][:_WIDTH])
    told[4], told[6] = _value(told[4]), _value(told[6])
    proposals = [
        Proposal(row[_WIDTH], _value(row[_WIDTH + 1]), *row[_WIDTH + 2 :]) for row in rows if row[_WIDTH]
    ]
    return ConflictRow._make([*told, tuple(proposals)])


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def open_conflicts(reader: sqlite3.Connection) -> int:
    """How many fields wait to be settled."""
    return int(reader.execute("SELECT count(*) FROM conflict WHERE nature <> 'reread'").fetchone()[0])


def disputed_in(reader: sqlite3.Connection, dossier: bytes) -> int:
    """How many fields of one dossier wait to be settled, or to be read again."""
    row = reader.execute("SELECT count(*) FROM conflict WHERE dossier = ?", (dossier,)).fetchone()
    return int(row[0])


def disputed(reader: sqlite3.Connection) -> dict[bytes, int]:
    """Dossier -> how many of its fields wait to be settled."""
    sql = "SELECT dossier, count(*) FROM conflict WHERE dossier IS NOT NULL AND nature <> 'reread' GROUP BY 1"
    return dict(reader.execute(sql).fetchall())
