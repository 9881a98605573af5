"""A base restored from a copy, or cloned, goes on under another name: what it wrote is numbered again.

Two bases that give the same number to different operations can't both be right. The one that is told so takes
the next name ("PC-04~2"); the operations that the hub does not have keep their keys, their content and their
place in the history, and get new numbers: nothing points into the void, nothing is lost.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from db.merge import check, rechain

if TYPE_CHECKING:
    from db.store import Store


def reissue(store: Store) -> int:
    """Number again, under the next name, the own operations that the hub is not known to hold; how many."""
    with store.merging() as connection:
        name, count = renumber(connection, store.site)
    store.site = name
    return count


def renumber(connection: sqlite3.Connection, site: str) -> tuple[str, int]:
    """(the new name, how many operations bear it), inside the caller's transaction."""
    name, life = check.incarnation(site)
    used = {row[0] for row in connection.execute("SELECT site FROM site_version")}
    used |= {row[0] for row in connection.execute("SELECT DISTINCT site FROM op")}
    while f"{name}~{life + 1}" in used:
        life += 1
    new = f"{name}~{life + 1}"
    sent = int(check.value(connection, "acknowledged") or 0)
    ops = connection.execute(
        "SELECT n, step FROM op WHERE site = ? AND seq > ? ORDER BY seq", (site, sent)
    ).fetchall()
    with rechain.opened(connection):
        connection.executemany(
            "UPDATE op SET site = ?, seq = ? WHERE n = ?",
            [(new, number, n) for number, (n, _) in enumerate(ops, start=1)],
        )
        connection.executemany("UPDATE step SET site = ? WHERE id = ?", {(new, step) for _, step in ops})
        label = f"Continuer sous le nom {new} : {len(ops)} opérations renumérotées"
        rechain.again(connection, label, "reissue", "Parvis", new)
    connection.execute("UPDATE site_version SET seq = ? WHERE site = ?", (sent, site))
    connection.execute("INSERT OR REPLACE INTO site_version(site, seq) VALUES (?, ?)", (new, len(ops)))
    check.keep(connection, "site", new)
    check.keep(connection, "acknowledged", "0")
    knew = json.loads(check.value(connection, "knew") or "[]")
    check.keep(connection, "knew", json.dumps([(max(1, seq - sent), n) for seq, n in knew]))
    return new, len(ops)
