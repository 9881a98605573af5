"""The PostgreSQL of these tests: started once, a fresh hub for each module, stopped at the end."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.hub.city import City
from tests.hub.server import Server

_count = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    made = Server().make().start()
    yield made
    made.close()


@pytest.fixture(scope="module")
def city(server: Server) -> City:
    """A founded hub with people of each role and a workstation in each of the seven quarters."""
    return City(server, f"parvis{next(_count)}")
