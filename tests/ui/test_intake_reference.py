"""The import and the reference: an extract loaded from its card, empty fields offered, likenesses told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries, reference
from db.store import Store
from desktop.exchange.application import Applicant
from desktop.flow.refer import load
from desktop.ui.intake import IntakeScreen
from desktop.ui.intake.journey import FILE, SUMMARY
from desktop.ui.office import Office
from tests import extracts
from tests.office import application, bring, open_office
from tests.ui.desk import office_of
from tests.ui.intake_files import dress, go_on, press

HEADER = "Numéro du dossier;Porteur;SIRET;Intitulé de l’action;Montant demandé"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    return open_office(tmp_path / "office")


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    dress(qapp, "light")
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


def table(folder: Path) -> Path:
    path = folder / "demandes.csv"
    path.write_text(
        f"{HEADER}\nA1;Lire en bas de chez soi;{extracts.SIRET};Lecture de rue;1000\n", encoding="utf-8"
    )
    return path


def test_an_extract_is_loaded_and_the_next_file_follows(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.take([extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION)])
    go_on(qtbot, screen)
    (entry,) = screen.queue.entries
    assert (entry.state, screen.header.current) == ("imported", FILE)
    assert "1 ligne au 01/06/2025 dans la base de référence" in entry.sentence
    found = reference.status(reference.path_of(office.path))
    assert found is not None and found.counts["rna"] == 1
    screen.take(
        [extracts.units(tmp_path / "unites.zip", extracts.LEGAL_UNIT, extracts.PERSON), table(tmp_path)]
    )
    go_on(qtbot, screen)
    qtbot.waitUntil(lambda: not screen.journey.busy and screen.header.current != FILE, timeout=20_000)
    assert "1 lignes de personnes physiques" in screen.queue.entries[1].sentence


def test_a_damaged_extract_says_so_and_nothing_is_loaded(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.take([extracts.rna(tmp_path / "vide.csv")])
    go_on(qtbot, screen)
    assert "aucune ligne utilisable" in screen.files.notice.words()
    assert screen.queue.entries[0].state == "waiting"
    assert not reference.path_of(office.path).exists()


def test_empty_fields_are_offered_in_the_summary_and_filled_by_a_click(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    load(office.path, extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION))
    load(office.path, extracts.units(tmp_path / "unites.zip", extracts.LEGAL_UNIT))
    screen.take([table(tmp_path)])
    for _ in range(4):
        go_on(qtbot, screen)
    assert screen.header.current == SUMMARY and screen.journey.result is not None
    (row,) = queries.export_rows(office.reader)
    assert row.rna == "", "never filled silently"
    assert screen.summary.fill.isVisible() and screen.summary.fill.text().endswith(
        "champs vides de 1 porteur"
    )
    press(qtbot, screen.summary.fill)
    (row,) = queries.export_rows(office.reader)
    assert row.rna == "W802000001" and screen.summary.fill.isHidden()
    office.undo()
    assert queries.export_rows(office.reader)[0].rna == ""


def test_without_a_reference_nothing_is_offered_and_likenesses_are_told(
    screen: IntakeScreen, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    asso = Applicant(name="Lire en bas de chez soi", siret=extracts.SIRET)
    bring(store, application("1", applicant=asso, title="Lecture de rue", asked=1_000_00))
    screen.take([table(tmp_path)])
    for _ in range(3):
        go_on(qtbot, screen)
    words = screen.summary._sentences.text()
    assert "ressemble au dossier 2026-0001 : même SIRET, même intitulé, même année" in words
    assert "Ctrl+8" in words
    go_on(qtbot, screen)
    assert screen.summary.fill.isHidden()
