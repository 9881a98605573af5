"""The palette of commands: a few letters find, Enter does, and what cannot be done is not shown."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from desktop.ui.palette import CommandPalette, score
from tests.ui.a11y import unnamed


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QMainWindow]:
    made = QMainWindow()
    menu = made.menuBar().addMenu("&Dossier")
    for text, key in (
        ("&Importer…", "Ctrl+I"),
        ("Éditer les courriers", ""),
        ("Proposer au comité", "Ctrl+P"),
    ):
        menu.addAction(text).setShortcut(key)
    menu.addSeparator()
    menu.addAction("Défaire").setEnabled(False)
    qtbot.addWidget(made)
    made.show()
    yield made


@pytest.fixture
def palette(qtbot: QtBot, window: QMainWindow) -> CommandPalette:
    made = CommandPalette(lambda: window.findChildren(QAction), window)
    made.open()
    return made


def type_in(palette: CommandPalette, letters: str) -> QLineEdit:
    field = palette.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, letters)
    return field


def test_all_that_can_be_done_is_shown(palette: CommandPalette) -> None:
    assert palette.found() == [
        "Dossier › Importer",
        "Dossier › Éditer les courriers",
        "Dossier › Proposer au comité",
    ]


def test_letters_find_without_accents_and_enter_does(palette: CommandPalette, window: QMainWindow) -> None:
    done: list[str] = []
    for action in window.findChildren(QAction):
        action.triggered.connect(lambda _checked=False, action=action: done.append(action.text()))
    field = type_in(palette, "edcour")
    assert palette.found()[0] == "Dossier › Éditer les courriers"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (done, palette.isVisible()) == (["Éditer les courriers"], False)


def test_arrows_walk_the_commands(palette: CommandPalette, window: QMainWindow) -> None:
    done: list[str] = []
    window.findChildren(QAction)
    for action in window.findChildren(QAction):
        action.triggered.connect(lambda _checked=False, action=action: done.append(action.text()))
    field = type_in(palette, "")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(field, key)
    assert done == ["&Importer…"]


def test_nothing_found_does_nothing(palette: CommandPalette) -> None:
    field = type_in(palette, "zzz")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert palette.found() == []
    assert palette.isVisible()


def test_every_part_has_a_name(palette: CommandPalette) -> None:
    assert unnamed(palette) == []


def test_beginnings_of_words_count_more() -> None:
    near, far = score("pc", "Proposer au comité"), score("pc", "Apercevoir")
    assert near is not None and far is not None and near > far
    assert score("xyz", "Proposer") is None
