"""Places that exchange: a hub and its stations, each a store on a file of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from db.merge import check, collect
from db.merge.lot import Lot, pack, unpack
from db.merge.receipt import Receipt
from db.merge.receive import receive
from db.merge.scope import Scope
from db.store import Store
from tests.apart.proofs.city import HUB, city, copy_of
from tests.apart.proofs.ledger import Ledger, digest, rows_of
from tests.apart.proofs.work import Hand

EVERYTHING = Scope()


@dataclass
class Offices:
    """One hub and the stations that were copied from it, with the ledger of all that they write."""

    hub: Store
    stations: dict[str, Store]
    ledger: Ledger

    @property
    def all(self) -> list[Store]:
        return [self.hub, *self.stations.values()]

    def hand(self, name: str) -> Hand:
        store = self.hub if name == HUB else self.stations[name]
        return Hand(store, self.ledger, sum(name.encode()))

    def digests(self) -> set[str]:
        return {digest(rows_of(store.reader)) for store in self.all}

    def faults(self) -> list[str]:
        """What the ledger says is lost, in any of the bases."""
        return [fault for store in self.all for fault in self.ledger.lost(store.reader)]


@contextmanager
def offices(folder: Path, names: tuple[str, ...], dossiers: int) -> Iterator[Offices]:
    """A hub with its city, and stations that begin with a copy of it."""
    source = city(dossiers)
    hub = Store(copy_of(source, folder / "hub" / "parvis.db"), author="M. Ville", place=HUB)
    here = hub.reader.execute("SELECT max(n) FROM op").fetchone()[0]
    made = Offices(hub, {}, Ledger())
    try:
        for name in names:
            path = copy_of(source, folder / name / "parvis.db")
            made.stations[name] = station(path, name, here)
        yield made
    finally:
        for store in made.all:
            store.close()


def station(path: Path, name: str, cursor: int) -> Store:
    """A base copied from the hub's when it had delivered up to `cursor`."""
    store = Store(path, author=f"Agent {name}", place=name)
    with store.write_raw() as raw:
        check.keep(raw, "cursor", str(cursor))
        check.keep(raw, "site", name)
    return store


def travelled(lot: Lot) -> Lot:
    """As it comes out of its file."""
    return unpack(pack(lot))


def lot_up(source: Store, hub: Store, *, after: int | None = None, number: int = 0) -> Lot:
    """What a station sends: all its own since the last acknowledged."""
    known = collect.acknowledged(source.reader) if after is None else after
    return travelled(collect.up(source.reader, source.site, known, to=hub.site, number=number))


def lot_down(hub: Store, target: Store, scope: Scope = EVERYTHING) -> Lot:
    cursor = int(check.value(target.reader, "cursor") or 0)
    return travelled(collect.down(hub.reader, target.site, scope, cursor, site=hub.site))


def give(target: Store, lot: Lot) -> Receipt:
    return receive(target, lot)


class Took(NamedTuple):
    """Seconds by the clock on the wall, and of processor: other work on the machine is not in these."""

    wall: float
    own: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.own:.2f} s of processor)"


def timed(target: Store, lot: Lot) -> tuple[Receipt, Took]:
    begun, own = time.perf_counter(), time.process_time()
    receipt = receive(target, lot)
    return receipt, Took(time.perf_counter() - begun, time.process_time() - own)


def up(source: Store, hub: Store) -> Receipt:
    return give(hub, lot_up(source, hub))


def down(hub: Store, target: Store, scope: Scope = EVERYTHING) -> Receipt:
    return give(target, lot_down(hub, target, scope))


def sync(made: Offices) -> None:
    """Everybody up, then everybody down."""
    for store in made.stations.values():
        up(store, made.hub)
    for store in made.stations.values():
        down(made.hub, store)
