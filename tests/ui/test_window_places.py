"""The window as it is shipped: its real places, and the workbook of the list."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db import queries
from desktop.places import places
from desktop.ui import theme
from desktop.ui.exporting.dialog import ColumnsDialog
from desktop.ui.list.exporting import export
from desktop.ui.list.screen import ListScreen
from desktop.ui.money.screen import MoneyScreen
from desktop.ui.office import Office
from desktop.ui.window import Window
from tests.ui.shelf import filled, office_of, settings_in


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    theme.apply(qapp, "light")
    made = office_of(filled(tmp_path))
    yield made
    made.close()


@pytest.fixture
def window(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.stack.close_down()


def the_list(window: Window) -> ListScreen:
    screen = window.stack.screen_of("list")
    assert isinstance(screen, ListScreen)
    return screen


def test_every_place_says_its_title_and_asks_for_no_more_than_the_smallest_workstation(
    window: Window, qtbot: QtBot
) -> None:
    window.resize(1366, 768)
    for place in places():
        window.go(place.name)
        screen = window.stack.current()
        if place.in_rail:
            assert window.stack.front == place.name
            assert window.windowTitle() == f"{screen.title} — Parvis"
            assert place.about
        tabs = [kind.name for kind in screen.kinds] if isinstance(screen, MoneyScreen) else [""]
        for tab in tabs:
            if isinstance(screen, MoneyScreen):
                screen.show_tab(tab)
            qtbot.wait(1)  # a layout asked for room comes with the next event
            least = window.minimumSizeHint()
            assert least.width() <= 1366 and least.height() <= 768, (place.name, tab, least)
    assert (window.width(), window.height()) == (1366, 768)


def test_enter_reads_a_dossier_and_the_next_one_follows_the_list(window: Window, qtbot: QtBot) -> None:
    screen = the_list(window)
    screen.apply("quartier:Nord")
    qtbot.waitUntil(lambda: screen.rows.model().rowCount() == 2)
    QTest.keyClick(screen.rows, Qt.Key.Key_Return)
    assert window.stack.front == "dossier"
    assert "Lire en Bas de Chez Soi" in window.stack.current().title


def test_the_list_is_exported_as_it_is_filtered(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    out = tmp_path / "nord.xlsx"
    with qtbot.waitSignal(office.told, timeout=20_000) as told:
        export(office, "quartier:Nord", [], out)
    assert told.args[1] == "good" and "2" in told.args[0]
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    names = [row[2].value for row in sheet.iter_rows(min_row=2)]
    assert "Lire en Bas de Chez Soi" in names and "Jardins du Bord de Selle" not in names


def test_marked_dossiers_alone_are_exported(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    out = tmp_path / "un.xlsx"
    marked = queries.list_ids(office.reader)[:1]
    with qtbot.waitSignal(office.told, timeout=20_000) as told:
        export(office, "", marked, out)
    assert told.args[0].endswith("1.")


def test_the_button_asks_where_to_export(window: Window, qtbot: QtBot) -> None:
    qtbot.mouseClick(the_list(window).bar.export, Qt.MouseButton.LeftButton)
    columns = the_list(window).findChild(ColumnsDialog, "columns")
    assert columns is not None
    columns.go.click()
    dialog = columns.findChild(QFileDialog, "export")
    assert isinstance(dialog, QFileDialog) and dialog.isVisible()
    dialog.reject()
    columns.reject()


def test_what_was_said_of_one_place_is_not_kept_over_another(window: Window, office: Office) -> None:
    office.told.emit("Le fichier est abîmé.", "bad")
    assert window.toast.isVisible()
    window.go("letters")
    assert not window.toast.isVisible()


def test_a_narrow_list_keeps_its_buttons_whole_and_named(window: Window) -> None:
    bar = the_list(window).bar
    for width, words in ((1200, "Nouveau dossier"), (600, "")):
        bar.resize(width, bar.height())
        assert bar.new.text() == words
        assert bar.new.accessibleName() == "Nouveau dossier"
        assert bar.new.toolTip() == "Nouveau dossier"
