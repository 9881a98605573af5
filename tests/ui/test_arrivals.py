"""The place of what arrives, driven as an officer would: watch, look, attach, choose, import, set aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db import queries
from desktop.ui.arrivals.choosing import TargetDialog
from desktop.ui.arrivals.screen import ArrivalsScreen
from desktop.ui.office import Office
from tests.exchange.test_message import mail
from tests.flow.test_incoming import LONG_AGO, lay
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of, pdf
from tests.ui.shelf import filled

Key = Qt.Key


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(filled(tmp_path / "office"))
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "scans"
    lay(place, "RIB 2026-0002.pdf", pdf("relevé d'identité bancaire"))
    lay(place, "sans nom.pdf", pdf("une page quelconque"))
    table = "Numéro du dossier;Porteur;Intitulé de l’action;Montant demandé\nA1;Un Porteur;Lire;1000\n"
    lay(place, "demandes.csv", table.encode())
    return place


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> Iterator[ArrivalsScreen]:
    made = ArrivalsScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    made.activateWindow()
    made.shown()
    yield made
    made.close_down()


def settled_down(screen: ArrivalsScreen) -> bool:
    return not screen._looking and not screen.office.runner.busy()


def watched(qtbot: QtBot, screen: ArrivalsScreen, folder: Path, count: int = 3) -> None:
    """Watch the folder and wait until its files are shown."""
    screen.deeds.watch(str(folder))
    qtbot.waitUntil(lambda: len(screen.found.waiting) == count and settled_down(screen), timeout=10_000)


def choose(screen: ArrivalsScreen, name: str) -> None:
    for row, line in enumerate(screen.rows.rows.lines):
        if line.cells[0] == name:
            screen.rows.selectRow(row)
            return
    raise AssertionError(name)


def names(screen: ArrivalsScreen) -> set[str]:
    return {line.cells[0] for line in screen.rows.rows.lines}


def test_without_a_folder_the_place_says_what_it_is_for(
    screen: ArrivalsScreen, folder: Path, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: settled_down(screen))
    assert screen.empty.isVisible() and "scans" in screen.empty.title.text()
    qtbot.mouseClick(screen.empty.add, Qt.MouseButton.LeftButton)
    dialog = screen.findChild(QFileDialog, "watchedFolder")
    assert dialog is not None
    dialog.filesSelected.emit([str(folder)])
    dialog.close()
    qtbot.waitUntil(lambda: len(screen.found.waiting) == 3, timeout=10_000)
    assert not screen.empty.isVisible()
    QAbstractItemModelTester(screen.rows.rows)
    assert unnamed(screen) == []


def test_a_recognised_scan_is_joined_by_one_key(
    screen: ArrivalsScreen, office: Office, folder: Path, qtbot: QtBot
) -> None:
    watched(qtbot, screen, folder)
    choose(screen, "RIB 2026-0002.pdf")
    assert screen.head.attach.text() == "Joindre à 2026-0002"
    assert "Numéro 2026-0002 dans le nom du fichier" in screen.head.why.text()
    assert screen.viewer.path == folder / "RIB 2026-0002.pdf"
    qtbot.keyClick(screen.rows, Key.Key_J)
    qtbot.waitUntil(lambda: "RIB 2026-0002.pdf" not in names(screen) and settled_down(screen), timeout=10_000)
    key = queries.find(office.reader, "2026-0002")
    assert key is not None
    assert "RIB 2026-0002.pdf" in {piece.name for piece in queries.pieces(office.reader, key)}
    assert (folder / "RIB 2026-0002.pdf").exists(), "the folder is never touched"
    assert [action.text() for action in screen.folders.done_menu.actions()] == [
        "Reprendre «\u00a0RIB 2026-0002.pdf\u00a0» (joint à 2026-0002)"
    ]
    office.undo()
    qtbot.waitUntil(lambda: "RIB 2026-0002.pdf" in names(screen), timeout=10_000)


def test_a_file_nobody_recognises_goes_where_the_officer_says(
    screen: ArrivalsScreen, office: Office, folder: Path, qtbot: QtBot
) -> None:
    watched(qtbot, screen, folder)
    choose(screen, "sans nom.pdf")
    assert "Ni numéro" in screen.head.why.text()
    qtbot.keyClick(screen.rows, Key.Key_J)
    dialog = screen.findChild(TargetDialog, "target")
    assert dialog is not None
    qtbot.keyClicks(dialog.field, "mercredis")
    assert len(dialog.rows.rows.lines) == 1
    qtbot.keyClick(dialog.field, Key.Key_Return)
    qtbot.waitUntil(lambda: "sans nom.pdf" not in names(screen) and settled_down(screen), timeout=10_000)
    key = queries.find(office.reader, "2026-0006")
    assert key is not None
    assert "sans nom.pdf" in {piece.name for piece in queries.pieces(office.reader, key)}


def test_a_table_goes_to_the_import_and_waits_no_longer_once_taken(
    screen: ArrivalsScreen, folder: Path, qtbot: QtBot
) -> None:
    watched(qtbot, screen, folder)
    choose(screen, "demandes.csv")
    assert not screen.head.attach.isVisible() and screen.head.bring.isVisible()
    with qtbot.waitSignal(screen.import_wanted) as wanted:
        qtbot.keyClick(screen.rows, Key.Key_I)
    assert wanted.args == [[folder / "demandes.csv"]]
    screen.imported(folder / "demandes.csv")
    qtbot.waitUntil(lambda: "demandes.csv" not in names(screen) and settled_down(screen), timeout=10_000)


def test_a_file_is_set_aside_and_taken_back(screen: ArrivalsScreen, folder: Path, qtbot: QtBot) -> None:
    watched(qtbot, screen, folder)
    choose(screen, "sans nom.pdf")
    qtbot.keyClick(screen.rows, Key.Key_X)
    qtbot.waitUntil(lambda: "sans nom.pdf" not in names(screen) and settled_down(screen), timeout=10_000)
    screen.folders.done_menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: "sans nom.pdf" in names(screen) and settled_down(screen), timeout=10_000)


def test_a_new_file_comes_by_itself_and_a_mail_tells_what_it_brings(
    screen: ArrivalsScreen, folder: Path, qtbot: QtBot
) -> None:
    screen._soon.setInterval(100)  # two seconds and a half, for a file that is still being copied
    watched(qtbot, screen, folder)
    made = mail(folder / "message.eml")
    lay(folder, made.name, made.read_bytes(), changed=LONG_AGO)
    qtbot.waitUntil(lambda: "message.eml" in names(screen), timeout=15_000)
    choose(screen, "message.eml")
    assert "2 fichiers joints : Statuts signés.pdf, budget.csv" in screen.head.what.text()
    assert screen.head.attach.text() == "Joindre à 2026-0002"


def test_a_folder_that_is_gone_is_told(screen: ArrivalsScreen, folder: Path, qtbot: QtBot) -> None:
    watched(qtbot, screen, folder)
    folder.rename(folder.with_name("ailleurs"))
    qtbot.keyClick(screen.rows, Key.Key_F5)
    qtbot.waitUntil(lambda: "ne se lit pas" in screen.notice.words(), timeout=10_000)
    assert screen.found.waiting == []
