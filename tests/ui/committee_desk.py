"""The place of the committees on screen for tests: four dossiers ready, a session at work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from db.queries import committee as read
from db.store import Store
from desktop.ui.committee.screen import CommitteesScreen
from tests.office import made_once, open_office
from tests.session import ready, running
from tests.ui.desk import office_of


@made_once
def stocked(folder: Path) -> Store:
    made = open_office(folder)
    ready(made, 4)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def screen(store: Store, qtbot: QtBot, qapp: QApplication) -> Iterator[CommitteesScreen]:
    office = office_of(store)
    made = CommitteesScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1084, 650)
    made.show()
    made.activateWindow()
    made.shown()
    yield made
    made.close_down()
    office.close()


def dialog(screen: CommitteesScreen, kind: type[QDialog]) -> QDialog:
    found = [each for each in screen.findChildren(kind) if each.isVisible()]
    assert found, kind.__name__
    return found[-1]


def held(screen: CommitteesScreen, store: Store) -> bytes:
    """A session at work, the screen in its room."""
    key = running(store)
    screen.key = None
    screen.shown()
    assert screen.pages.currentWidget() is screen.room
    return key


def click(
    screen: CommitteesScreen, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key pressed where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or screen, key, held)


def states(store: Store, key: bytes) -> list[str]:
    return [row.outcome or row.state for row in read.items(store.reader, key)]
