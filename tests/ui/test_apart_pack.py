"""The window of the pack while two places disagree: refused with its reason, made when one insists."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db import queries
from db.queries import committee as room
from desktop.flow.convene import convene
from desktop.flow.instruct import propose, to_committee
from desktop.flow.order_of_day import make_agenda
from desktop.ui import theme
from desktop.ui.pack.dialog import PackDialog
from tests.session import funder
from tests.two_offices import bring_back, city, quarter
from tests.ui.desk import app, office_of


def test_a_pack_that_is_not_agreed_asks_to_be_forced(qtbot: QtBot, tmp_path: Path) -> None:
    theme.apply(app(), "light")
    hub = city(tmp_path / "ville")
    station = quarter(hub, tmp_path / "antenne")
    first = queries.list_ids(hub.reader)[0]
    for store, cents in ((hub, 1_000_00), (station, 1_500_00)):
        store.do(propose, dossier=first, amounts={funder(store): cents})
    hub.do(to_committee, dossier=first)
    key: bytes = hub.do(convene, name="Comité de mars", held_on=dt.date(2026, 3, 12)).value
    hub.do(make_agenda, committee=key, query="")
    bring_back(station, hub)
    station.close()
    office = office_of(hub)
    head = room.committee(office.reader, key)
    assert head is not None
    dialog = PackDialog(office, head)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.choices.forced.isHidden()
    QTest.mouseClick(dialog.make_pdf, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "à trancher : Montant proposé" in dialog.said.text(), timeout=20_000)
    assert dialog.choices.forced.isVisible() and not dialog.versions.rows
    dialog.choices.forced.setChecked(True)
    QTest.mouseClick(dialog.make_pdf, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(dialog.versions.rows) == 1, timeout=30_000)
    dialog.reject()
    office.close()
