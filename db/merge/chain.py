"""Received operations written into this workstation's journal: steps chained by hashes, clock, numbers."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence

from db.journal import chain_step
from db.keys import key_of
from db.merge import shelf
from db.merge.lot import Op, Step

AHEAD = 10 * 60 * 1000  # milliseconds that a clock read elsewhere may pull this one forward


def append(connection: sqlite3.Connection, ops: Sequence[Op], steps: Iterable[Step]) -> None:
    """Write operations that are new here, each under a step of the local chain."""
    told = {step.id: step for step in steps}
    groups: dict[bytes, list[Op]] = {}
    for op in ops:
        groups.setdefault(op.step, []).append(op)
    here = shelf.known_keys(connection, "step", "id", groups)
    names = ", ".join(Op._fields)
    marks = ", ".join("?" * (len(Op._fields) + 1))
    rows = []
    for key, members in groups.items():
        step = told.get(key) or _unknown(members[0])
        if key in here:  # its other part came earlier
            step = step._replace(id=key_of("step part", key, members[0].id))
        written = [shelf.from_op(op) for op in sorted(members, key=lambda op: op.seq)]
        link = chain_step(connection, tuple(step), written)
        rows += [(*row, link) for row in written]
    connection.executemany(f"INSERT INTO op({names}, link) VALUES ({marks})", rows)


def _unknown(op: Op) -> Step:
    at = dt.datetime.fromtimestamp(wall(op.hlc) / 1000).replace(microsecond=0).isoformat(sep=" ")
    return Step(op.step, "Modification reçue", "received", op.author, op.site, at, op.dossier, None, "")


def wall(hlc: str) -> int:
    """The milliseconds of a hybrid clock; 0 when it is none."""
    head = hlc.partition("-")[0]
    return int(head) if head.isdigit() and len(head) < 16 else 0


def pull_clock(connection: sqlite3.Connection, ops: Iterable[Op]) -> None:
    """What is written next comes after what was received, but never more than ten minutes ahead."""
    now = int(dt.datetime.now().timestamp() * 1000)
    told = min(max((wall(op.hlc) for op in ops), default=0), now + AHEAD)
    last = connection.execute("SELECT v FROM kv WHERE k = 'hlc'").fetchone()
    if told > (int(last[0].partition("-")[0]) if last else 0):
        connection.execute("INSERT OR REPLACE INTO kv(k, v) VALUES ('hlc', ?)", (f"{told}-0",))


def doubtful_clocks(ops: Iterable[Op]) -> set[str]:
    """Workstations whose clock is more than ten minutes ahead of this one."""
    now = int(dt.datetime.now().timestamp() * 1000)
    return {op.site for op in ops if wall(op.hlc) > now + AHEAD}
