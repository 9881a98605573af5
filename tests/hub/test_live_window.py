"""A window that lives with the hub: steps leave soon, news come, a hub that falls is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.connection import open_reader
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.hub_address import Address, remember
from desktop.places import places
from desktop.ui import theme
from desktop.ui.office import Office
from desktop.ui.window import Window
from tests.hub.city import City
from tests.hub.desks import address, synced, workstation
from tests.hub.server import Server, free_port
from tests.office import application, bring
from tests.ui.desk import app
from tests.ui.shelf import settings_in

_count = itertools.count(1)
LONG = 30_000


@pytest.fixture
def city(server: Server) -> City:
    return City(server, f"fenetre{next(_count)}")


@pytest.fixture
def window(city: City, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    theme.apply(app(), "light")
    store = workstation(tmp_path, "VILLE", "administrator")
    bring(store, application("26500001", quarters=["Étouvie"]))
    remember(store, address(city, "administrator"))
    office = Office(store.path, open_reader(store.path), author=store.author, site=store.site)
    office.attach(store)
    made = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    office.close()


def notes(store: Store) -> list[str]:
    return [row[0] for row in store.reader.execute("SELECT text FROM annotation ORDER BY text")]


def test_steps_leave_and_news_come_without_being_asked(
    window: Window, city: City, tmp_path: Path, qtbot: QtBot
) -> None:
    window.live.exchange()
    qtbot.waitUntil(lambda: window.standing.text().startswith("Synchronisé jusqu’au"), timeout=LONG)
    station = workstation(tmp_path, "ANT-1", "quarter1")
    synced(city, station, "quarter1")
    (dossier,) = queries.list_ids(station.reader)
    station.do(annotate, dossier=dossier, place="dossier", text="Vu à l’antenne")
    synced(city, station, "quarter1")
    window.live.exchange()
    qtbot.waitUntil(lambda: notes(window.office.store) == ["Vu à l’antenne"], timeout=LONG)
    window.office.do(annotate, dossier=dossier, place="dossier", text="Vu en ville")
    assert (
        "1 changement non remis" in window.standing.text()
        or "changements non remis" in window.standing.text()
    )
    qtbot.waitUntil(lambda: "non remis" not in window.standing.text(), timeout=LONG)
    synced(city, station, "quarter1")
    assert notes(station) == ["Vu en ville", "Vu à l’antenne"]
    station.close()


def test_a_hub_that_falls_is_told_and_work_goes_on(window: Window, qtbot: QtBot) -> None:
    remember(window.office.store, Address(f"host=127.0.0.1 port={free_port()} dbname=absent user=personne"))
    window.live.exchange()
    qtbot.waitUntil(lambda: "Serveur injoignable depuis" in window.standing.text(), timeout=LONG)
    (dossier,) = queries.list_ids(window.office.reader)
    assert window.office.do(annotate, dossier=dossier, place="dossier", text="Sans réseau") is not None
    assert notes(window.office.store) == ["Sans réseau"]
