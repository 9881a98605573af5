"""What follows a decision, on screen: conditions met, letters posted, the warning of a reopening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.models import Applicant
from db.queries.outcome import notices
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.notify import issue, prepare_decided
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.letters.register import RegisterScreen
from desktop.ui.office import Office
from desktop.ui.outcome.dialogs import MetDialog
from desktop.ui.outcome.posting import PostingDialog
from desktop.ui.outcome.sheet import OutcomeSheet
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of, on_screen

Key, Held = Qt.Key, Qt.KeyboardModifier
BOTH = Held.ControlModifier | Held.ShiftModifier


def with_addresses(session: Session) -> None:
    for applicant in session.scalars(select(Applicant)):
        applicant.address = "12 place du Marché"


@made_once
def stocked(folder: Path) -> Store:
    made = filled(folder)
    funder = queries.funders(made.reader)[0].id
    for key in queries.list_ids(made.reader)[:2]:
        made.do(
            decide, dossier=key, outcome="granted", amounts={funder: 9_000_00}, conditions=["Fournir un RIB"]
        )
    made.do(with_addresses)
    for letter in made.do(prepare_decided).value:
        made.do(issue, letter=letter, templates=load(resources() / "letters"), make=make)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def office(store: Store) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        yield made


def sheet_of(screen: DossierView) -> OutcomeSheet:
    QTest.keyClick(screen, Key.Key_U, BOTH)
    sheet = screen.work.sheets["outcome"]
    assert isinstance(sheet, OutcomeSheet)
    return sheet


def words(sheet: OutcomeSheet, row: int = 0) -> tuple[str, ...]:
    return sheet.conditions.rows.lines[row].cells


def test_a_condition_is_met_with_its_proof(screen: DossierView, office: Office) -> None:
    sheet = sheet_of(screen)
    assert words(sheet)[:2] == ("À suivre", "Fournir un RIB")
    assert unnamed(sheet) == []
    sheet.buttons["met"].click()
    dialog = sheet.findChild(MetDialog, "conditionMet")
    assert dialog is not None and not dialog.deed.isEnabled()
    assert unnamed(dialog) == []
    dialog.proof.setPlainText("RIB reçu par courriel")
    dialog.deed.click()
    assert words(sheet)[0] == "Remplie" and words(sheet)[3].endswith("RIB reçu par courriel")
    assert not sheet.buttons["met"].isEnabled() and sheet.buttons["open"].isEnabled()
    office.undo()
    assert words(sheet)[0] == "À suivre"
    sheet.buttons["waive"].click()
    why = sheet.findChild(ReasonDialog, "reason")
    assert why is not None
    why.reason.setPlainText("Plus nécessaire")
    why.deed.click()
    assert words(sheet)[0] == "Abandonnée"


def test_the_sending_of_the_letter_and_its_slip_move_the_appeal(
    screen: DossierView, store: Store, tmp_path: Path
) -> None:
    sheet = sheet_of(screen)
    assert "rien ne le prouve" in sheet.appeal.text()
    sheet.buttons["post"].click()
    dialog = sheet.findChild(PostingDialog, "posting")
    assert dialog is not None and unnamed(dialog) == []
    scan = tmp_path / "avis.pdf"
    scan.write_bytes(b"%PDF avis")
    dialog._choose = lambda _over: scan
    dialog.scan.click()
    dialog.means.setCurrentIndex(dialog.means.findData("registered"))
    dialog.one.setText("1A 001")
    dialog.received.set_day(dt.date.today())
    dialog.deed.click()
    told = sheet.proofs.rows.lines[0].cells
    assert told[0] == "Recommandé" and told[4] == "1A 001" and told[5] == "scan joint"
    assert "a été reçue" in sheet.appeal.text()
    opened: list[Path] = []
    sheet.deeds.open_file = opened.append
    sheet.buttons["see"].click()
    assert opened[0].suffix == ".pdf" and opened[0].read_bytes() == b"%PDF avis"
    sheet.buttons["drop"].click()
    assert sheet.proofs.rows.lines == []


def test_reopening_says_what_the_law_says_and_asks_why(screen: DossierView, store: Store) -> None:
    screen.deeds.ask_reopen()
    dialog = screen.findChild(ReasonDialog, "reason")
    assert dialog is not None and not dialog.deed.isEnabled()
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "quatre mois" in said and "L242-1" in said and "nouveau délai de recours" in said
    dialog.reason.setPlainText("Erreur sur le montant")
    dialog.deed.click()
    assert screen.whole is not None and screen.whole.head.stage == "ready"
    assert "Erreur sur le montant" in sheet_of(screen).reopened.words()


def test_a_whole_posting_is_noted_from_the_register(
    qtbot: QtBot, office: Office, store: Store, qapp: QApplication
) -> None:
    theme.apply(qapp, "light")
    screen = RegisterScreen(office)
    office.changed.connect(screen.refresh)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    screen.table.selectAll()
    screen.actions_by_name["posting"].trigger()
    dialog = screen.findChild(PostingDialog, "posting")
    assert dialog is not None
    dialog.means.setCurrentIndex(dialog.means.findData("registered"))
    dialog.many.setPlainText("1A 001\n1A 002")
    dialog.deed.click()
    told = {row.letter: row.tracking for row in notices(store.reader).values()}
    assert [told[number] for number in sorted(told)] == ["1A 001", "1A 002"]
    column = screen.model.columnCount() - 1
    assert "envoyé" in str(screen.model.index(0, column).data())
    screen.close_down()
