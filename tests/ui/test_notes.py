"""The place « Notes », by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.flow.annotate import annotate
from desktop.ui.browse.screen import NotesScreen
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.walk import Walk
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of, on_screen, type_words

Key = Qt.Key


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = filled(tmp_path / "office")
    grid = queries.challenges(made.reader)
    for rank, key in enumerate(queries.list_ids(made.reader)):
        made.do(
            annotate, dossier=key, place="section:objectives", start=28, end=49,
            quote="au pied des immeubles", text=f"Note {rank}", challenge=grid[rank].id, strength=rank + 1,
        )  # fmt: skip
    while made.index_search(1000):
        pass
    return made


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    made = office_of(store)
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
    counted(qtbot, made)
    yield made
    made.close_down()


def counted(qtbot: QtBot, screen: NotesScreen) -> None:
    qtbot.waitUntil(lambda: not screen._counting and not screen._again, timeout=10_000)


def texts(screen: NotesScreen) -> list[str]:
    return [row.text for row in screen.model.rows]


def test_all_notes_are_there_with_their_counts(screen: NotesScreen) -> None:
    assert texts(screen) == ["Note 2", "Note 1", "Note 0"]
    assert screen.told.text() == "3 notes dans 3 dossiers"
    assert [line.cells[1] for line in screen.groups.rows.lines] == ["1", "1", "1"]
    assert unnamed(screen) == []
    QAbstractItemModelTester(screen.model)


def test_a_group_becomes_a_filter_that_its_cross_removes(screen: NotesScreen, qtbot: QtBot) -> None:
    screen.groups.setFocus()
    screen.groups.selectRow(1)
    qtbot.keyClick(screen.groups, Key.Key_Return)
    assert texts(screen) == ["Note 1"]
    counted(qtbot, screen)
    assert screen.told.text() == "1 note dans 1 dossier"
    assert len(screen.groups.rows.lines) == 3, "the other groups stay in reach"
    screen.chips.removed.emit("challenge")
    assert len(texts(screen)) == 3
    counted(qtbot, screen)


def test_words_narrow_the_list_while_typing(screen: NotesScreen, qtbot: QtBot) -> None:
    qtbot.keyClick(screen, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.search.hasFocus()
    type_words(screen.search, "introuvable")
    qtbot.waitUntil(lambda: texts(screen) == [], timeout=5_000)
    assert screen.empty.isVisible() and "Retirez un filtre" in screen.empty.text()
    qtbot.keyClick(screen, Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    screen.clear()
    assert len(texts(screen)) == 3
    counted(qtbot, screen)


def test_groups_by_strength_say_their_words(screen: NotesScreen, qtbot: QtBot) -> None:
    screen.group.setCurrentIndex(screen.group.findData("strength"))
    screen.group.activated.emit(screen.group.currentIndex())
    counted(qtbot, screen)
    assert [line.cells[0].lower() for line in screen.groups.rows.lines] == ["fort", "moyen", "faible"]
    screen.groups.selectRow(0)
    screen.groups.activated.emit(screen.groups.currentIndex())
    assert texts(screen) == ["Note 2"]
    counted(qtbot, screen)


def test_enter_leads_to_the_passage(screen: NotesScreen, office: Office, qtbot: QtBot) -> None:
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Key.Key_Down)
    led: list[object] = []
    office.dossier_wanted.connect(lambda key, walk: led.extend((key, walk.current)))
    office.note_wanted.connect(led.append)
    qtbot.keyClick(screen.list, Key.Key_Return)
    second = screen.model.rows[1]
    assert led == [second.dossier, second.dossier, second.id]


def test_the_dossier_brings_the_passage_in_sight(office: Office, qtbot: QtBot) -> None:
    with on_screen(qtbot, office) as dossier:
        assert isinstance(dossier, DossierView)
        key = queries.list_ids(office.reader)[1]
        [note] = queries.notes(office.reader, key)
        dossier.open(key, Walk.alone(key))
        office.note_wanted.emit(note.id)
        assert dossier.middle.reading.page.textCursor().selectedText() in ("", "au pied des immeubles")
        assert dossier.whole is not None and dossier.whole.head.id == key


def test_what_is_filtered_is_exported(
    screen: NotesScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    out = tmp_path / "notes.xlsx"
    qtbot.keyClick(
        screen.list, Key.Key_X, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = screen.findChild(QFileDialog, "exportNotes")
    assert dialog is not None
    with qtbot.waitSignal(office.told, timeout=10_000) as told:
        dialog.fileSelected.emit(str(out))
    dialog.close()
    assert "3 notes" in told.args[0]
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    notes = [row for row in values if row[0] and str(row[0]).startswith("2026-")]
    assert [row[7] for row in notes] == ["Note 2", "Note 1", "Note 0"]
    assert notes[0][6] == "au pied des immeubles" and notes[0][4].lower() == "fort"


def test_a_note_written_elsewhere_appears(screen: NotesScreen, office: Office, qtbot: QtBot) -> None:
    office.do(annotate, dossier=queries.list_ids(office.reader)[0], place="dossier", text="Nouvelle")
    assert texts(screen)[0] == "Nouvelle"
    counted(qtbot, screen)
