"""Dauphin then GISPRO through the import, as an officer sees them: recognised, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.ui.fields import Chip
from desktop.ui.intake import IntakeScreen
from desktop.ui.intake.journey import SUMMARY
from desktop.ui.intake.values import value_of
from desktop.ui.office import Office
from tests.flow.test_dauphin_gispro import dauphin, gispro
from tests.ui.a11y import unnamed
from tests.ui.intake_files import dress, go_on
from tests.ui.shelf import filled, office_of


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
    made.shown()
    return made


def test_a_document_then_what_the_state_engaged(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.take([dauphin(tmp_path)])
    for _ in range(4):
        go_on(qtbot, screen)
    result = screen.journey.result
    assert result is not None and screen.header.current == SUMMARY
    (intake,) = result.trial.intakes
    assert intake.status == "new"
    go_on(qtbot, screen)
    screen.take([gispro(tmp_path, 6000, 500)])
    go_on(qtbot, screen)
    said = " ".join(label.text() for label in screen.columns.findChildren(QLabel))
    assert "une liste des actions engagées, de GISPRO" in said
    go_on(qtbot, screen)
    chip = next(one for one in screen.findChildren(Chip) if one.code == "dossiers" and one.isVisible())
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    lines = {line.cells[0]: line.cells[1:] for line in screen.problems.dossiers.differences.rows.lines}
    assert lines["Accordé par État, programme 147"] == ("vide", "6\u202f500\u00a0€", "Mis à jour")
    assert lines["Financeurs"][1].startswith("obtenu 6\u202f500\u00a0€ sur")
    assert unnamed(screen) == []
    go_on(qtbot, screen)
    go_on(qtbot, screen)
    assert intake.dossier
    told = {row.code: row.voted for row in queries.amounts(office.reader, intake.dossier)}
    assert told["ETAT147"] == 6_500_00


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("granted_by.ETAT147", 600000, "6\u202f000\u00a0€"),
        ("asked_by.VILLE", None, "vide"),
        (
            "funding",
            [
                ["A", "74etat", 100, 50, "confirmed", False, None, ""],
                ["B", "74com", 200, None, "asked", False, None, ""],
            ],
            "obtenu 0,50\u00a0€ sur 3\u00a0€, 2 financeurs",
        ),
        ("also_known", [["gispro", "382504"], ["dauphin", "R1"]], "382504, R1"),
        ("opinions", [["CAF", "Recevable", "", None, None]], "CAF (Recevable)"),
        ("places", [["Étouvie", None, None]], "Étouvie"),
        ("own_budget", [["charge", "60", "Achats", 100]], "1 ligne, charges 1\u00a0€, produits 0\u00a0€"),
    ],
)
def test_each_fact_is_said_in_french(name: str, value: object, said: str) -> None:
    assert (
        value_of(name, value).replace("\u00a0financeurs", " financeurs").replace("\u00a0ligne", " ligne")
        == said
    )
