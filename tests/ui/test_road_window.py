"""The road in the real window, by mouse and keys: from the import wizard to the printed register."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from desktop.exchange.pdf_lock import PDFIUM
from desktop.places import places
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.intake.screen import IntakeScreen
from desktop.ui.letters.screen import LettersScreen
from desktop.ui.office import Office
from desktop.ui.window import Window
from tests.office import open_office
from tests.ui.desk import app, press, select_with_keys, type_words
from tests.ui.outbox import office_of
from tests.ui.shelf import settings_in

SAMPLE = next((Path(__file__).parents[1] / "samples" / "ds").glob("dossiers_*.xlsx"))
Key, Left, Ctrl = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
LONG = 15_000  # a worker that reads a file and writes it on a busy machine


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    theme.apply(app(), "light")
    made = office_of(open_office(tmp_path))
    made.places = frozenset(place.name for place in places())
    yield made
    made.close()


@pytest.fixture
def window(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.close()


def test_from_the_import_wizard_to_the_printed_register(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _import(window, office, qtbot)
    dossier = _read_and_annotate(window, office)
    _propose_and_decide(window, office, qtbot, dossier)
    paper = _print(window, office, qtbot, tmp_path, monkeypatch)
    (row,) = queries.register(office.reader)
    assert (row.number[:1], row.dossier_id, row.copies) == ("C", dossier, 1)
    with PDFIUM, pdfium.PdfDocument(paper) as document:
        assert len(document) >= 1
    window.go("register")
    assert row.number in _words_of(window)
    decision = queries.decision(office.reader, dossier)
    assert decision is not None and decision.state == "notified"


def test_a_file_dropped_anywhere_waits_in_the_import(window: Window) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, Left, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)
    screen = window.stack.current()
    assert isinstance(screen, IntakeScreen) and screen.queue.next() is not None
    assert event.isAccepted()


def _import(window: Window, office: Office, qtbot: QtBot) -> None:
    window.go("import")
    screen = window.stack.current()
    assert isinstance(screen, IntakeScreen)
    screen.take([SAMPLE])
    for step in (1, 2, 3):
        QTest.mouseClick(screen.forward, Left)
        qtbot.waitUntil(
            lambda at=step: screen.header.current == at and screen.forward.isEnabled(), timeout=LONG
        )
        assert queries.list_ids(office.reader) == []  # nothing is written before the last step
    assert screen.forward.text() == "Importer"
    QTest.mouseClick(screen.forward, Left)
    qtbot.waitUntil(lambda: screen.journey.result is not None, timeout=LONG)
    assert len(queries.list_ids(office.reader)) == 3
    assert list((office.path.parent / "copies").glob("*-import.parvis"))


def _read_and_annotate(window: Window, office: Office) -> bytes:
    window.show_list("numéro:26500101")
    QTest.keyClick(window.focusWidget() or window, Key.Key_Return)
    if window.stack.front != "dossier":
        ids = queries.list_ids(office.reader, ("term", "number", "=", "26500101"))
        window.open_dossier(ids[0], None)
    screen = window.stack.current()
    assert isinstance(screen, DossierView) and screen.whole is not None
    select_with_keys(screen, "lever ce frein")
    press(screen.middle.reading.page, Key.Key_2, "2")
    type_words(next(iter(screen.notebook.cards.values())).editor, "Garde d’enfants prévue.")
    screen.notebook.flush()
    key = screen.whole.head.id
    (note,) = queries.notes(office.reader, key)
    assert (note.challenge, note.quote, note.text) == ("D02", "lever ce frein", "Garde d’enfants prévue.")
    return key


def _propose_and_decide(window: Window, office: Office, qtbot: QtBot, dossier: bytes) -> None:
    screen = window.stack.current()
    assert isinstance(screen, DossierView)
    field = screen.judging.proposal.amount
    screen.deed["propose"].trigger()
    field.selectAll()
    type_words(field, "14000")
    press(field, Key.Key_Return)
    qtbot.waitUntil(lambda: queries.list_rows(office.reader, [dossier])[0].proposed == 14_000_00)
    QTest.mouseClick(screen.judging.proposal.committee, Left)
    assert queries.list_rows(office.reader, [dossier])[0].stage == "ready"
    QTest.mouseClick(screen.judging.decision.decide, Left)
    decision = queries.decision(office.reader, dossier)
    assert decision is not None and (decision.outcome, decision.state) == ("partial", "pending")


def _print(
    window: Window, office: Office, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    paper = folder / "papier.pdf"

    def printer(_over: QWidget) -> QPrinter:
        made = QPrinter()
        made.setOutputFileName(str(paper))
        return made

    window.go("letters")
    screen = window.stack.current()
    assert isinstance(screen, LettersScreen)
    monkeypatch.setattr(screen.deeds, "choose_printer", printer)
    QTest.mouseClick(screen.bar.prepare, Left)
    qtbot.waitUntil(lambda: [e.state for e in screen.model.entries()] == ["ready"], timeout=LONG)
    QTest.mouseClick(screen.bar.print, Left)
    question = screen.deeds.question
    assert question is not None and "définitif" in question.informativeText()
    QTest.mouseClick(next(b for b in question.buttons() if "Choisir" in b.text()), Left)
    qtbot.waitUntil(lambda: len(queries.register(office.reader)) == 1, timeout=LONG)
    qtbot.waitUntil(lambda: paper.exists() and b"%%EOF" in paper.read_bytes()[-64:], timeout=LONG)
    return paper


def _words_of(window: Window) -> str:
    from PySide6.QtWidgets import QTableView

    words = []
    for table in window.stack.current().widget.findChildren(QTableView):
        model = table.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                words.append(str(model.index(row, column).data()))
    return " ".join(words)
