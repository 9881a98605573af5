"""A base that is a copy of another, seen at the hub: same name, same numbers, other operations."""

from __future__ import annotations

import sqlite3

from db.hub.client import Hub
from db.merge.reissue import reissue
from db.store import Store
from desktop.flow.hub_address import keep


def is_a_copy(hub: Hub, reader: sqlite3.Connection, site: str, known: int) -> bool:
    """Whether the hub's last number of this workstation stands here for another operation."""
    theirs = hub.known_of(site, known - 1) if known else {}
    return any(_own(reader, site, seq) not in (None, key) for seq, key in theirs.items())


def go_on_under_another_name(store: Store, hub: Hub, reader: sqlite3.Connection) -> str:
    """This base is a copy, or was restored: what the hub does not have of it is numbered again."""
    old, shared = store.site, 0
    for seq, key in hub.known_of(old).items():
        if _own(reader, old, seq) != key:
            break
        shared = seq
    with store.write_raw() as connection:
        keep(connection, "acknowledged", str(shared))
    count = reissue(store)
    return (
        f"Cette base est une copie de « {old} », ou a été restaurée : elle continue sous le nom "
        f"« {store.site} », avec ses {count} opérations que le serveur n’avait pas. Rien n’est perdu."
    )


def _own(reader: sqlite3.Connection, site: str, seq: int) -> bytes | None:
    row = reader.execute("SELECT id FROM op WHERE site = ? AND seq = ?", (site, seq)).fetchone()
    return bytes(row[0]) if row else None
