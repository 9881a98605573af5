"""The window: places, menus, undo, banners, views, and what it remembers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.flow.instruct import move
from desktop.ui import theme
from desktop.ui.guide import KeySheet
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from desktop.ui.palette import CommandPalette
from desktop.ui.rail import COMPACT, RailButton
from desktop.ui.screen import Place
from desktop.ui.walk import Walk
from desktop.ui.window import Window
from tests.ui.a11y import unnamed
from tests.ui.shelf import filled, office_of, settings_in

Key, Modifier = Qt.Key, Qt.KeyboardModifier


class Page(QWidget):
    """The smallest screen there can be; it writes down what it is told."""

    status = Signal(str)
    icon = "mail"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = self.title = name
        self.told: list[frozenset[str]] = []
        self.opened: list[tuple[bytes, Walk]] = []
        self.field = QLineEdit(self)
        self.field.setAccessibleName("Champ")

    @property
    def widget(self) -> QWidget:
        return self

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        self.told.append(touched)

    def shown(self) -> None:
        self.status.emit(f"écran {self.name}")

    def open(self, dossier: bytes, walk: Walk) -> None:
        self.opened.append((dossier, walk))


def registry() -> list[Place]:
    return [
        Place("list", "Dossiers", "folder-open", ListScreen, "Toutes les demandes.", "Ctrl+1"),
        Place("letters", "Courriers", "mail", lambda _office: Page("letters"), "Les courriers.", "Ctrl+2"),
        Place("dossier", "Dossier", "file-text", lambda _office: Page("dossier"), in_rail=False),
    ]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    theme.apply(qapp, "light")
    made = office_of(store)
    yield made
    made.close()
    theme.apply(qapp, "light")


@pytest.fixture
def window(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(office, registry(), settings_in(tmp_path))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    office.tell_undo()
    qtbot.waitUntil(lambda: "dossiers affichés" in status(made))
    yield made
    made.stack.close_down()


def status(window: Window) -> str:
    return window.statusBar().findChildren(QLabel)[0].text()


def rail_button(window: Window, words: str) -> RailButton:
    return next(b for b in window.rail.findChildren(RailButton) if b.accessibleName() == words)


def the_list(window: Window) -> ListScreen:
    screen = window.stack.screen_of("list")
    assert isinstance(screen, ListScreen)
    return screen


def page(window: Window, name: str) -> Page:
    screen = window.stack.screen_of(name)
    assert isinstance(screen, Page)
    return screen


def test_it_opens_on_the_list_and_says_who_works(window: Window) -> None:
    assert window.stack.front == "list" and window.windowTitle() == "Dossiers — Parvis"
    assert rail_button(window, "Dossiers").isChecked()
    told = [label.toolTip() for label in window.rail.findChildren(QLabel)]
    assert "A. Exemple · poste poste-test" in told
    apart = [words for words in told if words.startswith("Travail hors ligne · ")]
    assert apart and "changements aujourd’hui" in apart[0]


def test_a_place_is_reached_by_mouse_and_by_key(window: Window, qtbot: QtBot) -> None:
    qtbot.mouseClick(rail_button(window, "Courriers"), Qt.MouseButton.LeftButton)
    assert window.stack.front == "letters" and status(window) == "écran letters"
    assert rail_button(window, "Courriers").isChecked() and not rail_button(window, "Dossiers").isChecked()
    QTest.keyClick(window, Key.Key_1, Modifier.ControlModifier)
    assert window.stack.front == "list"


def test_enter_opens_the_dossier_with_its_walk(window: Window, qtbot: QtBot) -> None:
    rows = the_list(window).rows
    rows.go_to(1)
    QTest.keyClick(rows, Key.Key_Return)
    assert window.stack.front == "dossier"
    dossier, walk = page(window, "dossier").opened[0]
    assert walk.ids[1] == dossier and walk.index == 1


def test_undo_says_what_it_takes_back_and_does_it(window: Window, office: Office, qtbot: QtBot) -> None:
    key = queries.list_ids(office.reader)[4]
    office.do(move, dossier=key, stage="instruction")
    assert window.menu.undo.text() == "Annuler «\u00a0Passer à « En instruction »\u00a0»"
    QTest.keyClick(window, Key.Key_Z, Modifier.ControlModifier)
    head = queries.head(office.reader, key)
    assert head is not None and head.stage == "received"
    assert window.menu.redo.text() == "Rétablir «\u00a0Passer à « En instruction »\u00a0»"
    QTest.keyClick(window, Key.Key_Z, Modifier.ControlModifier | Modifier.ShiftModifier)
    head = queries.head(office.reader, key)
    assert head is not None and head.stage == "instruction"


def test_a_refusal_is_told_in_french_and_nothing_is_written(window: Window, office: Office) -> None:
    key = queries.list_ids(office.reader)[4]
    before = office.changes_today()
    assert office.do(move, dossier=key, stage="closed") is None
    assert window.toast.isVisible() and "ne peut pas passer à «\u00a0Clos\u00a0»" in window.toast.words()
    assert office.changes_today() == before


def test_an_unforeseen_error_is_told_and_kept_in_the_log(
    window: Window, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    assert office.do(move, dossier=b"nobody", stage="closed") is None
    assert "Rien n’a été modifié" in window.toast.words()
    assert "a verb failed" in caplog.text


def test_a_read_only_office_writes_nothing(window: Window, office: Office) -> None:
    office.at_work.shut = True
    assert office.do(move, dossier=queries.list_ids(office.reader)[4], stage="instruction") is None
    assert "lecture seule" in window.toast.words()


def test_hidden_screens_are_told_once_when_they_are_shown(window: Window, office: Office) -> None:
    letters = page(window, "letters")
    ids = queries.list_ids(office.reader)
    office.do(move, dossier=ids[4], stage="instruction")
    office.do(move, dossier=ids[5], stage="incomplete")
    assert letters.told == []
    window.go("letters")
    assert letters.told == [frozenset({"dossier"})]
    window.go("list")
    window.go("letters")
    assert len(letters.told) == 1


def test_the_index_follows_what_is_written(window: Window, office: Office, qtbot: QtBot) -> None:
    from desktop.flow.annotate import annotate

    assert office._index.isSingleShot()
    office._index.setInterval(10)
    office.do(annotate, dossier=queries.list_ids(office.reader)[5], place="", text="passerelle lumineuse")
    the_list(window).bar.search.setFocus()
    QTest.keyClicks(the_list(window).bar.search, "passerelle")
    qtbot.waitUntil(
        lambda: (the_list(window).inquiry.ask(), the_list(window).rows.model().rowCount())[1] == 1
    )


def test_a_saved_view_is_chosen_in_the_rail_until_the_filters_change(window: Window, qtbot: QtBot) -> None:
    view = rail_button(window, "À instruire")
    window.go("letters")
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton)
    assert window.stack.front == "list" and view.isChecked()
    assert the_list(window).inquiry.query() == 'étape:"En instruction"'
    assert the_list(window).inquiry.order.column == "due_on"
    the_list(window).clear_filters()
    assert not view.isChecked()


def test_a_view_is_dropped_and_brought_back(window: Window, office: Office) -> None:
    view = queries.saved_views(office.reader)[0]
    window.rail.view_dropped.emit(view)
    names = [b.accessibleName() for b in window.rail.findChildren(RailButton) if b.isVisible()]
    assert view.name not in names
    office.undo()
    assert rail_button(window, view.name)


def test_a_wish_for_a_query_shows_the_list(window: Window, office: Office, qtbot: QtBot) -> None:
    window.go("letters")
    office.list_wanted.emit("quartier:Nord")
    assert window.stack.front == "list"
    qtbot.waitUntil(lambda: status(window).startswith("2 dossiers affichés sur 6"))


def test_the_palette_finds_every_menu(window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(window, Key.Key_P, Modifier.ControlModifier | Modifier.ShiftModifier)
    palette = window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette) and palette.isVisible()
    found = palette.found()
    for words in ("Thème sombre", "Courriers", "Enregistrer la vue", "Quitter", "À instruire"):
        assert any(words in line for line in found), words
    QTest.keyClicks(palette.findChild(QLineEdit), "sombre")
    QTest.keyClick(palette.findChild(QLineEdit), Key.Key_Return)
    assert theme.tokens().name == "dark"


def test_the_key_sheet_tells_the_keys_of_this_place(window: Window, qtbot: QtBot) -> None:
    window.menu.keys_wanted.emit()
    sheet = window.findChild(KeySheet)
    assert isinstance(sheet, KeySheet) and unnamed(sheet) == []
    here, everywhere, _hands = sheet.groups
    assert here.title == "Dossiers" and any("filtre" in line.words.lower() for line in here.lines)
    assert any(line.words == "Quitter" and line.key for line in everywhere.lines)
    assert not any(line.words.startswith("Rétablir") for line in everywhere.lines), "nothing to do again"
    QTest.keyClicks(sheet.words, "quitter")
    assert [sheet.keys.topLevelItem(at).childCount() for at in range(sheet.keys.topLevelItemCount())] == [1]
    QTest.keyClicks(sheet.words, " zzz")
    assert sheet.none.isVisible() and "<h2>Dossiers</h2>" in sheet.html()
    sheet.accept()


def test_looks_are_remembered(window: Window, office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    window.resize(780, 600)  # the screen of the tests is small
    window.menu.compact.trigger()
    the_list(window).rows.setColumnWidth(4, 111)
    window.menu.theme_chosen.emit("contrast")
    window.keep()
    again = Window(office, registry(), settings_in(tmp_path))
    qtbot.addWidget(again)
    rows = the_list(again).rows
    assert rows.columnWidth(4) == 111 and rows.verticalHeader().defaultSectionSize() == 28
    assert (again.width(), again.height()) == (780, 600)
    assert settings_in(tmp_path).value("look/theme") == "contrast"
    again.stack.close_down()


def test_the_size_of_the_display_is_kept_for_the_next_start(window: Window, tmp_path: Path) -> None:
    window.menu.size_chosen.emit(125)
    assert "125" in window.toast.words()
    assert int(str(settings_in(tmp_path).value("look/size"))) == 125


def test_a_narrow_window_keeps_the_drawings_of_the_rail(window: Window) -> None:
    window.resize(683, 384)
    assert (window.width(), window.height()) == (683, 384)
    assert window.rail.width() == COMPACT
    assert rail_button(window, "Dossiers").text() == ""
    assert rail_button(window, "Dossiers").accessibleName() == "Dossiers"


def test_a_window_that_closes_stops_the_work_first(window: Window, office: Office, qtbot: QtBot) -> None:
    failed: list[str] = []

    def work(progress):  # type: ignore[no-untyped-def]  # desktop.ui.runner.Progress
        while progress("compte", 0.5):
            continue

    office.runner.run(work, lambda _result: None, failed.append, "Compter")
    qtbot.waitUntil(office.runner.busy)
    assert not window.close() and window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert "annulé" in failed[0]


def test_a_window_that_outlives_its_file_reads_nothing_more(
    window: Window, office: Office, qtbot: QtBot
) -> None:
    def work(progress):  # type: ignore[no-untyped-def]  # desktop.ui.runner.Progress
        while progress("compte", 0.5):
            continue

    office.runner.run(work, lambda _result: None, lambda _sentence: None, "Compter")
    qtbot.waitUntil(office.runner.busy)
    assert not window.close() and window.isVisible()
    office.close()
    assert [timer for timer in window.findChildren(QTimer) if timer.isActive()] == []
    window.live.exchange()  # one that was asked for before
    window.live.heed()


def test_every_control_has_a_name(window: Window) -> None:
    assert unnamed(window) == []


def test_no_key_is_given_twice(window: Window) -> None:
    keys = [key.toString() for action in window.menu.every() for key in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


def test_buttons_of_places_that_are_not_there_are_hidden(window: Window) -> None:
    buttons = {b.text(): b for b in the_list(window).bar.findChildren(QPushButton)}
    assert not buttons["Importer"].isVisible() and not buttons["Nouveau dossier"].isVisible()
