"""A scan keyed in with its page beside the form: from the refused card to the piece of the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.places import places
from desktop.ui.arrivals.screen import ArrivalsScreen
from desktop.ui.intake import IntakeScreen, PaperScreen
from desktop.ui.office import Office
from desktop.ui.viewer.pdf_view import PdfView
from desktop.ui.window import Window
from tests.exchange import cerfa_files, cerfa_given
from tests.flow.test_incoming import lay
from tests.ui.a11y import unnamed
from tests.ui.intake_files import dress, go_on, press
from tests.ui.shelf import filled, office_of, settings_in

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cerfa_files.scanned(tmp_path_factory.mktemp("scan") / "demande.pdf", cerfa_given.one(), 0.4)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    return filled(tmp_path / "office")


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    dress(qapp, "light")
    made = office_of(store)
    yield made
    made.close()
    dress(qapp, "light")


@pytest.fixture
def paper(office: Office, qtbot: QtBot) -> Iterator[PaperScreen]:
    made = PaperScreen(office)
    qtbot.addWidget(made)
    made.resize(1170, 700)
    made.show()
    made.activateWindow()
    made.shown()
    yield made
    made.close_down()


def typed(qtbot: QtBot, screen: PaperScreen) -> None:
    qtbot.keyClicks(screen.form.people.lines["applicant.name"], "Les Lanternes du Canal")
    qtbot.keyClicks(screen.form.action.lines["title"], "Lanternes au fil du canal")
    qtbot.waitUntil(lambda: not screen._looking.isActive() and not screen._saving.isActive())


def key_in_buttons(screen: IntakeScreen) -> list[QPushButton]:
    words = "Saisir à côté de la page"
    return [one for one in screen.findChildren(QPushButton) if one.text() == words and one.isVisible()]


def test_from_a_refused_scan_to_a_dossier(office: Office, scan: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    office.place_wanted.emit("import")
    intake = window.stack.current()
    assert isinstance(intake, IntakeScreen)
    intake.take([scan])
    go_on(qtbot, intake)
    (entry,) = intake.queue.entries
    assert entry.state == "unreadable" and "à côté de la page" in entry.sentence
    qtbot.waitUntil(lambda: bool(key_in_buttons(intake)))
    (button,) = key_in_buttons(intake)
    press(qtbot, button)
    paper = window.stack.current()
    assert isinstance(paper, PaperScreen) and paper.beside.isVisible() and not paper.panel.isVisible()
    before = len(queries.list_ids(office.reader))
    typed(qtbot, paper)
    assert "date" not in paper.strip.fault.text().lower() and paper.strip.save.isEnabled()
    press(qtbot, paper.strip.save)
    assert len(queries.list_ids(office.reader)) == before + 1
    made = paper._made
    assert made is not None
    pieces = [piece for piece in queries.pieces(office.reader, made) if piece.name == scan.name]
    assert len(pieces) == 1 and pieces[0].state == "received"
    kept = [path for path in office.files.rglob("*") if path.is_file()]
    assert scan.read_bytes() in [path.read_bytes() for path in kept]
    assert not paper.beside.isVisible() and paper.panel.isVisible()
    assert entry.state == "imported"
    window.close()


def test_pages_turn_without_leaving_the_field(paper: PaperScreen, scan: Path, qtbot: QtBot) -> None:
    paper.show_page(scan)
    view = paper.beside.viewer.content
    assert isinstance(view, PdfView) and view.number.value() == 1
    name = paper.form.people.lines["applicant.name"]
    qtbot.waitUntil(name.hasFocus)
    qtbot.keyClick(name, Key.Key_PageDown, Alt)
    qtbot.waitUntil(lambda: view.number.value() == 2)
    assert name.hasFocus()
    qtbot.keyClick(name, Key.Key_PageUp, Alt)
    qtbot.waitUntil(lambda: view.number.value() == 1)


def test_the_draft_remembers_its_page(paper: PaperScreen, office: Office, scan: Path, qtbot: QtBot) -> None:
    paper.show_page(scan)
    typed(qtbot, paper)
    paper.close_down()
    again = PaperScreen(office)
    qtbot.addWidget(again)
    again.show()
    press(qtbot, again.take)
    assert again.beside.path == scan and again.beside.isVisible()
    press(qtbot, again.beside.close_page)  # type: ignore[arg-type]
    assert again.beside.path is None and again.panel.isVisible()
    qtbot.waitUntil(lambda: not again._saving.isActive())
    assert "page" not in again.draft.load()
    again.close_down()


def test_a_page_that_is_gone_is_said_before_anything_is_written(
    paper: PaperScreen, office: Office, scan: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    copy = tmp_path / "copie.pdf"
    copy.write_bytes(scan.read_bytes())
    paper.show_page(copy)
    typed(qtbot, paper)
    before = len(queries.list_ids(office.reader))
    copy.unlink()
    press(qtbot, paper.strip.save)
    assert "n’est plus là" in paper.notice.words()
    assert len(queries.list_ids(office.reader)) == before


def test_every_control_has_a_name(paper: PaperScreen, scan: Path) -> None:
    paper.show_page(scan)
    assert unnamed(paper) == []


def test_a_scan_of_a_watched_folder_is_keyed_in(
    office: Office, scan: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    lay(tmp_path / "scans", "demande.pdf", scan.read_bytes())
    window = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    office.place_wanted.emit("arrivals")
    arrivals = window.stack.current()
    assert isinstance(arrivals, ArrivalsScreen)
    arrivals.deeds.watch(str(tmp_path / "scans"))
    qtbot.waitUntil(lambda: len(arrivals.found.waiting) == 1 and not arrivals._looking, timeout=10_000)
    arrivals.rows.selectRow(0)
    assert arrivals.head.type_in.isVisible() and not arrivals.head.bring.isVisible()
    qtbot.waitUntil(lambda: not office.runner.busy())
    window.activateWindow()  # off-screen, nothing gives it back after the bar of a work
    arrivals.rows.setFocus()
    qtbot.waitUntil(arrivals.rows.hasFocus)
    qtbot.keyClick(arrivals.rows, Key.Key_S)
    qtbot.waitUntil(lambda: isinstance(window.stack.current(), PaperScreen))
    paper = window.stack.current()
    assert isinstance(paper, PaperScreen) and paper.beside.path == tmp_path / "scans" / "demande.pdf"
    typed(qtbot, paper)
    press(qtbot, paper.strip.save)
    office.place_wanted.emit("arrivals")
    qtbot.waitUntil(lambda: not arrivals.found.waiting, timeout=10_000)
    window.close()
