"""The first sift by keys: pieces settled by one letter, a request copied for a mail, a verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.requests import requests_of, sift_of
from db.queries.shapes import PieceRow
from db.store import Store
from desktop.exchange.application import Applicant
from desktop.flow.pieces import add_piece
from desktop.flow.requests import ask
from desktop.rules.pieces import LACKING
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.sift.asking import AskDialog
from desktop.ui.sift.dating import DateDialog
from desktop.ui.sift.sheet import SiftSheet
from tests.office import application, bring, made_once, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, office_of, on_screen, pdf, press

LEFT = Qt.MouseButton.LeftButton
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SAME = Applicant(name="Jardins du Bord de Selle", rna="W802900002", city="Amiens", postcode="80000")


@made_once
def two_dossiers(folder: Path) -> Store:
    """This month's dossier with nothing but a bank statement, and an earlier one with the statutes."""
    store = open_office(folder)
    now = dt.datetime.now().replace(microsecond=0)
    bring(store, *(application(n, applicant=SAME, deposited_at=now) for n in ("26500001", "26500002")))
    first, second = queries.list_ids(store.reader)
    store.do(add_piece, dossier=second, name="Statuts.pdf", content=pdf("Statuts"))
    store.do(add_piece, dossier=first, name="RIB.pdf", content=pdf("RIB"))
    return store


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(two_dossiers(tmp_path))
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        qtbot.waitUntil(made.isActiveWindow)
        QTest.keyClick(made, Qt.Key.Key_T, HELD)
        yield made


def sheet_of(screen: DossierView) -> SiftSheet:
    sheet = screen.work.sheets["sift"]
    assert isinstance(sheet, SiftSheet)
    return sheet


def key_of(screen: DossierView) -> bytes:
    assert screen.whole is not None
    return screen.whole.head.id


def row(screen: DossierView, kind: str) -> PieceRow:
    return next(r for r in sheet_of(screen).table.pieces.rows if r.kind == kind)


def choose(screen: DossierView, kind: str) -> None:
    table = sheet_of(screen).table
    table.choose([r.kind for r in table.pieces.rows].index(kind))
    table.setFocus()


def asking(screen: DossierView) -> AskDialog:
    dialog = sheet_of(screen).findChild(AskDialog)
    assert isinstance(dialog, AskDialog)
    return dialog


def test_the_sheet_opens_by_its_key_and_every_control_has_a_name(screen: DossierView) -> None:
    sheet = sheet_of(screen)
    assert screen.middle.currentWidget() is sheet and sheet.table.hasFocus()
    assert unnamed(sheet) == []
    assert "vaudra rejet le" in sheet.clock.words()
    assert screen.outline.sheets["sift"].accessibleName() == "Recevabilité : Pas encore trié"


def test_one_letter_settles_a_piece_and_goes_to_the_next(screen: DossierView, office: Office) -> None:
    table = sheet_of(screen).table
    choose(screen, "comptes")
    place = table.currentIndex().row()
    press(table, Qt.Key.Key_S, "s")
    assert row(screen, "comptes").state == "none"
    assert table.currentIndex().row() == place + 1 and table.hasFocus()
    choose(screen, "rib")
    press(table, Qt.Key.Key_N, "n")
    dialog = sheet_of(screen).findChild(QInputDialog, "pieceReason")
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("Compte personnel")
    dialog.accept()
    assert (row(screen, "rib").state, row(screen, "rib").reason) == ("refused", "Compte personnel")
    press(table, Qt.Key.Key_R, "r")
    assert row(screen, "rib").state == "received"
    office.undo()
    office.undo()
    office.undo()
    assert (row(screen, "comptes").state, row(screen, "rib").state) == ("missing", "received")


def test_a_letter_that_makes_no_sense_says_so(screen: DossierView, office: Office) -> None:
    told = Told(office)
    choose(screen, "comptes")
    press(sheet_of(screen).table, Qt.Key.Key_R, "r")
    assert row(screen, "comptes").state == "missing" and "aucun fichier" in told.last
    assert not sheet_of(screen).buttons["received"].isEnabled()


def test_what_is_held_already_is_taken_by_one_key(screen: DossierView, office: Office) -> None:
    sheet = sheet_of(screen)
    assert sheet.again.text() == "Reprendre 1 pièce déjà détenue (Ctrl+D)"
    choose(screen, "statuts")
    said = sheet.table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "dossier 2026-0002" in said and "D la reprend" in said
    press(sheet.table, Qt.Key.Key_D, "d")
    assert (row(screen, "statuts").state, row(screen, "statuts").held_in) == ("waived", "2026-0002")
    assert not sheet.again.isVisible()
    office.undo()
    sheet.again.click()
    assert row(screen, "statuts").state == "waived"


def test_a_document_is_dated_and_found_expired(screen: DossierView, office: Office) -> None:
    told = Told(office)
    choose(screen, "rib")
    press(sheet_of(screen).table, Qt.Key.Key_T, "t")
    dialog = sheet_of(screen).findChild(DateDialog)
    assert isinstance(dialog, DateDialog)
    dialog.dated.setText("12/03/2020")
    dialog.dated.textEdited.emit("12/03/2020")
    dialog.keep.click()
    assert row(screen, "rib").state == "expired" and "périmée depuis" in told.last
    sheet_of(screen).verdict.choices["incomplete"].setChecked(True)
    lacking = sum(r.state in LACKING for r in sheet_of(screen).table.pieces.rows)
    assert sheet_of(screen).verdict.next.text() == f"Demander {lacking} pièces…"


def test_a_request_is_copied_noted_and_stops_the_clock(
    screen: DossierView, office: Office, qtbot: QtBot
) -> None:
    sheet = sheet_of(screen)
    sheet.verdict.choices["incomplete"].setChecked(True)
    sheet.verdict.next.click()
    dialog = asking(screen)
    assert unnamed(dialog) == []
    count = len(dialog.boxes)
    assert count > 3 and "suspendu jusque-là" in dialog.effect.text()
    dialog.boxes[0].setChecked(False)
    dropped = dialog.boxes[0].text()
    assert dropped and f"– {dialog.boxes[1].text()}" in dialog.text()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert f"– {dropped}" not in dialog.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Madame la Présidente,") and "L.\u00a0114-5" in copied
    (request,) = requests_of(office.reader, key_of(screen))
    assert (request.channel, request.items.count("\n") + 1) == ("mail", count - 1)
    assert request.body.startswith("[2026-0001]")
    assert (
        "Délai suspendu" in sheet.clock.words() and screen.whole and screen.whole.head.stage == "incomplete"
    )
    assert "délai suspendu" in screen.outline.sheets["sift"].accessibleName()
    office.undo()
    assert requests_of(office.reader, key_of(screen)) == []
    assert "Délai suspendu" not in sheet.clock.words()


def test_an_answer_a_reminder_and_a_mistake(screen: DossierView, office: Office) -> None:
    key, today = key_of(screen), dt.date.today()
    office.do(ask, dossier=key, items=["RIB"], due_on=today + dt.timedelta(days=15))
    sheet = sheet_of(screen)
    (line,) = sheet.asked.lines
    assert line.pill.text() == "en attente" and "1 pièce demandée" in line.accessibleName() + str(
        [label.text() for label in line.findChildren(type(sheet.verdict.said))]
    )
    line.buttons["remind"].click()
    dialog = sheet.findChild(QInputDialog, "remind")
    assert isinstance(dialog, QInputDialog)
    dialog.accept()
    assert requests_of(office.reader, key)[0].reminders == 1
    assert "Rappel" in QGuiApplication.clipboard().text()
    sheet.asked.lines[0].buttons["answer"].click()
    day = sheet.findChild(QInputDialog, "answerDay")
    assert isinstance(day, QInputDialog)
    day.accept()
    assert requests_of(office.reader, key)[0].answered_on == today.isoformat()
    office.undo()
    sheet.asked.lines[0].buttons["withdraw"].click()
    box = sheet.findChild(QMessageBox, "takeBack")
    assert isinstance(box, QMessageBox)
    box.buttons()[0].click()
    assert requests_of(office.reader, key)[0].withdrawn_on == today.isoformat()


def test_an_inadmissible_verdict_leads_to_the_decision_with_its_reasons(
    screen: DossierView, office: Office
) -> None:
    told = Told(office)
    sheet = sheet_of(screen)
    assert sheet.verdict.verdict() == "inadmissible", "deposited today, after every wave of the call"
    assert sheet.verdict.ticked() == ["HORS_DELAI"]
    sheet.verdict.reasons.boxes["HORS_DELAI"].setChecked(False)
    sheet.verdict.next.click()
    assert "cochez au moins un motif" in told.last and sift_of(office.reader, key_of(screen)) is None
    sheet.verdict.reasons.boxes["HORS_DELAI"].setChecked(True)
    sheet.verdict.next.click()
    row_ = sift_of(office.reader, key_of(screen))
    assert row_ is not None and row_.reasons == "HORS_DELAI"
    assert queries.decision(office.reader, key_of(screen)) is None
    sheet.verdict.decide.click()
    draft = screen.judging.decision.draft()
    assert screen.judging.decision.isVisible() and not screen.notebook.isHidden()
    assert (draft.outcome, list(draft.reasons)) == ("ineligible", ["HORS_DELAI"])


def test_enter_opens_the_piece_and_a_question_leads_to_its_place(screen: DossierView) -> None:
    choose(screen, "rib")
    press(sheet_of(screen).table, Qt.Key.Key_Return)
    assert screen.middle.piece == row(screen, "rib").id
    screen.outline.sheets["sift"].click()
    line = next(q for q in sheet_of(screen).questions.lines if q.question.code == "quarter")
    assert line.go is not None
    line.go.click()
    assert screen.middle.currentWidget() is screen.middle.reading
