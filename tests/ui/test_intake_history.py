"""A list of past grants goes through the import: told as history, written once, taken back in one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.ui.intake import IntakeScreen
from desktop.ui.intake.journey import COLUMNS, PROBLEMS, SUMMARY
from desktop.ui.office import Office
from tests.ui.a11y import unnamed
from tests.ui.intake_files import SAMPLES, dress, go_on, press
from tests.ui.shelf import filled, office_of

LIST = SAMPLES / "history" / "ancien-scdl-poitiers.csv"


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


def grants(office: Office) -> int:
    return int(office.reader.execute("SELECT count(*) FROM past_grant").fetchone()[0])


def words(screen: IntakeScreen) -> str:
    return " ".join(label.text() for label in screen.summary.findChildren(QLabel) if label.isVisible())


def test_a_list_is_told_as_history_written_once_and_taken_back(
    screen: IntakeScreen, office: Office, qtbot: QtBot
) -> None:
    dossiers = len(queries.list_ids(office.reader))
    screen.take([LIST])
    go_on(qtbot, screen)
    assert screen.header.current == COLUMNS and screen.columns.choice() is None
    said = " ".join(label.text() for label in screen.columns.findChildren(QLabel))
    assert "historique des porteurs" in said and "281 lignes lues" in said
    go_on(qtbot, screen)
    assert screen.header.current == PROBLEMS
    assert "perdu les derniers chiffres" in screen.problems.problems.detail.words()
    assert "La ligne est reprise" in screen.problems.problems.detail.words()
    go_on(qtbot, screen)
    assert screen.header.current == SUMMARY and unnamed(screen) == []
    assert "Aucune ligne ne concerne un porteur" in words(screen) and "Ville de Poitiers – 2017" in words(
        screen
    )
    assert grants(office) == 0
    go_on(qtbot, screen)
    assert grants(office) == 281 and len(queries.list_ids(office.reader)) == dossiers
    assert "281 lignes d’historique nouvelles" in screen.summary.notice.words()
    press(qtbot, screen.summary.undo)
    qtbot.waitUntil(lambda: not screen.journey.busy, timeout=20_000)
    assert grants(office) == 0


def test_the_same_list_again_has_nothing_to_write(screen: IntakeScreen, office: Office, qtbot: QtBot) -> None:
    screen.take([LIST])
    for _ in range(4):
        go_on(qtbot, screen)
    go_on(qtbot, screen)  # « Importer d’autres fichiers »
    screen.take([LIST])
    for _ in range(3):
        go_on(qtbot, screen)
    assert "rien à écrire" in words(screen)
    go_on(qtbot, screen)
    qtbot.waitUntil(lambda: bool(screen.summary.notice.words()))  # written beside the window
    assert grants(office) == 281 and "0 ligne d’historique nouvelle" in screen.summary.notice.words()


def test_a_table_is_said_to_be_past_grants_and_the_next_one_is_known(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    before = len(queries.list_ids(office.reader))
    montpellier = SAMPLES / "tables" / "VilleMTP_MTP_AttribSub_2013.csv"
    screen.take([montpellier])
    go_on(qtbot, screen)
    columns = screen.columns
    qtbot.keyClick(columns.past.on, Qt.Key.Key_Space)
    assert not screen.forward.isEnabled() and "financeur" in columns.notice.words()
    qtbot.keyClicks(columns.past.funder, "Ville du Sud")
    qtbot.keyClicks(columns.past.year, "13")
    assert not screen.forward.isEnabled() and "quatre chiffres" in columns.notice.words()
    columns.past.year.clear()
    columns.past.year.textEdited.emit("")
    columns.keep_name.selectAll()
    qtbot.keyClicks(columns.keep_name, "Attributions du Sud")
    assert screen.forward.isEnabled() and unnamed(screen) == []
    for _ in range(3):
        go_on(qtbot, screen)
    total = office.reader.execute(
        "SELECT count(*), sum(amount), min(year), max(year) FROM past_grant"
    ).fetchone()
    assert total == (937, 1_925_652_300, 2013, 2013), "the figure of its own last line, left out"
    assert len(queries.list_ids(office.reader)) == before
    go_on(qtbot, screen)
    again = tmp_path / "Attributions_2014.csv"
    again.write_bytes(montpellier.read_bytes())
    screen.take([again])
    go_on(qtbot, screen)
    assert screen.journey.look is not None and screen.journey.look.read is not None
    lines = screen.journey.look.read.history
    assert len(lines) == 937 and {(line.funder, line.year) for line in lines} == {("Ville du Sud", 2014)}
