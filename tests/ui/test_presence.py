"""A colleague may be on this dossier: taken along or opened just now; said over it, marked in the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.keys import key_of
from db.store import Store, use_case
from desktop.flow.lend import lend, take_back_loans
from desktop.flow.visits import note_visit
from desktop.ui.dossier.presence import PresenceStrip
from desktop.ui.office import Office
from desktop.ui.tables.row import lent_said, number_sign
from tests.ui.desk import filled, office_of, on_screen


@use_case("Poste d’essai", right="enrol")
def place(session: Session) -> bytes:
    key = key_of("workstation", "PC-07")
    session.add(m.Workstation(id=key, name="PC-07", place="Antenne Étouvie", kind="quarter"))
    return key


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path)


@pytest.fixture
def office(qtbot: QtBot, store: Store) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


def test_a_dossier_taken_along_says_by_whom_and_since_when(
    qtbot: QtBot, store: Store, office: Office
) -> None:
    first, second, _ = queries.list_ids(store.reader)
    workstation = store.do(place).value
    store.do(lend, workstation=workstation, dossiers=[first], person="Zoé Antenne")
    strip = PresenceStrip(office)
    qtbot.addWidget(strip)
    strip.show_dossier(second)
    assert strip.isHidden()
    strip.show_dossier(first)
    today = dt.date.today().strftime("%d/%m/%Y")
    assert f"Dans la mallette de Antenne Étouvie (Zoé Antenne) depuis le {today}" in strip.words()
    rows = queries.list_rows(store.reader, [first, second])
    assert [row.lent for row in rows] == ["PC-07", ""]
    assert number_sign(rows[0]) == "prêté" and "PC-07" in lent_said(rows[0]) and number_sign(rows[1]) == ""
    store.do(take_back_loans, workstation=workstation)
    strip.show_dossier(first)
    assert strip.isHidden()


def test_whoever_opened_it_in_the_last_minutes_is_named(qtbot: QtBot, store: Store, office: Office) -> None:
    first = queries.list_ids(store.reader)[0]
    strip = PresenceStrip(office)
    qtbot.addWidget(strip)
    note_visit(store, first, office.author, step=1)
    strip.show_dossier(first)
    assert strip.isHidden()  # oneself
    note_visit(store, first, "Nadia Modèle", step=1)
    strip.show_dossier(first)
    assert "Nadia Modèle l’a ouvert à" in strip.words()
    with store.write_raw() as connection:
        connection.execute("UPDATE visit SET at = '2020-01-01 10:00:00' WHERE person = 'Nadia Modèle'")
    strip.show_dossier(first)
    assert strip.isHidden()


def test_the_strip_stands_over_the_dossier(qtbot: QtBot, store: Store, office: Office) -> None:
    first = queries.list_ids(store.reader)[0]
    note_visit(store, first, "Nadia Modèle", step=1)
    with on_screen(qtbot, office) as screen:
        assert "Nadia Modèle" in screen.signs.presence.words() and screen.signs.presence.isVisible()
        screen.signs.presence.heard.emit(first, [("Paul", "PC-09", "14:05")])
        assert "Paul est dessus, sur PC-09, à 14:05." in screen.signs.presence.words()
