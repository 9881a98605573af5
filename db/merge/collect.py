"""Cut a lot out of the journal: what a station sends up, what the hub delivers down."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from db.journal import SCHEMA
from db.merge import check, digest, shelf
from db.merge.lot import Lot, Op
from db.merge.reach import Reach, members, narrowed, of_agreements, reach, referred_by
from db.merge.scope import Scope

_OP = ", ".join(Op._fields)


def up(connection: sqlite3.Connection, site: str, after_seq: int, *, to: str = "", number: int = 0) -> Lot:
    """The own operations of `site` after a number: cumulative since what was last acknowledged."""
    query = f"SELECT {_OP} FROM op WHERE site = ? AND seq > ? ORDER BY seq"
    ops = tuple(shelf.as_op(row) for row in connection.execute(query, (site, after_seq)))
    last = ops[-1].seq if ops else after_seq
    steps = shelf.steps_of(connection, dict.fromkeys(op.step for op in ops))
    told = check.value(connection, "scope") or ""
    scope = Scope.from_json(told)
    return Lot(
        site, to, number or next_number(connection, to), "up", after_seq + 1, last, SCHEMA, ops, tuple(steps),
        cursor=int(check.value(connection, "cursor") or 0), known=versions(connection), scope=told,
        holds=() if scope.everything else tuple(sorted(members(connection, Scope()))),
        knew=tuple((seq, n) for seq, n in json.loads(check.value(connection, "knew") or "[]")),
    )  # fmt: skip


def down(
    connection: sqlite3.Connection, to_site: str, scope: Scope, after_n: int, *, site: str = "",
    number: int = 0, digests: bool = True,
) -> Lot:  # fmt: skip
    """What the hub delivers after a delivery number (`op.n`): all that is in the scope; of dossiers that have
    entered it since, their whole history; and which have left it.

    The workstation's own operations go back to it too: a copy restored from a backup finds them again.
    """
    here = reach(connection, scope)
    before = Scope.from_json(check.value(connection, f"scope:{to_site}") or "")
    held = {bytes.fromhex(key) for key in json.loads(check.value(connection, f"holds:{to_site}") or "[]")}
    if scope.everything and before.everything:
        ops = _after(connection, after_n)
    else:
        sure = held - _moved_since(connection, to_site)
        ops = _in_scope(connection, here, 0 if scope.everything else after_n, sure, before)
    narrow = [op for op in (narrowed(op, scope) for op in ops) if op is not None]
    last = connection.execute("SELECT coalesce(max(n), 0) FROM op").fetchone()[0]
    steps = shelf.steps_of(connection, dict.fromkeys(op.step for op in narrow))
    name = check.incarnation(to_site)[0]
    query = "SELECT op, reason FROM refused WHERE site = ?1 OR instr(site, ?1 || '~') = 1"
    refused = connection.execute(query, (name,)).fetchall()
    return Lot(
        site, to_site, number or next_number(connection, to_site), "down", after_n, max(last, after_n),
        SCHEMA, tuple(narrow), tuple(steps), known=versions(connection),
        digests=digest.tables(connection, scope) if digests else {},
        refused=tuple((bytes(key), str(why)) for key, why in refused), scope=scope.to_json(),
        gone=() if scope.everything else tuple(sorted(held - here.dossiers)),
        holds=() if scope.everything else tuple(sorted(here.dossiers | _in_no_quarter(connection, to_site))),
    )  # fmt: skip


def _moved_since(connection: sqlite3.Connection, to_site: str) -> set[bytes]:
    """Dossiers that may have left the workstation and come back since it told what it holds: it was told of
    the one and gave them up, without a word of its own between."""
    told = int(check.value(connection, f"cursor:{to_site}") or 0)
    changed = connection.execute(
        "SELECT 1 FROM op WHERE n > ? AND ent = 'workstation' AND field = 'scope' AND rid = "
        "(SELECT id FROM workstation WHERE name = ?)",
        (told, check.incarnation(to_site)[0]),
    ).fetchone()
    if changed:
        return {bytes(key) for (key,) in connection.execute("SELECT id FROM dossier")}
    query = (
        "SELECT DISTINCT dossier FROM op WHERE n > ? AND dossier IS NOT NULL AND "
        "(ent IN ('dossier_quarter', 'item') OR ent = 'dossier' AND field IN ('', 'merged_into'))"
    )
    return {bytes(key) for (key,) in connection.execute(query, (told,))}


def _after(connection: sqlite3.Connection, n: int) -> list[Op]:
    return [
        shelf.as_op(row) for row in connection.execute(f"SELECT {_OP} FROM op WHERE n > ? ORDER BY n", (n,))
    ]


def _in_scope(
    connection: sqlite3.Connection, here: Reach, after: int, held: set[bytes], before: Scope
) -> list[Op]:
    """In the order in which they came."""
    query = f"SELECT n, {_OP} FROM op WHERE n > ?"
    found: dict[int, Op] = {}
    for n, *row in connection.execute(query, (after,)):
        if here.has(row[7], row[8], row[9]):
            found[n] = shelf.as_op(row)
    moved = {(op.ent, op.rid) for op in found.values() if op.field == "dossier_id"}
    if after:
        entered = here.dossiers - held
        found.update(_histories(connection, "dossier", ((key,) for key in entered)))
        bound = referred_by(list(found.values()))
        if before != here.scope:
            bound = {ent: bound.get(ent, set()) | keys for ent, keys in here.bound.items()}
        moved.update((ent, key) for ent, keys in bound.items() for key in keys)
        moved.update(of_agreements(connection, bound.get("agreement", set())))
    found.update(_histories(connection, "ent, rid", moved))
    return [found[n] for n in sorted(found)]


def _histories(
    connection: sqlite3.Connection, columns: str, keys: Iterable[tuple[object, ...]]
) -> Iterable[tuple[int, Op]]:
    """Everything ever written on these rows, or in these dossiers."""
    where = " AND ".join(f"{name} = ?" for name in columns.split(", "))
    for key in keys:
        for n, *row in connection.execute(f"SELECT n, {_OP} FROM op WHERE {where}", key):
            yield n, shelf.as_op(row)


def _in_no_quarter(connection: sqlite3.Connection, site: str) -> set[bytes]:
    """Dossiers made on that workstation whose quarter nobody has told yet: they stay with it."""
    query = (
        "SELECT rid FROM op WHERE ent = 'dossier' AND kind = 'create' AND site = ? "
        "AND NOT EXISTS (SELECT 1 FROM dossier_quarter q WHERE q.dossier_id = op.rid)"
    )
    return {bytes(key) for (key,) in connection.execute(query, (site,))}


def versions(connection: sqlite3.Connection) -> dict[str, int]:
    """The highest number known of each workstation."""
    return {str(site): int(seq) for site, seq in connection.execute("SELECT site, seq FROM site_version")}


def acknowledged(connection: sqlite3.Connection) -> int:
    """The last own number that the hub is known to hold."""
    return int(check.value(connection, "acknowledged") or 0)


def next_number(connection: sqlite3.Connection, to: str) -> int:
    """Counted on through the lives of a workstation that goes on under another name (`name~2`)."""
    first = to.partition("~")[0]
    query = (
        "SELECT coalesce(max(number), 0) + 1 FROM shipment WHERE way = 'out' AND (site = ?1 OR "
        "substr(site, 1, length(?1) + 1) = ?1 || '~')"
    )
    return int(connection.execute(query, (first,)).fetchone()[0])
