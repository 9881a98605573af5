"""The grid of challenges and quarters by keys and mouse: measures, cells that open, paper, residents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.exchange.pdf_lock import PDFIUM
from desktop.flow.instruct import propose
from desktop.rules.query import parse, to_tree
from desktop.ui.money.grid_tab import GridTab
from desktop.ui.money.residents_dialog import ResidentsDialog
from desktop.ui.money.screen import MoneyScreen
from desktop.ui.office import Office
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of

Key = Qt.Key
DISPLAY, SPOKEN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole


@made_once
def stocked(folder: Path) -> Store:
    made = filled(folder)
    funder = queries.funders(made.reader)[0].id
    made.do(propose, dossier=queries.list_ids(made.reader)[0], amounts={funder: 3_000_00})
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> Iterator[MoneyScreen]:
    made = MoneyScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.shown()
    yield made
    made.close_down()


@pytest.fixture
def tab(screen: MoneyScreen, qtbot: QtBot) -> GridTab:
    for _ in range(2):  # past the workbench
        qtbot.keyClick(screen, Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    found = screen.tab("grid")
    assert isinstance(found, GridTab)
    quiet(qtbot, found)
    assert found.isVisible()
    return found


def quiet(qtbot: QtBot, tab: GridTab) -> None:
    qtbot.waitUntil(lambda: tab.territory is not None and not tab._reading, timeout=10_000)


def choose(tab: GridTab, measure: str) -> None:
    tab.measure.setCurrentIndex(tab.measure.findData(measure))


def at(tab: GridTab, challenge: str, quarter: str):  # type: ignore[no-untyped-def]
    view = tab.table.cells.view
    assert view is not None
    row = next(n for n, axis in enumerate(view.grid.challenges) if axis.name == challenge)
    column = next(n for n, axis in enumerate(view.grid.quarters) if axis.name == quarter)
    return tab.table.cells.index(row, column)


def test_cells_count_and_totals_stand_at_both_ends(tab: GridTab, screen: MoneyScreen) -> None:
    model = tab.table.cells
    assert model.rowCount() == 12 and model.columnCount() == 8
    assert at(tab, "Réussite", "Étouvie").data(DISPLAY) == "3"
    assert at(tab, "Réussite", "Nord").data(DISPLAY) == "–"
    assert model.index(11, 7).data(DISPLAY) == "3"
    assert at(tab, "Réussite", "Étouvie").data(SPOKEN) == "4 · Réussite, Étouvie\u00a0: 3 actions"
    choose(tab, "proposed")
    assert at(tab, "Réussite", "Étouvie").data(DISPLAY) == "3\u202f000\u00a0€"
    assert "3\u202f000\u00a0€, 3 actions" in at(tab, "Réussite", "Étouvie").data(SPOKEN)
    assert unnamed(screen) == []
    QAbstractItemModelTester(model)


def test_a_cell_opens_its_dossiers(tab: GridTab, office: Office, qtbot: QtBot) -> None:
    tab.table.setCurrentIndex(at(tab, "Réussite", "Étouvie"))
    with qtbot.waitSignal(office.list_wanted) as heard:
        qtbot.keyClick(tab.table, Key.Key_Return)
    assert heard.args == ["défi:D04 quartier:QN08001M"]
    assert len(queries.list_ids(office.reader, to_tree(parse(heard.args[0])))) == 3
    asked: list[str] = []
    office.list_wanted.connect(asked.append)
    tab.table.setCurrentIndex(at(tab, "Réussite", "Nord"))
    qtbot.keyClick(tab.table, Key.Key_Return)
    assert asked == []  # nothing stands there
    tab.table.setCurrentIndex(tab.table.cells.index(11, 7))
    tab.table.doubleClicked.emit(tab.table.currentIndex())
    assert asked == [""]


def test_a_filter_reads_again_and_says_when_nothing_is_left(tab: GridTab, qtbot: QtBot) -> None:
    chooser = tab.chooser
    chooser.year.setCurrentText("2026")
    chooser.year.activated.emit(1)
    quiet(qtbot, tab)
    assert tab.query() == "année:2026" and tab.territory is not None
    assert tab.territory.whole.actions == 3
    chooser.year.setCurrentText("2024")
    chooser.year.activated.emit(1)
    quiet(qtbot, tab)
    assert tab.state.isVisible() and not tab.print.isEnabled()
    tab.state.action_wanted.emit()
    quiet(qtbot, tab)
    assert not tab.state.isVisible()


def test_residents_are_typed_and_divide(tab: GridTab, office: Office, qtbot: QtBot) -> None:
    choose(tab, "proposed")
    tab.per_resident.click()
    assert "Habitants inconnus" in tab.note.text()
    tab.ask_residents()
    dialog = tab.findChild(ResidentsDialog)
    assert dialog is not None and unnamed(dialog) == []
    for field in dialog.fields.values():
        field.setValue(1_500)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "inconnus" not in tab.note.text(), timeout=10_000)
    quiet(qtbot, tab)
    assert at(tab, "Réussite", "Étouvie").data(DISPLAY) == "2\u00a0€"
    office.undo()
    qtbot.waitUntil(lambda: "inconnus" in tab.note.text(), timeout=10_000)


def test_it_is_saved_and_printed(tab: GridTab, office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    view = tab.view()
    assert view is not None
    for name in ("grille.pdf", "grille.xlsx"):
        with qtbot.waitSignal(office.told, timeout=20_000) as heard:
            tab.paper.save(view, "AAP 2026", tmp_path / name)
        assert heard.args[1] == "good" and (tmp_path / name).stat().st_size > 1000
    with qtbot.waitSignal(office.told, timeout=20_000) as heard:
        tab.paper.save(view, "", tmp_path / "absent" / "grille.pdf")
    assert heard.args[1] == "bad"

    def chosen(_over: object) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "imprimante.pdf"))
        return printer

    tab.paper.choose_printer = chosen
    with qtbot.waitSignal(office.told, timeout=20_000) as heard:
        qtbot.keyClick(tab.table, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "imprimante" in heard.args[0]
    with PDFIUM, PdfDocument(tmp_path / "imprimante.pdf") as printed:
        assert len(printed) == 1
