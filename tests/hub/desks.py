"""Real workstations for tests of the hub: a founded base each, with its own name, and what is done on it."""

from __future__ import annotations

from pathlib import Path

from db.store import Store
from desktop.flow.found import found
from desktop.flow.hub import Synced, sync
from desktop.flow.hub_address import Address
from desktop.paths import resources
from tests.hub.city import PEOPLE, City


def workstation(folder: Path, site: str, login: str) -> Store:
    """A base of its own, founded there."""
    store = Store(folder / f"{site}.db", author=PEOPLE[login][0], place=site)
    store.do(found, resources=resources())
    return store


def address(city: City, login: str) -> Address:
    return Address(city.server.dsn(city.base, login))


def synced(city: City, store: Store, login: str) -> Synced:
    """Exchange, which must go through."""
    done = sync(store, address(city, login))
    assert done.state == "done", done
    return done


def rows(store: Store, table: str) -> list[tuple[object, ...]]:
    return sorted(store.reader.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
