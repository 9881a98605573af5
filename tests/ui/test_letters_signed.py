"""Signed letters scanned back: dropped on the letters, filed; seen in the register; found in arrivals."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.flow.files import place_of
from desktop.flow.incoming import watch
from desktop.flow.letter_models import letter_models
from desktop.flow.notify import issue
from desktop.letters.letter import make
from desktop.ui import theme
from desktop.ui.arrivals.screen import ArrivalsScreen
from desktop.ui.letters.register import RegisterScreen
from desktop.ui.letters.register_model import Column
from desktop.ui.letters.signed_window import SignedWindow
from tests.exchange.scanner import as_pdf, empty, pictures, worn
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.outbox import DAY, WITHOUT_ADDRESS, prepared
from tests.ui.post import Desktop

LONG = 20_000  # pages are read beside the window, on a busy machine too
Left, Action = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction


@made_once
def left(folder: Path) -> Store:
    """Five letters that left."""
    store = prepared(folder)
    templates = letter_models(store.reader)
    for row in queries.outbox(store.reader):
        if row.applicant != WITHOUT_ADDRESS:
            store.do(issue, letter=row.id, templates=templates, make=make, today=DAY)
    return store


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    theme.apply(qapp, "light")
    made = Desktop(qtbot, left(tmp_path / "base"), tmp_path)
    yield made
    made.close()


def scanned(desk: Desktop, folder: Path, *, rest: bool = True) -> Path:
    folder.mkdir(exist_ok=True)
    pages = []
    for row in queries.register(desk.store.reader)[:3]:
        pages += pictures(place_of(desk.store.files, row.sha256 or "").read_bytes(), 150)
    other = empty(150)
    other.paste(20, (200, 200, 900, 240))
    path = folder / "scan.pdf"
    path.write_bytes(as_pdf([*(worn(page, turn=1) for page in pages), *[other] * rest], 150))
    os.utime(path, (1_000_000_000, 1_000_000_000))  # a file that is no longer being copied
    return path


def drop(desk: Desktop, *paths: Path) -> bool:
    """Files let go over the letters; whether the screen took them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Left, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(50, 50), Action, mime, buttons, keys)
    desk.screen.dragEnterEvent(over)
    if not over.isAccepted():
        return False
    event = QDropEvent(QPointF(50, 50), Action, mime, buttons, keys)
    desk.screen.dropEvent(event)
    return event.isAccepted()


def test_scans_dropped_on_the_letters_are_shown_then_filed(desk: Desktop, tmp_path: Path) -> None:
    assert drop(desk, scanned(desk, tmp_path / "scans"))
    desk.qtbot.waitUntil(lambda: desk.screen.signed.window is not None, timeout=LONG)
    window = desk.screen.signed.window
    assert window is not None and unnamed(window) == []
    assert len(window.chosen()) == 3 and window.file.text() == "&Classer les 3 lettres"
    assert "Aucun code n’a été lu" in window.left_words()
    first = window.rows.topLevelItem(0)
    assert first is not None
    first.setCheckState(0, Qt.CheckState.Unchecked)
    assert window.file.text() == "&Classer les 2 lettres"
    first.setCheckState(0, Qt.CheckState.Checked)
    assert [row.signed_on for row in queries.register(desk.store.reader)] == [None] * 5, "nothing before"
    QTest.mouseClick(window.file, Left)
    desk.qtbot.waitUntil(
        lambda: any("3 lettres signées sont classées" in words for words in desk.said), timeout=LONG
    )
    rows = queries.register(desk.store.reader)
    assert [row.signed_on for row in rows] == ["2026-03-14"] * 3 + [None] * 2
    desk.store.undo()
    assert not any(row.signed_on for row in queries.register(desk.store.reader))


def test_other_files_go_on_to_the_import(desk: Desktop, tmp_path: Path) -> None:
    table = tmp_path / "liste.csv"
    table.write_text("a;b", encoding="utf-8")
    assert not drop(desk, table)


def test_a_scan_of_something_else_is_told_and_files_nothing(desk: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    page = empty(150)
    page.paste(20, (200, 200, 900, 240))
    page.save(path)
    assert drop(desk, path)
    desk.qtbot.waitUntil(
        lambda: any("Aucune lettre de cette base" in words for words in desk.said), timeout=LONG
    )
    broken = tmp_path / "abime.pdf"
    broken.write_bytes(b"%PDF-1.7")
    assert drop(desk, broken)
    desk.qtbot.waitUntil(lambda: any("abîmé ou protégé" in words for words in desk.said), timeout=LONG)
    assert desk.screen.signed.window is None


def test_the_register_shows_what_came_back(desk: Desktop, tmp_path: Path, qtbot: QtBot) -> None:
    from desktop.exchange.scan_codes import read_scans
    from desktop.flow.signed import file_signed
    from desktop.flow.signed_heap import recognise

    scans = read_scans([scanned(desk, tmp_path / "scans")], lambda _words, _share: True)
    heap = recognise(desk.store.reader, scans)
    desk.store.do(file_signed, heap=heap, letters=heap.sure, signed_on=DAY)
    screen = RegisterScreen(desk.office, lambda: DAY)
    qtbot.addWidget(screen)
    screen.resize(1146, 700)
    screen.show()
    places = [screen.model.index(at, Column.WHO) for at in range(screen.model.rowCount())]
    assert [bool(place.data(Qt.ItemDataRole.DecorationRole)) for place in places] == [False] * 2 + [True] * 3
    assert "signée le 14\u00a0mars 2026" in places[2].data(Qt.ItemDataRole.AccessibleTextRole)
    assert screen.signed.isHidden()
    screen.table.go_to(2)
    assert not screen.signed.isHidden()
    qtbot.waitUntil(lambda: screen.preview.view() is not None)
    screen.actions_by_name["signed"].trigger()
    qtbot.waitUntil(lambda: (view := screen.preview.view()) is not None and not view.file.words(0).strip())
    assert unnamed(screen) == []
    screen.close_down()


def test_a_scan_in_a_watched_folder_is_recognised(desk: Desktop, tmp_path: Path, qtbot: QtBot) -> None:
    scans = tmp_path / "scans"
    path = scanned(desk, scans, rest=False)
    desk.store.do(watch, folder=str(scans))
    screen = ArrivalsScreen(desk.office)
    desk.office.changed.connect(screen.refresh)
    qtbot.addWidget(screen)
    screen.resize(1146, 700)
    screen.show()
    screen.shown()
    qtbot.waitUntil(lambda: bool(screen.found.waiting), timeout=LONG)
    assert screen.found.waiting[0].signed is not None
    assert screen.rows.rows.lines[0].cells == (path.name, "3 lettres signées")
    assert not screen.head.signed.isHidden() and screen.head.attach.isHidden()
    screen.file_signed()
    window = screen.findChild(SignedWindow, "signedWindow")
    assert window is not None
    QTest.mouseClick(window.file, Left)
    qtbot.waitUntil(lambda: screen.found.waiting == [] and bool(screen.found.settled), timeout=LONG)
    assert screen.found.settled[0].state == "signed" and path.exists()
    screen.close_down()
