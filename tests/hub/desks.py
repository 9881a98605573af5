"""Real workstations for tests of the hub: a founded base each, with its own name, and what is done on it."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from db.store import Store
from desktop.flow.found import found
from desktop.flow.hub import Synced, sync
from desktop.flow.hub_address import Address
from desktop.paths import resources
from tests.hub.city import PEOPLE, City


def workstation(folder: Path, site: str, login: str) -> Store:
    """A base of its own, founded there."""
    path = folder / f"{site}.db"
    shutil.copyfile(_founded(site, login), path)
    return Store(path, author=PEOPLE[login][0], place=site)


@cache
def _founded(site: str, login: str) -> Path:
    """Made once, copied for each test."""
    path = Path(mkdtemp(prefix="parvis-desk-")) / f"{site}.db"
    store = Store(path, author=PEOPLE[login][0], place=site)
    store.do(found, resources=resources())
    store.close()
    return path


def address(city: City, login: str) -> Address:
    return Address(city.server.dsn(city.base, login))


def synced(city: City, store: Store, login: str) -> Synced:
    """Exchange, which must go through."""
    done = sync(store, address(city, login))
    assert done.state == "done", done
    return done


def rows(store: Store, table: str) -> list[tuple[object, ...]]:
    return sorted(store.reader.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
