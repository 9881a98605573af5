"""The figures by keys and mouse: axis, measure, filters; bars that open; pictures and numbers that leave."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.contract_totals import contract_totals
from db.store import Store
from desktop.exchange.pdf_lock import PDFIUM
from desktop.flow.decide import decide
from desktop.rules.query import parse, to_tree
from desktop.ui.figures.report_dialog import ReportDialog
from desktop.ui.figures.screen import FiguresScreen
from desktop.ui.figures.tables_tab import TablesTab
from desktop.ui.figures.totals_dialog import TotalsDialog
from desktop.ui.money.picking import pick
from desktop.ui.office import Office
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of

Key = Qt.Key


@made_once
def stocked(folder: Path) -> Store:
    made = filled(folder)
    funder = queries.funders(made.reader)[1].id
    made.do(decide, dossier=queries.list_ids(made.reader)[0], outcome="granted", amounts={funder: 3_000_50})
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
def tab(office: Office, qtbot: QtBot) -> Iterator[TablesTab]:
    screen = FiguresScreen(office)
    office.changed.connect(screen.refresh)
    qtbot.addWidget(screen)
    screen.resize(1170, 700)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.shown()
    found = screen.tab("tables")
    assert isinstance(found, TablesTab)
    quiet(qtbot, found)
    yield found
    screen.close_down()


def quiet(qtbot: QtBot, tab: TablesTab) -> None:
    qtbot.waitUntil(lambda: tab.found is not None and not tab._reading, timeout=10_000)


def choose(qtbot: QtBot, tab: TablesTab, axis: str) -> None:
    pick(tab.chooser.axis, axis)
    tab.chooser.changed.emit()
    quiet(qtbot, tab)


def test_arrows_walk_the_bars_and_enter_opens_them(tab: TablesTab, office: Office, qtbot: QtBot) -> None:
    chart = tab.chart
    assert [bar.label for bar in chart.bars.bars][:3] == ["Étouvie", "P. Rollin", "Nord"]
    assert "Étouvie : 3\u202f001\u00a0€" in chart.accessibleDescription()
    assert "Contour : demandé" in chart.accessibleDescription()
    with qtbot.waitSignal(office.list_wanted) as heard:
        qtbot.keyClick(chart, Key.Key_Return)
    assert heard.args == ["quartier:QN08001M"]
    assert len(queries.list_ids(office.reader, to_tree(parse(heard.args[0])))) == 3
    qtbot.keyClick(chart, Key.Key_Down)
    assert chart.current == 1 and chart.accessibleName() == "Diagramme, P. Rollin : 0\u00a0€"
    asked: list[str] = []
    office.list_wanted.connect(asked.append)
    qtbot.keyClick(chart, Key.Key_Return)
    assert asked == []  # nothing stands there
    qtbot.keyClick(chart, Key.Key_End)
    assert chart.current == len(chart.bars.bars) - 1
    qtbot.keyClick(chart, Key.Key_Home)
    place = chart.slot_of(0).center().toPoint()
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    assert asked == ["quartier:QN08001M"]
    assert unnamed(tab) == []


def test_the_table_says_every_measure_and_opens(tab: TablesTab, office: Office, qtbot: QtBot) -> None:
    choose(qtbot, tab, "challenge")
    sheet = tab.sheet()
    assert sheet is not None and sheet.rows[-1].label == "En tout"
    line = dict(zip(sheet.heads, [sheet.words(3, at) for at in range(len(sheet.heads))], strict=True))
    assert (line["Dossiers"], line["Accordé"], line["Bénéficiaires"]) == ("3", "3\u202f001\u00a0€", "–")
    QAbstractItemModelTester(tab.table.cells)
    tab.table.setFocus()
    tab.table.setCurrentIndex(tab.table.cells.index(3, 0))
    with qtbot.waitSignal(office.list_wanted) as heard:
        qtbot.keyClick(tab.table, Key.Key_Return)
    assert heard.args == ["retenu:D04"]
    assert "3 dossiers sans public connu." in tab.note.text()


def test_filters_narrow_and_say_when_nothing_is_left(tab: TablesTab, qtbot: QtBot) -> None:
    pick(tab.chooser.quarter, "QN08002M")
    tab.chooser.changed.emit()
    quiet(qtbot, tab)
    assert tab.state.isVisible() and not tab.numbers.isEnabled()
    tab.state.action_wanted.emit()
    quiet(qtbot, tab)
    assert not tab.state.isVisible() and tab.chooser.quarter.currentData() is None


def test_small_multiples_over_the_years(tab: TablesTab, office: Office, qtbot: QtBot) -> None:
    with qtbot.waitSignal(office.changed):
        from desktop.flow.contract_totals import enter_total

        office.do(
            enter_total, contract="Contrat 2015-2022", from_year=2015, to_year=2022, granted=8_000_00,
            basis="Bilan",
        )  # fmt: skip
    choose(qtbot, tab, "year")
    tab.chooser.over.setChecked(True)
    quiet(qtbot, tab)
    assert [bar.label for bar in tab.chart.bars.bars] == ["2015-22", "2026"]
    assert "total saisi. Source : Bilan" in tab.note.text()
    choose(qtbot, tab, "quarter")
    assert len(tab.chart.bars.groups) == 7
    qtbot.keyClick(tab.chart, Key.Key_Right)
    assert tab.chart.bar() is not None and tab.chart.current == 1
    qtbot.keyClick(tab.chart, Key.Key_Down)
    assert tab.chart.current > 1


def test_the_picture_leaves(tab: TablesTab, office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    bars = tab.bars()
    assert bars is not None
    for name in ("d.png", "d.svg"):
        with qtbot.waitSignal(office.told) as heard:
            tab.leaving.save_picture(bars, tmp_path / name)
        assert heard.args[1] == "good"
    image = QImage(str(tmp_path / "d.png"))
    assert image.width() == 2000
    colours = {image.pixelColor(x, y).name() for x in range(0, 2000, 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 2  # it is no blank sheet
    assert "<svg" in (tmp_path / "d.svg").read_text(encoding="utf-8")
    with qtbot.waitSignal(office.told) as heard:
        tab.leaving.save_picture(bars, tmp_path / "d.gif")
    assert heard.args[1] == "bad" and not (tmp_path / "d.gif").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix in (".png", ".svg", ".gif")) == [
        "d.png", "d.svg",
    ]  # fmt: skip


def test_the_numbers_leave(tab: TablesTab, office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    sheet = tab.sheet()
    assert sheet is not None
    for name in ("n.csv", "n.xlsx"):
        with qtbot.waitSignal(office.told) as heard:
            tab.leaving.save_numbers(sheet, tmp_path / name)
        assert heard.args[1] == "good", heard.args
    lines = list(csv.reader((tmp_path / "n.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert lines[0][:2] == ["Quartier", "Dossiers"] and len(lines) == len(sheet.rows) + 1
    assert lines[1][lines[0].index("Accordé")] == "3000,50"
    page = openpyxl.load_workbook(tmp_path / "n.xlsx").active
    assert page is not None
    rows = [row for row in page.iter_rows(values_only=True) if row[0] == "Étouvie"]
    assert 3000.5 in rows[0]
    assert any(str(value).startswith("=SUM") for value in list(page.iter_rows(values_only=True))[-1])
    qtbot.mouseClick(tab.copy, Qt.MouseButton.LeftButton)
    told = QGuiApplication.clipboard().mimeData()
    assert told.text().startswith("Quartier\tDossiers") and told.hasImage()


def test_totals_of_the_earlier_contract_are_entered(tab: TablesTab, office: Office, qtbot: QtBot) -> None:
    qtbot.mouseClick(tab.before, Qt.MouseButton.LeftButton)
    dialog = tab.findChild(TotalsDialog)
    assert dialog is not None
    dialog.contract.setText("Contrat de ville 2015-2022")
    dialog.money["granted"].setFocus()
    qtbot.keyClicks(dialog.money["granted"], "25500000")
    dialog.action_count.setValue(2000)
    with qtbot.waitSignal(office.told) as heard:
        qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "d’où vient" in heard.args[0] and contract_totals(office.reader) == []
    qtbot.keyClicks(dialog.basis, "presse 2024")
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    (row,) = contract_totals(office.reader)
    assert (row.granted, row.actions, row.basis) == (25_500_000_00, 2000, "presse 2024")
    assert unnamed(dialog) == [] and "25\u202f500\u202f000" in dialog.list.item(0).text()
    dialog.list.setCurrentRow(0)
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert contract_totals(office.reader) == []
    dialog.accept()


def test_the_report_of_the_year_leaves(tab: TablesTab, office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.keyClick(tab, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = tab.findChild(ReportDialog)
    assert dialog is not None and dialog.year.currentData() == 2026 and unnamed(dialog) == []
    dialog.tables.setChecked(True)
    dialog.copy.box.setChecked(True)
    dialog.copy.recipient.setText("le conseil citoyen")
    with qtbot.waitSignal(office.told, timeout=20_000) as heard:
        dialog.save(tmp_path / "rapport.pdf")
    assert heard.args[1] == "good", heard.args
    with PDFIUM:
        document = PdfDocument(tmp_path / "rapport.pdf")
        said = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
        document.close()
    assert "rapport de l’année 2026" in said and "Copie pour le conseil citoyen" in said
    assert openpyxl.load_workbook(tmp_path / "rapport.xlsx").sheetnames[0] == "Quartier"
