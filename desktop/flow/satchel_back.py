"""A satchel arrives: a new base founded from it, work taken back at the hub, news taken at a workstation."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from db import backup
from db.connection import open_reader
from db.journal import SCHEMA
from db.merge.check import keep, value
from db.merge.lot import Lot, unpack
from db.merge.receipt import Receipt
from db.merge.receive import receive
from db.store import Store
from desktop.exchange.keys import Keys, Public
from desktop.exchange.satchel_in import Satchel, opened
from desktop.exchange.satchel_manifest import Manifest
from desktop.exchange.satchel_seal import Stopped, Tell, silent
from desktop.exchange.satchel_zip import Refused
from desktop.flow.enrol import remember_hub
from desktop.flow.files import place_of, seal_taken
from desktop.flow.lend import take_back_loans
from desktop.flow.numbers import number_received
from desktop.flow.satchel_paper import arrival_told
from desktop.flow.satchel_pieces import forget, here
from desktop.flow.satchel_rights import ask_exchange
from desktop.flow.satchel_trust import first_sender, known_senders, place_named, root, standing
from desktop.letters.satchel_receipt import Handed

_NEW = ".nouvelle"


class Arrival(NamedTuple):
    """A satchel that was taken; `handed` is what its receipt tells."""

    receipt: Receipt
    manifest: Manifest
    digest: str
    copy: Path | None  # of the base, made before
    pieces: int
    handed: Handed


def take_in(
    store: Store, path: Path, *, keys: Keys, means: str = "satchel", progress: Tell = silent
) -> Arrival:
    """Take a satchel into a base that exists, at the hub and at a workstation alike; the same one again
    changes nothing. At the hub a copy of the base is made first, and the loans of the sender end.

    Raises Refused, db.merge.lot.BadLot (both French ValueErrors: the base has not changed), Stopped.
    """
    with contextlib.closing(open_reader(store.path)) as reader:
        ask_exchange(store, reader)
        hub = standing(reader, store.site).role == "hub"
        with opened(path, known_senders(reader, store.site), progress) as satchel:
            arrival = _take(store, satchel, keys, means, progress, copied=hub)
            place = place_named(reader, arrival.manifest.sender)
    if hub and place is not None and not arrival.receipt.parked:
        store.do(take_back_loans, workstation=place.id)
        store.do(number_received)
    return arrival


def open_new(
    path: Path,
    *,
    database: Path,
    keys: Keys,
    hub: Public,
    fingerprint: str,
    escrow: str = "",
    author: str = "",
    progress: Tell = silent,
) -> Arrival:
    """Found the base of a workstation from its first satchel: every row comes with its history, nothing is
    founded twice. `hub` and `escrow` are those of the card, `fingerprint` was compared on paper.

    Raises Refused, BadLot, Stopped, ValueError (French); then there is no base.
    """
    if database.exists() and database.stat().st_size:
        raise ValueError(
            f"« {database.name} » existe déjà : ouvrez cette mallette depuis cette base. Rien n’a été écrit."
        )
    part = database.with_name(database.name + _NEW)
    _remove(part)
    try:
        with opened(path, first_sender(keys.site, hub, fingerprint), progress) as satchel:
            store = Store(part, author=author, place=keys.site)
            try:
                with store.write_raw() as connection:
                    remember_hub(connection, hub, keys.site, escrow)
                arrival = _take(store, satchel, keys, "satchel", progress)
            finally:
                store.close()
        _settle_in(part, database)
    finally:
        _remove(part)
    return arrival


def _take(
    store: Store, satchel: Satchel, keys: Keys, means: str, progress: Tell, *, copied: bool = False
) -> Arrival:
    """Contents first, then the operations in one transaction: no mention without its content."""
    lot, state = _read(satchel, keys)
    copy = _copied(store.path) if copied else None
    taken = satchel.take_pieces(keys.identity, lambda name: place_of(store.files, name), progress)
    seal_taken(store.files, taken)
    late = _late(store, satchel.manifest)
    if late:  # it would bring back what its reader held then: all that is in it came with the newer one
        receipt = Receipt(lot.site, lot.number, known=len(lot.ops), notes=(late,))
    else:
        before = _dossiers(store)
        receipt = _noted(store, satchel, _receive(store, lot, means, progress), state)
        if lot.way == "down":
            forget(store, bool(before - _dossiers(store)))
    with contextlib.closing(open_reader(store.path)) as reader:
        handed = arrival_told(
            reader, receipt, store.site, satchel.file, satchel.digest, store.author, len(taken), copy
        )
    return Arrival(receipt, satchel.manifest, satchel.digest, copy, len(taken), handed)


def _settle_in(part: Path, database: Path) -> None:
    """The base takes its name last: until then there is none."""
    pieces, target = Path(f"{part}.pieces"), Path(f"{database}.pieces")
    if pieces.exists():
        for content in sorted(path for path in pieces.rglob("*") if path.is_file()):
            place = target / content.relative_to(pieces)
            place.parent.mkdir(parents=True, exist_ok=True)
            content.replace(place)
    part.replace(database)


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", ".verrou", ".qui"):
        Path(f"{part}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(f"{part}.pieces", ignore_errors=True)


def _read(satchel: Satchel, keys: Keys) -> tuple[Lot, dict[str, Any]]:
    """The lot and the state, once they say what the manifest says. Raises Refused, BadLot."""
    manifest = satchel.manifest
    directory = satchel.directory(keys.identity)
    if directory:
        _check_directory(json.loads(directory), keys.site)
    lot = unpack(satchel.ops(keys.identity))
    if (lot.site, lot.way, lot.number) != (manifest.sender, manifest.way, manifest.number):
        raise Refused(
            f"La mallette « {satchel.file} » contient le lot d’une autre (« ops.age »). Rien n’a été repris."
        )
    state = satchel.state(keys.identity)
    return lot, json.loads(state) if state else {}


def _check_directory(told: dict[str, Any], site: str) -> None:
    if str(told.get("schema", "")) > SCHEMA:
        raise Refused(
            "Le poste central demande une version plus récente de Parvis : mettez ce poste à jour, puis "
            "ouvrez la mallette. Vous pouvez encore rapporter votre travail. Rien n’a été repris."
        )
    for row in told.get("workstations", ()):
        if row.get("name") == site and row.get("revoked_at"):
            raise Refused(f"« {site} » a été révoqué par le poste central. Rien n’a été repris.")


def _copied(database: Path) -> Path | None:
    try:
        return backup.daily(database, "reprise")
    except (OSError, sqlite3.Error) as error:
        raise Refused(
            f"La copie de la base, faite avant toute reprise, n’a pas pu être écrite ({error}). Rien n’a été "
            "repris."
        ) from error


def _receive(store: Store, lot: Lot, means: str, progress: Tell) -> Receipt:
    from db.merge.receive import Stopped as Halted

    try:
        return receive(store, lot, means=means, progress=progress)
    except Halted as why:
        raise Stopped from why


def _dossiers(store: Store) -> set[bytes]:
    with contextlib.closing(open_reader(store.path)) as reader:
        return {bytes(key) for (key,) in reader.execute("SELECT id FROM dossier")}


def _late(store: Store, manifest: Manifest) -> str:
    """Why a satchel of the hub is opened too late, "" when it is not: a French sentence."""
    if manifest.way != "down":
        return ""
    with contextlib.closing(open_reader(store.path)) as reader:
        told = json.loads(value(reader, f"newest:{root(manifest.sender)}") or '[0, ""]')
    # A hub that was itself restored counts from lower numbers again, but later in the day.
    if manifest.number >= told[0] or manifest.made_at > told[1]:
        return ""
    return f"La mallette n° {told[0]}, plus récente, a déjà été reprise : celle-ci n’apporte rien."


def _noted(store: Store, satchel: Satchel, receipt: Receipt, state: dict[str, Any]) -> Receipt:
    """The shipment bears the fingerprint and the name of its file; what the hub lacks is remembered."""
    manifest = satchel.manifest
    missing = tuple(here(store.files, receipt.pieces)[1])
    with store.write_raw() as connection:
        twin = connection.execute(
            "SELECT 1 FROM shipment WHERE way = 'in' AND site = ? AND number = ? AND file <> '' "
            "AND digest <> ?",
            (manifest.sender, manifest.number, satchel.digest),
        ).fetchone()
        notes = receipt.notes
        if twin:
            notes += (
                f"Une autre mallette n° {manifest.number} de « {manifest.sender} » est déjà venue : l’une "
                "des deux a été faite sur une copie de sa base.",
            )
        receipt = receipt._replace(missing_pieces=missing, notes=notes)
        connection.execute(
            "UPDATE shipment SET digest = ?, file = ?, receipt = ? WHERE n = "
            "(SELECT max(n) FROM shipment WHERE way = 'in' AND site = ?)",
            (
                satchel.digest,
                satchel.file,
                json.dumps(receipt.to_json(), ensure_ascii=False),
                manifest.sender,
            ),
        )
        if manifest.way == "down" and not receipt.parked:
            newest = json.dumps([manifest.number, manifest.made_at])
            keep(connection, f"newest:{root(manifest.sender)}", newest)
        if manifest.way == "up":
            connection.execute(
                "UPDATE shipment SET acknowledged_at = ? WHERE way = 'out' AND site = ? AND last <= ? "
                "AND acknowledged_at IS NULL",
                (manifest.made_at, manifest.sender, manifest.cursor),
            )
        if "missing" in state:
            lacks = "hub_lacks" if manifest.way == "down" else f"lacks:{manifest.sender}"
            keep(connection, lacks, json.dumps(state["missing"]))
    return receipt
