"""What the hub allows: one operation refused for a right or a scope never blocks the others of its lot."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from db.merge import shelf
from db.merge.bounds import Bounds
from db.merge.lot import Lot, Op
from db.merge.shelf import Row
from db.rights import why_not_operation


def _role(connection: sqlite3.Connection, op: Op) -> str:
    """What the role of its author does not allow."""
    at = dt.datetime.fromtimestamp(int(op.hlc.partition("-")[0]) / 1000).date().isoformat()
    kind = "update" if op.kind == "settle" else op.kind
    return why_not_operation(connection, op.author, at, (op.ent, op.field, kind, op.base, op.val), op.rid)


# Each may say no: (connection, operation) -> a French reason, or "".
MayWrite = Callable[[sqlite3.Connection, Op], str]
rules: list[MayWrite] = [_role]


def judge(
    connection: sqlite3.Connection, lot: Lot, ops: Sequence[Op]
) -> tuple[list[Op], list[tuple[bytes, str]]]:
    """(admitted, refused with the reason): an operation that stands on a refused one is refused with it."""
    out = shelf.known_keys(connection, "refused", "op", {p for op in ops for p in op.parents})
    bounds = Bounds(connection, lot)
    admitted: list[Op] = []
    refused: list[tuple[Op, str]] = []
    for op in ops:
        why = ""
        if any(parent in out for parent in op.parents):
            why = "Cette modification en suit une autre qui a été refusée."
        why = why or bounds.why_not(op)
        for rule in rules:
            why = why or rule(connection, op)
        if why:
            refused.append((op, why))
            out.add(op.id)
        else:
            admitted.append(op)
    _keep(connection, refused)
    return admitted, [(op.id, why) for op, why in refused]


def _keep(connection: sqlite3.Connection, refused: Iterable[tuple[Op, str]]) -> None:
    at = dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
    connection.executemany(
        "INSERT OR IGNORE INTO refused(op, site, seq, at, reason, payload, state) "
        "VALUES (?, ?, ?, ?, ?, ?, 'waiting')",
        [(op.id, op.site, op.seq, at, why, payload(op)) for op, why in refused],
    )


def payload(op: Op) -> str:
    told = {name: value.hex() if isinstance(value, bytes) else value for name, value in op._asdict().items()}
    return json.dumps({**told, "parents": [key.hex() for key in op.parents]}, ensure_ascii=False)


def told_back(
    connection: sqlite3.Connection, refused: Iterable[tuple[bytes, str]]
) -> list[tuple[Row, bytes]]:
    """At the author's: the operations that the hub refused no longer count. (row to project again, operation)
    of those that were not known to be refused."""
    reasons = dict(refused)
    known = shelf.known_ops(connection, reasons)
    already = shelf.known_keys(connection, "refused", "op", known)
    new = [op for key, op in known.items() if key not in already]
    _keep(connection, [(op, reasons[op.id]) for op in new])
    return [((op.ent, op.rid), op.id) for op in new]
