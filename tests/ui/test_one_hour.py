"""« Parvis en une heure », the page of the guide that a new officer follows, played by its keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from desktop.camera import wait
from desktop.flow.guidebook import guide_pages
from desktop.places import places
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.history_dialog import HistoryDialog
from desktop.ui.guidance.tour import Tour
from desktop.ui.guidance.window import GuideWindow
from desktop.ui.guide import KeySheet
from desktop.ui.list.screen import ListScreen
from desktop.ui.money.screen import MoneyScreen
from desktop.ui.palette import CommandPalette
from desktop.ui.window import Window
from tests.ui.desk import press, select_with_keys, type_words
from tests.ui.shelf import filled, office_of, settings_in

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, MAJ = Modifier.ControlModifier, Modifier.ShiftModifier
PLACES = (
    (Key.Key_0, "envelopes"), (Key.Key_2, "letters"), (Key.Key_4, "register"), (Key.Key_7, "today"),
    (Key.Key_3, "import"),
)  # fmt: skip


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Window]:
    theme.apply(qapp, "light")
    folder: Path = tmp_path_factory.mktemp("hour")
    office = office_of(filled(folder))
    office.places = frozenset(place.name for place in places())
    made = Window(office, places(), settings_in(folder))
    made.resize(1366, 768)
    made.show()
    front(made)
    yield made
    made.close()
    office.close()
    made.deleteLater()


def front(window: QWidget) -> None:
    wait(1)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 30_000)
    wait(1)


def tap(window: Window, key: Qt.Key, held: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """A key where the keyboard is; without a screen, a window forgets at times that it is in front."""
    if not window.isActiveWindow():
        front(window)
    QTest.keyClick(window.focusWidget() or window, key, held)
    wait(1)


def listing(window: Window) -> ListScreen:
    screen = window.stack.current()
    assert isinstance(screen, ListScreen)
    return screen


def dossier(window: Window) -> DossierView:
    screen = window.stack.current()
    assert isinstance(screen, DossierView) and screen.whole is not None
    return screen


def test_five_minutes_to_know_ones_way(window: Window) -> None:
    tap(window, Key.Key_P, CTRL | MAJ)
    palette = window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette) and palette.isVisible()
    QTest.keyClicks(palette.findChild(QLineEdit), "theme")
    assert any("Thème sombre" in line for line in palette.found())
    QTest.keyClick(palette, Key.Key_Escape)
    front(window)
    tap(window, Key.Key_Question)
    sheet = window.findChild(KeySheet)
    assert isinstance(sheet, KeySheet)
    sheet.reject()
    front(window)
    tap(window, Key.Key_F1, MAJ)
    tour = next(tour for tour in window.findChildren(Tour) if tour.isVisible())
    QTest.keyClick(tour.card, Key.Key_Escape)
    front(window)
    tap(window, Key.Key_F1)
    guide = window.findChild(GuideWindow)
    assert isinstance(guide, GuideWindow) and guide.page == "trouver"
    guide.close()
    front(window)


def test_then_finding(window: Window, qtbot: QtBot) -> None:
    tap(window, Key.Key_1, CTRL)
    tap(window, Key.Key_K, CTRL)
    search = listing(window).bar.search
    assert search.hasFocus()
    rows = listing(window).rows
    for words, count in (("quartier:nord", 2), ("demandé>5000", 2), ("étape:instruction", 1)):
        type_words(search, words)
        press(search, Key.Key_Return)
        qtbot.waitUntil(lambda count=count: rows.model().rowCount() == count)
    press(search, Key.Key_Down)
    qtbot.waitUntil(rows.hasFocus)
    press(rows, Key.Key_Return)
    assert window.stack.front == "dossier"


def test_then_reading_and_annotating(window: Window, qtbot: QtBot) -> None:
    front(window)
    office, screen = window.office, dossier(window)
    assert screen.whole is not None
    key = screen.whole.head.id
    before = len(queries.notes(office.reader, key))
    select_with_keys(screen, "séances de lecture")
    press(screen.middle.reading.page, Key.Key_4, "4")
    editor = window.focusWidget()
    assert isinstance(editor, QWidget) and screen.notebook.isAncestorOf(editor)
    type_words(editor, "À rapprocher de la médiathèque.")
    tap(window, Key.Key_Escape)
    assert len(queries.notes(office.reader, key)) == before + 1
    assert screen.middle.reading.page.hasFocus()
    for _ in range(2):  # the words, then the passage
        tap(window, Key.Key_Z, CTRL)
    assert len(queries.notes(office.reader, key)) == before
    for _ in range(2):
        tap(window, Key.Key_Z, CTRL | MAJ)
    assert len(queries.notes(office.reader, key)) == before + 1


def test_then_sifting_and_checking(window: Window) -> None:
    front(window)
    screen = dossier(window)
    for key, held, sheet in (
        (Key.Key_T, CTRL | MAJ, "sift"),
        (Key.Key_L, CTRL | MAJ, "checks"),
        (Key.Key_F, CTRL | MAJ, "funding"),
    ):
        tap(window, key, held)
        assert screen.middle.sheet == sheet
    tap(window, Key.Key_Escape)
    assert screen.middle.sheet == ""


def test_then_the_money_the_letters_and_the_day(window: Window) -> None:
    front(window)
    for key, place in PLACES:
        tap(window, key, CTRL)
        assert window.stack.front == place, place
        if place == "envelopes":
            tap(window, Key.Key_Tab, CTRL)
            screen = window.stack.current()
            assert isinstance(screen, MoneyScreen) and screen.guide_page in ("grille", "atelier")
    window.go("dossier")
    tap(window, Key.Key_H, CTRL)
    told = window.findChild(HistoryDialog)
    assert isinstance(told, HistoryDialog)
    told.close()


def test_the_page_says_these_keys() -> None:
    """What is played here is what is written there."""
    text = guide_pages()["une-heure"].path.read_text(encoding="utf-8")
    for key in ("Ctrl+Maj+P", "`?`", "Maj+F1", "F1", "Ctrl+1", "Ctrl+K", "Ctrl+Z", "Ctrl+Maj+Z"):
        assert key in text
    for key in ("Ctrl+Maj+T", "Ctrl+Maj+L", "Ctrl+Maj+F", "Ctrl+0", "Ctrl+Tab", "Ctrl+2", "Ctrl+4", "Ctrl+7"):
        assert key in text
    assert "Ctrl+3" in text and "Ctrl+H" in text
