"""Seven stations at once, servers that die, dossiers that move: the short forms of the long scenarios."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.city import City
from tests.hub.scenarios import cuts, depositing, moves
from tests.hub.server import Server


@pytest.fixture(scope="module")
def told(city: City) -> City:
    city.founded()
    return city


@pytest.fixture(scope="module")
def durable() -> Iterator[Server]:
    """A server of its own that writes to the disk as one does in a city: it will be killed."""
    made = Server(fsync=True).make().start()
    yield made
    made.close()


def test_seven_stations_deposit_at_once_and_nobody_misses_anything(told: City) -> None:
    done = depositing(told, 3)
    assert done.missed == 0 and done.foreign == 0
    assert done.lots >= 7 and done.p95_ms < 5000  # ./run proofs holds it to 1 s, alone on the machine


def test_a_dossier_that_moves_blocks_no_queue(told: City) -> None:
    done = moves(told, 12)
    assert (done.admitted, done.refused, done.unanswered, done.blocked) == (12, 12, 0, 0)
    assert (done.left_behind, done.missing) == (0, 0)


def test_a_server_that_dies_or_an_answer_that_is_lost_costs_nothing(durable: Server) -> None:
    done = cuts(durable, 3)
    assert (done.lost, done.doubled) == (0, 0)
    assert done.written == 3 * 42 and done.unacknowledged >= 2
