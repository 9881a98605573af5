"""A second server: one that follows the whole hub and takes its place, one that receives the journal only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.hub.found import found
from db.hub.verify import digest, verify
from desktop.flow.hub import sync
from desktop.flow.hub_address import Address
from desktop.rules.hub_rights import privileges
from tests.hub.city import CODES, City
from tests.hub.desks import synced, workstation
from tests.hub.server import Server
from tests.office import application, bring


@pytest.fixture(scope="module")
def first() -> Iterator[Server]:
    made = Server().make().start()
    yield made
    made.close()


def digest_of(server: Server, base: str) -> str:
    with server.connect(base) as connection:
        return digest(connection)


def test_a_standby_takes_over_with_every_operation(first: Server, tmp_path: Path) -> None:
    city = City(first, "mairie")
    ville = workstation(tmp_path, "VILLE", "administrator")
    bring(ville, application("26500001", quarters=["Étouvie"]))
    synced(city, ville, "administrator")
    second = first.standby()
    try:
        with first.connect(autocommit=True) as connection:
            # From now on a deposit is acknowledged once the second server has applied it: docs/hub.md.
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            connection.execute("ALTER SYSTEM SET synchronous_commit = 'remote_apply'")
            connection.execute("SELECT pg_reload_conf()")
        bring(ville, application("26500002", quarters=["Amiens Nord"]))
        assert synced(city, ville, "administrator").sent > 10
        before = digest_of(first, "mairie")
        first.stop("immediate")
        lost = sync(ville, Address(first.dsn("mairie", "administrator")))
        assert lost.state == "unreachable"
        bring(ville, application("26500003", quarters=["Étouvie"]))  # work goes on
        second.promote()
        assert digest_of(second, "mairie") == before
        with second.connect("mairie") as connection:
            assert verify(connection).faults == []
        with second.connect(autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
            connection.execute("SELECT pg_reload_conf()")
        after = sync(ville, Address(second.dsn("mairie", "administrator")))
        assert after.done and after.sent > 10 and after.conflicts == 0
        own = ville.reader.execute("SELECT count(*) FROM op").fetchone()[0]
        with second.connect("mairie") as connection:
            assert verify(connection).operations == own
    finally:
        second.close()
        ville.close()


def test_the_journal_is_replicated_into_a_second_database(server: Server) -> None:
    city = City(server, "source")
    desk = city.founded()
    other = server.new_base("replique")
    with server.connect(other) as connection:
        found(connection, name="REPLIQUE", privileges=privileges())
    with server.connect("source", autocommit=True) as connection:
        connection.execute("SELECT pg_create_logical_replication_slot('journal', 'pgoutput')")
    with server.connect(other, autocommit=True) as connection:
        connection.execute(
            f"CREATE SUBSCRIPTION journal CONNECTION '{server.dsn('source')}' PUBLICATION parvis_journal "
            "WITH (create_slot = false, slot_name = 'journal')"
        )
        for n in range(3):
            desk.dossier(CODES[n])
        assert desk.deposit().state == "received"
        wanted = digest_of(server, "source")
        steps = "SELECT count(*) FROM hub.step"
        patience = threading.Event()
        for _ in range(2400):  # each table comes by a worker of its own
            if digest(connection) == wanted and connection.execute(steps).fetchone() == (13,):
                break
            patience.wait(0.05)
        assert digest(connection) == wanted
        assert connection.execute(steps).fetchone() == (13,)
        # Insert-only: what would alter the copy is refused there as here.
        with pytest.raises(Exception, match="ne se modifie pas"):
            connection.execute("DELETE FROM hub.op")
        connection.execute("DROP SUBSCRIPTION journal")
