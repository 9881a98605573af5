"""A committee of sixty dossiers in the real window, by keys: the pack, the room, the closing, the letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db import queries
from db.queries import committee as read
from db.store import Store, use_case
from desktop.exchange.pdf_lock import PDFIUM
from desktop.exchange.registry import read as read_file
from desktop.flow.files import place_of
from desktop.flow.instruct import propose, to_committee
from desktop.flow.interests import declare
from desktop.flow.receive import receive
from desktop.paths import import_maps, resources
from desktop.places import places
from desktop.ui import theme
from desktop.ui.committee.closing import ClosedDialog, ClosingDialog
from desktop.ui.committee.facts_dialog import FactsDialog
from desktop.ui.committee.reasons_dialog import ReasonsDialog
from desktop.ui.committee.screen import CommitteesScreen
from desktop.ui.letters.screen import LettersScreen
from desktop.ui.office import Office
from desktop.ui.pack.dialog import PackDialog
from desktop.ui.window import Window
from tests.office import open_office
from tests.ui.desk import app, type_words
from tests.ui.outbox import office_of
from tests.ui.shelf import settings_in

Key, Left, Ctrl = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
LONG = 300_000  # sixty dossiers through the worker of a busy machine


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The sixty applications of the demonstration, each with what its officer proposes."""
    made = open_office(tmp_path)
    book = next((resources() / "demo").glob("*.xlsx"))
    made.do(receive, read=read_file(book, import_maps()))
    told: dict[bytes, dict[str, Any]] = {}
    payers = {row.code: row.id for row in queries.funders(made.reader)}
    for rank, row in enumerate(queries.list_rows(made.reader, queries.list_ids(made.reader))):
        asked = row.asked or 0
        share = asked // 200 * 100 if rank % 3 else asked
        opinion = "unfavourable" if rank % 9 == 8 else "favourable"
        amounts = {} if opinion == "unfavourable" else {payers["METROPOLE"]: share}
        told[row.id] = {"amounts": amounts, "opinion": opinion, "reason": "Lu et pesé."}
    made.do(put_forward, told=told)
    return made


@use_case("Proposer et transmettre", right="propose")
def put_forward(session: Session, *, told: dict[bytes, dict[str, Any]]) -> None:
    """What officers do one by one, in one step here: the afternoon begins when it is done."""
    for dossier, words in told.items():
        propose(session, dossier=dossier, **words)
        to_committee(session, dossier=dossier)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    theme.apply(app(), "light")
    made = office_of(store)
    made.places = frozenset(place.name for place in places())
    yield made
    made.close()


@pytest.fixture
def window(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    made = Window(office, places(), settings_in(tmp_path))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.mark.slow
def test_from_the_pack_of_sixty_dossiers_to_signed_letters(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, screen = _convene(window, office)
    _hand_out_the_pack(screen, office, qtbot, tmp_path)
    said = _sit(screen, office, session)
    _close(screen, office, session, qtbot)
    paper = _post(window, office, qtbot, tmp_path, monkeypatch)
    _hold_together(office, session, said, paper)


def _press(window: QWidget, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


def _dialog(over: QWidget, kind: type) -> QWidget:
    found = [each for each in over.window().findChildren(kind) if each.isVisible()]
    assert found, f"no {kind.__name__} in front"
    return found[-1]


def _convene(window: Window, office: Office) -> tuple[bytes, CommitteesScreen]:
    _press(window, Key.Key_9, Ctrl)
    screen = window.stack.current()
    assert isinstance(screen, CommitteesScreen)
    _press(window, Key.Key_N)
    facts = _dialog(screen, FactsDialog)
    assert isinstance(facts, FactsDialog)
    type_words(facts.name, "Comité de la première vague")
    assert facts.count.text() == "60 dossiers"
    QTest.keyClick(facts.name, Key.Key_Return)
    (row,) = read.committees(office.reader)
    assert (row.items, row.state) == (60, "prepared")
    return row.id, screen


def _hand_out_the_pack(screen: CommitteesScreen, office: Office, qtbot: QtBot, folder: Path) -> None:
    """From the papers of the session: made in the worker, its sheets counted, closed again."""
    papers = screen.preparation.papers.papers
    next(action for action in papers.actions() if "ossier de séance" in action.text()).trigger()
    asked = _dialog(screen, PackDialog)
    assert isinstance(asked, PackDialog)
    QTest.mouseClick(asked.make_pdf, Left)
    qtbot.waitUntil(lambda: asked.shown is not None and not office.runner.busy(), timeout=LONG)
    made = asked.shown
    assert made is not None and (made.pages or 0) > 60
    assert made.file is not None
    paper = place_of(office.files, made.file)
    with PDFIUM, pdfium.PdfDocument(paper) as document:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Fiche 1 sur 60" in words and "Fiche 60 sur 60" in words
    QTest.mouseClick(asked.close_button, Left)
    over = screen.window()
    over.activateWindow()
    qtbot.waitUntil(over.isActiveWindow)


def _sit(screen: CommitteesScreen, office: Office, session: bytes) -> Counter[str]:
    """Sixty dossiers by keys: most granted, some for less, some adjourned or refused, one put off."""
    tied = read.members(office.reader, session)[2].name
    third = read.items(office.reader, session)[2]
    nature = "membre du bureau"
    office.do(declare, dossier=third.dossier_id, nature=nature, person=tied, whole_applicant=False)
    screen.preparation.show_part(1)
    screen.preparation.members.there.click()
    QTest.keyClick(screen.preparation.members.table, Key.Key_F5)
    assert screen.pages.currentWidget() is screen.room
    said: Counter[str] = Counter()
    room = screen.room
    for rank in range(60):
        row = room.row
        assert row is not None and row.state == "waiting"
        if row.id == third.id:
            assert f"{tied} doit quitter la salle" in room.sheet.banner.words()
            member = next(one for one in read.members(office.reader, session) if one.name == tied)
            room.deeds.leave(row, member)
            for asked in [one for one in screen.findChildren(QInputDialog) if one.isVisible()]:
                asked.accept()
        said[_say(screen, office, rank, row)] += 1
    assert "60 passés sur 60" in room.pace.text()
    return said


def _say(screen: CommitteesScreen, office: Office, rank: int, row: read.ItemRow) -> str:
    room = screen.room
    if rank == 30:
        _press(screen, Key.Key_P)
        return "postponed"
    if not row.proposed:
        return _with_reason(screen, Key.Key_R)
    if rank % 11 == 10:
        return _with_reason(screen, Key.Key_A)
    if rank % 7 == 6:
        before = room.sheet.figures.left.amount.text()
        _press(screen, Key.Key_M)
        room.bar.shares.total.selectAll()
        QTest.keyClicks(room.bar.shares.total, str(max(1, (row.proposed or 0) // 200)))
        assert room.sheet.figures.left.amount.text() != before, "the money left follows what is typed"
    if rank % 5 == 4:
        _press(screen, Key.Key_Escape)
        _press(screen, Key.Key_C)
        type_words(room.bar.condition, "Transmettre le calendrier des séances.")
        _press(screen, Key.Key_Return)
        room.agenda.setFocus()
    _press(screen, Key.Key_Return)
    return next(one.outcome for one in read.items(office.reader, room.told.head.id) if one.id == row.id)


def _with_reason(screen: CommitteesScreen, key: Key) -> str:
    _press(screen, key)
    asked = _dialog(screen, ReasonsDialog)
    assert isinstance(asked, ReasonsDialog)
    next(iter(asked.reasons.boxes.values())).click()
    asked.deed.click()
    return {Key.Key_A: "adjourned", Key.Key_R: "refused"}[key]


def _close(screen: CommitteesScreen, office: Office, session: bytes, qtbot: QtBot) -> None:
    screen.room.head.end.click()
    asked = _dialog(screen, ClosingDialog)
    assert isinstance(asked, ClosingDialog)
    asked.deed.click()
    qtbot.waitUntil(lambda: bool(screen.findChildren(ClosedDialog)), timeout=LONG)
    end = _dialog(screen, ClosedDialog)
    assert isinstance(end, ClosedDialog)
    end.letters.click()
    told = read.committee(office.reader, session)
    assert told is not None and told.state == "closed"


def _post(
    window: Window, office: Office, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    paper = folder / "lettres.pdf"

    def printer(_over: QWidget) -> QPrinter:
        made = QPrinter()
        made.setOutputFileName(str(paper))
        return made

    screen = window.stack.current()
    assert isinstance(screen, LettersScreen), "the end of the session leads to the letters"
    monkeypatch.setattr(screen.deeds, "choose_printer", printer)
    QTest.mouseClick(screen.bar.prepare, Left)
    qtbot.waitUntil(
        lambda: (
            len(screen.model.entries()) == 59
            and all(entry.state == "ready" for entry in screen.model.entries())
        ),
        timeout=LONG,
    )
    QTest.mouseClick(screen.bar.print, Left)
    question = screen.deeds.question
    assert question is not None
    next(b for b in question.findChildren(type(screen.bar.print)) if "Choisir" in b.text()).click()
    qtbot.waitUntil(lambda: len(queries.register(office.reader)) == 59, timeout=LONG)
    qtbot.waitUntil(lambda: paper.exists() and b"%%EOF" in paper.read_bytes()[-64:], timeout=LONG)
    return paper


def _hold_together(office: Office, session: bytes, said: Counter[str], paper: Path) -> None:
    """The room, the decisions, the envelopes, the minutes and the letters tell the same."""
    items = read.items(office.reader, session)
    assert Counter(row.outcome or row.state for row in items) == said
    assert min(said["granted"], said["partial"], said["adjourned"], said["refused"]) >= 3
    given = sum(row.given or 0 for row in items)
    voted = office.reader.execute("SELECT sum(voted) FROM amount").fetchone()[0]
    assert voted == given > 0
    register = queries.register(office.reader)
    assert [row.number for row in register] == sorted(row.number for row in register)
    with PDFIUM, pdfium.PdfDocument(paper) as document:
        assert len(document) >= 59
    for row in items[:10]:
        decision = queries.decision(office.reader, row.dossier_id)
        assert decision is not None and decision.state == "notified"
