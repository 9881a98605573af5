"""The window of a dossier on a date: keys, date, lines that changed, the paper; nothing is written in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db import trace
from db.connection import open_reader
from db.store import Store
from desktop.flow.instruct import move, propose
from desktop.ui.asof.window import AsOfWindow
from desktop.ui.office import Office
from tests.office import application, bring, made_once, open_office
from tests.session import funder
from tests.ui.a11y import unnamed


@made_once
def stocked(folder: Path) -> Store:
    opened = open_office(folder)
    key = bring(opened, application())[0].dossier
    opened.do(move, dossier=key, stage="complete")
    opened.do(propose, dossier=key, amounts={funder(opened): 7_000_00}, reason="Un besoin réel")
    return opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = stocked(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def window(store: Store, qtbot: QtBot, tmp_path: Path) -> Iterator[AsOfWindow]:
    key = store.reader.execute("SELECT id FROM dossier").fetchone()[0]
    office = Office(store.path, open_reader(store.path), author=store.author, site="poste-test")
    office.attach(store)
    made = AsOfWindow(
        office, key, "2026-0001 · Lire", None, lambda _over, name, _form: tmp_path / name.replace("/", "-")
    )
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    office.close()


def texts(window: AsOfWindow) -> list[tuple[str, str, str]]:
    items = [window.rows.topLevelItem(n) for n in range(window.rows.topLevelItemCount())]
    return [(i.text(0), i.text(1), i.text(2)) for i in items if i is not None]


def test_arrows_walk_the_steps_and_lines_that_changed_are_marked(window: AsOfWindow, qtbot: QtBot) -> None:
    assert window.slider.value() == window.slider.maximum() == 3
    assert ("● Raison de l’avis", "Un besoin réel", "") in texts(window)
    window.slider.setFocus()
    QTest.keyClick(window.slider, Qt.Key.Key_Left)
    assert window.slider.value() == 2
    assert ("● Étape", "Complet", "En instruction") in texts(window) or any(
        row[0] == "● Étape" for row in texts(window)
    )
    assert "Raison de l’avis" not in str(texts(window))
    QTest.keyClick(window.slider, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert window.slider.value() == 1
    window.rows.setFocus()
    QTest.keyClick(window.rows, Qt.Key.Key_Left)
    assert window.slider.value() == 0
    assert "n’existait pas encore" in window.said.text()
    assert not window.paper.isEnabled()
    QTest.keyClick(window.rows, Qt.Key.Key_Right)
    assert window.slider.value() == 1


def test_a_date_leads_to_its_moment(window: AsOfWindow) -> None:
    window.go_to("1999-01-01 10:00")
    assert window.slider.value() == 0
    window.go_to("2090-01-01 10:00")
    assert window.slider.value() == 3
    assert window.hour.time() == QTime(10, 0)
    window.by.setCurrentIndex(1)
    assert window.slider.value() == 3


def test_a_line_is_told_whole_with_what_it_is_today(window: AsOfWindow) -> None:
    window.slider.setValue(1)
    place = next(n for n, row in enumerate(texts(window)) if row[0].endswith("Étape"))
    window.rows.setCurrentItem(window.rows.topLevelItem(place))
    assert "Reçu" in window.whole.toPlainText()
    assert "AUJOURD’HUI" in window.whole.toPlainText()


def test_only_what_differs_can_be_shown(window: AsOfWindow) -> None:
    whole = len(texts(window))
    window.only.setChecked(True)
    assert 0 < len(texts(window)) < whole


def test_its_paper_is_made_and_the_reading_is_noted(
    window: AsOfWindow, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    window.slider.setValue(2)
    window.make_paper()
    qtbot.waitUntil(lambda: window.papers.dialog is not None, timeout=10_000)
    assert window.papers.dialog is not None
    window.papers.dialog.buttons["pdf"].click()
    qtbot.waitUntil(lambda: any(tmp_path.glob("Dossier*.pdf")), timeout=10_000)
    window.papers.dialog.close()
    qtbot.waitUntil(lambda: any(line.deed == "consulted" for line in trace.lines(store.reader)))
    assert store.reader.execute("SELECT count(*) FROM capture").fetchone() == (0,)


def test_every_control_has_a_name(window: AsOfWindow) -> None:
    assert unnamed(window) == []
