"""The morning of an officer, by keys and mouse: pile, verdicts, dates, month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.day import deadlines
from desktop.flow.agenda import set_deadline
from desktop.flow.conditions import date_condition
from desktop.flow.decide import decide
from desktop.flow.instruct import assign, move
from desktop.ui.office import Office
from desktop.ui.outcome.dialogs import MetDialog
from desktop.ui.outcome.follow import FollowDialog
from desktop.ui.today.deadline_dialog import DeadlineDialog
from desktop.ui.today.screen import TodayScreen
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of, type_words
from tests.ui.shelf import filled

Key = Qt.Key
TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(filled(tmp_path))
    yield made
    made.close()


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> Iterator[TodayScreen]:
    made = TodayScreen(office, today=lambda: TODAY)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    made.activateWindow()
    made.shown()
    quiet(qtbot, made)
    yield made
    made.close_down()


def quiet(qtbot: QtBot, screen: TodayScreen) -> None:
    """Wait until the day is read."""
    qtbot.waitUntil(lambda: not screen._reading and screen.day is not None, timeout=10_000)


def numbers(screen: TodayScreen) -> list[str]:
    return [one.what.number for one in screen.pile.rows.pile]


def test_the_pile_says_why_each_dossier_is_there(screen: TodayScreen) -> None:
    assert screen.head.name.text() == "Lundi 2\u00a0mars 2026"
    assert len(numbers(screen)) == 6
    first = screen.pile.rows.index(0)
    said = str(first.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Refus tacite" in said and "€" in said
    assert unnamed(screen) == []
    QAbstractItemModelTester(screen.pile.rows)


@pytest.mark.parametrize(
    ("key", "verdict"), [(Key.Key_L, "later"), (Key.Key_C, "complete"), (Key.Key_E, "deep")]
)
def test_one_key_judges_and_the_next_takes_its_place(
    screen: TodayScreen, office: Office, qtbot: QtBot, key: Key, verdict: str
) -> None:
    screen._today = dt.date.today  # verdicts are of this very day
    screen.read()
    quiet(qtbot, screen)
    before = numbers(screen)
    qtbot.keyClick(screen.pile, key)
    qtbot.waitUntil(lambda: numbers(screen) == before[1:], timeout=10_000)
    assert office.reader.execute("SELECT verdict FROM triage").fetchall() == [(verdict,)]
    current = screen.pile.current()
    assert current is not None and current.what.number == before[1]
    assert screen.head.bar.value() == 1 and "1 trié aujourd’hui" in screen.head.progress.text()
    office.undo()
    qtbot.waitUntil(lambda: numbers(screen) == before, timeout=10_000)


def test_complements_open_the_dossier(screen: TodayScreen, office: Office, qtbot: QtBot) -> None:
    first = numbers(screen)[0]
    with qtbot.waitSignal(office.dossier_wanted) as wanted:
        qtbot.keyClick(screen.pile, Key.Key_M)
    head = queries.head(office.reader, wanted.args[0])
    assert head is not None and head.number == first


def test_enter_opens_and_the_walk_follows_the_pile(screen: TodayScreen, office: Office, qtbot: QtBot) -> None:
    qtbot.keyClick(screen.pile, Key.Key_Down)
    with qtbot.waitSignal(office.dossier_wanted) as wanted:
        qtbot.keyClick(screen.pile, Key.Key_Return)
    key, walk = wanted.args
    assert key == screen.pile.rows.pile[1].what.key and len(walk.ids) == 6 and walk.index == 1


def test_what_is_given_to_others_is_shown_on_demand(
    screen: TodayScreen, office: Office, qtbot: QtBot
) -> None:
    office.do(assign, dossier=queries.list_ids(office.reader)[0], officer="B. Autre")
    qtbot.waitUntil(lambda: len(numbers(screen)) == 5, timeout=10_000)
    screen.everyone.setChecked(True)
    qtbot.waitUntil(lambda: len(numbers(screen)) == 6, timeout=10_000)


def test_the_order_can_be_chosen(screen: TodayScreen, qtbot: QtBot) -> None:
    screen.order.setCurrentIndex(screen.order.findData("size"))
    screen.order.activated.emit(screen.order.currentIndex())
    quiet(qtbot, screen)
    asked = [one.what.asked or 0 for one in screen.pile.rows.pile]
    assert asked == sorted(asked, reverse=True)


def test_a_date_of_the_dossier_chosen_is_noted(screen: TodayScreen, office: Office, qtbot: QtBot) -> None:
    qtbot.keyClick(screen.pile, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = screen.findChild(DeadlineDialog, "deadline")
    assert dialog is not None and not dialog.note.isEnabled()
    type_words(dialog.what, "Rappeler la trésorière")
    dialog.when.setText("")
    qtbot.keyClicks(dialog.when, "5/3/2026")
    qtbot.mouseClick(dialog.note, Qt.MouseButton.LeftButton)
    [row] = deadlines(office.reader, office.author)
    assert (row.title, row.due_on, row.number) == ("Rappeler la trésorière", "2026-03-05", numbers(screen)[0])
    qtbot.waitUntil(
        lambda: "Rappeler la trésorière" in screen.side.dates.rows.lines[0].cells[1], timeout=10_000
    )


def test_the_month_shows_waves_committees_and_dates(
    screen: TodayScreen, office: Office, qtbot: QtBot
) -> None:
    office.do(set_deadline, title="Bilan du contrat", due_on=dt.date(2026, 3, 12))
    quiet(qtbot, screen)
    qtbot.keyClick(screen, Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    month = screen.month
    assert month.isVisible() and month.name.text() == "Mars 2026"
    qtbot.waitUntil(lambda: dt.date(2026, 3, 12) in month._events, timeout=10_000)
    month.show_day(dt.date(2026, 3, 12))
    said = [line.cells[0] for line in month.day_rows.rows.lines]
    assert any(words.startswith("Comité : Première vague") for words in said)
    assert "Bilan du contrat" in said
    qtbot.keyClick(month.grid, Key.Key_Right)
    assert month.day() == dt.date(2026, 3, 13)
    qtbot.mouseClick(month.after, Qt.MouseButton.LeftButton)
    assert month.day() == dt.date(2026, 4, 13) and month.name.text() == "Avril 2026"
    month.show_day(dt.date(2026, 4, 6))
    assert "Lundi de Pâques" in month.day_name.text()
    QAbstractItemModelTester(month.model)


def test_an_empty_pile_says_what_to_do(screen: TodayScreen, office: Office, qtbot: QtBot) -> None:
    for key in queries.list_ids(office.reader):
        office.do(assign, dossier=key, officer="B. Autre")
    qtbot.waitUntil(lambda: numbers(screen) == [], timeout=10_000)
    assert screen.empty.isVisible() and "Aucun dossier n’attend" in screen.empty.text()
    assert not screen.open.isEnabled() and not screen.verdicts["later"].isEnabled()


def test_a_change_of_a_colleague_leads_to_its_dossier(
    screen: TodayScreen, office: Office, qtbot: QtBot
) -> None:
    screen._today = dt.date.today
    key = queries.list_ids(office.reader)[4]
    office.store.author = "B. Autre"
    office.do(move, dossier=key, stage="instruction")
    office.store.author = office.author
    qtbot.waitUntil(lambda: bool(screen.side.changes.rows.lines), timeout=10_000)
    assert "B. Autre" in screen.side.changes.rows.lines[0].cells[0]
    with qtbot.waitSignal(office.dossier_wanted) as wanted:
        qtbot.keyClick(screen.side.changes, Key.Key_Return)
    assert wanted.args[0] == key


def test_the_conditions_of_decisions_are_followed_from_the_morning(
    screen: TodayScreen, office: Office, qtbot: QtBot
) -> None:
    key = queries.list_ids(office.reader)[2]
    funder = queries.funders(office.reader)[0].id
    words = ["Fournir un RIB", "Fournir le bilan"]
    office.do(decide, dossier=key, outcome="granted", amounts={funder: 7_000_00}, conditions=words)
    bilan = queries.conditions(office.reader, key)[1]
    office.do(date_condition, condition=bilan.id, due_on=TODAY - dt.timedelta(days=2))
    quiet(qtbot, screen)
    qtbot.waitUntil(lambda: screen.side.follow.text() == "2 conditions à suivre, dont 1 échue")
    screen.side.follow.click()
    dialog = screen.findChild(FollowDialog, "follow")
    assert dialog is not None and unnamed(dialog) == []
    assert [line.cells[4] for line in dialog.rows.rows.lines] == ["Fournir le bilan", "Fournir un RIB"]
    dialog.met.click()
    proof = dialog.findChild(MetDialog, "conditionMet")
    assert proof is not None
    proof.proof.setPlainText("Bilan reçu")
    proof.deed.click()
    assert [line.cells[4] for line in dialog.rows.rows.lines] == ["Fournir un RIB"]
    with qtbot.waitSignal(office.dossier_wanted) as wanted:
        dialog.open_it.click()
    assert wanted.args[0] == key
