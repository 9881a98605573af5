"""The window of an export, by keyboard: columns chosen, moved, taken off, kept as a model, written."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.flow.export_models import DEFAULT, choices, models
from desktop.ui import theme
from desktop.ui.exporting.dialog import ColumnsDialog
from desktop.ui.list.exporting import ask_export
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from tests.ui.a11y import unnamed
from tests.ui.shelf import filled, office_of

Key, Held = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    theme.apply(qapp, "light")
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def dialog(qtbot: QtBot, office: Office) -> ColumnsDialog:
    made = ColumnsDialog(office, 6, None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_columns_are_found_added_moved_and_taken_off_by_keyboard(dialog: ColumnsDialog) -> None:
    assert dialog.taken.codes() == list(DEFAULT)
    assert unnamed(dialog) == []
    dialog.taken.selectAll()
    QTest.keyClick(dialog.taken, Key.Key_Delete)
    assert dialog.taken.codes() == [] and not dialog.go.isEnabled()
    QTest.keyClicks(dialog.search, "siret")
    QTest.keyClick(dialog.offered, Key.Key_Down)
    QTest.keyClick(dialog.offered, Key.Key_Return)
    dialog.search.clear()
    QTest.keyClicks(dialog.search, "intitul")
    dialog.offered.setCurrentItem(dialog.offered.topLevelItem(0))  # type: ignore[arg-type]
    QTest.keyClick(dialog.offered, Key.Key_Return)  # a heading: all that it still shows
    assert dialog.taken.codes() == ["siret", "title"] and "2 colonnes" in dialog.told.text()
    QTest.keyClick(dialog.taken, Key.Key_Up, Held.ControlModifier)
    assert dialog.taken.codes() == ["title", "siret"]


def test_a_model_is_kept_proposed_first_and_taken_away(
    dialog: ColumnsDialog, office: Office, qtbot: QtBot
) -> None:
    dialog.taken.clear()
    dialog._take(["title", "asked"])
    dialog.keep.click()
    asking = dialog.findChild(QInputDialog, "modelName")
    assert asking is not None
    asking.setTextValue("Bureau de mars")
    asking.accept()
    assert [one.codes for one in models(office.reader)] == [["title", "asked"]]
    again = ColumnsDialog(office, 6, None)
    qtbot.addWidget(again)
    assert (again.model.currentText(), again.taken.codes()) == ("Bureau de mars", ["title", "asked"])
    again.drop.click()
    assert models(office.reader) == [] and again.taken.codes() == list(DEFAULT)
    again.model.setCurrentIndex(1)
    again._use()
    assert again.taken.codes() == [one.code for one in choices(office.reader)]


def test_the_table_is_written_with_these_columns_alone(
    office: Office, qtbot: QtBot, tmp_path: Path, store: Store
) -> None:
    owner = dialog_owner(qtbot)
    dialog = ask_export(owner, office, "quartier:Nord", [])
    dialog.taken.clear()
    dialog._take(["title", "asked"])
    dialog.format.setCurrentIndex(1)
    dialog.go.click()
    files = dialog.findChild(QFileDialog, "export")
    assert files is not None
    out = tmp_path / "nord.csv"
    with qtbot.waitSignal(office.told, timeout=20_000) as told:
        files.fileSelected.emit(str(out))
    assert told.args[1] == "good" and told.args[0].endswith("2.")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert rows[0] == ["Intitulé", "Demandé"] and ["Livre et lecture de rue", "15000,00"] in rows[1:]


def dialog_owner(qtbot: QtBot):  # type: ignore[no-untyped-def]
    from PySide6.QtWidgets import QWidget

    owner = QWidget()
    qtbot.addWidget(owner)
    return owner


def test_the_marked_dossiers_are_archived_from_the_list(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    screen = ListScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    screen.apply("quartier:Nord")
    qtbot.waitUntil(lambda: screen.rows.model().rowCount() == 2)
    screen.deed["archive"].trigger()
    files = screen.findChild(QFileDialog, "archive")
    assert files is not None
    out = tmp_path / "lot.zip"
    with qtbot.waitSignal(office.told, timeout=20_000) as told:
        files.fileSelected.emit(str(out))
    assert told.args[1] == "good" and "2 dossiers" in told.args[0]
    with zipfile.ZipFile(out) as packed:
        assert len([name for name in packed.namelist() if name.startswith("dossiers/")]) == 2
    screen.close_down()
