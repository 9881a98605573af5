"""Cut a lot out of the journal: what a station sends up, what the hub delivers down."""

from __future__ import annotations

import sqlite3

from db.journal import SCHEMA
from db.merge import check, shelf
from db.merge.lot import Lot, Op
from db.merge.scope import Scope

_OP = ", ".join(Op._fields)


def up(connection: sqlite3.Connection, site: str, after_seq: int, *, to: str = "", number: int = 0) -> Lot:
    """The own operations of `site` after a number: cumulative since what was last acknowledged."""
    query = f"SELECT {_OP} FROM op WHERE site = ? AND seq > ? ORDER BY seq"
    ops = tuple(shelf.as_op(row) for row in connection.execute(query, (site, after_seq)))
    last = ops[-1].seq if ops else after_seq
    steps = shelf.steps_of(connection, dict.fromkeys(op.step for op in ops))
    return Lot(
        site, to, number or next_number(connection, to), "up", after_seq + 1, last, SCHEMA, ops, tuple(steps),
        cursor=int(check.value(connection, "cursor") or 0), known=versions(connection),
    )  # fmt: skip


def down(
    connection: sqlite3.Connection, to_site: str, scope: Scope, after_n: int, *, site: str = "",
    number: int = 0,
) -> Lot:  # fmt: skip
    """What the hub delivers after a delivery number (`op.n`)."""
    query = f"SELECT {_OP} FROM op WHERE n > ? ORDER BY n"
    ops = tuple(shelf.as_op(row) for row in connection.execute(query, (after_n,)))
    last = connection.execute("SELECT coalesce(max(n), 0) FROM op").fetchone()[0]
    steps = shelf.steps_of(connection, dict.fromkeys(op.step for op in ops))
    refused = connection.execute("SELECT op, reason FROM refused WHERE site = ?", (to_site,)).fetchall()
    return Lot(
        site, to_site, number or next_number(connection, to_site), "down", after_n, max(last, after_n),
        SCHEMA, ops, tuple(steps), known=versions(connection),
        refused=tuple((bytes(key), str(why)) for key, why in refused), scope=scope.to_json(),
    )  # fmt: skip


def versions(connection: sqlite3.Connection) -> dict[str, int]:
    """The highest number known of each workstation."""
    return {str(site): int(seq) for site, seq in connection.execute("SELECT site, seq FROM site_version")}


def acknowledged(connection: sqlite3.Connection) -> int:
    """The last own number that the hub is known to hold."""
    return int(check.value(connection, "acknowledged") or 0)


def next_number(connection: sqlite3.Connection, to: str) -> int:
    query = "SELECT coalesce(max(number), 0) + 1 FROM shipment WHERE way = 'out' AND site = ?"
    return int(connection.execute(query, (to,)).fetchone()[0])
