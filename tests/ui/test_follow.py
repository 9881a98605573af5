"""The place « Suivi » by keys: what is paid, what is late, what comes back, deeds over several dossiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.payments import payments
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.pay import plan_payments, record_payment
from desktop.flow.repay import propose_repayment
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.follow.before import BeforeDialog
from desktop.ui.follow.change_deeds import AnswerDialog, ChangeDialog
from desktop.ui.follow.changes_tab import ChangesTab
from desktop.ui.follow.list_tab import FollowTab
from desktop.ui.follow.pay_dialogs import PlanDialog, RecordDialog
from desktop.ui.follow.pay_returned import PaidDialog
from desktop.ui.follow.payments_tab import PaymentsTab
from desktop.ui.follow.repay_deeds import DecideDialog, ReceivedDialog, TitleDialog
from desktop.ui.follow.repayments_tab import RepaymentsTab
from desktop.ui.follow.screen import FollowScreen
from desktop.ui.follow.visit_deeds import VisitDialog
from desktop.ui.follow.visits_tab import VisitsTab
from desktop.ui.office import Office
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, filled, office_of

Key, Held = Qt.Key, Qt.KeyboardModifier
DISPLAY = Qt.ItemDataRole.DisplayRole


@made_once
def stocked(folder: Path) -> Store:
    made = filled(folder)
    funder = next(row.id for row in queries.funders(made.reader) if row.code == "METROPOLE")
    for key in queries.list_ids(made.reader)[:2]:
        made.do(decide, dossier=key, outcome="granted", amounts={funder: 9_000_00})
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
def screen(office: Office, qtbot: QtBot) -> Iterator[FollowScreen]:
    made = FollowScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.shown()
    quiet(made, qtbot)
    yield made
    made.close_down()


def quiet(screen: FollowScreen, qtbot: QtBot) -> None:
    """Until the tab in front has read what was written."""
    tab = screen.tab(screen._front)
    assert isinstance(tab, FollowTab)
    qtbot.waitUntil(lambda: not tab.reading and not tab._again)


def tab_of(screen: FollowScreen, qtbot: QtBot, name: str = "payments") -> FollowTab:
    screen.show_tab(name)
    tab = screen.tab(name)
    assert isinstance(tab, FollowTab)
    quiet(screen, qtbot)
    return tab


def press(
    screen: FollowScreen, tab: FollowTab, qtbot: QtBot, key: Qt.Key, held: Held = Held.NoModifier
) -> None:
    """A key, the screen in front again after a dialog."""
    screen.activateWindow()
    tab.table.setFocus()
    qtbot.waitUntil(screen.isActiveWindow)
    qtbot.keyClick(tab.table, key, held)


def words(of: QWidget) -> str:
    return " ".join(label.text() for label in of.findChildren(QLabel))


def states(store: Store) -> list[str]:
    return sorted(row.state for row in payments(store.reader))


def test_payments_from_nothing_to_paid_by_keys(
    screen: FollowScreen, office: Office, store: Store, qtbot: QtBot
) -> None:
    tab = tab_of(screen, qtbot)
    assert isinstance(tab, PaymentsTab) and tab.state.isVisible() and not tab.record.isEnabled()
    press(screen, tab, qtbot, Key.Key_P)
    plan = tab.findChild(PlanDialog)
    assert plan is not None and "2 dossiers sans versement prévu" in words(plan)
    plan.way.setCurrentIndex(1)
    plan.deed.click()
    quiet(screen, qtbot)
    assert states(store) == ["planned"] * 4 and not tab.state.isVisible()
    tab.table.selectAll()
    press(screen, tab, qtbot, Key.Key_D)
    before = tab.findChild(BeforeDialog)
    assert before is not None and len(before.rows.rows.lines) == 4  # not notified, nothing signed
    before.deed.click()
    quiet(screen, qtbot)
    assert states(store) == ["held"] * 4
    press(screen, tab, qtbot, Key.Key_R)
    quiet(screen, qtbot)
    assert states(store) == ["planned"] * 4
    tab.table.selectRow(0)
    press(screen, tab, qtbot, Key.Key_N)
    record = tab.findChild(RecordDialog)
    assert record is not None
    qtbot.keyClicks(record.order, "1204")
    record.deed.click()
    quiet(screen, qtbot)
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
    tab = tab_of(screen, qtbot)
    assert isinstance(tab, PaymentsTab)
    press(screen, tab, qtbot, Key.Key_P)
    plan = tab.findChild(PlanDialog)
    assert plan is not None
    plan.deed.click()
    quiet(screen, qtbot)
    QAbstractItemModelTester(tab.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    press(screen, tab, qtbot, Key.Key_F, Held.ControlModifier)
    qtbot.keyClicks(tab.search, "jardins")
    assert len(tab.kept) == 1
    press(screen, tab, qtbot, Key.Key_Delete)
    why = tab.findChild(ReasonDialog)
    assert why is not None and not why.deed.isEnabled()
    why.reason.set_text("Action abandonnée")
    why.deed.click()
    quiet(screen, qtbot)
    assert states(store) == ["cancelled", "planned"]
    tab.chips.choose(["paid"])
    tab.show_rows()
    assert tab.state.isVisible()
    tab.state.action_wanted.emit()
    assert len(tab.kept) == 2 and unnamed(screen) == []


def test_the_table_of_the_finance_service_is_shown_before_it_is_taken(
    screen: FollowScreen, office: Office, store: Store, qtbot: QtBot
) -> None:
    tab = tab_of(screen, qtbot)
    assert isinstance(tab, PaymentsTab)
    press(screen, tab, qtbot, Key.Key_P)
    plan = tab.findChild(PlanDialog)
    assert plan is not None
    plan.deed.click()
    quiet(screen, qtbot)
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
    quiet(screen, qtbot)
    assert states(store) == ["paid", "planned"]
    told = Told(office)
    tab.pay.read("a\tb\n1\t2\n")
    qtbot.waitUntil(lambda: "Rien n’a été lu" in told.last)


def dossier(store: Store) -> bytes:
    return queries.list_ids(store.reader)[0]


def test_a_change_is_noted_then_granted(screen: FollowScreen, store: Store, qtbot: QtBot) -> None:
    tab = tab_of(screen, qtbot, "changes")
    assert isinstance(tab, ChangesTab) and tab.state.isVisible()
    press(screen, tab, qtbot, Key.Key_N)
    which = tab.findChild(QInputDialog)
    assert which is not None
    which.setTextValue(queries.head(store.reader, dossier(store)).number)  # type: ignore[union-attr]  # it is there
    which.accept()
    asked = tab.findChild(ChangeDialog)
    assert asked is not None and not asked.deed.isEnabled() and not asked.amount.isVisible()
    asked.kind.setCurrentIndex(asked.kind.findData("amount"))
    asked.reason.set_text("Moins de séances")
    qtbot.keyClicks(asked.amount, "12000")
    assert not asked.deed.isEnabled() and "ne s’augmente pas" in asked.told.text()
    asked.amount.clear()
    qtbot.keyClicks(asked.amount, "6000")
    asked.deed.click()
    quiet(screen, qtbot)
    press(screen, tab, qtbot, Key.Key_A)
    answer = tab.findChild(AnswerDialog)
    assert answer is not None and "de 9" in words(answer)
    answer.deed.click()
    quiet(screen, qtbot)
    assert [line.cells[0] for line in tab.table.rows.lines] == ["Accordé"]
    assert queries.head(store.reader, dossier(store)).voted == 6_000_00  # type: ignore[union-attr]  # it is there
    assert [row.template for row in queries.outbox(store.reader)] == ["changement_accorde"]


def test_a_visit_with_its_photograph(
    screen: FollowScreen, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    Image.new("RGB", (60, 40), "green").save(tmp_path / "place.jpg")
    tab = tab_of(screen, qtbot, "visits")
    assert isinstance(tab, VisitsTab)
    tab.visit.choose = lambda _over: [tmp_path / "place.jpg"]
    tab.visit.note(dossier(store))
    form = tab.findChild(VisitDialog)
    assert form is not None
    qtbot.keyClicks(form.place, "Square du Lac")
    qtbot.keyClicks(form.present, "23")
    form.photos.click()
    form.deed.click()
    quiet(screen, qtbot)
    cells = tab.table.rows.lines[0].cells
    assert cells[0] == "Faite" and cells[4:7] == ("Square du Lac", "23", "1")
    press(screen, tab, qtbot, Key.Key_Delete)
    quiet(screen, qtbot)
    assert tab.rows == [] and tab.state.isVisible()


def test_money_to_come_back_is_decided_asked_and_received(
    screen: FollowScreen, store: Store, qtbot: QtBot
) -> None:
    key = dossier(store)
    store.do(plan_payments, dossier=key)
    row = payments(store.reader)[0]
    store.do(record_payment, payment=row.id, paid_on=dt.date.today(), order_number="7")
    store.do(propose_repayment, dossier=key, funder=row.funder_id, amount=500_00, reason="Part non employée")
    tab = tab_of(screen, qtbot, "repayments")
    assert isinstance(tab, RepaymentsTab)
    press(screen, tab, qtbot, Key.Key_D)
    decide = tab.findChild(DecideDialog)
    assert decide is not None
    decide.kind.setCurrentIndex(1)
    assert not decide.deed.isEnabled()  # kept: it wants a reason
    decide.kind.setCurrentIndex(0)
    decide.deed.click()
    quiet(screen, qtbot)
    press(screen, tab, qtbot, Key.Key_T)
    title = tab.findChild(TitleDialog)
    assert title is not None
    qtbot.keyClicks(title.number, "T-12")
    title.deed.click()
    quiet(screen, qtbot)
    press(screen, tab, qtbot, Key.Key_N)
    back = tab.findChild(ReceivedDialog)
    assert back is not None
    back.amount.clear()
    qtbot.keyClicks(back.amount, "200")
    back.deed.click()
    quiet(screen, qtbot)
    assert tab.table.rows.lines[0].cells[0] == "Reçu en partie" and unnamed(screen) == []
    assert "à recevoir 300" in status(tab)
