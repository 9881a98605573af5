"""The sheet that verifies the applicant, by keys and mouse, with and without a reference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.exchange.application import Applicant
from desktop.flow.refer import load
from desktop.ui.dossier import DossierView
from desktop.ui.verify.sheet import VerifySheet
from tests import extracts
from tests.office import application, bring, made_once, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of, on_screen

Key, Held = Qt.Key, Qt.KeyboardModifier
KEYS = Held.ControlModifier | Held.ShiftModifier


@made_once
def stocked(folder: Path) -> Store:
    made = open_office(folder)
    first = Applicant(name="Lire en bas de chez soi", siret=extracts.SIRET, address="9 rue Ancienne")
    bring(made, application("1", applicant=first), application("2", applicant=Applicant(name="Personne")))
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path)


@pytest.fixture
def screen(store: Store, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[DossierView]:
    load(store.path, extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION))
    load(store.path, extracts.units(tmp_path / "unites.zip", extracts.LEGAL_UNIT))
    office = office_of(store)
    with on_screen(qtbot, office) as made:
        yield made
    office.close()


def opened(screen: DossierView) -> VerifySheet:
    QTest.keyClick(screen, Key.Key_V, KEYS)
    sheet = screen.work.sheets["verify"]
    assert isinstance(sheet, VerifySheet) and screen.middle.currentWidget() is sheet
    return sheet


def choose(sheet: VerifySheet, label: str) -> None:
    for place in range(sheet.table.topLevelItemCount()):
        item = sheet.table.topLevelItem(place)
        if item is not None and item.text(0) == label:
            sheet.table.setCurrentItem(item)
            return
    raise AssertionError(label)


def test_a_field_is_taken_over_by_enter_and_undone(screen: DossierView, store: Store) -> None:
    sheet = opened(screen)
    assert sheet.table.hasFocus() and "en activité" in sheet.notices[0].words()
    assert "RNA au 01/06/2025" in sheet.told.text()
    choose(sheet, "Adresse")
    assert sheet.take.isEnabled()
    QTest.keyClick(sheet.table, Key.Key_Return)
    key = screen.whole.applicant.id if screen.whole else b""
    row = queries.applicant(store.reader, key)
    assert row is not None and row.address == "12 RUE du Marais Fictif"
    assert not sheet.take.isEnabled(), "the same now"
    screen.office.undo()
    row = queries.applicant(store.reader, key)
    assert row is not None and row.address == "9 rue Ancienne"
    assert unnamed(sheet) == []


def test_empty_fields_are_filled_by_one_key(screen: DossierView, store: Store) -> None:
    sheet = opened(screen)
    QTest.keyClick(sheet.table, Key.Key_C)
    row = queries.applicant(store.reader, screen.whole.applicant.id if screen.whole else b"")
    assert row is not None and (row.rna, row.naf, row.address) == ("W802000001", "94.99Z", "9 rue Ancienne")
    assert not sheet.fill.isEnabled()


def test_a_double_click_takes_a_field_too(screen: DossierView, store: Store, qtbot: QtBot) -> None:
    sheet = opened(screen)
    choose(sheet, "RNA")
    where = sheet.table.visualItemRect(sheet.table.currentItem()).center()
    qtbot.mouseClick(sheet.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(sheet.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    row = queries.applicant(store.reader, screen.whole.applicant.id if screen.whole else b"")
    assert row is not None and row.rna == "W802000001"


def test_an_applicant_nobody_knows_and_one_known_by_name(
    screen: DossierView, store: Store, tmp_path: Path
) -> None:
    sheet = opened(screen)
    QTest.keyClick(sheet.table, Key.Key_J)
    assert sheet.found is None and "ne dit rien de ce porteur" in sheet.notices[0].words()
    assert screen.outline.sheets["verify"].isChecked()
    load(
        store.path,
        extracts.rna(tmp_path / "2.csv", {"id": "W802000005", "titre": "PERSONNE", "position": "A"}),
    )
    assert screen.whole is not None
    sheet.show_dossier(screen.whole, fresh=True)
    assert "son nom y est" in sheet.notices[0].words()
    sheet.focus()
    QTest.keyClick(sheet.table, Key.Key_Return)
    row = queries.applicant(store.reader, screen.whole.applicant.id)
    assert row is not None and row.rna == "W802000005" and sheet.found is not None
