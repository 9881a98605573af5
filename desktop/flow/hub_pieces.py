"""Contents of pieces through the hub: those it lacks leave, those that this workstation lacks come."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from db.hub.client import Hub, NotAllowed
from desktop.flow.files import put
from desktop.flow.satchel_pieces import contents_of, here

Tell = Callable[[str, float], None]  # raises to stop


def exchange_pieces(hub: Hub, reader: sqlite3.Connection, folder: Path, tell: Tell) -> tuple[int, int, int]:
    """(sent, received, still missing). Each content is whole or not there: a cut costs the one under way."""
    kept, missing = here(folder, contents_of(reader, None))
    by_hash = dict(kept)
    wanted = hub.wanted_contents(list(by_hash))
    for number, sha256 in enumerate(wanted):
        tell(f"Envoi des pièces, {number + 1} sur {len(wanted)}", number / len(wanted))
        with by_hash[sha256].open() as content:
            hub.put_content(sha256, content.read())
    received = 0
    for number, sha256 in enumerate(missing):
        tell(f"Réception des pièces, {number + 1} sur {len(missing)}", number / len(missing))
        try:
            content_ = hub.content_of(sha256)
        except NotAllowed:
            continue
        if content_ is not None:
            put(folder, sha256, content_)
            received += 1
    return len(wanted), received, len(missing) - received
