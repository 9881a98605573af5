"""Three bases that exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.merge.sites import Site, dossier, exchange, found


@pytest.fixture
def city(tmp_path: Path) -> Iterator[tuple[Site, Site, Site]]:
    """A hub and two workstations that hold the same three dossiers."""
    sites = [Site(tmp_path, name) for name in ("hub", "A", "B")]
    hub, a, b = sites
    hub.do(found)
    for number in ("1", "2", "3"):
        hub.do(dossier, number=number)
    exchange(hub, a, b)
    yield hub, a, b
    for site in sites:
        site.close()
