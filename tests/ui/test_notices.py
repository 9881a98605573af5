"""The line of a message: it is said, it leaves or stays by its tone, and its action is told."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.fields import Toast


@pytest.fixture
def toast(qtbot: QtBot) -> Iterator[Toast]:
    window = QWidget()
    qtbot.addWidget(window)
    made = Toast(window)
    window.show()
    yield made
    window.close()


def test_good_news_leaves_by_itself(toast: Toast, qtbot: QtBot) -> None:
    toast.tell("La note est enregistrée.", "good", seconds=0)
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_an_error_stays_until_it_is_closed(toast: Toast, qtbot: QtBot) -> None:
    toast.tell("Le fichier n’a pas pu être lu. Rien n’a changé.", "good", seconds=0)
    toast.tell("Le fichier n’a pas pu être lu. Rien n’a changé.", "bad", seconds=0)
    with qtbot.assertNotEmitted(toast.destroyed, wait=100):
        pass
    assert toast.isVisible()
    assert toast.accessibleName() == toast.words()
    close = toast.findChild(QToolButton)
    assert isinstance(close, QToolButton) and close.accessibleName()
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_its_action_is_told(toast: Toast) -> None:
    wishes: list[bool] = []
    toast.action_wanted.connect(lambda: wishes.append(True))
    toast.tell("La marque est retirée.", "neutral", "Annuler")
    button = next(b for b in toast.findChildren(QPushButton) if b.text() == "Annuler")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (wishes, toast.isVisible()) == ([True], False)
