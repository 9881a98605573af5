"""The register of what left: searched, shown, copied, printed again as a duplicate."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.exchange.pdf_lock import PDFIUM
from desktop.flow.notify import issue
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from desktop.ui import theme
from desktop.ui.letters.register import RegisterScreen
from desktop.ui.office import Office
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.outbox import DAY, decided, office_of, prepared

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@made_once
def left(folder: Path) -> Store:
    """Two letters that left: Jardins (C2026-0001) and Espace (C2026-0002)."""
    store, templates = prepared(folder), load(resources() / "letters")
    for row in queries.outbox(store.reader)[:2]:
        store.do(issue, letter=row.id, templates=templates, make=make, today=DAY)
    return store


class Counter:
    """Printers, files and programs that the register asks for."""

    def __init__(self, folder: Path) -> None:
        self.paper, self.closed = folder / "papier.pdf", False
        self.copy = folder / "copie.pdf"
        self.opened: list[Path] = []

    def printer(self, _over: QWidget) -> QPrinter | None:
        printer = QPrinter()
        printer.setOutputFileName(str(self.paper))
        return None if self.closed else printer


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)


Show = Callable[[Store], tuple[RegisterScreen, Office]]


@pytest.fixture
def show(qtbot: QtBot, qapp: QApplication, counter: Counter) -> Iterator[Show]:
    theme.apply(qapp, "light")
    made: list[tuple[RegisterScreen, Office]] = []

    def shown(store: Store) -> tuple[RegisterScreen, Office]:
        office = office_of(store)
        screen = RegisterScreen(
            office, lambda: DAY, counter.printer, lambda _over, _name: counter.copy, counter.opened.append
        )
        office.changed.connect(screen.refresh)
        qtbot.addWidget(screen)
        screen.resize(1200, 700)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.shown()
        made.append((screen, office))
        return made[-1]

    yield shown
    for screen, office in made:
        screen.close_down()
        office.close()


def lines(screen: RegisterScreen) -> list[list[str]]:
    model = screen.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_what_left_is_listed_by_number_the_last_first(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    screen, _ = show(left(tmp_path))
    QAbstractItemModelTester(screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: "Notification" in lines(screen)[0][3])
    numbers = [line[0] for line in lines(screen)]
    assert numbers == ["C2026-0002", "C2026-0001"]
    assert lines(screen)[0][2:4] == ["Espace Rencontre Ouest", "Notification d’accord"]
    assert [line[5] for line in lines(screen)] == ["1", "1"]

    def page() -> str:
        view = screen.preview.view()
        return view.file.words(0) if view else ""

    qtbot.waitUntil(lambda: "C2026-0002" in page())
    QTest.keyClick(screen.table, Key.Key_Down)
    qtbot.waitUntil(lambda: "C2026-0001" in page())
    assert unnamed(screen) == []


def test_search_in_every_column(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    screen, _ = show(left(tmp_path))
    QTest.keyClicks(screen.search, "jardins 0001")
    assert [line[2] for line in lines(screen)] == ["Jardins du Bord de Selle"]
    screen.search.setText("introuvable")
    assert screen.left.currentWidget() is screen.word
    QTest.mouseClick(screen.word.button, Left)
    assert len(lines(screen)) == 2


def test_a_duplicate_is_noted_and_marked(qtbot: QtBot, show: Show, counter: Counter, tmp_path: Path) -> None:
    store = left(tmp_path)
    screen, _ = show(store)
    with qtbot.waitSignal(screen.deeds.printing.done):
        QTest.mouseClick(screen.duplicate, Left)
    assert [row.copies for row in queries.register(store.reader)] == [1, 2]
    assert lines(screen)[0][5] == "2"
    with PDFIUM, pdfium.PdfDocument(counter.paper) as paper:
        assert len(paper) >= 1
    row = queries.register(store.reader)[1]
    with PDFIUM, pdfium.PdfDocument(screen.desk.duplicate(store.reader, row)) as again:
        text = again[0].get_textpage().get_text_range()
    assert "DUPLICATA" in text and "C2026-0002" in text


def test_a_closed_printer_dialog_notes_no_copy(show: Show, counter: Counter, tmp_path: Path) -> None:
    store = left(tmp_path)
    screen, office = show(store)
    said: list[str] = []
    office.told.connect(lambda words, _tone: said.append(words))
    counter.closed = True
    QTest.keyClick(screen.table, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [row.copies for row in queries.register(store.reader)] == [1, 1]
    assert "aucune copie" in said[-1]


def test_the_pdf_is_opened_and_copied_as_it_left(show: Show, counter: Counter, tmp_path: Path) -> None:
    store = left(tmp_path)
    screen, office = show(store)
    row = queries.register(store.reader)[1]
    QTest.keyClick(screen.table, Key.Key_Return)
    assert [path.name for path in counter.opened] == [f"C2026-0002 {row.dossier} {row.applicant}.pdf"]
    QTest.keyClick(screen.table, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    kept = screen.desk.kept(office.files, row)
    assert counter.copy.read_bytes() == kept == counter.opened[0].read_bytes()


def test_an_empty_register_leads_to_the_letters(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    screen, office = show(decided(tmp_path, 0))
    assert "encore parti" in screen.word.title.text()
    with qtbot.waitSignal(office.place_wanted, check_params_cb=lambda name: name == "letters"):
        QTest.mouseClick(screen.word.button, Left)
