"""The chain made again from one step on: after operations were withdrawn, renumbered or erased. It says so.

The hashes of a chain prove its content to whoever kept one of them. Here the content changes on purpose, so
the chain is made again, and ends with a step that tells why, from where, and which hash it had: what was
proved before is not proved any more, and that is written.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from db.journal import SCHEME, chain_step, ops_of, proof, steps_of
from db.keys import new_key
from db.triggers import append_only


@contextmanager
def opened(connection: sqlite3.Connection) -> Iterator[None]:
    """Within, operations and steps may be changed: the caller makes the chain again."""
    for name, _ in append_only():
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in append_only():
        connection.execute(statement)


def again(connection: sqlite3.Connection, label: str, verb: str, author: str, site: str) -> None:
    """Make every hash again that no longer holds, within `opened`; then the step that tells of it."""
    last = connection.execute("SELECT hash FROM step ORDER BY n DESC LIMIT 1").fetchone()
    before, first, changed = b"", 0, []
    for number, fields, told, kept, scheme in steps_of(connection):
        ops = ops_of(connection, number)
        if not ops and verb == "withdraw" and fields[2] not in ("withdraw", "reissue", "rebuild"):
            connection.execute("DELETE FROM step WHERE n = ?", (number,))
            first = first or number
            continue
        made = proof(before, fields, ops, scheme)
        if told != before or made != kept:
            made = proof(before, fields, ops)  # once it is made again, by the hashes of the values
            changed.append((before, made, SCHEME, number))
            first = first or number
        before = made
    connection.executemany("UPDATE step SET before = ?, hash = ?, scheme = ? WHERE n = ?", changed)
    was = bytes(last[0]).hex() if last else ""
    at = dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
    why = f"La chaîne a été refaite depuis l’étape {first} ; son empreinte était {was}."
    chain_step(connection, (new_key(), label, verb, author, site, at, None, None, why), [])
