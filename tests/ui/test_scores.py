"""The sheet of scores and the interests, by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.scores import closed_to, interests
from db.store import Store
from desktop.flow.interests import declare
from desktop.flow.readings import read_scores
from desktop.flow.score import close, score
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.dossier.interests import InterestsDialog
from desktop.ui.dossier.whole import Whole
from desktop.ui.scores.sheet import ScoresSheet
from tests.flow.test_scores import rules
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of, on_screen, press, type_words

Key = Qt.Key


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path)


@pytest.fixture
def screen(qtbot: QtBot, store: Store, qapp: QApplication) -> Iterator[DossierView]:
    office = office_of(store)
    with on_screen(qtbot, office) as made:
        yield made
    office.close()


def sheet_of(screen: DossierView) -> ScoresSheet:
    screen.work.show("scores")
    sheet = screen.work.sheets["scores"]
    assert isinstance(sheet, ScoresSheet)
    return sheet


def first_key(store: Store) -> bytes:
    return queries.list_ids(store.reader)[0]


def test_a_digit_scores_and_the_total_moves(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = sheet_of(screen)
    cards = list(sheet.cards.values())
    assert len(cards) == 9 and sheet.total.text() == "0/100" and not sheet.close_it.isEnabled()
    assert cards[0].values.hasFocus(), "the hands can begin at once"
    assert unnamed(sheet) == []
    qtbot.keyClick(cards[0].values, Key.Key_4)
    assert cards[0].values.given == 4 and sheet.total.text() == "16/100"
    qtbot.keyClick(cards[0].values, Key.Key_Right)
    assert sheet.total.text() == "20/100"
    qtbot.keyClick(cards[0].values, Key.Key_Delete)
    assert cards[0].values.given is None and sheet.total.text() == "0/100"
    qtbot.mouseClick(cards[1].values.group.button(5), Qt.MouseButton.LeftButton)
    assert sheet.total.text() == "15/100"
    screen.office.undo()
    assert cards[1].values.given is None


def test_closing_waits_for_all_reasons_then_shows_the_others(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    key = first_key(store)
    store.author = "B. Autre"
    for criterion in rules(store, key):
        store.do(score, dossier=key, criterion=criterion, value=1, reason="Peu convaincant.")
    store.do(close, dossier=key)
    store.author = screen.office.author
    sheet = sheet_of(screen)
    assert "leurs notes se montreront" in sheet.others.notice.words() and not sheet.others.readers.isVisible()
    for card in sheet.cards.values():
        qtbot.keyClick(card.values, Key.Key_4)
        card.reason.setFocus()
        type_words(card.reason, "Bien argumenté.")
        card.flush()
    assert sheet.close_it.isEnabled() and sheet.total.text() == "80/100"
    qtbot.mouseClick(sheet.close_it, Qt.MouseButton.LeftButton)
    assert sheet.state.text() == "close" and not sheet.cards["N01"].values.isEnabled()
    [line] = sheet.others.readers.rows.lines
    assert line.cells[:2] == ("B. Autre", "20/100") and "4 contre 1" in line.cells[2]
    assert sheet.others.mean.text().endswith("50/100")
    qtbot.mouseClick(sheet.reopen, Qt.MouseButton.LeftButton)
    found = read_scores(store.reader, key, screen.office.author)
    assert found is not None and found.mine is not None and found.mine.state == "draft"


def test_a_reason_being_typed_is_saved_before_the_next_dossier(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    sheet = sheet_of(screen)
    card = sheet.cards["N02"]
    qtbot.keyClick(card.values, Key.Key_3)
    card.reason.setFocus()
    type_words(card.reason, "Deux tiers d’habitants.")
    screen.step(1)
    found = read_scores(store.reader, first_key(store), screen.office.author)
    assert found is not None and found.mine is not None
    assert found.mine.given["N02"].reason == "Deux tiers d’habitants."
    assert card.values.given is None, "the next dossier has its own scores"


def test_abstaining_says_why(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = sheet_of(screen)
    qtbot.mouseClick(sheet.abstain, Qt.MouseButton.LeftButton)
    dialog = sheet.findChild(ReasonDialog, "reason")
    assert dialog is not None
    type_words(dialog.reason, "Ancienne collègue.")
    qtbot.mouseClick(dialog.deed, Qt.MouseButton.LeftButton)
    assert sheet.state.text() == "abstention" and "Ancienne collègue" in sheet.left.text()


def test_an_interest_closes_the_dossier_and_the_walk_goes_over_it(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    office = screen.office
    second = queries.list_ids(store.reader)[1]
    store.do(declare, dossier=second, nature="Membre du bureau")
    press(screen.middle.reading.page, Key.Key_J, "j")
    assert screen.whole is not None and screen.whole.head.number == "2026-0003"
    assert screen.walk is not None
    screen.open(second, screen.walk)
    assert screen.whole is None and screen.gate.isVisible() and not screen.split.isVisible()
    assert "2026-0002" in screen.gate.title.text() and "Membre du bureau" in screen.gate.why.text()
    qtbot.mouseClick(screen.gate.register, Qt.MouseButton.LeftButton)
    dialog = screen.findChild(InterestsDialog, "interests")
    assert dialog is not None and len(dialog.rows.rows.lines) == 1
    qtbot.mouseClick(dialog.lift, Qt.MouseButton.LeftButton)
    assert interests(store.reader)[0].ended_on is not None
    assert closed_to(store.reader, office.author, second) is None
    whole: Whole | None = screen.whole  # lifted: the dossier is back
    assert whole is not None and whole.head.id == second and screen.gate.isHidden()


def test_declaring_an_interest_shuts_the_dossier(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    screen.deeds.ask_interest()
    dialog = screen.findChild(ReasonDialog, "reason")
    assert dialog is not None
    type_words(dialog.reason, "Conjoint du président")
    qtbot.mouseClick(dialog.deed, Qt.MouseButton.LeftButton)
    assert screen.whole is None and screen.gate.isVisible()
    with qtbot.waitSignal(screen.office.place_wanted) as wanted:
        qtbot.keyClick(screen.gate.back, Key.Key_Space)
    assert wanted.args == ["list"]
    screen.office.undo()
    assert screen.whole is not None and screen.gate.isHidden()
