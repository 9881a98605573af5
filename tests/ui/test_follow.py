"""The place « Suivi » by keys: what is paid, what is late, what comes back, deeds over several dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.payments import payments
from db.store import Store
from desktop.flow.decide import decide
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.follow.before import BeforeDialog
from desktop.ui.follow.list_tab import FollowTab
from desktop.ui.follow.pay_dialogs import PlanDialog, RecordDialog
from desktop.ui.follow.pay_returned import PaidDialog
from desktop.ui.follow.payments_tab import PaymentsTab
from desktop.ui.follow.screen import FollowScreen
from desktop.ui.office import Office
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, filled, office_of

Key = Qt.Key
DISPLAY = Qt.ItemDataRole.DisplayRole


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = filled(tmp_path)
    funder = next(row.id for row in queries.funders(made.reader) if row.code == "METROPOLE")
    for key in queries.list_ids(made.reader)[:2]:
        made.do(decide, dossier=key, outcome="granted", amounts={funder: 9_000_00})
    return made


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> Iterator[FollowScreen]:
    made = FollowScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.shown()
    yield made
    made.close_down()


def tab_of(screen: FollowScreen, name: str = "payments") -> FollowTab:
    screen.show_tab(name)
    tab = screen.tab(name)
    assert isinstance(tab, FollowTab)
    return tab


def words(of: QWidget) -> str:
    return " ".join(label.text() for label in of.findChildren(QLabel))


def states(store: Store) -> list[str]:
    return sorted(row.state for row in payments(store.reader))


def test_payments_from_nothing_to_paid_by_keys(
    screen: FollowScreen, office: Office, store: Store, qtbot: QtBot
) -> None:
    tab = tab_of(screen)
    assert isinstance(tab, PaymentsTab) and tab.state.isVisible() and not tab.record.isEnabled()
    qtbot.keyClick(tab.table, Key.Key_P)
    plan = tab.findChild(PlanDialog)
    assert plan is not None and "2 dossiers sans versement prévu" in words(plan)
    plan.way.setCurrentIndex(1)
    plan.deed.click()
    assert states(store) == ["planned"] * 4 and not tab.state.isVisible()
    tab.table.selectAll()
    qtbot.keyClick(tab.table, Key.Key_D)
    before = tab.findChild(BeforeDialog)
    assert before is not None and len(before.rows.rows.lines) == 4  # not notified, nothing signed
    before.deed.click()
    assert states(store) == ["held"] * 4
    qtbot.keyClick(tab.table, Key.Key_R)
    assert states(store) == ["planned"] * 4
    tab.table.selectRow(0)
    qtbot.keyClick(tab.table, Key.Key_N)
    record = tab.findChild(RecordDialog)
    assert record is not None
    qtbot.keyClicks(record.order, "1204")
    record.deed.click()
    assert states(store) == ["paid", "planned", "planned", "planned"]
    assert "versé 4\u202f500\u00a0€" in status(tab)
    office.undo()
    assert states(store) == ["planned"] * 4


def status(tab: FollowTab) -> str:
    said: list[str] = []
    tab.status.connect(said.append)
    tab.shown()
    return said[-1]


def test_chips_search_and_reasons(screen: FollowScreen, store: Store, qtbot: QtBot) -> None:
    tab = tab_of(screen)
    assert isinstance(tab, PaymentsTab)
    qtbot.keyClick(tab.table, Key.Key_P)
    plan = tab.findChild(PlanDialog)
    assert plan is not None
    plan.deed.click()
    QAbstractItemModelTester(tab.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.keyClick(tab.table, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(tab.search, "jardins")
    assert len(tab.kept) == 1
    qtbot.keyClick(tab.table, Key.Key_Delete)
    why = tab.findChild(ReasonDialog)
    assert why is not None and not why.deed.isEnabled()
    why.reason.set_text("Action abandonnée")
    why.deed.click()
    assert states(store) == ["cancelled", "planned"]
    tab.chips.choose(["paid"])
    tab.show_rows()
    assert tab.state.isVisible()
    tab.state.action_wanted.emit()
    assert len(tab.kept) == 2 and unnamed(screen) == []


def test_the_table_of_the_finance_service_is_shown_before_it_is_taken(
    screen: FollowScreen, office: Office, store: Store, qtbot: QtBot
) -> None:
    tab = tab_of(screen)
    assert isinstance(tab, PaymentsTab)
    qtbot.keyClick(tab.table, Key.Key_P)
    plan = tab.findChild(PlanDialog)
    assert plan is not None
    plan.deed.click()
    row = payments(store.reader)[0]
    today = dt.date.today()
    heads = "Dossier\tMandat\tVersé le\tMontant"
    tab.pay.read(f"{heads}\n{row.number}\t12\t{today:%d/%m/%Y}\t9000\n9\t1\t{today}\t1\n")
    qtbot.waitUntil(lambda: tab.findChild(PaidDialog) is not None)
    shown = tab.findChild(PaidDialog)
    assert shown is not None and "1 ligne refusée" in words(shown)
    assert [line.cells[0] for line in shown.rows.rows.lines] == ["Refusé", "À noter"]
    assert states(store) == ["planned", "planned"]
    shown.take.click()
    assert states(store) == ["paid", "planned"]
    told = Told(office)
    tab.pay.read("a\tb\n1\t2\n")
    qtbot.waitUntil(lambda: "Rien n’a été lu" in told.last)
