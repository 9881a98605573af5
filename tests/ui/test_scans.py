"""Scanned papers by keys and mouse: read, looked at, filed, boxes taken under a name, pages filed by hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.queries.scans import pages
from db.store import Store
from desktop.flow.scan_heap import file_scan
from desktop.flow.scan_look import look
from desktop.ui.arrivals.choosing import TargetDialog
from desktop.ui.keeping.screen import KeepingScreen
from desktop.ui.office import Office
from desktop.ui.scans.tab import ScansTab
from tests import papers
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of

Key = Qt.Key


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return papers.scanned(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def tab(office: Office, qtbot: QtBot) -> Iterator[ScansTab]:
    screen = KeepingScreen(office)
    office.changed.connect(screen.refresh)
    qtbot.addWidget(screen)
    screen.resize(1170, 690)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.show_tab("scans")
    found = screen.tab("scans")
    assert isinstance(found, ScansTab)
    qtbot.waitUntil(lambda: found.state.isVisible(), timeout=10_000)
    yield found
    qtbot.waitUntil(lambda: not office.runner.busy(), timeout=20_000)


def press(qtbot: QtBot, tab: ScansTab, key: Key) -> None:
    qtbot.keyClick(tab.list, key)


def test_a_heap_is_read_filed_and_its_boxes_taken(
    tab: ScansTab, office: Office, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    tab.take_in([tmp_path / "lot.pdf"])
    qtbot.waitUntil(lambda: tab.list.count() == 4, timeout=20_000)
    assert pages(store.reader) == []  # nothing is written before it is agreed to
    assert "2 reconnues" in tab.notice.accessibleName()
    assert not tab.pane.take.isEnabled()
    qtbot.waitUntil(lambda: len(tab.pictures.small) == 4, timeout=20_000)
    assert unnamed(tab) == []
    press(qtbot, tab, Key.Key_F9)
    qtbot.waitUntil(lambda: len(tab.rows) == 5, timeout=20_000)
    assert not tab.file.isVisible()
    assert tab.pane.boxes.chosen == ["favourable", "amount"]
    qtbot.waitUntil(lambda: not tab.pane.boxes._cuts["favourable"].pixmap().isNull(), timeout=20_000)
    assert not tab.pane.take.isEnabled()  # nobody is named yet
    qtbot.keyClicks(tab.pane.boxes.who, "Mme Exemple")
    press(qtbot, tab, Key.Key_F10)
    qtbot.waitUntil(lambda: tab.rows[0].ticks_done == "taken", timeout=10_000)
    (text,) = store.reader.execute("SELECT text FROM annotation").fetchone()
    assert text.startswith("Mme Exemple, sur papier")
    assert tab.list.count() == 3  # what is settled is no longer shown
    office.undo()
    qtbot.waitUntil(lambda: tab.list.count() == 4, timeout=10_000)


def test_what_was_read_may_be_given_up(tab: ScansTab, store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    tab.take_in([tmp_path / "lot.pdf"])
    qtbot.waitUntil(lambda: tab.list.count() == 4, timeout=20_000)
    qtbot.mouseClick(tab.drop, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert tab.list.count() == 0
    assert tab.state.isVisible()
    assert pages(store.reader) == []


def test_a_page_without_a_code_is_filed_by_hand(
    tab: ScansTab, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    tab.take_in([tmp_path / "lot.pdf"])
    qtbot.waitUntil(lambda: tab.list.count() == 4, timeout=20_000)
    press(qtbot, tab, Key.Key_F9)
    qtbot.waitUntil(lambda: len(tab.rows) == 5, timeout=20_000)
    tab.list.setCurrentRow(3)
    press(qtbot, tab, Key.Key_F2)
    dialog = tab.findChild(TargetDialog)
    assert dialog is not None
    qtbot.keyClick(dialog.field, Key.Key_Return)
    qtbot.waitUntil(lambda: tab.rows[4].state == "filed", timeout=10_000)
    tab.list.setCurrentRow(2)
    qtbot.mouseClick(tab.pane.aside, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.rows[3].state == "set_aside", timeout=10_000)


def test_a_file_that_is_no_scan_is_told(tab: ScansTab, office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "note.pdf").write_bytes(b"rien")
    with qtbot.waitSignal(office.told, timeout=10_000) as heard:
        tab.take_in([tmp_path / "note.pdf"])
    assert "note.pdf" in heard.args[0]


def test_annotated_papers_of_arrivals_are_handed_over(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    screen = KeepingScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    office.scans_wanted.emit([tmp_path / "lot.pdf"])
    found = screen.tab("scans")
    assert isinstance(found, ScansTab)
    qtbot.waitUntil(lambda: found.list.count() == 4, timeout=20_000)
    qtbot.waitUntil(lambda: not office.runner.busy(), timeout=20_000)


def test_a_scan_in_a_watched_folder_says_that_it_holds_annotated_papers(store: Store, tmp_path: Path) -> None:
    from desktop.flow.arriving import look_around
    from desktop.flow.incoming import watch

    folder = tmp_path / "scanner"
    folder.mkdir()
    (tmp_path / "lot.pdf").rename(folder / "lot.pdf")
    os.utime(folder / "lot.pdf", (1_700_000_000, 1_700_000_000))
    store.do(watch, folder=str(folder))
    (arrival,) = look_around(store.reader, {}, lambda _words, _share: True).waiting
    assert arrival.annotated
    store.do(file_scan, files=look(store.reader, [arrival.file.scan] if arrival.file.scan else []))
    assert look_around(store.reader, {}, lambda _words, _share: True).waiting == []
    store.close()
