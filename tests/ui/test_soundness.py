"""The window that verifies the base: what it finds, anchors, repair; the log and its search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from db import trace
from db.connection import open_reader
from db.store import Store
from desktop.flow.instruct import move, propose
from desktop.ui.office import Office
from desktop.ui.soundness.window import SoundnessWindow
from tests.office import application, bring, made_once, open_office
from tests.session import funder
from tests.ui.a11y import unnamed


@made_once
def stocked(folder: Path) -> Store:
    opened = open_office(folder)
    key = bring(opened, application())[0].dossier
    opened.do(move, dossier=key, stage="complete")
    opened.do(propose, dossier=key, amounts={funder(opened): 7_000_00}, reason="Un besoin réel")
    trace.note_all(opened, "consulted", [(key, f"Dossier ouvert {n}") for n in range(3)])
    trace.note(opened, "exported", None, "Liste « a.xlsx »")
    return opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = stocked(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def window(store: Store, qtbot: QtBot, tmp_path: Path) -> Iterator[SoundnessWindow]:
    office = Office(store.path, open_reader(store.path), author=store.author, site="poste-test")
    office.attach(store)
    made = SoundnessWindow(office, None, lambda _over, _writing: tmp_path / "ancre.json")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    office.close()


def run(window: SoundnessWindow, qtbot: QtBot) -> None:
    window.examination.start()
    qtbot.waitUntil(lambda: not window.examination.running, timeout=20_000)


def test_a_sound_base_says_so_and_gives_its_anchor(
    window: SoundnessWindow, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    page = window.examination
    run(window, qtbot)
    assert "tout est intact" in page.said.text()
    assert not page.repair.isEnabled()
    page.anchor.click()
    assert "Gardez-la hors de ce poste" in page.said.text()
    page.compare.click()
    qtbot.waitUntil(lambda: not page.running, timeout=20_000)
    assert "tout est intact" in page.said.text()
    (tmp_path / "ancre.json").write_text("{}", encoding="utf-8")
    page.compare.click()
    assert "n’est pas une ancre" in page.said.text()


def test_an_altered_row_is_shown_and_put_back(window: SoundnessWindow, store: Store, qtbot: QtBot) -> None:
    raw = sqlite3.connect(store.path)
    raw.execute("UPDATE amount SET proposed = 900000 WHERE proposed = 700000")
    raw.execute("DELETE FROM capture")
    raw.commit()
    raw.close()
    page = window.examination
    run(window, qtbot)
    assert "1 constat" in page.said.text()
    assert "d’après le journal" in page.whole.toPlainText()
    assert page.repair.isEnabled()
    page.repair.click()
    qtbot.waitUntil(lambda: "tout est intact" in page.said.text(), timeout=20_000)
    assert store.reader.execute("SELECT proposed FROM amount WHERE proposed > 0").fetchone() == (700000,)


def test_an_altered_journal_is_named_and_cannot_be_repaired(
    window: SoundnessWindow, store: Store, qtbot: QtBot
) -> None:
    raw = sqlite3.connect(store.path)
    raw.execute("DROP TRIGGER trail_op_no_UPDATE")
    raw.execute("UPDATE op SET val = replace(val, '700000', '900000') WHERE ent = 'amount'")
    raw.commit()
    raw.close()
    page = window.examination
    run(window, qtbot)
    assert "Le journal a été modifié à l’étape" in page.whole.toPlainText()
    assert "la chaîne prouve" in page.whole.toPlainText()
    assert not page.repair.isEnabled()
    assert not page.anchor.isEnabled()


def test_the_reading_can_be_cancelled(window: SoundnessWindow, qtbot: QtBot) -> None:
    window.examination.start()
    window._office.runner.cancel()
    qtbot.waitUntil(lambda: not window.examination.running, timeout=20_000)
    assert "annulé" in window.examination.said.text() or "intact" in window.examination.said.text()


def test_the_log_is_sought_by_person_deed_and_period(window: SoundnessWindow, qtbot: QtBot) -> None:
    window.tabs.setCurrentIndex(1)
    page = window.traces
    assert len(page.shown) == 4
    page.deed.setCurrentIndex(page.deed.findData("exported"))
    assert [row.what for row in page.shown] == ["Liste « a.xlsx »"]
    page.deed.setCurrentIndex(0)
    page.author.setText("personne d’ici")
    assert page.shown == []
    assert "Rien n’a été noté" in page.said.text()
    page.author.clear()
    page.until.set_day(QDate(1999, 1, 1).toPython())  # type: ignore[arg-type]
    page.refresh()
    assert page.shown == []
    assert unnamed(window) == []
