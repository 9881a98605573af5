"""Two versions side by side in the window: chosen, marked without colour alone, folded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db import models as m
from db.queries.versions import versions
from db.store import Store, use_case
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.versions.sheet import VersionsSheet
from tests.office import TEXT, application, bring, made_once, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of, on_screen, press

HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@use_case("Changer l’intitulé")
def rename(session: Session, *, dossier: bytes, title: str) -> None:
    session.get_one(m.Dossier, dossier).title = title


@made_once
def stocked(folder: Path) -> Store:
    store = open_office(folder)
    bring(store, application(texts={"objectives": TEXT, "public": "Enfants du quartier"}))
    later = TEXT.replace("hebdomadaires", "quotidiennes")
    bring(store, application(texts={"objectives": later, "public": "Enfants du quartier"}, asked=15_000_00))
    return store


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication) -> Iterator[Office]:
    made = office_of(stocked(tmp_path))
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    with on_screen(qtbot, office) as made:
        qtbot.waitUntil(made.isActiveWindow)
        QTest.keyClick(made, Qt.Key.Key_B, HELD)
        yield made


def sheet_of(screen: DossierView) -> VersionsSheet:
    sheet = screen.work.sheets["versions"]
    assert isinstance(sheet, VersionsSheet)
    return sheet


def key_of(screen: DossierView) -> bytes:
    assert screen.whole is not None
    return screen.whole.head.id


def test_the_last_import_is_compared_with_the_one_before(screen: DossierView, office: Office) -> None:
    sheet = sheet_of(screen)
    assert [row.rank for row in versions(office.reader, key_of(screen))] == [1, 2]
    assert unnamed(sheet) == []
    assert "essai.csv" in sheet.after.currentText() and sheet.after.currentText().startswith("2 ·")
    text = " ".join(sheet.page.toPlainText().split())
    assert "−hebdomadaires" in text and "+quotidiennes" in text, "signs, not colours alone"
    assert "−12 000 €" in text and "+15 000 €" in text
    assert "line-through" in sheet.page.toHtml() and "underline" in sheet.page.toHtml()
    assert screen.outline.sheets["versions"].accessibleName().startswith("Versions : 2 versions")


def test_what_did_not_change_is_folded_until_wanted(screen: DossierView) -> None:
    sheet = sheet_of(screen)
    assert "Enfants du quartier" not in sheet.page.toPlainText()
    assert "parties inchangées — déplier" in sheet.page.toPlainText()
    press(sheet.page, Qt.Key.Key_U, "u")
    assert "Enfants du quartier" in sheet.page.toPlainText()
    sheet.page.anchorClicked.emit(QUrl("fold:"))
    assert "Enfants du quartier" not in sheet.page.toPlainText()


def test_what_was_kept_here_against_the_source_is_told(screen: DossierView, office: Office) -> None:
    office.do(rename, dossier=key_of(screen), title="Lecture de rue")
    sheet = sheet_of(screen)
    assert "1 valeur gardée ici contre la source" in sheet.said.text()
    text = sheet.page.toPlainText()
    assert "Gardé ici contre la source" in text and "+Lecture de rue" in text
    sheet.before.setCurrentIndex(1)
    sheet.after.setCurrentIndex(2)
    assert "1 différence ·" in sheet.said.text(), "the last import against what stands here"


def test_a_changed_text_leads_to_its_place(screen: DossierView) -> None:
    sheet_of(screen).page.anchorClicked.emit(QUrl("section:objectives"))
    assert screen.middle.currentWidget() is screen.middle.reading
