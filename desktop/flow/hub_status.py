"""Where a workstation stands with the hub: what waits to leave, what waits to come, and if it answers."""

from __future__ import annotations

from typing import NamedTuple

from db.hub.client import NotAllowed, Unreachable
from db.journal import SCHEMA
from db.store import Store
from desktop.flow.hub_address import Address, connect, kept


class Standing(NamedTuple):
    """For the status line and the terminal; JSON-able."""

    site: str
    address: str  # without any secret; "" when there is no hub
    synced: str  # local time of the last whole exchange, "" when never
    to_send: int
    refused: int
    conflicts: int
    provisional: int  # dossiers that still have a provisional number
    reachable: bool = False
    to_receive: int = 0  # delivery numbers behind
    said: str = ""


def standing(store: Store, where: Address | None, *, ask: bool = True) -> Standing:
    """What is known here, and what the hub says when `ask`ed; a hub that is not there is no error."""
    reader = store.reader

    def count(query: str, *values: object) -> int:
        return int(reader.execute(query, values).fetchone()[0])

    seq = count("SELECT coalesce(max(seq), 0) FROM op WHERE site = ?", store.site)
    acknowledged = count(
        "SELECT coalesce(max(last), 0) FROM shipment WHERE way = 'out' AND means = 'hub' "
        "AND acknowledged_at IS NOT NULL"
    )
    cursor = int(kept(reader, "cursor") or 0)
    here = Standing(
        store.site, where.dsn if where else "", kept(reader, "hub.synced"), max(seq - acknowledged, 0),
        count("SELECT count(*) FROM refused WHERE state = 'waiting'"),
        count("SELECT count(*) FROM conflict WHERE nature <> 'reread'"),
        count("SELECT count(*) FROM dossier WHERE number LIKE 'PROV-%'"),
    )  # fmt: skip
    if where is None or not ask:
        return here
    try:
        with connect(where) as hub:
            welcome = hub.hello(store.site, SCHEMA, seq, cursor)
    except (Unreachable, NotAllowed) as why:
        return here._replace(said=str(why))
    return here._replace(
        reachable=True, to_send=max(seq - welcome.known, 0), to_receive=max(welcome.cursor - cursor, 0),
        said="Le serveur répond.",
    )  # fmt: skip
