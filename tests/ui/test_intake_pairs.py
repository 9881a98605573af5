"""The fields of an unknown form, paired once with mouse and keys, then the reading goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.paths import import_maps
from desktop.ui.intake import IntakeScreen
from desktop.ui.intake.journey import COLUMNS, PROBLEMS, SUMMARY
from desktop.ui.intake.pairing import Pairing
from desktop.ui.office import Office
from desktop.ui.viewer.pdf_view import PdfView
from tests.exchange import cerfa_files, cerfa_given
from tests.ui.a11y import unnamed
from tests.ui.intake_files import dress, go_on, press
from tests.ui.shelf import filled, office_of

Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier
MUTE = ("applicant.name", "applicant.siret", "applicant.rna", "title", "other.network")
NAMED = {
    "LES LANTERNES DU CANAL": "applicant.name",
    "901 234 567 00005": "applicant.siret",
    "W801234567": "applicant.rna",
    "Lanternes d’hiver": "title",
    "Union invention des maisons de quartier": "other.network",
}


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cerfa_files.form(tmp_path_factory.mktemp("form") / "demande.pdf", cerfa_given.one(), "bare", MUTE)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    return filled(tmp_path / "office")


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    dress(qapp, "light")
    made = office_of(store)
    yield made
    made.close()
    dress(qapp, "light")


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> Iterator[IntakeScreen]:
    made = IntakeScreen(office)
    qtbot.addWidget(made)
    made.resize(1170, 720)
    made.show()
    made.activateWindow()
    made.shown()
    yield made
    made.close_down()


def opened(qtbot: QtBot, screen: IntakeScreen, form: Path) -> Pairing:
    screen.take([form])
    go_on(qtbot, screen)
    assert screen.header.current == COLUMNS and screen.columns.pairing.isVisible()
    return screen.columns.pairing


def row_of(pairing: Pairing, value: str) -> int:
    return next(row for row, field in enumerate(pairing.table.fields) if field.value == value)


def test_proposals_come_from_shapes_and_places(screen: IntakeScreen, form: Path, qtbot: QtBot) -> None:
    pairing = opened(qtbot, screen, form)
    proposed = {field.value: field.field for field in pairing.table.fields}
    assert set(proposed) == set(NAMED), "only what nobody told"
    for value in ("901 234 567 00005", "W801234567", "LES LANTERNES DU CANAL", "Lanternes d’hiver"):
        assert proposed[value] == NAMED[value]
    assert screen.columns.keep.isChecked() and screen.columns.keep_name.text() == "demande"
    assert "encadré" in screen.columns._what.text()


def test_the_field_under_the_hands_is_framed_on_its_page(
    screen: IntakeScreen, form: Path, qtbot: QtBot
) -> None:
    pairing = opened(qtbot, screen, form)
    view = pairing.viewer.content
    assert isinstance(view, PdfView)
    row = row_of(pairing, "Lanternes d’hiver")
    field = pairing.table.fields[row]
    combo = pairing.table.combo(row)
    item = pairing.table.visualItemRect(pairing.table.item(row, 0))
    qtbot.mouseClick(pairing.table.viewport(), Qt.MouseButton.LeftButton, pos=item.center())
    qtbot.waitUntil(combo.hasFocus)
    assert view.pages.framed == (field.page - 1, field.rect)
    box = view.pages.on_screen(field.page - 1, field.rect)
    assert view.pages.viewport().rect().contains(box.center().toPoint())
    qtbot.keyClick(combo, Key.Key_Backtab, Shift)
    qtbot.waitUntil(lambda: view.pages.framed != (field.page - 1, field.rect))


def test_pairs_said_by_keys_are_used_and_remembered(
    screen: IntakeScreen, office: Office, form: Path, qtbot: QtBot
) -> None:
    pairing = opened(qtbot, screen, form)
    row = row_of(pairing, "Union invention des maisons de quartier")
    combo = pairing.table.combo(row)
    combo.setFocus()
    line = combo.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "union ou")
    qtbot.keyClick(line, Key.Key_Return)
    assert pairing.table.fields[row].field == "other.network"
    screen.columns.keep_name.setFocus()
    screen.columns.keep_name.selectAll()
    qtbot.keyClicks(screen.columns.keep_name, "Formulaire de la ville")
    go_on(qtbot, screen)
    assert screen.header.current == PROBLEMS
    assert (import_maps()[1] / "formulaire-de-la-ville.toml").is_file()
    go_on(qtbot, screen)
    assert screen.header.current == SUMMARY
    before = len(queries.list_ids(office.reader))
    go_on(qtbot, screen)
    assert len(queries.list_ids(office.reader)) == before + 1
    trial = screen.journey.trial
    assert trial is not None
    (one,) = trial.read.applications
    assert (one.applicant.name, one.title) == ("LES LANTERNES DU CANAL", "Lanternes d’hiver")
    assert ("Réseau, union ou fédération", "Union invention des maisons de quartier") in one.other
    # The same form again: nothing is asked any more.
    again = opened_again(qtbot, screen, form)
    assert again.unknown() == 0 and screen.columns.choice() is None
    assert screen.columns.keep_name.text() == "Formulaire de la ville"


def opened_again(qtbot: QtBot, screen: IntakeScreen, form: Path) -> Pairing:
    screen.take([form])
    return opened(qtbot, screen, form)


def test_pairs_may_serve_only_once(screen: IntakeScreen, form: Path, qtbot: QtBot) -> None:
    opened(qtbot, screen, form)
    press(qtbot, screen.columns.keep)  # type: ignore[arg-type]
    assert not screen.columns.keep_name.isEnabled()
    go_on(qtbot, screen)
    assert screen.header.current == PROBLEMS and screen.journey.trial is not None
    (one,) = screen.journey.trial.read.applications
    assert one.applicant.name == "LES LANTERNES DU CANAL"
    assert not list(import_maps()[1].glob("*.toml"))


def test_nobody_to_ask_for_it_is_said_at_once(screen: IntakeScreen, form: Path, qtbot: QtBot) -> None:
    pairing = opened(qtbot, screen, form)
    for value in ("LES LANTERNES DU CANAL", "901 234 567 00005", "W801234567"):
        combo = pairing.table.combo(row_of(pairing, value))
        combo.choose("skip")
        combo.picked.emit()
    assert "porteur" in screen.columns.notice.words() and not screen.forward.isEnabled()
    screen.columns.keep_name.clear()


def test_every_filled_field_can_be_shown(screen: IntakeScreen, form: Path, qtbot: QtBot) -> None:
    pairing = opened(qtbot, screen, form)
    few = pairing.table.rowCount()
    qtbot.keyClick(pairing.every, Key.Key_Space)
    assert pairing.table.rowCount() == len(pairing.fields) > few
    first = pairing.table.item(0, 0)
    assert first is not None and first.text().startswith("p. 1 · en numéraire")
    # Only what is seen has its choice ready; Tab goes on all the same, and the page follows.
    assert len(pairing.table._combos) < len(pairing.fields)
    pairing.table.combo(0).setFocus()
    for row in range(1, 25):
        qtbot.keyClick(pairing.table.combo(row - 1), Key.Key_Tab)
        qtbot.waitUntil(pairing.table.combo(row).hasFocus)
    view = pairing.viewer.content
    assert isinstance(view, PdfView)
    assert view.pages.framed == (pairing.fields[24].page - 1, pairing.fields[24].rect)


def test_every_control_has_a_name(screen: IntakeScreen, form: Path, qtbot: QtBot) -> None:
    opened(qtbot, screen, form)
    assert unnamed(screen) == []
