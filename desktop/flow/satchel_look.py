"""What a satchel holds, told without taking anything from it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from db.merge.lot import unpack
from desktop.exchange.keys import Keys, fingerprint
from desktop.exchange.satchel_in import opened, peek
from desktop.exchange.satchel_manifest import Manifest
from desktop.exchange.satchel_seal import Tell, silent
from desktop.exchange.satchel_zip import Refused
from desktop.flow.satchel_trust import known_senders


class Look(NamedTuple):
    """What can be told of a satchel. `trusted`: why its sender is not heard here, "" when he is. Counts are
    None when this workstation can't open it."""

    manifest: Manifest
    fingerprint: str
    trusted: str
    sealed: str  # why it can't be opened here, ""
    size: int
    pieces: int
    ops: int | None = None
    dossiers: int | None = None
    authors: tuple[tuple[str, int], ...] = ()  # name, operations
    steps: tuple[tuple[str, str, str], ...] = ()  # at, author, label
    before: bool = False  # the same one was taken already


def look(
    path: Path, *, site: str, reader: sqlite3.Connection | None = None, keys: Keys | None = None,
    progress: Tell = silent,
) -> Look:  # fmt: skip
    """Who made it, when, for whom, how much; applies nothing. Raises Refused when it is damaged, Stopped."""
    manifest = peek(path)
    trusted = _why_not(reader, site, manifest)
    # Read by the key that it names itself: damage is seen whether or not its sender is heard here.
    with opened(path, lambda told: told.key, progress) as satchel:
        if not trusted and reader is not None and known_senders(reader, site)(manifest) != manifest.key:
            trusted = f"La signature n’est pas celle que l’on connaît de « {manifest.sender} »."
        told = Look(
            manifest, fingerprint(satchel.digest), trusted, "", path.stat().st_size, len(manifest.pieces),
            before=_taken_before(reader, satchel.digest),
        )  # fmt: skip
        if keys is None:
            return told._replace(sealed="Les clés de ce poste ne sont pas ouvertes.")
        try:
            lot = unpack(satchel.ops(keys.identity))
        except Refused as why:
            return told._replace(sealed=str(why))
    authors = Counter(op.author for op in lot.ops).most_common()
    steps = tuple((step.at, step.author, step.label) for step in lot.steps)
    dossiers = len({op.dossier for op in lot.ops if op.dossier})
    return told._replace(ops=len(lot.ops), dossiers=dossiers, authors=tuple(authors), steps=steps)


def _why_not(reader: sqlite3.Connection | None, site: str, manifest: Manifest) -> str:
    if reader is None:
        return "Aucune base n’est ouverte : l’expéditeur ne peut pas être vérifié."
    try:
        known_senders(reader, site)(manifest)
    except Refused as why:
        return str(why)
    return ""


def _taken_before(reader: sqlite3.Connection | None, digest: str) -> bool:
    query = "SELECT 1 FROM shipment WHERE way = 'in' AND digest = ?"
    return reader is not None and reader.execute(query, (digest,)).fetchone() is not None
