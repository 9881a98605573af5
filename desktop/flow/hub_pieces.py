"""Contents of pieces through the hub: those it lacks leave, those that this workstation lacks come."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from db.hub.client import Hub, NotAllowed
from db.store import Store
from desktop.flow.files import put
from desktop.flow.hub_address import keep, kept
from desktop.flow.satchel_pieces import contents_of, here

Tell = Callable[[str, float], None]  # raises to stop


def send_pieces(store: Store, hub: Hub, reader: sqlite3.Connection, tell: Tell, *, moved: bool) -> int:
    """Hand over the contents that the hub lacks, before anything is received: a dossier that leaves this
    workstation takes its contents away from it. How many; each whole or not at all. Looked at again only when
    operations `moved` or one lacked."""
    if not moved and kept(reader, "hub.pieces") == "0":
        return 0
    by_hash = dict(here(store.files, contents_of(reader, None))[0])
    wanted = hub.wanted_contents(list(by_hash))
    for number, sha256 in enumerate(wanted):
        tell(f"Envoi des pièces, {number + 1} sur {len(wanted)}", number / len(wanted))
        with by_hash[sha256].open() as content:
            hub.put_content(sha256, content.read())
    return len(wanted)


def fetch_pieces(
    store: Store, hub: Hub, reader: sqlite3.Connection, tell: Tell, notes: list[str], *, moved: bool
) -> int:
    """Take the contents that this workstation lacks; how many. Those that the hub lacks too are noted."""
    if not moved and kept(reader, "hub.pieces") == "0":
        return 0
    missing = here(store.files, contents_of(reader, None))[1]
    received = 0
    for number, sha256 in enumerate(missing):
        tell(f"Réception des pièces, {number + 1} sur {len(missing)}", number / len(missing))
        try:
            content = hub.content_of(sha256)
        except NotAllowed:
            continue
        if content is not None:
            put(store.files, sha256, content)
            received += 1
    lacking = len(missing) - received
    if lacking:
        notes.append(f"{lacking} pièces ne sont pas encore au serveur : elles viendront du poste qui les a.")
    with store.write_raw() as connection:
        keep(connection, "hub.pieces", str(lacking))
    return received
