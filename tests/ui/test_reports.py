"""Reports by keys: the tab « Bilans », files read in, the sheet of a dossier from plan to acceptance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.queries import reports as rows
from db.queries.payments import payments_of
from db.store import Store
from desktop.flow.reports import receive_report
from desktop.ui.dossier import DossierView
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.follow.before import BeforeDialog
from desktop.ui.follow.screen import FollowScreen
from desktop.ui.office import Office
from desktop.ui.reports import grid
from desktop.ui.reports.dialogs import AcceptDialog, ExtendDialog, ReturnDialog
from desktop.ui.reports.read_dialog import ReadDialog
from desktop.ui.reports.sheet import ReportSheet
from desktop.ui.reports.tab import ReportsTab
from desktop.ui.walk import Walk
from tests.exchange import report_forms as forms
from tests.office import application, bring, made_once, open_office
from tests.reporting import grant, told
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, office_of

Key = Qt.Key
LATE = dt.date(2027, 7, 15)
DISPLAY = Qt.ItemDataRole.DisplayRole


@made_once
def stocked(folder: Path) -> Store:
    made = open_office(folder)
    for intake in bring(made, application(), application("26500002")):
        grant(made, intake.dossier)
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
def tab(office: Office, qtbot: QtBot) -> Iterator[ReportsTab]:
    screen = FollowScreen(office)
    office.changed.connect(screen.refresh)
    qtbot.addWidget(screen)
    screen.resize(1170, 740)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.shown()
    screen.show_tab("reports")
    found = screen.tab("reports")
    assert isinstance(found, ReportsTab)
    found.today = lambda: LATE
    found.read()
    qtbot.waitUntil(lambda: bool(found.rows) and not found.reading)
    yield found
    screen.close_down()


@pytest.fixture
def sheet(office: Office, store: Store, qtbot: QtBot) -> Iterator[ReportSheet]:
    view = DossierView(office)
    office.changed.connect(view.refresh)
    qtbot.addWidget(view)
    view.resize(1280, 760)
    view.show()
    key = rows.reports(store.reader)[0].dossier_id
    view.open(key, Walk.alone(key))
    office.sheet_wanted.emit("report")
    made = view.work.sheets["report"]
    assert isinstance(made, ReportSheet)
    yield made
    view.close_down()


def words(of: QWidget) -> str:
    return " ".join(label.text() for label in of.findChildren(QLabel))


def first(store: Store) -> rows.ReportRow:
    return rows.reports(store.reader)[0]


def test_late_reports_are_reminded_of_together(tab: ReportsTab, store: Store, qtbot: QtBot) -> None:
    QAbstractItemModelTester(tab.table.model())
    assert [tab.table.model().index(row, 0).data(DISPLAY) for row in range(2)] == ["En retard"] * 2
    qtbot.keyClick(tab.table, Key.Key_R)
    before = tab.findChild(BeforeDialog)
    assert before is not None and "2 premières relances" in words(before)
    before.deed.click()
    letters = [r for r in queries.outbox(store.reader) if r.template == "relance_bilan"]
    assert len(letters) == 2
    qtbot.waitUntil(lambda: tab.table.model().index(0, 7).data(DISPLAY) == "lettre à émettre")
    assert unnamed(tab) == []


def test_a_mail_is_copied_then_noted(tab: ReportsTab, store: Store, qtbot: QtBot) -> None:
    qtbot.keyClick(tab.table, Key.Key_C)
    assert "relance" in QGuiApplication.clipboard().text().lower()
    qtbot.keyClick(tab.table, Key.Key_N)
    assert sorted(row.reminders for row in rows.reports(store.reader)) == [0, 1]


def test_files_are_shown_before_they_are_taken(
    tab: ReportsTab, store: Store, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    number = first(store).number
    good = forms.report(tmp_path / "bilan.pdf", "named", {"number": number})
    lost = forms.report(
        tmp_path / "autre.pdf", "bare", {"number": "", "title": "Autre", "applicant": "Autre"}
    )
    bad = tmp_path / "faux.pdf"
    bad.write_bytes(b"%PDF-1.4 rien")
    tab.deeds_of.read([good, lost, bad])
    qtbot.waitUntil(lambda: tab.findChild(ReadDialog) is not None)
    shown = tab.findChild(ReadDialog)
    assert shown is not None and "faux.pdf" in shown.notice.words()
    assert shown.rows.model().index(0, 3).data(DISPLAY).startswith(number)
    assert shown.rows.model().index(1, 0).data(DISPLAY) == "À laisser"
    assert shown.take.text() == "&Prendre 1 bilan" and rows.reports(store.reader)[0].state == "awaited"
    shown.take.click()
    taken = next(row for row in rows.reports(store.reader) if row.number == number)
    assert (taken.state, taken.origin) == ("received", "cerfa") and taken.piece_id is not None
    assert unnamed(shown) == []


def test_nothing_readable_is_told_and_nothing_is_shown(
    tab: ReportsTab, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    said = Told(office)
    (tmp_path / "vide.csv").write_bytes(b"")
    tab.deeds_of.read([tmp_path / "vide.csv"])
    qtbot.waitUntil(lambda: "est vide" in said.last)
    assert tab.findChild(ReadDialog) is None


def test_a_report_is_typed_in_beside_the_plan_and_accepted(
    sheet: ReportSheet, store: Store, qtbot: QtBot
) -> None:
    QAbstractItemModelTester(sheet.lines)
    QAbstractItemModelTester(sheet.counts)
    assert not sheet.send_back.isEnabled()
    sheet.key_in.click()
    assert first(store).state == "received" and not sheet.key_in.isEnabled()
    for row in range(sheet.lines.rowCount()):
        planned = sheet.lines.rows[row].values[grid.FORECAST]
        if not sheet.lines.rows[row].strong:
            done = planned if sheet.lines.rows[row].what.side == "product" else planned - 9_000_00
            sheet.lines.setData(sheet.lines.index(row, grid.DONE), done)
            qtbot.waitUntil(lambda row=row, done=done: sheet.lines.rows[row].values[grid.DONE] == done)
    assert any(remark.code == "gap" for remark in sheet.view.remarks)  # type: ignore[union-attr]
    said = Told(sheet._office)
    sheet.accept.click()
    assert "à expliquer" in said.last and sheet.findChild(AcceptDialog) is None
    sheet.explain.click()
    why = sheet.findChild(ReasonDialog)
    assert why is not None
    why.reason.set_text("Un poste vacant.")
    why.deed.click()
    sheet.accept.click()
    asked = sheet.findChild(AcceptDialog)
    assert asked is not None and "9\u202f000\u00a0€" in asked.unspent.text()
    asked.unspent.set_cents(1_200_00)
    asked.deed.click()
    row = first(store)
    assert (row.state, row.outcome, row.unspent) == ("accepted", "done", 1_200_00)
    assert sheet.reopen.isVisibleTo(sheet) and not sheet.lines.writable


def test_what_was_not_used_is_proposed_as_a_repayment(sheet: ReportSheet, store: Store) -> None:
    from desktop.flow.pay import plan_payments, record_payment

    dossier = first(store).dossier_id
    store.do(plan_payments, dossier=dossier)
    for row in payments_of(store.reader, dossier):
        store.do(record_payment, payment=row.id, paid_on=dt.date(2026, 5, 4), order_number="M-12")
    store.do(receive_report, report=first(store).id, told=told(why="Un poste vacant."))
    sheet._office.changed.emit(frozenset({"report", "payment"}), frozenset({dossier}))
    sheet.accept.click()
    asked = sheet.findChild(AcceptDialog)
    assert asked is not None
    asked.unspent.set_cents(1_000_00)
    asked.letter.setChecked(True)
    asked.deed.click()
    before = sheet.findChild(BeforeDialog)
    assert before is not None and "1\u202f000\u00a0€ à reverser" in words(before)
    before.deed.click()
    found = store.reader.execute("SELECT amount, state FROM repayment").fetchall()
    assert found == [(1_000_00, "draft")]
    assert "bilan_accepte" in {row.template for row in queries.outbox(store.reader)}


def test_people_and_texts_are_written_beside_what_was_asked(
    sheet: ReportSheet, store: Store, qtbot: QtBot
) -> None:
    report = first(store)
    sheet.key_in.click()
    sheet.counts.setData(sheet.counts.index(1, 4), 12)
    qtbot.waitUntil(lambda: sheet.counts.rows[1].values[4] == 12)
    sheet.counts.setData(sheet.counts.index(1, 5), 8)
    qtbot.waitUntil(lambda: sheet.counts.rows[-1].values[6] == 20)
    sheet.counts.setData(sheet.counts.index(1, 3), 30)
    qtbot.waitUntil(lambda: sheet.counts.rows[1].values[3] == 30)
    assert sheet.counts.rows[1].values[7] == "67\u00a0%"
    sheet.pages.setCurrentIndex(2)
    sheet.texts.which.setCurrentIndex(4)
    sheet.texts.which.activated.emit(4)
    assert "séances de lecture" in sheet.texts.asked.toPlainText()
    sheet.texts.body.set_text("Recruter plus tôt.")
    sheet.texts.written.emit("improve", "Recruter plus tôt.")
    assert rows.report_texts(store.reader, report.id) == {"improve": "Recruter plus tôt."}
    assert unnamed(sheet) == []


def test_a_report_is_sent_back_and_an_action_prolonged(sheet: ReportSheet, store: Store) -> None:
    store.do(receive_report, report=first(store).id, told=told(personnel=20_000_00))
    sheet._office.changed.emit(frozenset({"report"}), frozenset({first(store).dossier_id}))
    sheet.send_back.click()
    back = sheet.findChild(ReturnDialog)
    assert back is not None and "à expliquer" in back.why.text()
    back.deed.click()
    assert first(store).state == "returned"
    sheet.extend.click()
    more = sheet.findChild(ExtendDialog)
    assert more is not None and not more.deed.isEnabled()
    more.end.set_day(dt.date(2027, 3, 31))
    more.why.set_text("Travaux.")
    more.deed.click()
    assert store.reader.execute("SELECT kind, ends_on FROM change_request").fetchall() == [
        ("dates", "2027-03-31")
    ]


def test_a_report_prints_with_its_verdict(sheet: ReportSheet, store: Store) -> None:
    from desktop.flow.report_paper import report_paper
    from tests.flow.test_report_reminders import text_of

    store.do(receive_report, report=first(store).id, told=told(why="Un poste vacant."))
    printed = text_of(report_paper(store.reader, first(store).id, LATE))
    assert (
        "Un poste vacant." in printed
        and "Prévu et réalisé" in printed
        and "rien n’est encore arrêté" in printed
    )
