"""The dossier inside the real window: opened, walked, left, closed with words pending."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from desktop.places import places
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.screen import Closing, DossierScreen, WithActions
from desktop.ui.walk import Walk
from desktop.ui.window import Window
from tests.ui.desk import WORDS, app, filled, office_of, press, select_with_keys, type_words
from tests.ui.shelf import settings_in


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    theme.apply(app(), "light")
    made = office_of(filled(tmp_path))
    yield made
    made.close()


@pytest.fixture
def window(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.close()


def opened(window: Window, office: Office) -> DossierView:
    ids = queries.list_ids(office.reader)
    office.dossier_wanted.emit(ids[0], Walk(ids))
    screen = window.stack.current()
    assert isinstance(screen, DossierView)
    return screen


def test_the_window_plugs_it_in(window: Window, office: Office) -> None:
    screen = opened(window, office)
    assert isinstance(screen, DossierScreen)
    assert isinstance(screen, WithActions) and isinstance(screen, Closing)
    number = queries.list_rows(office.reader, queries.list_ids(office.reader))[0].number
    assert number in window.windowTitle()
    assert screen.middle.reading.page.hasFocus()
    keys = [key.toString() for action in screen.menu_actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_the_title_follows_the_walk_and_escape_goes_back(window: Window, office: Office) -> None:
    screen = opened(window, office)
    before = window.windowTitle()
    QTest.keyClick(screen.middle.reading.page, Qt.Key.Key_J)
    assert window.windowTitle() != before
    assert screen.walk is not None and screen.walk.index == 1
    QTest.keyClick(screen.middle.reading.page, Qt.Key.Key_Escape)
    assert window.stack.front == "list"


def test_words_pending_are_saved_when_another_place_is_shown(window: Window, office: Office) -> None:
    screen = opened(window, office)
    assert screen.whole is not None
    select_with_keys(screen, WORDS)
    press(screen.middle.reading.page, Qt.Key.Key_4, "4")
    type_words(next(iter(screen.notebook.cards.values())).editor, "Utile.")
    window.go("list")
    assert [n.text for n in queries.notes(office.reader, screen.whole.head.id)] == ["Utile."]


def test_words_pending_are_saved_when_the_window_closes(window: Window, office: Office) -> None:
    screen = opened(window, office)
    assert screen.whole is not None
    type_words(screen.notebook.general, "Rappeler lundi")
    window.close()
    assert [n.text for n in queries.notes(office.reader, screen.whole.head.id)] == ["Rappeler lundi"]
