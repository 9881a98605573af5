"""A satchel leaves: prepared at the hub for a workstation, or given back to the hub by one."""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from db import trace
from db.connection import open_reader
from db.journal import SCHEMA
from db.merge import collect
from db.merge.check import value
from db.merge.lot import Lot, pack
from db.merge.scope import Scope
from db.store import Store
from desktop.exchange.keys import Keys
from desktop.exchange.satchel import Contents, Written, write
from desktop.exchange.satchel_in import peek
from desktop.exchange.satchel_manifest import SUFFIX, Manifest
from desktop.exchange.satchel_seal import Stopped, Tell, silent
from desktop.flow.enrol import change_scope
from desktop.flow.files import Kept
from desktop.flow.lend import lend
from desktop.flow.satchel_paper import departure_told, many
from desktop.flow.satchel_pieces import contents_of, here, members
from desktop.flow.satchel_rights import ask_carried, ask_exchange
from desktop.flow.satchel_trust import Place, Standing, life_of, places, root, standing, trusted_hub
from desktop.letters.satchel_receipt import Handed

KEPT = 3  # satchels of a sender to a reader that stay in a folder: each holds what those before it held


class Departure(NamedTuple):
    """A satchel that was written; `handed` is what its receipt tells."""

    path: Path
    number: int
    digest: str  # SHA-256 of its manifest
    to: str
    size: int
    ops: int
    dossiers: int
    pieces: int
    missing: tuple[str, ...]  # contents that should have gone and are not on this workstation
    handed: Handed


class _Leaving(NamedTuple):
    """What is about to be written."""

    lot: Lot
    recipients: tuple[str, ...]
    pieces: list[tuple[str, Kept]]
    missing: list[str]
    directory: bytes
    state: bytes
    dossiers: list[bytes]


def prepare(
    store: Store,
    *,
    workstation: bytes,
    folder: Path,
    keys: Keys,
    scope: Scope | None = None,
    means: str = "satchel",
    person: str = "",
    progress: Tell = silent,
) -> Departure:
    """At the hub: what this workstation carries (`scope` instead, from now on), since what it is known to
    have. Its dossiers are lent. Raises ValueError (French), Stopped; then nothing was written.
    """
    with contextlib.closing(open_reader(store.path)) as reader:
        told = standing(reader, store.site)
        place = _ready(reader, told, workstation)
        carried = place.holds if scope is None else scope
        ask_exchange(store, reader, *(() if carried == place.holds else ("enrol",)))
        ask_carried(store, reader, carried)
        if not progress("Choix des dossiers", 0.0):
            raise Stopped
        leaving = _down(reader, store, told, place, carried)
        made = _written(store, reader, folder, keys, leaving, means, progress)
        handed = _handed(reader, store, leaving, made)
    if carried != place.holds:
        store.do(change_scope, workstation=workstation, scope=carried)
    store.do(lend, workstation=workstation, dossiers=leaving.dossiers, person=person)
    return _departure(leaving, made, handed)


def give_back(
    store: Store, *, folder: Path, keys: Keys, means: str = "satchel", progress: Tell = silent
) -> Departure:
    """At a workstation: all that it did since what the hub is known to have, and the pieces the hub lacks.

    Raises ValueError (French), Stopped.
    """
    with contextlib.closing(open_reader(store.path)) as reader:
        told = standing(reader, store.site)
        if told.role != "station":
            raise ValueError(
                "Cette base ne rapporte rien à un poste central : elle n’en a rejoint aucun. Rien n’a été "
                "écrit."
            )
        ask_exchange(store, reader)
        leaving = _up(reader, store, told)
        made = _written(store, reader, folder, keys, leaving, means, progress)
        handed = _handed(reader, store, leaving, made)
    return _departure(leaving, made, handed)


def _handed(reader: sqlite3.Connection, store: Store, leaving: _Leaving, made: Written) -> Handed:
    return departure_told(
        reader, leaving.lot, made.path.name, made.digest, store.author, leaving.dossiers, len(leaving.pieces),
        made.size, leaving.missing,
    )  # fmt: skip


def _departure(leaving: _Leaving, made: Written, handed: Handed) -> Departure:
    return Departure(
        made.path, leaving.lot.number, made.digest, leaving.lot.to, made.size, len(leaving.lot.ops),
        len(leaving.dossiers), len(leaving.pieces), tuple(leaving.missing), handed,
    )  # fmt: skip


def _ready(reader: sqlite3.Connection, told: Standing, workstation: bytes) -> Place:
    place = next((place for place in places(reader) if place.id == workstation), None)
    nothing = "Rien n’a été écrit."
    if told.role != "hub":
        raise ValueError(
            f"Cette base n’est pas le poste central : elle ne prépare pas de mallette. {nothing}"
        )
    if place is None or place.kind == "hub" or not place.recipient:
        raise ValueError(f"Ce poste n’est pas enrôlé. {nothing}")
    if place.revoked_at is not None:
        raise ValueError(f"« {place.name} » a été révoqué : rien ne part plus vers lui. {nothing}")
    if place.enrolled_at is None:
        raise ValueError(f"Comparez d’abord l’empreinte de « {place.name} ». {nothing}")
    return place


def _down(reader: sqlite3.Connection, store: Store, told: Standing, place: Place, scope: Scope) -> _Leaving:
    to = life_of(reader, place.name)
    after = int(value(reader, f"cursor:{to}") or 0)
    lot = collect.down(reader, to, scope, after, site=store.site)
    dossiers = sorted(members(reader, scope))
    wanted: Sequence[str] = ()
    if scope.pieces:
        had = _pieces_there(reader, to) - _of_entering(reader, to, dossiers)
        asked = contents_of(reader, None if scope.everything else dossiers)
        wanted = [sha256 for sha256 in asked if sha256 not in had]
    pieces, missing = here(store.files, wanted)
    lacking = here(store.files, contents_of(reader, None))[1]
    state = json.dumps({"missing": lacking}).encode()
    recipients = tuple(key for key in (place.recipient, told.escrow) if key)
    return _Leaving(lot, recipients, pieces, missing, _directory(reader, store.site), state, dossiers)


def _up(reader: sqlite3.Connection, store: Store, told: Standing) -> _Leaving:
    from db.merge.check import pieces_of

    lot = collect.up(reader, store.site, collect.acknowledged(reader), to=told.hub)
    lacking = json.loads(value(reader, "hub_lacks") or "[]")
    pieces, missing = here(store.files, [*pieces_of(lot.ops), *lacking])
    missing = [sha256 for sha256 in missing if sha256 not in lacking]
    hub = next((place for place in places(reader) if root(place.name) == root(told.hub)), None)
    known = trusted_hub(reader)
    recipient = known[0].recipient if known else hub.recipient if hub else ""
    if not recipient:
        raise ValueError(f"La clé de « {told.hub} » n’est pas connue ici. Rien n’a été écrit.")
    recipients = tuple(key for key in (recipient, told.escrow) if key)
    dossiers = sorted({op.dossier for op in lot.ops if op.dossier})
    lost = here(store.files, contents_of(reader, None))[1]
    state = json.dumps({"missing": lost}).encode()
    return _Leaving(lot, recipients, pieces, missing, b"", state, dossiers)


def _directory(reader: sqlite3.Connection, site: str) -> bytes:
    """The workstations with their keys, those revoked, and the oldest schema that may still read."""
    rows = [
        {
            "name": p.name, "kind": p.kind, "recipient": p.recipient, "verifier": p.verifier,
            "revoked_at": p.revoked_at,
        }
        for p in places(reader)
        if p.verifier
    ]  # fmt: skip
    told = {"format": "parvis-annuaire/1", "hub": site, "schema": SCHEMA, "workstations": rows}
    return json.dumps(told, ensure_ascii=False).encode()


def _written(
    store: Store, reader: sqlite3.Connection, folder: Path, keys: Keys, leaving: _Leaving, means: str,
    progress: Tell,
) -> Written:  # fmt: skip
    lot, to, now = leaving.lot, leaving.lot.to, dt.datetime.now()
    previous = reader.execute(
        "SELECT digest FROM shipment WHERE way = 'out' AND site = ? ORDER BY n DESC LIMIT 1", (to,)
    ).fetchone()
    told = Manifest(
        store.site, keys.public.verifier, (to,), lot.number, previous[0] if previous else "", lot.way,
        now.isoformat(sep=" ", timespec="seconds"), SCHEMA, lot.known, lot.cursor, {},
    )  # fmt: skip
    contents = Contents(pack(lot), leaving.pieces, leaving.directory, leaving.state)
    made = write(folder, keys, leaving.recipients, told, contents, now=now, tell=progress)
    kept = json.dumps({
        "ops": len(lot.ops), "dossiers": len(leaving.dossiers), "size": made.size,
        "pieces": [sha256 for sha256, _ in leaving.pieces], "missing": leaving.missing,
    })  # fmt: skip
    with store.write_raw() as connection:
        connection.execute(
            "INSERT INTO shipment(way, means, site, number, at, digest, file, first, last, receipt) "
            "VALUES ('out', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (means, to, lot.number, told.made_at, made.digest, made.path.name, lot.first, lot.last, kept),
        )
    what = f"Mallette n° {lot.number} pour « {to} » : {many(len(leaving.dossiers), 'dossier')}"
    trace.note(store, "prepared", None, what)
    _let_go(folder, made.path, told.to)
    return made


def _pieces_there(reader: sqlite3.Connection, site: str) -> set[str]:
    """The contents that this workstation is known to have received or sent, but those it says it lacks."""
    query = "SELECT receipt FROM shipment WHERE site = ? AND (way = 'in' OR acknowledged_at IS NOT NULL)"
    told = [json.loads(receipt or "{}") for (receipt,) in reader.execute(query, (site,))]
    lacking = set(json.loads(value(reader, f"lacks:{site}") or "[]"))
    return {sha256 for receipt in told for sha256 in receipt.get("pieces", ())} - lacking


def _of_entering(reader: sqlite3.Connection, site: str, dossiers: Sequence[bytes]) -> set[str]:
    """The contents of dossiers that come (back) to this workstation: it let them go when they left it."""
    before = value(reader, f"scope:{site}")
    if before is None or Scope.from_json(before).everything:
        return set()
    held = {bytes.fromhex(key) for key in json.loads(value(reader, f"holds:{site}") or "[]")}
    return set(contents_of(reader, set(dossiers) - held))


def _let_go(folder: Path, newest: Path, to: tuple[str, ...]) -> None:
    """Only the last satchels of a sender to a reader stay in a folder."""
    sender = newest.name.rpartition("_")[0].rpartition("_")[0]
    found: list[tuple[int, str, Path]] = []
    for path in folder.glob(f"{glob.escape(sender)}_*{SUFFIX}"):
        with contextlib.suppress(ValueError):  # damaged: it is not ours to take away
            manifest = peek(path)
            if manifest.to == to:
                found.append((manifest.number, path.name, path))
    for _, _, path in sorted(found)[:-KEPT]:
        with contextlib.suppress(OSError):  # a stick that is read-only by now keeps one more
            path.unlink()
