"""A messy table of an office goes through the mapping screen, by keys and mouse, as a new user would try."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.paths import import_maps
from desktop.ui.intake import IntakeScreen
from desktop.ui.intake.journey import COLUMNS, PROBLEMS, SUMMARY
from desktop.ui.office import Office
from tests.ui.a11y import unnamed
from tests.ui.intake_files import dress, go_on, press
from tests.ui.shelf import filled, office_of

HEAD = ["Code", "Structure", "Nom de l’action", "Nature", "Aide 2025", "Quartier(s)"]
SPORT = [
    ["Ville de Beaulieu – vie associative"], [], ["Attributions dans le cadre du sport"], HEAD,
    ["17", "Roue Libre", "Vélos pour tous", "P", "1 200 €", "Étouvie"],
    ["17", "Roue Libre", "Atelier de réparation", "P", "800 €", "Étouvie"],
    ["22", "Tango Club", "Bal des voisins", "F", "k€ 2", "Pierre Rollin"],
    ["Total", None, None, None, "2 000 €"],
    ["Attributions dans le cadre de la santé"], HEAD,
    ["31", "Fil d’Argent", "Marche douce", "P", "450", ""], [None, None, "Sans porteur", "P", "30"],
    ["Sous-total", None, None, None, "480"], ["Fait à Beaulieu"],
]  # fmt: skip
CULTURE = [HEAD, ["40", "Plume", "Livre d’or", "P", "300"], ["41", "Chœur du Canal", "Chorale", "F", "150"]]
TOTAL = [HEAD, ["", "Ensemble", "", "", "2930"], ["", "Sport", "", "", "2480"]]


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    dress(qapp, "light")
    store: Store = filled(tmp_path / "office")
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> IntakeScreen:
    made = IntakeScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    made.activateWindow()
    made.shown()
    return made


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("Sport", SPORT), ("Culture", CULTURE), ("Total", TOTAL)):
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(tmp_path / "aides-2025.xlsx")
    return tmp_path / "aides-2025.xlsx"


def reasons(screen: IntakeScreen) -> list[str]:
    table = screen.columns.table
    cells = [table.cellWidget(row, 3) for row in range(table.rowCount())]
    return [" ".join(label.text() for label in cell.findChildren(QLabel)) for cell in cells]


def choose(qtbot: QtBot, screen: IntakeScreen, row: int, wanted: str) -> None:
    """Walk down the meanings with the arrows until the wanted one stands in the choice."""
    combo = screen.columns.table.combo(row)
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    while combo.currentText() != wanted and combo.currentIndex() < combo.count() - 1:
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == wanted


def test_a_messy_table_goes_from_unknown_columns_to_dossiers(
    screen: IntakeScreen, office: Office, qtbot: QtBot, messy: Path
) -> None:
    before = len(queries.list_ids(office.reader))
    screen.take([messy])
    go_on(qtbot, screen)
    assert screen.header.current == COLUMNS
    columns = screen.columns
    fields = [guess.field for guess in columns.table.mapping().columns]
    assert fields == ["other", "applicant.name", "title", "other", "asked", "quarters"]
    told = reasons(screen)
    assert "répétées" in told[0] and "titre connu" in told[1] and "sont des montants" in told[4]
    assert "« Structure »" in columns.needs.text().replace("\u00a0", " ")
    assert "« Aide 2025 »" in columns.needs.text().replace("\u00a0", " ")
    assert "Vélos pour tous" in columns.table.item(2, 1).text()
    assert columns.together.isVisible() and columns.together.isChecked() and not unnamed(screen)
    go_on(qtbot, screen)
    assert screen.header.current == PROBLEMS
    go_on(qtbot, screen)
    assert screen.header.current == SUMMARY
    words = " ".join(label.text() for label in screen.summary.findChildren(QLabel)).replace("\u202f", " ")
    assert "2 feuilles de même forme" in words and "« Total » laissée de côté" in words.replace("\u00a0", " ")
    assert "2 totaux du tableau sont égaux" in words and "2 900 €" in words.replace("\u00a0", " ")
    go_on(qtbot, screen)
    qtbot.waitUntil(lambda: screen.journey.result is not None)
    assert len(queries.list_ids(office.reader)) == before + 6
    assert (import_maps()[1] / "aides-2025.toml").exists()
    press(qtbot, screen.summary.undo)
    qtbot.waitUntil(lambda: screen.journey.undone)
    assert len(queries.list_ids(office.reader)) == before


def test_what_lacks_is_said_until_it_is_told_by_keys(
    screen: IntakeScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "sans-nom.csv"
    path.write_text(
        "Xyz;Abc\nRoue Libre;Vélos\nTango Club;Bal\nRoue Libre;Bal\nRoue Libre;Bal\n", encoding="utf-8"
    )
    screen.take([path])
    go_on(qtbot, screen)
    columns = screen.columns
    if columns.table.mapping().columns[0].field != "other":
        choose(qtbot, screen, 0, "Autre information, gardée")
    assert not screen.forward.isEnabled() and "✗" in columns.needs.text()
    assert "porteur" in columns.fault()
    choose(qtbot, screen, 0, "Porteur")
    assert not screen.forward.isEnabled()
    choose(qtbot, screen, 1, "Intitulé de l’action")
    assert screen.forward.isEnabled() and "✗" not in columns.needs.text()
    assert "dite par vous" in reasons(screen)[0]
    qtbot.keyClick(screen, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not screen.journey.busy and screen.header.current == PROBLEMS, timeout=20_000)


def test_a_table_without_titles_is_told_by_its_values_and_cannot_be_remembered(
    screen: IntakeScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "detail.csv"
    path.write_text("Club Roue Libre;P;1 200 €\nAssociation Plume;F;300 €\n", encoding="utf-8")
    screen.take([path])
    go_on(qtbot, screen)
    assert screen.columns.table.item(0, 0).text() == "Colonne 1, sans titre"
    assert "nomment des structures" in reasons(screen)[0]
    assert not screen.columns.keep.isEnabled() and screen.forward.isEnabled()
    go_on(qtbot, screen)
    assert screen.journey.trial is not None
    assert [one.applicant.name for one in screen.journey.trial.read.applications] == [
        "Club Roue Libre", "Association Plume",
    ]  # fmt: skip
