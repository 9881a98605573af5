"""The place « Enveloppes » by keys and mouse: what is left, dialogs, refusals, the dossiers of a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.filters import where
from db.queries.money import places
from db.store import Store
from desktop.flow.allocate import choose_envelope, make_envelope
from desktop.flow.decide import decide
from desktop.flow.instruct import propose
from desktop.rules.query import parse, to_tree
from desktop.ui.money.carry_dialog import CarryDialog
from desktop.ui.money.envelope_dialog import EnvelopeDialog
from desktop.ui.money.envelope_table import BAR, LEFT, NAME
from desktop.ui.money.envelopes_tab import EnvelopesTab
from desktop.ui.money.picking import pick
from desktop.ui.money.placing import PlacingDialog
from desktop.ui.money.screen import MoneyScreen
from desktop.ui.office import Office
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of

Key = Qt.Key
DISPLAY, SPOKEN = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole


@made_once
def stocked(folder: Path) -> Store:
    made = filled(folder)
    keys, funder = queries.list_ids(made.reader), metropole(made)
    made.do(propose, dossier=keys[0], amounts={funder: 3_000_00})
    made.do(decide, dossier=keys[1], outcome="partial", amounts={funder: 2_000_00})
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


def metropole(store: Store) -> bytes:
    return next(row.id for row in queries.funders(store.reader) if row.code == "METROPOLE")


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> Iterator[MoneyScreen]:
    made = MoneyScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.shown()
    quiet(qtbot, tab_of(made))
    yield made
    made.close_down()


def tab_of(screen: MoneyScreen) -> EnvelopesTab:
    found = screen.tab("envelopes")
    assert isinstance(found, EnvelopesTab)
    return found


def quiet(qtbot: QtBot, tab: EnvelopesTab) -> None:
    qtbot.waitUntil(lambda: tab._known and not tab._reading, timeout=10_000)


def words(tab: EnvelopesTab) -> list[str]:
    return [line.words for line in tab.table.rows.lines]


def choose(tab: EnvelopesTab, said: str, funder: str = "Amiens Métropole") -> int:
    """Put the cursor on the line of a funder that says this."""
    place = next(
        n for n, line in enumerate(tab.table.rows.lines)
        if line.row is not None and line.row.funder == funder and said in line.words
    )  # fmt: skip
    tab.table.selectRow(place)
    return place


def test_each_line_says_what_is_taken_and_left(screen: MoneyScreen) -> None:
    tab = tab_of(screen)
    place = choose(tab, "Première vague")
    row = tab.table.current()
    assert row is not None and (row.engaged, row.proposed) == (2_000_00, 3_000_00)
    model = tab.table.rows
    assert model.index(place, LEFT).data(DISPLAY) == "445\u202f000\u00a0€"
    spoken = model.index(place, BAR).data(SPOKEN)
    assert "engagé" in spoken and "proposé" in spoken and "2026 · Première vague" in spoken
    whole = next(line for line in model.lines if line.words == "Total du contrat")
    shown = [line.row for line in model.lines if line.row is not None]
    assert whole.left == sum(r.left for r in shown) and whole.amount == sum(r.amount for r in shown)
    assert "reste 445" in tab.note.text()
    assert unnamed(screen) == []
    QAbstractItemModelTester(model)


def test_enter_shows_the_dossiers_that_count_there(screen: MoneyScreen, office: Office, qtbot: QtBot) -> None:
    tab = tab_of(screen)
    choose(tab, "Première vague")
    with qtbot.waitSignal(office.list_wanted) as heard:
        qtbot.keyClick(tab.table, Key.Key_Return)
    (query,) = heard.args
    assert where(to_tree(parse(query)))[0]
    found = queries.list_ids(office.reader, to_tree(parse(query)))
    assert sorted(found) == sorted(queries.list_ids(office.reader)[:2])


def test_an_envelope_is_added_and_taken_back(screen: MoneyScreen, office: Office, qtbot: QtBot) -> None:
    tab = tab_of(screen)
    before = words(tab)
    qtbot.mouseClick(tab.add, Qt.MouseButton.LeftButton)
    dialog = tab.findChild(EnvelopeDialog)
    assert dialog is not None and unnamed(dialog) == []
    qtbot.keyClick(dialog, Key.Key_Return)
    assert "montant voté" in dialog.refused.words()
    dialog.funder.setCurrentText("Ville d’Amiens")
    dialog.quarter.setCurrentText("Étouvie")
    dialog.name.setText("Fonds d’initiative")
    qtbot.keyClicks(dialog.amount, "12000")
    qtbot.keyClick(dialog, Key.Key_Return)
    qtbot.waitUntil(lambda: "Fonds d’initiative · 2026 · Étouvie" in words(tab), timeout=10_000)
    current = tab.table.current()
    assert current is not None and current.title == "Fonds d’initiative"
    office.undo()
    qtbot.waitUntil(lambda: words(tab) == before, timeout=10_000)


def test_a_refusal_is_said_in_the_dialog_which_stays(screen: MoneyScreen, qtbot: QtBot) -> None:
    tab = tab_of(screen)
    choose(tab, "Deuxième vague", "Ville d’Amiens")
    before = tab.table.current()
    tab.ask_change()
    dialog = tab.findChild(EnvelopeDialog)
    assert dialog is not None
    assert (dialog.funder.currentText(), dialog.wave.currentText()) == ("Ville d’Amiens", "Deuxième vague")
    assert dialog.amount.cents() == 40_000_00
    dialog.reserve.set_cents(900_000_00)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "La réserve" in dialog.refused.words() and dialog.isVisible()
    dialog.reserve.set_cents(5_000_00)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (row := tab.table.current()) is not None and row.reserve == 5_000_00)
    assert before is not None and tab.table.current() == before._replace(reserve=5_000_00)


def test_too_much_is_told_in_words(screen: MoneyScreen, office: Office, qtbot: QtBot) -> None:
    tab = tab_of(screen)
    dossier = queries.list_ids(office.reader)[2]
    office.do(propose, dossier=dossier, amounts={metropole(office.store): 500_000_00})
    qtbot.waitUntil(lambda: any(line.left < 0 for line in tab.table.rows.lines), timeout=10_000)
    place = choose(tab, "Première vague")
    assert "dépassée de 55\u202f000\u00a0€" in tab.table.rows.index(place, BAR).data(SPOKEN)
    assert "dépassée de 55\u202f000\u00a0€" in tab.note.text()
    assert not tab.carry.isEnabled()


def test_what_is_left_is_carried_over(screen: MoneyScreen, qtbot: QtBot) -> None:
    tab = tab_of(screen)
    choose(tab, "Première vague")
    tab.ask_carry()
    dialog = tab.findChild(CarryDialog)
    assert dialog is not None and dialog.amount.cents() == 445_000_00 and unnamed(dialog) == []
    second = next(n for n in range(dialog.target.count()) if "Deuxième" in dialog.target.itemText(n))
    dialog.target.setCurrentIndex(second)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (row := tab.table.current()) is not None and row.left == 0, timeout=10_000)
    choose(tab, "Deuxième vague")
    row = tab.table.current()
    assert row is not None and row.carried == 445_000_00


def test_an_envelope_with_amounts_placed_by_hand_is_not_removed(
    screen: MoneyScreen, office: Office, qtbot: QtBot
) -> None:
    tab, funder = tab_of(screen), metropole(office.store)
    told = {"funder_id": funder, "year": 2026, "amount": 1_000_00, "title": "Urgence"}
    made = office.do(make_envelope, told=told)
    assert made is not None
    dossier = queries.list_ids(office.reader)[0]
    office.do(choose_envelope, dossier=dossier, funder=funder, envelope=made.value)
    qtbot.waitUntil(lambda: "Urgence · 2026" in words(tab), timeout=10_000)
    quiet(qtbot, tab)
    choose(tab, "Urgence")
    with qtbot.waitSignal(office.told) as heard:
        qtbot.keyClick(tab.table, Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert "à la main" in heard.args[0] and "Urgence · 2026" in words(tab)


def test_the_envelopes_of_a_dossier_are_chosen_by_hand(office: Office, qtbot: QtBot) -> None:
    dossier, funder = queries.list_ids(office.reader)[0], metropole(office.store)
    told = {"funder_id": funder, "year": 2026, "amount": 1_000_00, "title": "Urgence"}
    north = {**told, "title": "Nord", "quarter_id": office.quarters[2].id}
    made = [office.do(make_envelope, told=each) for each in (told, north)]
    over = QWidget()
    qtbot.addWidget(over)
    over.show()
    dialog = PlacingDialog(office, over, dossier)
    dialog.open()
    assert unnamed(dialog) == []
    combo = dialog.choices[funder]
    assert combo.currentText() == "Selon la règle\u00a0: 2026 · Première vague"
    assert made[0] is not None and made[1] is not None
    pick(combo, made[1].value)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert "ne concerne pas" in dialog.refused.words() and dialog.isVisible()
    pick(combo, made[0].value)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    (place,) = [row for row in places(office.reader, dossier) if row.funder_id == funder]
    assert (place.envelope_id, place.chosen) == (made[0].value, True)


def test_filters_choose_the_lines_and_their_sums(screen: MoneyScreen, qtbot: QtBot) -> None:
    tab = tab_of(screen)
    chooser = tab.chooser
    chooser.year.setCurrentText("2026")
    chooser.year.activated.emit(chooser.year.currentIndex())
    assert not any("2024" in said for said in words(tab))
    chooser.quarter.setCurrentIndex(1)
    chooser.quarter.activated.emit(1)
    assert words(tab) == [] and tab.state.isVisible()
    tab.state.action_wanted.emit()
    assert any("2024" in said for said in words(tab)) and not tab.state.isVisible()


def test_without_any_envelope_the_screen_says_what_to_do(
    store: Store, qapp: QApplication, qtbot: QtBot
) -> None:
    with store.write_raw() as connection:
        connection.execute("DELETE FROM envelope")
    for key in queries.list_ids(store.reader)[:1]:
        store.do(propose, dossier=key, amounts={})
    office = office_of(store)
    screen = MoneyScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown()
    tab = tab_of(screen)
    quiet(qtbot, tab)
    choose(tab, "Hors enveloppe")
    assert tab.table.rows.index(tab.table.currentIndex().row(), NAME).data(DISPLAY).strip() == (
        "Hors enveloppe · 2026 · Première vague"
    )
    assert "aucune enveloppe" in tab.note.text() and not tab.edit.isEnabled()
    screen.close_down()
    office.close()
