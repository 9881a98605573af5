"""The sheet of a coordinated proposal and that of the dossiers tied, driven by keys and mouse; the waves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.call_waves import waves_of
from db.queries.links import links
from db.queries.together import members, parts
from db.store import Store
from desktop.flow.decide import decide
from desktop.ui.dossier import DossierView
from desktop.ui.links.dialogs import LinkDialog, RefileDialog
from desktop.ui.links.sheet import LinksSheet
from desktop.ui.together.grid import Grid
from desktop.ui.together.member_dialog import MemberDialog
from desktop.ui.together.money_dialogs import ClauseDialog, FlowDialog, LineDialog
from desktop.ui.together.sheet import TogetherSheet
from desktop.ui.walk import Walk
from desktop.ui.waves.dialog import WavesDialog
from tests import together
from tests.session import funder
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of, on_screen, press

Key = Qt.Key


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied for each test."""
    folder: Path = tmp_path_factory.mktemp("project")
    made = filled(folder)
    together.share(made, together.project(made))
    made.close()
    return folder


@pytest.fixture
def store(tmp_path: Path, base: Path) -> Store:
    shutil.copytree(base, tmp_path, dirs_exist_ok=True)
    return Store(tmp_path / "parvis.db", author="A. Exemple", place="poste-test")


@pytest.fixture
def screen(qtbot: QtBot, store: Store, qapp: QApplication) -> Iterator[DossierView]:
    office = office_of(store)
    with on_screen(qtbot, office) as made:
        yield made
    office.close()


def show(screen: DossierView, store: Store, number: str, name: str) -> QWidget:
    key = queries.find(store.reader, number)
    assert key is not None
    screen.open(key, Walk([key]))
    screen.work.show(name)
    return screen.work.sheets[name]


def project_sheet(screen: DossierView, store: Store) -> TogetherSheet:
    sheet = show(screen, store, "2026-0004", "together")
    assert isinstance(sheet, TogetherSheet)
    return sheet


def said(grid: Grid, row: int, column: int) -> str:
    return str(grid.model_.index(row, column).data() or "").replace("\u00a0", " ").replace("\u202f", " ")


def type_amount(grid: Grid, row: int, column: int, words: str, qtbot: QtBot) -> None:
    grid.setCurrentIndex(grid.model_.index(row, column))
    press(grid, Key.Key_Return)
    field = next(line for line in grid.viewport().findChildren(QLineEdit) if line.isVisible())
    field.selectAll()
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Key.Key_Return)
    QApplication.sendPostedEvents()
    qtbot.waitUntil(lambda: not any(x.isVisible() for x in grid.viewport().findChildren(QLineEdit)))


def dialog(screen: QWidget, kind: type[QWidget]) -> QWidget:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def test_a_dossier_becomes_a_project_and_gains_members(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    sheet = show(screen, store, "2026-0002", "together")
    assert isinstance(sheet, TogetherSheet) and sheet.alone.isVisible()
    qtbot.mouseClick(sheet.found, Qt.MouseButton.LeftButton)
    assert sheet.together.isVisible() and "1 membre" in sheet.about.text()
    assert (
        "Proposition coordonnée, 1 membre" in screen.header.title.accessibleName()
        or screen.whole.members == 1
    )
    sheet.members.add.click()
    asking = dialog(screen, MemberDialog)
    assert isinstance(asking, MemberDialog) and unnamed(asking) == []
    assert not asking.deed.isEnabled()
    qtbot.keyClicks(asking.fields["name"], "Association Les Tilleuls")
    qtbot.keyClicks(asking.fields["task"], "les repas")
    asking.quarters["QN08003M"].setChecked(True)
    asking.deed.click()
    key = queries.find(store.reader, "2026-0002")
    assert key
    assert [(row.name, row.task, row.quarters) for row in members(store.reader, key)][1] == (
        "Association Les Tilleuls", "les repas", "QN08003M",
    )  # fmt: skip
    assert "2 membres" in sheet.about.text() and unnamed(sheet) == []
    screen.office.undo()
    assert len(members(store.reader, key)) == 1, "one gesture, one undo"


def test_what_does_not_balance_is_told_as_it_is_typed(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    sheet = project_sheet(screen, store)
    assert [line.cells[0] for line in sheet.told.rows.lines] == [
        "L’accord de partenariat n’est pas signé par « Association Les Tilleuls », « Collectif du Mercredi » "
        "et « Radio Trottoir d’Essai »."
    ]
    qtbot.keyClick(sheet, Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    grid = sheet.budget.grid
    assert grid.isVisible() and said(grid, 0, 2) == "5 000 €"
    QAbstractItemModelTester(grid.model_)
    type_amount(grid, 0, 2, "5200", qtbot)
    qtbot.waitUntil(lambda: said(grid, 0, 2) == "5 200 €")
    assert "dépassent les produits de 200" in sheet.told.rows.lines[0].cells[0]
    assert said(grid, grid.model_.rowCount() - 1, 2) == "−200 €"
    sheet.budget.flow.click()
    flow = dialog(screen, FlowDialog)
    assert isinstance(flow, FlowDialog) and unnamed(flow) == []
    flow.nature.setCurrentIndex(1)
    flow.amount.set_cents(3_000_00)
    flow.amount.typed.emit(3_000_00)
    flow.deed.click()
    assert any("L1611-4" in line.cells[0] for line in sheet.told.rows.lines)
    sheet.show_part(0)
    sheet.members.clause.click()
    clause = dialog(screen, ClauseDialog)
    assert isinstance(clause, ClauseDialog) and unnamed(clause) == []
    clause.allowed.setChecked(True)
    assert not clause.deed.isEnabled(), "a clause has words"
    clause.words.set_text("Le membre peut reverser 3 000 €")
    clause.words.textChanged.emit()
    clause.deed.click()
    assert not any("L1611-4" in line.cells[0] for line in sheet.told.rows.lines)
    sheet.budget.add.click()
    line = dialog(screen, LineDialog)
    assert isinstance(line, LineDialog) and unnamed(line) == []
    line.reject()


def test_the_split_is_written_when_it_adds_up(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = project_sheet(screen, store)
    sheet.show_part(2)
    part, grid = sheet.split, sheet.split.grid
    assert part.what == "asked" and said(grid, 6, 1) == "✓ le compte y est"
    type_amount(grid, 0, 1, "1600", qtbot)
    qtbot.waitUntil(lambda: said(grid, 6, 1) == "100 € de trop")
    assert not part.save.isEnabled()
    type_amount(grid, 1, 1, "1400", qtbot)
    qtbot.waitUntil(part.save.isEnabled)
    key = sheet.shared.dossier if sheet.shared else b""
    qtbot.keyClick(part.grid, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: {row.asked for row in parts(store.reader, key)} >= {1_600_00, 1_400_00})
    part.rata.click()
    assert {row.asked for row in parts(store.reader, key)} == {1_500_00, 2_250_00}


def test_a_mark_says_who_acts_where(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = project_sheet(screen, store)
    sheet.show_part(3)
    grid = sheet.quarters.grid
    grid.setCurrentIndex(grid.model_.index(2, 1))
    assert said(grid, 2, 1) == "–"
    qtbot.keyClick(grid, Key.Key_Space)
    assert said(grid, 2, 1) == "● oui"
    name = str(grid.model_.index(2, 1).data(Qt.ItemDataRole.AccessibleTextRole))
    assert name.startswith("Collectif du Mercredi, Étouvie")
    assert unnamed(sheet) == []


def test_letters_of_members_are_prepared_from_the_sheet(screen: DossierView, store: Store) -> None:
    sheet = project_sheet(screen, store)
    key = sheet.shared.dossier if sheet.shared else b""
    together.ready(store, key)
    given = {funder(store): 5_000_01, funder(store, "ETAT147"): 3_000_00}
    store.do(decide, dossier=key, outcome="partial", amounts=given)
    screen.refresh(frozenset({"decision"}), frozenset({key}))
    sheet.members.letters.click()
    assert len(queries.letters_of(store.reader, key)) == 4
    assert [line.cells[7] for line in sheet.members.rows.rows.lines] == ["à émettre"] * 4
    sheet.members.agree.click()
    assert len(queries.letters_of(store.reader, key)) == 5


def test_dossiers_are_tied_and_filed_again_from_their_sheet(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    first = queries.find(store.reader, "2026-0001")
    assert first
    store.do(decide, dossier=first, outcome="refused", reasons=["HORS_DEFIS"])
    sheet = show(screen, store, "2026-0001", "links")
    assert isinstance(sheet, LinksSheet) and sheet.none.isVisible()
    sheet.buttons["link"].click()
    asking = dialog(screen, LinkDialog)
    assert isinstance(asking, LinkDialog) and unnamed(asking) == []
    qtbot.keyClicks(asking.number, "2026-0002")
    asking.deed.click()
    assert [row.number for row in links(store.reader, first)] == ["2026-0002"]
    screen.activateWindow()
    sheet.rows.setFocus()
    qtbot.keyClick(sheet.rows, Key.Key_Delete)
    assert links(store.reader, first) == []
    sheet.buttons["again"].click()
    wave = dialog(screen, RefileDialog)
    assert isinstance(wave, RefileDialog) and wave.wave.itemText(0) == "Deuxième vague"
    with qtbot.waitSignal(sheet.place_wanted) as wished:
        wave.deed.click()
    made = queries.find(store.reader, "2026-0005")
    assert made and wished.args == [f"dossier:{made.hex()}"]
    again = show(screen, store, "2026-0005", "links")
    assert isinstance(again, LinksSheet)
    assert "Déjà présenté en première vague (dossier 2026-0001), refusé pour" in again.first.words()
    assert unnamed(again) == []
    again.buttons["compare"].click()
    versions = screen.work.sheets["versions"]
    assert "2026-0001" in versions.before.currentText()  # type: ignore[attr-defined]


def test_the_waves_are_edited_and_checked(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    asking = WavesDialog(screen.office, screen)
    qtbot.addWidget(asking)
    asking.show()
    call = store.reader.execute("SELECT id FROM call WHERE code = 'aap-2026'").fetchone()[0]
    asking.call.setCurrentIndex([row.id for row in asking.calls].index(call))
    assert unnamed(asking) == [] and said(asking.grid, 0, 0) == "Première vague"
    type_amount(asking.grid, 1, 1, "1/12/2026", qtbot)
    qtbot.waitUntil(lambda: any("précède l’ouverture" in line.cells[0] for line in asking.told.rows.lines))
    assert not asking.save.isEnabled()
    type_amount(asking.grid, 1, 1, "1/2/2026", qtbot)
    qtbot.waitUntil(lambda: asking.typed[asking.waves()[1].key] == {"opens_on": date(2026, 2, 1)})
    type_amount(asking.grid, 0, 6, "31/1/2026", qtbot)
    qtbot.waitUntil(lambda: len(asking.typed) == 2)
    assert asking.save.isEnabled()
    asking.save.click()
    first, second, _ = waves_of(store.reader, call)
    assert second.opens_on == date(2026, 2, 1).isoformat() and "renewal=2026-01-31" in first.closings
    asking.close()
