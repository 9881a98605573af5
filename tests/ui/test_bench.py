"""The workbench driven with the keyboard, on a real base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.scenarios import cells, scenarios
from db.store import Store
from desktop.exchange.application import Applicant, BudgetLine
from desktop.flow.decide import decide
from desktop.flow.interests import declare
from desktop.flow.scenarios import make
from desktop.rules.bench import recount
from desktop.ui import theme
from desktop.ui.bench.asking import FaultsDialog, NewScenario, ShareDialog
from desktop.ui.bench.columns import Kind
from desktop.ui.bench.promoting import PromoteDialog
from desktop.ui.bench.tab import BenchTab
from desktop.ui.office import Office
from tests.office import application, bring, made_once, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, app, office_of

HELD = Qt.KeyboardModifier
CTRL, ALT, SHIFT = HELD.ControlModifier, HELD.AltModifier, HELD.ShiftModifier
STATE, METROPOLIS, CITY = "ETAT147", "METROPOLE", "VILLE"


@made_once
def stocked(folder: Path) -> Store:
    opened = open_office(folder)
    budget = [
        BudgetLine("charge", "64", "Personnel", 20_000_00),
        BudgetLine("product", "74etat", "État", 6_000_00, "État, programme 147"),
        BudgetLine("product", "74epci", "Métropole", 4_000_00, "Amiens Métropole"),
    ]
    made = [
        application(f"2650000{n}", asked=10_000_00, cost=20_000_00, budget=budget,
                    applicant=Applicant(name=f"Association {n}", rna=f"W80290000{n}", city="Amiens"))
        for n in range(1, 6)
    ]  # fmt: skip
    bring(opened, *made)
    return opened


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def office(store: Store) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def tab(qtbot: QtBot, store: Store, office: Office) -> BenchTab:
    """An empty scenario of five dossiers, the cursor in the first cell."""
    store.do(make, name="Essai", start="empty")
    return shown(qtbot, office)


def shown(qtbot: QtBot, office: Office) -> BenchTab:
    theme.apply(app(), "light")
    made = BenchTab(office)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    office.changed.connect(made.refresh)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.shown()
    QAbstractItemModelTester(made.model, made)
    return made


def funder(store: Store, code: str) -> bytes:
    return next(row.id for row in queries.funders(store.reader) if row.code == code)


def column(tab: BenchTab, kind: Kind, key: bytes = b"") -> int:
    return next(n for n, one in enumerate(tab.model.columns) if one.kind is kind and one.funder == key)


def at(tab: BenchTab, line: int, key: bytes) -> QModelIndex:
    return tab.model.index(line, column(tab, Kind.FUNDER, key))


def go(tab: BenchTab, line: int, key: bytes) -> None:
    tab.table.cells.setCurrentIndex(at(tab, line, key))


def choose(tab: BenchTab, first: QModelIndex, last: QModelIndex) -> None:
    model = tab.table.cells.selectionModel()
    tab.table.cells.setCurrentIndex(first)
    model.select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)


def editor(tab: BenchTab) -> QLineEdit:
    found = [one for one in tab.table.cells.findChildren(QLineEdit) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def written(store: Store) -> dict[tuple[str, str], int]:
    """The cells of the only scenario, by number and code."""
    numbers = {row.id: row.number for row in queries.list_rows(store.reader, queries.list_ids(store.reader))}
    codes = {row.id: row.code for row in queries.funders(store.reader)}
    [row] = scenarios(store.reader)[:1]
    told = cells(store.reader, row.id)
    return {(numbers[dossier][-1], codes[key]): amount for (dossier, key), amount in told.items()}


def type_in(qtbot: QtBot, tab: BenchTab, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    qtbot.keyClicks(tab.table.cells, text[:1])
    field = editor(tab)
    qtbot.keyClicks(field, text[1:])
    qtbot.keyClick(field, key)


def test_typed_like_a_spreadsheet(qtbot: QtBot, tab: BenchTab, store: Store) -> None:
    go(tab, 0, funder(store, STATE))
    type_in(qtbot, tab, "3000")
    type_in(qtbot, tab, "50%", Qt.Key.Key_Tab)
    type_in(qtbot, tab, "1500,50")
    assert written(store) == {("1", STATE): 3_000_00, ("2", STATE): 3_000_00, ("2", METROPOLIS): 1_500_50}
    assert tab.table.cells.currentIndex() == at(tab, 2, funder(store, METROPOLIS))
    go(tab, 0, funder(store, STATE))
    type_in(qtbot, tab, "+500")
    assert written(store)["1", STATE] == 3_500_00
    go(tab, 0, funder(store, STATE))
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_Delete)
    assert ("1", STATE) not in written(store)
    counted = recount(tab.desk.bench.lines, tab.desk.bench.cells)
    for axis, told in tab.desk.bench.totals.items():
        assert {k: v for k, v in told.items() if v} == {k: v for k, v in counted[axis].items() if v}


def test_totals_move_before_enter_and_come_back_with_escape(
    qtbot: QtBot, tab: BenchTab, store: Store
) -> None:
    go(tab, 0, funder(store, STATE))
    qtbot.keyClicks(tab.table.cells, "9")
    qtbot.keyClicks(editor(tab), "000")
    assert tab.totals.whole.text() == "9\u202f000\u00a0€"
    assert tab.model.index(0, column(tab, Kind.GIVEN)).data() == "9\u202f000\u00a0€"
    assert written(store) == {}, "nothing is written before Enter"
    qtbot.keyClick(editor(tab), Qt.Key.Key_Escape)
    assert tab.totals.whole.text() == "0\u00a0€" and written(store) == {}


def test_what_means_nothing_stays_in_the_field_with_its_reason(
    qtbot: QtBot, tab: BenchTab, store: Store, office: Office
) -> None:
    told = Told(office)
    go(tab, 0, funder(store, STATE))
    qtbot.keyClicks(tab.table.cells, "n")
    field = editor(tab)
    qtbot.keyClicks(field, "euf")
    assert field.property("wrong")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert editor(tab).text() == "neuf" and "n’est pas un montant" in told.last and written(store) == {}
    field.clear()
    qtbot.keyClicks(field, "900")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert written(store) == {("1", STATE): 900_00}


def test_each_edit_is_one_step_and_undo_shows_it(
    qtbot: QtBot, tab: BenchTab, store: Store, office: Office
) -> None:
    go(tab, 0, funder(store, STATE))
    type_in(qtbot, tab, "3000")
    type_in(qtbot, tab, "2000")
    office.undo()
    assert written(store) == {("1", STATE): 3_000_00}
    assert tab.desk.bench.whole == 3_000_00 and tab.totals.whole.text() == "3\u202f000\u00a0€"
    office.redo()
    assert tab.desk.bench.whole == 5_000_00


def test_a_rectangle_goes_to_excel_and_comes_back(qtbot: QtBot, tab: BenchTab, store: Store) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("1 000,00 €\t2,500.50\r\n50%\t\r\n")
    go(tab, 1, funder(store, STATE))
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_V, CTRL)
    pasted = {("2", STATE): 1_000_00, ("2", METROPOLIS): 2_500_50, ("3", STATE): 3_000_00}
    assert written(store) == pasted and store.next_undo()[0] == "Coller (Essai)"
    choose(tab, at(tab, 1, funder(store, STATE)), at(tab, 2, funder(store, METROPOLIS)))
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_C, CTRL)
    assert clipboard.text() == "1000\t2500,50\r\n3000\t\r\n"
    clipboard.setText("700")
    choose(tab, at(tab, 3, funder(store, STATE)), at(tab, 4, funder(store, METROPOLIS)))
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_V, CTRL)
    assert sum(amount == 700_00 for amount in written(store).values()) == 4


def test_nothing_is_half_pasted(qtbot: QtBot, tab: BenchTab, store: Store) -> None:
    QGuiApplication.clipboard().setText("1000\tdeux\n3000\t4000\n" + "5\n" * 4)
    go(tab, 0, funder(store, STATE))
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_V, CTRL)
    dialog = tab.findChild(FaultsDialog)
    assert dialog is not None and written(store) == {}
    said = [line.cells for line in dialog.rows.rows.lines]
    assert said[0] == ("ligne 1, colonne 2", said[0][1]) and "n’est pas un montant" in said[0][1]
    assert "hors du tableau" in said[1][1] and len(said) == 2
    assert unnamed(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_filling_rounding_and_sharing_out(qtbot: QtBot, tab: BenchTab, store: Store, office: Office) -> None:
    told = Told(office)
    state, metropolis = funder(store, STATE), funder(store, METROPOLIS)
    go(tab, 0, state)
    type_in(qtbot, tab, "1234,56")
    choose(tab, at(tab, 0, state), at(tab, 2, state))
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_D, CTRL)
    assert [written(store)[number, STATE] for number in "123"] == [1_234_56] * 3
    choose(tab, at(tab, 0, state), at(tab, 0, metropolis))
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_R, CTRL)
    assert written(store)["1", METROPOLIS] == 1_234_56
    go(tab, 0, state)
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_D, CTRL | ALT)
    assert set(written(store).values()) == {1_200_00}
    assert "total de 4\u202f938,24\u00a0€ à 4\u202f800\u00a0€" in told.last
    choose(tab, at(tab, 0, state), at(tab, 2, state))
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_R, CTRL | ALT)
    dialog = tab.findChild(ShareDialog)
    assert dialog is not None
    dialog.amount.set_cents(1_000_00)
    qtbot.mouseClick(dialog.deed, Qt.MouseButton.LeftButton)
    assert [written(store)[number, STATE] for number in "123"] == [333_34, 333_33, 333_33]


def test_a_closed_or_decided_dossier_is_shown_and_not_typed_in(
    qtbot: QtBot, store: Store, office: Office
) -> None:
    ids = queries.list_ids(store.reader)
    state = funder(store, STATE)
    store.do(declare, dossier=ids[0], nature="Membre du bureau")
    store.do(decide, dossier=ids[1], outcome="partial", amounts={state: 800_00})
    store.do(make, name="Essai", start="empty")
    tab = shown(qtbot, office)
    assert [tab.model.index(n, 0).data() for n in range(5)] == [
        "2026-0003", "2026-0004", "2026-0005", "2026-0001", "2026-0002",
    ]  # fmt: skip
    assert at(tab, 4, state).data() == "800\u00a0€"
    for line in (3, 4):
        go(tab, line, state)
        qtbot.keyClicks(tab.table.cells, "5")
        assert not [one for one in tab.table.cells.findChildren(QLineEdit) if one.isVisible()]
    assert "fermé par un intérêt" in at(tab, 3, state).data(Qt.ItemDataRole.ToolTipRole)
    choose(tab, at(tab, 2, state), at(tab, 4, state))
    QGuiApplication.clipboard().setText("9\n9\n9\n")
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_V, CTRL)
    dialog = tab.findChild(FaultsDialog)
    assert dialog is not None and len(dialog.rows.rows.lines) == 2 and written(store) == {}


def test_sorted_and_filtered_as_the_list_is(qtbot: QtBot, tab: BenchTab, store: Store) -> None:
    state = funder(store, STATE)
    go(tab, 2, state)
    type_in(qtbot, tab, "500")
    for _ in "up", "down":
        tab.sort(column(tab, Kind.FUNDER, state))
    assert tab.model.index(0, 0).data() == "2026-0003"
    qtbot.keyClicks(tab.bar.search, "porteur:association number:2026-0004")
    assert [tab.model.index(n, 0).data() for n in range(tab.model.rowCount())] == ["2026-0004"]
    assert tab.totals.whole.text() == "500\u00a0€", "the totals are those of the whole scenario"
    tab.bar.search.clear()
    assert tab.model.rowCount() == 5
    qtbot.keyClicks(tab.bar.search, "quartierr:nord")
    assert tab.bar.search.property("wrong") and "quartierr" in tab.bar.search.toolTip()
    tab.bar.search.clear()
    assert not tab.bar.search.property("wrong") and tab.model.rowCount() == 5


def test_two_scenarios_row_by_row(qtbot: QtBot, tab: BenchTab, store: Store) -> None:
    state = funder(store, STATE)
    go(tab, 0, state)
    type_in(qtbot, tab, "5000")
    pick(tab.bar.against, "Demandes")
    other = column(tab, Kind.OTHER, state)
    assert tab.model.index(0, other).data() == "6\u202f000\u00a0€  (−1\u202f000\u00a0€)"
    assert tab.model.index(0, column(tab, Kind.GAP)).data() == "−5\u202f000\u00a0€"
    pick(tab.bar.against, "Rien")
    assert all(one.kind is not Kind.OTHER for one in tab.model.columns)


def pick(box: QComboBox, words: str) -> None:
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def test_from_nothing_to_a_proposal_and_back(qtbot: QtBot, store: Store, office: Office) -> None:
    told = Told(office)
    tab = shown(qtbot, office)
    assert tab.empty.isVisible() and "Aucun scénario" in tab.empty.accessibleName()
    tab.scenarios.ask_new()
    dialog = tab.findChild(NewScenario)
    assert dialog is not None
    dialog.query.setText("quartierr:nord")
    qtbot.keyClicks(dialog.name, "Tout")
    dialog.start.setCurrentIndex(1)
    qtbot.mouseClick(dialog.deed, Qt.MouseButton.LeftButton)
    assert "quartierr" in dialog.fault.words() and scenarios(store.reader) == []
    dialog.query.clear()
    with qtbot.waitSignal(office.runner.idle, timeout=10_000):
        qtbot.mouseClick(dialog.deed, Qt.MouseButton.LeftButton)
    assert not tab.empty.isVisible() and tab.desk.bench.whole == 50_000_00
    with qtbot.waitActive(tab):  # no window manager here gives the focus back after a dialog
        tab.activateWindow()
    assert tab.table.cells.hasFocus()
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_P, CTRL | ALT)
    window = tab.findChild(PromoteDialog)
    assert window is not None and "5 dossiers" in window.deed.text() and len(window.rows.rows.lines) == 5
    with qtbot.waitSignal(office.runner.idle, timeout=10_000):
        qtbot.mouseClick(window.deed, Qt.MouseButton.LeftButton)
    assert "5 dossiers portent la proposition" in told.last
    rows = queries.list_rows(store.reader, queries.list_ids(store.reader))
    assert {row.proposed for row in rows} == {10_000_00}
    assert "proposé" in tab.bar.scenarios.currentText()
    office.undo()
    rows = queries.list_rows(store.reader, queries.list_ids(store.reader))
    assert {row.proposed for row in rows} == {None}


def test_renamed_removed_and_brought_back(qtbot: QtBot, tab: BenchTab, store: Store, office: Office) -> None:
    tab.scenarios.ask_rename()
    dialog = tab.findChild(QDialog, "rename")
    assert dialog
    dialog.setTextValue("Autre nom")
    dialog.accept()
    assert tab.bar.scenarios.currentText() == "Autre nom"
    qtbot.keyClick(tab.table.cells, Qt.Key.Key_Delete, CTRL | SHIFT)
    assert tab.empty.isVisible() and scenarios(store.reader) == []
    office.undo()
    assert not tab.empty.isVisible() and tab.bar.scenarios.currentText() == "Autre nom"


def test_a_cell_says_what_it_is(tab: BenchTab) -> None:
    index = at(tab, 0, tab.desk.bench.funders[0])
    words = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "2026-0001, Association 1, État, programme 147\u00a0: vide"
