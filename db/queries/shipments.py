"""What was exchanged, as the screens read it: up to when one is in step, what waits, what came back."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from db.queries.rows import every, one


class Standing(NamedTuple):
    """Where this base stands with the others; counts and moments for the line of the status."""

    site: str
    exchange: str  # JSON of the setting "exchange"; "" when the office has settled nothing
    trusted: str  # JSON of the hub that this workstation joined; ""
    to_settle: int
    to_reread: int
    refused: int
    parked: int
    awaited: int  # the number that the first parked satchel waits for
    server: bool  # whether this workstation exchanges with a hub on PostgreSQL
    last_at: str  # of the last news from another base; "" before the first
    unsent: int  # own changes that the hub is not known to have

    @property
    def hub(self) -> str:
        """The site that gathers, "" when this base exchanges with nobody."""
        told = json.loads(self.exchange) if self.exchange else {}
        known = json.loads(self.trusted) if self.trusted else {}
        return str(told.get("hub") or known.get("site") or "")

    @property
    def role(self) -> str:
        """hub, station, or "" when this base exchanges with nobody."""
        if self.server:
            return "station"
        if not self.hub:
            return ""
        same = self.hub.partition("~")[0] == self.site.partition("~")[0]
        return "hub" if same else "station"


class ShipmentRow(NamedTuple):
    """One satchel or lot, sent or received; `receipt` is what it brought."""

    n: int
    way: str
    means: str
    site: str
    place: str
    number: int
    at: str
    file: str
    first: int
    last: int
    acknowledged_at: str | None
    digest: str
    prepared_at: str  # when the satchel that it answers had left, "" when none had
    receipt: dict[str, Any]


class ParkedRow(NamedTuple):
    """A satchel that came before the one it follows."""

    site: str
    number: int
    waits_for: str  # a French sentence
    ops: int
    at: str


class RefusedRow(NamedTuple):
    """One change of this workstation that was refused: what it would have written, and why not."""

    op: bytes
    at: str
    reason: str
    state: str
    ent: str
    rid: bytes
    field: str
    val: Any
    author: str
    dossier: bytes | None
    number: str
    applicant: str
    title: str


_STANDING = """
SELECT ?1, coalesce((SELECT value FROM setting WHERE name = 'exchange'), ''),
 coalesce((SELECT v FROM kv WHERE k = 'hub'), ''),
 (SELECT count(*) FROM conflict WHERE nature <> 'reread'), (SELECT count(*) FROM conflict WHERE nature = 'reread'),
 (SELECT count(*) FROM refused WHERE state = 'waiting' AND site = ?1), (SELECT count(*) FROM parked),
 coalesce((SELECT coalesce((SELECT max(s.number) FROM shipment s WHERE s.way = 'in' AND s.site = p.site
  AND s.number < p.number), 0) + 1 FROM parked p ORDER BY p.number LIMIT 1), 0),
 EXISTS (SELECT 1 FROM kv WHERE k = 'hub.address'),
 coalesce((SELECT max(at) FROM shipment WHERE way = 'in'), ''),
 coalesce((SELECT max(seq) FROM op WHERE site = ?1), 0)
  - max(coalesce((SELECT CAST(v AS INTEGER) FROM kv WHERE k = 'acknowledged'), 0), coalesce((SELECT max(last)
   FROM shipment WHERE way = 'out' AND means = 'hub' AND acknowledged_at IS NOT NULL), 0))"""


def standing(reader: sqlite3.Connection, site: str) -> Standing:
    """Counts only: asked after each step."""
    row = one(reader, Standing, _STANDING, (site,))
    assert row is not None  # a SELECT without FROM always answers
    return row


def site_name(reader: sqlite3.Connection) -> str:
    """The name under which this base exchanges, "" while it has none."""
    row = reader.execute("SELECT v FROM kv WHERE k = 'site'").fetchone()
    return "" if row is None else str(row[0])


def shipments(reader: sqlite3.Connection, limit: int = 50) -> list[ShipmentRow]:
    """The latest first."""
    sql = (
        "SELECT s.n, s.way, s.means, s.site, coalesce(w.place, ''), s.number, s.at, s.file, s.first, s.last, "
        "s.acknowledged_at, s.digest, coalesce((SELECT max(o.at) FROM shipment o WHERE o.way = 'out' "
        "AND o.site = s.site AND o.n < s.n), ''), s.receipt FROM shipment s LEFT JOIN workstation w ON w.name = s.site "
        "ORDER BY s.n DESC LIMIT ?"
    )
    rows = every(reader, ShipmentRow, sql, (limit,))
    return [row._replace(receipt=json.loads(str(row.receipt) or "{}")) for row in rows]


def parked(reader: sqlite3.Connection) -> list[ParkedRow]:
    """Those that wait, by sender and number."""
    sql = "SELECT site, number, waits_for, ops, at FROM parked ORDER BY site, number"
    return every(reader, ParkedRow, sql)


def refused(reader: sqlite3.Connection, site: str) -> list[RefusedRow]:
    """The changes of a workstation refused that nobody has answered yet, the latest first."""
    sql = (
        "SELECT r.op, r.at, r.reason, r.state, r.payload ->> 'ent', '', r.payload ->> 'field', "
        "r.payload ->> 'val', r.payload ->> 'author', d.id, coalesce(d.number, ''), coalesce(a.name, ''), "
        "coalesce(d.title, ''), r.payload ->> 'rid' FROM refused r "
        "LEFT JOIN op o ON o.id = r.op LEFT JOIN dossier d ON d.id = o.dossier "
        "LEFT JOIN applicant a ON a.id = d.applicant_id WHERE r.state = 'waiting' AND r.site = ? "
        "ORDER BY r.at DESC, r.seq DESC"
    )
    return [
        RefusedRow._make(
            [*row[:5], bytes.fromhex(row[13] or ""), row[6], json.loads(row[7] or "null"), *row[8:13]]
        )
        for row in reader.execute(sql, (site,))
    ]


class Brought(NamedTuple):
    """What the operations of one exchange were, for the figures."""

    changes: int
    notes: int  # of both sides since the satchel left
    pieces: int


def brought(reader: sqlite3.Connection, row: ShipmentRow) -> Brought:
    """Counts of what came with this exchange; its receipt tells the operations it wrote."""
    first, last = (int(row.receipt.get(name) or 0) for name in ("first_n", "last_n"))
    sql = (
        "SELECT (SELECT count(*) FROM op WHERE n BETWEEN ?1 AND ?2), "
        "(SELECT count(*) FROM op WHERE ent = 'annotation' AND kind = 'create' AND n <= ?2 AND n >= min(?1, "
        "coalesce((SELECT min(o.n) FROM op o WHERE o.link >= (SELECT min(t.n) FROM step t WHERE t.at >= ("
        "SELECT max(s.at) FROM shipment s WHERE s.way = 'out' AND s.site = ?3 AND s.n < ?4))), ?1))), "
        "(SELECT count(*) FROM op WHERE ent = 'file' AND kind = 'create' AND n BETWEEN ?1 AND ?2)"
    )
    found = one(reader, Brought, sql, (first, last, row.site, row.n))
    assert found is not None  # counts always answer
    return found


class ChangeRow(NamedTuple):
    """One change that an exchange brought."""

    ent: str
    rid: bytes
    field: str
    kind: str
    base: Any
    val: Any
    author: str
    site: str
    place: str
    at: str
    reason: str
    dossier: bytes | None
    number: str
    applicant: str


def changes_of(reader: sqlite3.Connection, row: ShipmentRow, person: str) -> list[ChangeRow]:
    """Every change of an exchange by dossier, others' own notes left out."""
    first, last = (int(row.receipt.get(name) or 0) for name in ("first_n", "last_n"))
    sql = (
        "SELECT o.ent, o.rid, o.field, o.kind, o.base, o.val, o.author, o.site, coalesce(w.place, ''), "
        "coalesce(s.at, ''), o.reason, o.dossier, coalesce(d.number, ''), coalesce(a.name, '') FROM op o "
        "LEFT JOIN step s ON s.id = o.step LEFT JOIN workstation w ON w.name = o.site "
        "LEFT JOIN dossier d ON d.id = o.dossier LEFT JOIN applicant a ON a.id = d.applicant_id "
        "WHERE o.n BETWEEN ? AND ? AND NOT (o.ent = 'annotation' AND EXISTS (SELECT 1 FROM annotation n "
        "WHERE n.id = o.rid AND n.audience = 'me' AND n.author <> ?)) "
        # A person kept to some quarters sees no other dossier; main.dossier has them all.
        "AND (d.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM main.dossier m WHERE m.id = o.dossier)) "
        "ORDER BY d.number IS NULL, d.number, o.n"
    )
    rows = every(reader, ChangeRow, sql, (first, last, person))
    return [
        row._replace(base=json.loads(row.base or "null"), val=json.loads(row.val or "null")) for row in rows
    ]


def position_after(reader: sqlite3.Connection, row: ShipmentRow) -> int:
    """The place in the journal from which what an exchange brought could be settled."""
    if last := int(row.receipt.get("last_n") or 0):
        return last
    sql = "SELECT min(n) - 1 FROM op WHERE link >= (SELECT min(n) FROM step WHERE at >= ?)"
    found = reader.execute(sql, (row.at,)).fetchone()
    return position(reader) if found[0] is None else int(found[0])


def position(reader: sqlite3.Connection) -> int:
    """The last operation of the journal."""
    row = reader.execute("SELECT max(n) FROM op").fetchone()
    return int(row[0] or 0)


def others_since(reader: sqlite3.Connection, site: str, since: int) -> int | None:
    """The position just before the first operation of another workstation that came after this one; None
    when nobody else wrote since."""
    row = reader.execute("SELECT min(n) - 1 FROM op WHERE n > ? AND site <> ?", (since, site)).fetchone()
    return None if row[0] is None else int(row[0])


def people(reader: sqlite3.Connection) -> list[str]:
    """Names of those who may be asked."""
    sql = "SELECT name FROM person WHERE left_on IS NULL ORDER BY name"
    return [row[0] for row in reader.execute(sql)]


def exchanged(reader: sqlite3.Connection) -> bool:
    """Whether work done elsewhere has ever come into this base."""
    return bool(reader.execute("SELECT EXISTS (SELECT 1 FROM shipment WHERE way = 'in')").fetchone()[0])


def vector(reader: sqlite3.Connection) -> list[tuple[str, int]]:
    """The highest number of each workstation that stands in the journal, those of handing out a pack apart:
    a pack printed again from the same state says the same."""
    sql = (
        "SELECT site, max(seq) FROM op WHERE ent NOT IN ('pack', 'file', 'committee_document') "
        "GROUP BY site ORDER BY site"
    )
    return [(str(site), int(seq)) for site, seq in reader.execute(sql)]


def amounts_from_elsewhere(reader: sqlite3.Connection) -> set[tuple[bytes, bytes]]:
    """(dossier, funder) of the amounts that another workstation wrote and that came into this base."""
    sql = (
        "SELECT DISTINCT a.dossier_id, a.funder_id FROM op o JOIN amount a ON a.id = o.rid WHERE o.ent = 'amount' "
        # A hub on PostgreSQL relays everybody: whoever wrote them is not named by its lots.
        "AND (o.site IN (SELECT site FROM shipment WHERE way = 'in') "
        "OR EXISTS (SELECT 1 FROM shipment WHERE way = 'in' AND means = 'hub'))"
    )
    return {(bytes(dossier), bytes(funder)) for dossier, funder in reader.execute(sql)}
