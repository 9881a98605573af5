"""The sheet of the financing plan, edited in place by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.funding import funding_lines
from db.store import Store
from desktop.ui.dossier import DossierView
from desktop.ui.fields import MoneyField
from desktop.ui.funding.sheet import FundingSheet
from desktop.ui.funding.table import ASKED, NAME, STATUS
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of, on_screen, type_words

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


def sheet_of(screen: DossierView) -> FundingSheet:
    screen.work.show("funding")
    sheet = screen.work.sheets["funding"]
    assert isinstance(sheet, FundingSheet)
    return sheet


def cell(sheet: FundingSheet, row: int, column: int) -> str:
    return str(sheet.model.index(row, column).data() or "").replace("\u00a0", " ").replace("\u202f", " ")


def editor(sheet: FundingSheet) -> QLineEdit:
    found = sheet.table.viewport().findChildren(QLineEdit)
    return next(line for line in found if line.isVisible())


def test_the_plan_of_the_budget_is_shown_with_its_figures(screen: DossierView) -> None:
    sheet = sheet_of(screen)
    assert screen.notebook.isHidden(), "the plan takes the width"
    assert [cell(sheet, row, NAME) for row in range(3)] == [
        "État, programme 147", "Ville d’Amiens", "Ajouter un financeur…",
    ]  # fmt: skip
    assert cell(sheet, 0, ASKED) == "12 000 €" and "Lu dans le budget" in sheet.note.text()
    assert sheet.gap.value.text().replace("\u202f", " ").replace("\u00a0", " ") == "0 €"
    assert unnamed(sheet) == []
    QAbstractItemModelTester(sheet.model)


def test_one_key_says_the_answer_and_the_consequences_move(
    screen: DossierView, store: Store, qtbot: QtBot
) -> None:
    sheet = sheet_of(screen)
    qtbot.keyClick(sheet.table, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert cell(sheet, 0, STATUS) == "refusé"
    assert any("a refusé" in line.cells[0] for line in sheet.follows.rows.lines)
    assert "Il manque" in screen.outline.sheets["funding"].toolTip()
    screen.office.undo()
    assert (
        cell(sheet, 0, STATUS) == "demandé"
        and funding_lines(store.reader, queries.list_ids(store.reader)[0]) == []
    )


def test_an_amount_is_written_in_place(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = sheet_of(screen)
    sheet.table.setCurrentIndex(sheet.model.index(0, ASKED))
    qtbot.keyClick(sheet.table, Key.Key_F2)
    field = editor(sheet)
    assert isinstance(field, MoneyField)
    qtbot.keyClicks(field, "9 500")
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: cell(sheet, 0, ASKED) == "9 500 €")
    row = funding_lines(store.reader, queries.list_ids(store.reader)[0])[0]
    assert row.asked == 9_500_00
    assert any("Il manque 2" in line.cells[0] for line in sheet.follows.rows.lines)


def test_what_is_no_amount_changes_nothing(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = sheet_of(screen)
    sheet.table.setCurrentIndex(sheet.model.index(0, ASKED))
    qtbot.keyClick(sheet.table, Key.Key_F2)
    field = editor(sheet)
    qtbot.keyClicks(field, "beaucoup")
    sheet.table.setCurrentIndex(sheet.model.index(0, STATUS))  # elsewhere: the field is left
    assert cell(sheet, 0, ASKED) == "12 000 €"
    assert funding_lines(store.reader, queries.list_ids(store.reader)[0]) == []


def test_a_funder_is_added_and_removed(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = sheet_of(screen)
    qtbot.mouseClick(sheet.add, Qt.MouseButton.LeftButton)
    field = editor(sheet)
    type_words(field, "Fondation du Quartier")
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: cell(sheet, 2, NAME) == "Fondation du Quartier")
    sheet.table.setCurrentIndex(sheet.model.index(2, NAME))
    qtbot.keyClick(sheet.table, Key.Key_Delete)
    assert cell(sheet, 2, NAME) == "Ajouter un financeur…"


def test_the_walk_shows_the_plan_of_the_next_dossier(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = sheet_of(screen)
    qtbot.keyClick(sheet.table, Key.Key_1, Qt.KeyboardModifier.AltModifier)
    screen.step(1)
    assert screen.middle.currentWidget() is sheet and cell(sheet, 0, STATUS) == "demandé"
