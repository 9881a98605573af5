"""The sheet « Contrôles » driven by keys: what was found, its sources, accepted because, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.flow.checking import Checker, findings_of
from desktop.flow.settle import accept
from desktop.rules.query import parse, to_tree
from desktop.ui.checks.card import FindingCard
from desktop.ui.checks.sheet import ChecksSheet
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from tests.office import application, bring, made_once, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of, on_screen, press

ODD = {"starts_on": dt.date(2026, 3, 1), "ends_on": dt.date(2026, 2, 1), "beneficiaries": 10, "women": 11}


@made_once
def stocked(folder: Path) -> Store:
    made = open_office(folder)
    bring(made, application("26500001", **ODD), application("26500002"), application("26500003"))
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
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        yield made


def opened(screen: DossierView) -> ChecksSheet:
    keys = QKeySequence("Ctrl+Shift+L")[0]
    QTest.keyClick(screen, keys.key(), keys.keyboardModifiers())
    sheet = screen.work.sheets["checks"]
    assert isinstance(sheet, ChecksSheet) and screen.middle.currentWidget() is sheet
    return sheet


def card_of(sheet: ChecksSheet, code: str) -> FindingCard:
    return next(card for card in sheet.cards if card.finding.code == code)


def test_findings_stand_by_level_with_their_two_sources(screen: DossierView) -> None:
    sheet = opened(screen)
    order = [("bad", "warn", "info").index(card.finding.level) for card in sheet.cards]
    assert order == sorted(order) and "anomalies" in sheet.told.text()
    card = card_of(sheet, "public-women")
    assert card.accessibleName().startswith("anomalie")
    assert ["11" in card.sources.boxes[0].words.text(), "10" in card.sources.boxes[1].words.text()] == [
        True
    ] * 2
    assert screen.outline.sheets["checks"].accessibleName().startswith("Contrôles : ")
    assert unnamed(sheet) == []


def test_enter_leads_to_the_place(screen: DossierView) -> None:
    sheet = opened(screen)
    press(card_of(sheet, "public-women"), Qt.Key.Key_Return)
    assert screen.middle.currentWidget() is screen.middle.reading
    assert screen.outline.parts["place"].isChecked()


def test_the_arrows_walk_and_the_rule_explains_itself(screen: DossierView) -> None:
    sheet = opened(screen)
    sheet.focus()
    assert sheet.cards[0].hasFocus()
    press(sheet.cards[0], Qt.Key.Key_Down)
    assert sheet.cards[1].hasFocus()
    press(sheet.cards[1], Qt.Key.Key_Up)
    press(sheet.cards[0], Qt.Key.Key_Question, "?")
    told = sheet.cards[0].explained
    assert told is not None and sheet.cards[0].rule is not None and sheet.cards[0].rule.law in told.text()
    press(sheet.cards[0], Qt.Key.Key_Question, "?")
    assert told.isHidden()


def test_accepted_because_and_taken_back(screen: DossierView, office: Office) -> None:
    sheet = opened(screen)
    key = screen.whole.head.id if screen.whole else b""
    press(card_of(sheet, "public-women"), Qt.Key.Key_A, "a")
    line = card_of(sheet, "public-women").because
    assert line is not None and line.line.hasFocus() and not line.keep.isEnabled()
    press(line.line, Qt.Key.Key_Return)
    assert card_of(sheet, "public-women").finding.counts, "nothing is accepted without its reason"
    QTest.keyClicks(line.line, "Faute de frappe")
    press(line.line, Qt.Key.Key_Return)
    (found,) = [f for f in findings_of(office.reader, key) if f.code == "public-women"]
    assert found.accepted is not None and found.accepted.reason == "Faute de frappe"
    assert not any(card.finding.code == "public-women" for card in sheet.cards), "folded at the end"
    assert "1 accepté" in sheet.told.text() and "Acceptés (1)" in sheet.fold.text()
    sheet.fold.click()
    press(card_of(sheet, "public-women"), Qt.Key.Key_R, "r")
    assert card_of(sheet, "public-women").finding.counts
    assert office.store.next_undo()[0] == "Ne plus accepter un contrôle"
    office.undo()
    assert "1 accepté" in sheet.told.text()


def test_reasons_given_before_are_offered(screen: DossierView, office: Office) -> None:
    key = screen.whole.head.id if screen.whole else b""
    (found,) = [f for f in findings_of(office.reader, key) if f.code == "date-order"]
    office.do(accept, dossier=key, code=found.code, sources=found.sources, because="Vu avec le porteur")
    card = card_of(opened(screen), "public-women")
    press(card, Qt.Key.Key_A, "a")
    assert card.because is not None
    assert card.because.line.completer().model().index(0, 0).data() == "Vu avec le porteur"


def test_a_reason_being_typed_outlives_what_is_found_meanwhile(screen: DossierView, office: Office) -> None:
    sheet = opened(screen)
    press(card_of(sheet, "public-women"), Qt.Key.Key_A, "a")
    line = card_of(sheet, "public-women").because
    assert line is not None
    QTest.keyClicks(line.line, "Faute de fr")
    key = screen.whole.head.id if screen.whole else b""
    (found,) = [f for f in findings_of(office.reader, key) if f.code == "date-order"]
    office.do(accept, dossier=key, code=found.code, sources=found.sources, because="Vu")
    assert card_of(sheet, "public-women").typed == "Faute de fr"


def test_checks_are_made_beside_the_window_and_told(qtbot: QtBot, office: Office, store: Store) -> None:
    with qtbot.waitSignal(office.changed, timeout=20_000) as told:
        office.recheck()
    assert told.args is not None and told.args[0] == frozenset({"finding"}) and len(told.args[1]) == 3
    first = queries.list_ids(office.reader)[0]
    rows = queries.list_rows(office.reader, [first])
    assert rows[0].anomalies == 2 and rows[0].doubts >= 1
    for asked, count in (("contrôle:anomalie", 1), ("contrôle:date-order", 1), ("contrôle:accepté", 0)):
        assert len(queries.list_ids(office.reader, to_tree(parse(asked)))) == count, asked
    assert Checker().catch_up(store, store.reader) == [], "nothing is left to do"
