"""Three bases that exchange."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.db.merge.sites import Site, dossier, exchange, found
from tests.kept import CAN_KEEP, Kept

NAMES = ("hub", "A", "B")


def _met(folder: Path) -> list[Site]:
    """A hub and two workstations that hold the same three dossiers."""
    sites = [Site(folder, name) for name in NAMES]
    sites[0].do(found)
    for number in ("1", "2", "3"):
        sites[0].do(dossier, number=number)
    exchange(*sites)
    return sites


@cache
def _closed() -> dict[str, tuple[Path, int]]:
    """The file of each, and its last number sent: made once."""
    sites = _met(Path(mkdtemp(prefix="parvis-city-")))
    for site in sites:
        site.close()
    return {site.name: (site.path, site.sent) for site in sites}


@pytest.fixture(scope="session")
def kept_city() -> Iterator[dict[str, Kept]]:
    bases = {name: Kept(lambda name=name: _closed()[name][0]) for name in NAMES}  # type: ignore[misc]
    yield bases
    for base in bases.values():
        base.close()


@pytest.fixture
def city(tmp_path: Path, kept_city: dict[str, Kept]) -> Iterator[tuple[Site, Site, Site]]:
    """A hub and two workstations that hold the same three dossiers."""
    sites = [Site(tmp_path, name, kept_city[name]) for name in NAMES] if CAN_KEEP else _met(tmp_path)
    for site in sites:
        site.sent = _closed()[site.name][1] if CAN_KEEP else site.sent
    hub, a, b = sites
    yield hub, a, b
    for site in sites:
        site.give_back()
