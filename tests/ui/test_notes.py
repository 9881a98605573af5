"""The place « Notes » by keys and mouse: filters, groups, pages, opening at the passage, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.flow.interests import declare
from desktop.places import _write_notes, places
from desktop.ui.dossier import DossierView
from desktop.ui.notes.exporting import export
from desktop.ui.notes.inquiry import PAGE
from desktop.ui.notes.screen import NotesScreen
from desktop.ui.office import Office
from desktop.ui.window import Window
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.desk import WORDS, Told, filled, office_of, type_words
from tests.ui.shelf import settings_in

Key = Qt.Key


@made_once
def annotated(folder: Path) -> Store:
    """Three dossiers: one with a passage, one with a note on a page, one with many notes."""
    store = filled(folder)
    grid = queries.challenges(store.reader)
    one, two, _ = queries.list_ids(store.reader)
    body = next(row.body for row in queries.sections(store.reader, one) if WORDS in row.body)
    code = next(row.code for row in queries.sections(store.reader, one) if WORDS in row.body)
    start = body.index(WORDS)
    store.do(
        annotate, dossier=one, place=f"section:{code}", start=start, end=start + len(WORDS), quote=WORDS,
        challenge=grid[3].id, strength=3, text="Cœur du défi",
    )  # fmt: skip
    piece = next(row for row in queries.pieces(store.reader, one) if row.name == "Statuts.pdf")
    store.do(
        annotate, dossier=one, place=f"piece:{piece.id.hex()}", page=1, quote="Article 2",
        rects=[[72, 734, 130, 748]], challenge=grid[6].id, strength=1, text="Objet large",
    )  # fmt: skip
    store.do(annotate, dossier=two, place="dossier", text="À revoir avec le porteur")
    while store.index_search(1000):
        pass
    return store


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(annotated(tmp_path))
    yield made
    made.close()


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> Iterator[NotesScreen]:
    made = NotesScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    made.activateWindow()
    made.shown()
    quiet(qtbot, made)
    yield made
    made.close_down()


def quiet(qtbot: QtBot, screen: NotesScreen) -> None:
    qtbot.waitUntil(lambda: not screen.inquiry.busy and not screen.bar._pause.isActive(), timeout=10_000)


def texts(screen: NotesScreen) -> list[str]:
    return [row.text for row in screen.list.rows.notes]


def groups(screen: NotesScreen) -> list[tuple[str, int | None]]:
    return [(group.words, group.notes) for group in screen.groups.rows.groups]


def test_every_note_is_there_with_its_groups(screen: NotesScreen) -> None:
    assert texts(screen) == ["À revoir avec le porteur", "Objet large", "Cœur du défi"]
    assert groups(screen) == [("Toutes", 3), ("4 · Réussite", 1), ("7 · Lien social", 1), ("Sans défi", 1)]
    assert screen.bar.count.text() == "3 notes dans 2 dossiers"
    said = screen.list.rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Objet large" in said and "Statuts.pdf, page 1" in said and "faible" in said
    assert unnamed(screen) == []
    QAbstractItemModelTester(screen.list.rows)
    QAbstractItemModelTester(screen.groups.rows)


def test_words_and_fields_are_typed(screen: NotesScreen, qtbot: QtBot) -> None:
    QTest.keyClick(screen, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.bar.search.hasFocus()
    type_words(screen.bar.search, "séances")
    qtbot.waitUntil(lambda: texts(screen) == ["Cœur du défi"])
    screen.bar.search.clear()
    type_words(screen.bar.search, "force>=1")
    qtbot.waitUntil(lambda: len(texts(screen)) == 2)
    type_words(screen.bar.search, " couleur:x")
    qtbot.waitUntil(lambda: screen.bar.fault.isVisible())
    assert "« couleur » n’existe pas" in screen.bar.fault.text()
    QTest.keyClick(screen.bar.search, Key.Key_Return)
    assert screen.list.hasFocus()


def test_a_group_is_looked_at_and_the_counts_stay(screen: NotesScreen, qtbot: QtBot) -> None:
    screen.groups.setFocus()
    QTest.keyClick(screen.groups, Key.Key_Down)
    qtbot.waitUntil(lambda: texts(screen) == ["Cœur du défi"])
    assert groups(screen)[0] == ("Toutes", 3)
    screen.axis.setCurrentIndex(screen.axis.findData("strength"))
    screen.axis.activated.emit(screen.axis.currentIndex())
    quiet(qtbot, screen)
    assert groups(screen) == [("Toutes", 3), ("Fort", 1), ("Faible", 1), ("Aucun", 1)]
    assert len(texts(screen)) == 3


def test_filters_are_chosen_and_taken_off(screen: NotesScreen, qtbot: QtBot) -> None:
    combo = screen.bar.filters["audience"]
    combo.setCurrentIndex(combo.findData("committee"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: not texts(screen) and screen.state.isVisible())
    screen.state.action_wanted.emit()
    qtbot.waitUntil(lambda: len(texts(screen)) == 3 and not screen.state.isVisible())
    assert combo.currentIndex() == 0
    screen.bar.order.setCurrentIndex(1)
    screen.bar.order.activated.emit(1)
    qtbot.waitUntil(lambda: texts(screen)[0] == "Cœur du défi")


def test_more_notes_come_as_they_are_scrolled_to(screen: NotesScreen, office: Office, qtbot: QtBot) -> None:
    two = queries.list_ids(office.reader)[1]
    with office.store.reader:
        for n in range(PAGE + 20):
            office.store.do(annotate, dossier=two, place="dossier", text=f"Note {n}")
    screen.ask()
    quiet(qtbot, screen)
    qtbot.waitUntil(lambda: len(texts(screen)) >= PAGE)
    QTest.keyClick(screen.list, Key.Key_End)
    qtbot.waitUntil(lambda: len(texts(screen)) == PAGE + 23)
    assert len(set(texts(screen))) == PAGE + 23 and not screen.list.rows.canFetchMore(screen.list.rootIndex())


def test_what_is_written_or_undone_elsewhere_follows(
    screen: NotesScreen, office: Office, qtbot: QtBot
) -> None:
    key = queries.list_ids(office.reader)[0]
    office.do(annotate, dossier=key, place="dossier", text="Nouvelle")
    qtbot.waitUntil(lambda: texts(screen)[0] == "Nouvelle")
    office.undo()
    qtbot.waitUntil(lambda: len(texts(screen)) == 3)
    office.do(declare, dossier=key, nature="Membre du bureau")
    qtbot.waitUntil(lambda: texts(screen) == ["À revoir avec le porteur"])


def test_enter_opens_the_dossier_where_the_note_stands(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    window = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(window)
    window.show()
    window.go("notes")
    screen = window.stack.current()
    assert isinstance(screen, NotesScreen)
    qtbot.waitUntil(lambda: len(texts(screen)) == 3)
    screen.list.setCurrentIndex(screen.list.rows.index(2))
    QTest.keyClick(screen.list, Key.Key_Return)
    assert window.stack.front == "dossier"
    dossier = window.stack.current()
    assert isinstance(dossier, DossierView) and dossier.walk is not None
    assert len(dossier.walk.ids) == 2 and dossier.notebook._chosen == screen.list.rows.notes[2].id
    window.go("notes")
    screen.list.setCurrentIndex(screen.list.rows.index(1))
    place, port = screen.list.visualRect(screen.list.currentIndex()).center(), screen.list.viewport()
    QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=place)
    assert window.stack.front == "dossier"
    assert dossier.middle.piece is not None
    window.stack.close_down()


def test_what_is_shown_is_exported(screen: NotesScreen, office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    told = Told(office)
    with qtbot.waitSignal(screen.export_wanted) as wanted:
        QTest.keyClick(screen, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    out = tmp_path / "notes.xlsx"
    export(office, wanted.args[0], out, _write_notes)
    qtbot.waitUntil(lambda: "Notes exportées\u00a0: 3" in told.last, timeout=10_000)
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None and sheet.max_row == 4
