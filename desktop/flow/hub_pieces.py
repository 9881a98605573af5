"""Contents of pieces through the hub: those it lacks leave, those that this workstation lacks come."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from db.hub.client import Hub, NotAllowed
from desktop.flow.files import put
from desktop.flow.satchel_pieces import contents_of, here

Tell = Callable[[str, float], None]  # raises to stop


def send_pieces(hub: Hub, reader: sqlite3.Connection, folder: Path, tell: Tell) -> int:
    """Hand over the contents that the hub lacks; how many. Each is whole or not there: a cut costs the one
    under way."""
    by_hash = dict(here(folder, contents_of(reader, None))[0])
    wanted = hub.wanted_contents(list(by_hash))
    for number, sha256 in enumerate(wanted):
        tell(f"Envoi des pièces, {number + 1} sur {len(wanted)}", number / len(wanted))
        with by_hash[sha256].open() as content:
            hub.put_content(sha256, content.read())
    return len(wanted)


def fetch_pieces(hub: Hub, reader: sqlite3.Connection, folder: Path, tell: Tell) -> tuple[int, int]:
    """(received, still missing)."""
    missing = here(folder, contents_of(reader, None))[1]
    received = 0
    for number, sha256 in enumerate(missing):
        tell(f"Réception des pièces, {number + 1} sur {len(missing)}", number / len(missing))
        try:
            content = hub.content_of(sha256)
        except NotAllowed:
            continue
        if content is not None:
            put(folder, sha256, content)
            received += 1
    return received, len(missing) - received
