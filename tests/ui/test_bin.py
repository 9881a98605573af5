"""« Corbeille »: Delete in the list, the window, both pages; what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.flow.annotate import annotate, remove_note
from desktop.flow.bin import in_bin, put_in_bin
from desktop.ui.bin.window import BinWindow, _Page
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.dossier.united import United
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path)


@pytest.fixture
def office(store: Store) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


def test_delete_asks_why_and_the_dossiers_marked_leave_the_list(
    office: Office, store: Store, qtbot: QtBot
) -> None:
    screen = ListScreen(office, lambda: date(2026, 2, 1))
    qtbot.addWidget(screen)
    screen.resize(1300, 700)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(lambda: screen.rows.model().rowCount() == 3)
    screen.shown()
    screen.rows.setCurrentIndex(screen.rows.model().index(0, 0))
    assert screen.deed["bin"].shortcut().toString() == "Del"
    screen.deed["bin"].trigger()
    qtbot.waitUntil(lambda: screen.findChild(ReasonDialog) is not None)
    dialog = screen.findChild(ReasonDialog)
    assert isinstance(dialog, ReasonDialog) and not dialog.deed.isEnabled()
    dialog.reason.setPlainText("Reçu deux fois")
    dialog.deed.click()
    qtbot.waitUntil(lambda: screen.rows.model().rowCount() == 2)
    (one,) = in_bin(store.reader)
    united = United(office)
    qtbot.addWidget(united)
    united.show_dossier(one.row.id)
    assert "à la corbeille" in united.words() and united.gone
    screen.close_down()


def choose_first(qtbot: QtBot, page: _Page) -> None:
    """The first line, as soon as its table is laid out: on a small screen the window begins to scroll, and
    before its columns are there a table chooses nothing."""

    def chosen() -> bool:
        page.rows.selectRow(0)
        return len(page.chosen()) == 1

    qtbot.waitUntil(chosen)


def test_what_was_put_aside_and_removed_comes_back(office: Office, store: Store, qtbot: QtBot) -> None:
    first, second, third = queries.list_ids(store.reader)
    note = store.do(annotate, dossier=first, place="dossier", text="À relire").value
    store.do(remove_note, note=note)
    store.do(put_in_bin, dossiers=[second, third], reason="Essais")
    window = BinWindow(office)
    qtbot.addWidget(window)
    window.show()
    assert unnamed(window) == []
    assert len(window.dossiers.rows.rows.lines) == 2
    window.dossiers.search.setText("introuvable")
    assert window.dossiers.chosen() == []
    window.dossiers.search.clear()
    rows, chosen = window.dossiers.rows, window.dossiers.chosen
    qtbot.waitUntil(lambda: (rows.selectAll(), len(chosen()))[1] == 2)
    window.back.click()
    assert len(queries.list_ids(store.reader)) == 3
    assert "Aucun dossier" in window.dossiers.said.text()
    window.tabs.setCurrentIndex(1)
    choose_first(qtbot, window.lines)
    window.again.click()
    assert store.reader.execute("SELECT text FROM annotation").fetchone()[0] == "À relire"
    assert "Rien n’a été supprimé" in window.lines.said.text()


def test_emptying_is_asked_and_final(office: Office, store: Store, qtbot: QtBot) -> None:
    store.do(put_in_bin, dossiers=[queries.list_ids(store.reader)[0]], reason="Essai")
    window = BinWindow(office)
    qtbot.addWidget(window)
    window.show()
    choose_first(qtbot, window.dossiers)
    box = window.ask_empty()
    assert box is not None and "ne s’annule pas" in box.informativeText()
    next(b for b in box.findChildren(QPushButton) if b.text() == "&Vider").click()
    qtbot.waitUntil(lambda: in_bin(store.reader) == [] and not office.runner.busy(), timeout=10_000)
    assert len(queries.list_ids(store.reader)) == 2
