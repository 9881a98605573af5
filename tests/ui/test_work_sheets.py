"""Sheets of the instruction in the middle of the dossier: shown by key and mouse, kept over the walk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.ui.dossier import DossierView
from desktop.ui.dossier import screen as screen_room
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office
from tests.ui.desk import filled, office_of, on_screen, press


class Names(WorkSheet):
    """Shows who asks."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QVBoxLayout(self).addWidget(self.words)

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        self.words.setText(whole.head.applicant)


@pytest.fixture
def screen(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DossierView]:
    kind = SheetKind(
        "names",
        "Qui demande",
        "user",
        "Ctrl+Shift+N",
        lambda _office: Names(),
        lambda _r, _w: ("warn", "à voir"),
        wide=True,
    )
    monkeypatch.setattr(screen_room, "sheet_kinds", lambda: (kind,))
    office: Office = office_of(filled(tmp_path))
    with on_screen(qtbot, office) as made:
        yield made
    office.close()


def test_a_sheet_takes_the_middle_and_gives_it_back(screen: DossierView) -> None:
    assert screen.work.sheets == {}, "nothing is made before it is wanted"
    QTest.keyClick(
        screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    sheet = screen.work.sheets["names"]
    assert screen.middle.currentWidget() is sheet and screen.notebook.isHidden()
    assert screen.outline.sheets["names"].isChecked()
    first = sheet.words.text()  # type: ignore[attr-defined]
    press(sheet, Qt.Key.Key_J, "j")
    assert screen.middle.currentWidget() is sheet, "the walk keeps the sheet in front"
    assert sheet.words.text() != first  # type: ignore[attr-defined]
    press(sheet, Qt.Key.Key_Escape)
    assert screen.middle.currentWidget() is screen.middle.reading and not screen.notebook.isHidden()
    assert not screen.outline.sheets["names"].isChecked()


def test_a_sheet_leads_to_a_place_and_a_deed_of_the_notebook_brings_it_back(screen: DossierView) -> None:
    screen.outline.sheets["names"].click()
    screen.work.sheets["names"].place_wanted.emit("section:objectives")
    assert screen.middle.currentWidget() is screen.middle.reading
    screen.outline.sheets["names"].click()
    screen.deed["note"].trigger()
    assert not screen.notebook.isHidden() and screen.notebook.general.hasFocus()
