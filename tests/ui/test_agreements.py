"""The place « Conventions » and the sheet of a dossier, by keys: promise, sign, amend, carry, compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.agreements import agreement, agreements, amendments, commitments, indicators, ledger, tranches
from db.store import Store
from desktop.places import places
from desktop.ui import theme
from desktop.ui.agreements.dialogs import AmendmentForm, ConventionForm, SignForm, SumsForm
from desktop.ui.agreements.forms import Form
from desktop.ui.agreements.papers import AgreementPapers
from desktop.ui.agreements.screen import AgreementsScreen
from desktop.ui.agreements.sheet import ConventionSheet
from desktop.ui.agreements.terms_dialogs import AttachForm, CarryForm, CommitmentForm, IndicatorForm
from desktop.ui.committee.sheet import Sheet, told_of
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.office import Office
from desktop.ui.today.screen import TodayScreen
from tests.office import open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, app, office_of, on_screen, press
from tests.years import SIGNED, asked, convention, funders, granted, paid, report

Key, Held = Qt.Key, Qt.KeyboardModifier
TODAY = dt.date(2026, 9, 1)
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_office(tmp_path)


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    theme.apply(app(), "light")
    made = office_of(store)
    made.places = frozenset(place.name for place in places())
    yield made
    made.close()


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> AgreementsScreen:
    made = AgreementsScreen(office, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(1166, 720)
    office.changed.connect(made.refresh)
    made.show()
    qtbot.waitExposed(made)
    made.shown()
    return made


def dialog(over: QWidget, kind: type[D]) -> D:
    found = [one for one in over.findChildren(kind) if one.isVisible()]
    assert len(found) == 1, found
    return found[0]


def key(widget: QWidget, code: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
    QTest.keyClick(widget, code, held)


def enter(form: Form) -> None:
    form.deed.click()


def test_a_convention_is_opened_promised_and_signed_by_keys(
    screen: AgreementsScreen, office: Office, store: Store
) -> None:
    assert screen.list.empty.isVisible() and unnamed(screen) == []
    asked(store, 1)
    key(screen, Key.Key_N)
    form = dialog(screen, ConventionForm)
    enter(form)
    assert "avec quel porteur" in form.refused.words(), "the form stays open and says why"
    QTest.keyClicks(form.applicant, "Lire en Bas de Chez Soi 26500101 (Amiens)")
    form.name.setText("Projet social")
    form.starts.set_day(dt.date(2024, 1, 1))
    form.ends.set_day(dt.date(2028, 6, 30))
    enter(form)
    assert "4 ans au plus" in form.refused.words() and unnamed(form) == []
    form.ends.set_day(dt.date(2026, 12, 31))
    enter(form)
    (row,) = agreements(office.reader)
    assert screen.key == row.id and row.state == "draft", "it is shown at once"
    key(screen, Key.Key_P)
    sums = dialog(screen, SumsForm)
    by = funders(store)
    for year in (2024, 2025, 2026):
        QTest.keyClicks(sums.sums.fields[year, by["METROPOLE"]], "20000")
    assert unnamed(sums) == []
    enter(sums)
    cells = [row.promised for row in ledger(office.reader, row.id)]
    assert cells == [20_000_00] * 3
    assert store.next_undo()[0] == "Convention CPO-2024-01 : promettre les montants", "one step for all"
    table = screen.detail.register.table
    shown = [table.model().index(0, column).data() for column in range(5)]
    assert shown == ["Promis", *["20\u202f000\u00a0€"] * 3, "60\u202f000\u00a0€"]
    key(screen, Key.Key_S)
    signing = dialog(screen, SignForm)
    signing.when.set_day(SIGNED)
    signing.act.setText("12")
    enter(signing)
    told = agreement(office.reader, row.id)
    assert told is not None and (told.state, told.signed_on) == ("signed", SIGNED.isoformat())
    assert not screen.detail.promises.isVisible() and screen.detail.amend.isVisible()
    key(screen, Key.Key_Escape)
    assert screen.key is None and screen.list.table.hasFocus()


def full(store: Store) -> tuple[bytes, list[bytes]]:
    """A convention in its third year: 2024 reported, 2025 paid in part and late with its report."""
    dossiers = asked(store)
    made = convention(store, dossiers)
    by = funders(store)
    for dossier in dossiers[:2]:
        granted(store, dossier, 20_000_00, 10_000_00)
        store.do(paid, dossier=dossier, funder=by["METROPOLE"], amount=20_000_00)
    store.do(report, dossier=dossiers[0], year=2024, state="accepted", unspent=3_000_00, people=380)
    return made, dossiers


def test_the_list_tells_what_presses_and_filters(
    screen: AgreementsScreen, office: Office, store: Store
) -> None:
    full(store)
    screen.read()
    (line,) = screen.list.table.rows.lines
    assert line.cells[-1] == "se termine dans 3 mois · bilan 2025 en retard depuis le 30/06/2026"
    assert line.cells[4:7] == ("90\u202f000\u00a0€", "60\u202f000\u00a0€", "40\u202f000\u00a0€")
    chips = {chip.code: chip for chip in screen.list.chips._chips}
    chips["over"].click()
    assert screen.list.table.rows.lines == []
    chips["ending"].click()
    assert len(screen.list.table.rows.lines) == 1
    screen.list.words.setText("nulle part")
    assert screen.list.table.rows.lines == []
    screen.list.words.setText("cpo-2024")
    key(screen.list.table, Key.Key_Return)
    assert screen.key is not None and unnamed(screen) == []


def test_what_a_year_left_is_carried_and_an_amendment_written_then_signed(
    screen: AgreementsScreen, office: Office, store: Store
) -> None:
    made, _ = full(store)
    screen.open(made)
    key(screen, Key.Key_R)
    form = dialog(screen, CarryForm)
    form.year.setCurrentIndex(form.year.findData(2024))
    assert sum(form.amounts().values()) == 3_000_00 and unnamed(form) == []
    enter(form)
    assert sum(row.carried for row in ledger(office.reader, made) if row.year == 2025) == 3_000_00
    key(screen, Key.Key_A)
    amend = dialog(screen, AmendmentForm)
    amend.name.setText("Une année de plus")
    amend.ends.set_day(dt.date(2027, 12, 31))
    QTest.keyClicks(amend.sums.fields[2027, funders(store)["METROPOLE"]], "15000")
    enter(amend)
    (row,) = amendments(office.reader, made)
    assert row.state == "draft" and row.ends_on == "2027-12-31"
    key(screen, Key.Key_Tab, Held.ControlModifier)
    key(screen, Key.Key_Tab, Held.ControlModifier)
    assert screen.detail.front == 2
    press(screen.detail.amendments.table, Key.Key_Return)
    again = dialog(screen, AmendmentForm)
    assert again.sums.fields[2027, funders(store)["METROPOLE"]].cents() == 15_000_00
    next(b for b in again.findChildren(type(again.deed)) if "igner" in b.text()).click()
    signing = dialog(screen, SignForm)
    signing.when.set_day(dt.date(2026, 5, 4))
    enter(signing)
    head = agreement(office.reader, made)
    assert head is not None and (head.ends_on, head.promised) == ("2027-12-31", 105_000_00)


def test_engagements_are_judged_and_indicators_counted(
    screen: AgreementsScreen, office: Office, store: Store
) -> None:
    made = convention(store, asked(store), signed=False)
    screen.open(made)
    screen.detail.show_tab(1)
    screen.detail.terms.add.click()
    form = dialog(screen, CommitmentForm)
    form.words.set_text("Ouvrir le samedi")
    assert unnamed(form) == []
    enter(form)
    key(screen, Key.Key_2, Held.AltModifier)
    (row,) = commitments(office.reader, made)
    assert (row.text, row.state) == ("Ouvrir le samedi", "partly")
    screen.detail.terms.count.click()
    count = dialog(screen, IndicatorForm)
    count.name.setText("Habitants accueillis")
    target, reached, _ = count._fields[2025]
    QTest.keyClicks(target, "1250,5")
    QTest.keyClicks(reached, "900")
    assert unnamed(count) == []
    enter(count)
    assert [(r.year, r.target, r.reached) for r in indicators(office.reader, made)] == [(2025, 1250.5, 900)]
    cells = screen.detail.terms.indicators.rows.lines[0].cells
    assert cells[2] == "900 / 1\u202f250,5  (72\u00a0%)"


def test_requests_are_attached_opened_and_detached(
    screen: AgreementsScreen, office: Office, store: Store, qtbot: QtBot
) -> None:
    first, second, _ = dossiers = asked(store)
    made = convention(store, dossiers[:1])
    screen.open(made)
    screen.detail.show_tab(3)
    screen.detail.requests.table.selectRow(1)
    key(screen, Key.Key_D)
    form = dialog(screen, AttachForm)
    assert form.year.currentData() == 2025 and unnamed(form) == []
    form.dossier.setCurrentIndex(
        next(at for at in range(form.dossier.count()) if form.dossier.itemData(at) == second)
    )
    enter(form)
    assert [row.id for row in tranches(office.reader, made)] == [first, second]
    screen.detail.requests.table.selectRow(0)
    with qtbot.waitSignal(office.dossier_wanted) as wanted:
        key(screen.detail.requests.table, Key.Key_Return)
    assert wanted.args is not None and wanted.args[0] == first
    key(screen, Key.Key_D)
    assert [row.id for row in tranches(office.reader, made)] == [second]
    screen.deeds.cancel()
    dialog(screen, ReasonDialog).reject()


def test_its_paper_is_shown_on_its_pages(
    screen: AgreementsScreen, office: Office, store: Store, qtbot: QtBot
) -> None:
    made, _ = full(store)
    screen.open(made)
    key(screen, Key.Key_C)
    papers = screen.deeds.papers
    assert isinstance(papers, AgreementPapers) and papers.menu is not None
    assert len(papers.menu.actions()) == 2, "no amendment is chosen"
    papers.menu.close()
    told = screen.detail.convention
    assert told is not None
    papers.show(told, None)

    def seen() -> bool:
        return papers.maker.dialog is not None and papers.maker.dialog.preview.view() is not None

    qtbot.waitUntil(seen, timeout=15_000)
    assert papers.maker.dialog is not None and "CPO-2024-01" in papers.maker.dialog.windowTitle()
    papers.maker.dialog.reject()
    papers.prepare(told, None)
    assert [row.template for row in queries.outbox(office.reader)] == ["convention_pluriannuelle"]


def test_the_instalment_is_decided_with_everything_in_view(
    qtbot: QtBot, office: Office, store: Store
) -> None:
    made, dossiers = full(store)
    told = Told(office)
    with on_screen(qtbot, office) as view:
        qtbot.waitUntil(view.isActiveWindow)
        view.open(dossiers[2], view.walk)
        key(view, Key.Key_2, Held.ControlModifier | Held.ShiftModifier)
        sheet = view.work.sheets["convention"]
        assert isinstance(sheet, ConventionSheet) and unnamed(sheet) == []
        assert sheet.promised.value.text() == "30\u202f000\u00a0€"
        assert sheet.voted.value.text() == "60\u202f000\u00a0€"
        press(sheet, Key.Key_R)
        head = queries.head(office.reader, dossiers[2])
        assert head is not None and head.proposed == 30_000_00, told.words
        assert not sheet.notice.words(), "what is proposed is what the convention gives"
        press(sheet, Key.Key_V)
        text = " ".join(sheet.page.toPlainText().split())
        assert "Coût de l’action 90 000 € 90 000 € =" in text
        press(sheet, Key.Key_U)
        assert sheet._unfolded
        with qtbot.waitSignal(office.agreement_wanted) as wanted:
            press(sheet, Key.Key_O)
        assert wanted.args == [made]


def test_the_room_of_the_committee_tells_it_too(qtbot: QtBot, office: Office, store: Store) -> None:
    from desktop.flow.convene import convene
    from desktop.flow.order_of_day import make_agenda

    full(store)
    sitting = store.do(convene, name="Comité", held_on=dt.date(2026, 3, 12)).value
    store.do(make_agenda, committee=sitting, query="étape:reçu")
    from db.queries.committee import items

    (row,) = items(office.reader, sitting)
    sheet = Sheet(office)
    qtbot.addWidget(sheet)
    sheet.show_item(row, told_of(office, row), (), ())
    words = " ".join(told_of(office, row).convention)
    assert "La convention promet 30\u202f000\u00a0€ pour 2026" in words
    assert "Années d’avant : voté 60\u202f000\u00a0€, payé 40\u202f000\u00a0€." in words
    assert not sheet.convention.isHidden()


def test_the_morning_leads_to_the_conventions_that_press(qtbot: QtBot, office: Office, store: Store) -> None:
    full(store)
    morning = TodayScreen(office, today=lambda: TODAY)
    qtbot.addWidget(morning)
    morning.show()
    morning.shown()
    qtbot.waitUntil(lambda: not morning.side.agreements.isHidden(), timeout=15_000)
    assert morning.side.agreements.text() == "1 convention à voir"
    end = morning.month.grid.model().events[dt.date(2026, 12, 31)]  # type: ignore[attr-defined]
    assert any("Fin de la convention CPO-2024-01" in event.words for event in end)
    with qtbot.waitSignal(office.place_wanted) as wanted:
        morning.side.agreements.click()
    assert wanted.args == ["agreements"]
    morning.close_down()
