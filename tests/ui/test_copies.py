"""« Copie qui sort »: the box of the windows that write files; what leaves is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db import trace
from db.connection import open_reader
from db.queries import list_ids
from db.store import Store
from desktop.ui.list.archiving import ask_archive
from desktop.ui.list.exporting import export, leaving
from desktop.ui.office import Office
from desktop.ui.papers.leaving import CopyBox
from desktop.ui.traced import Consulted
from tests.office import application, bring, made_once, open_office
from tests.ui.a11y import unnamed


@made_once
def stocked(folder: Path) -> Store:
    opened = open_office(folder)
    bring(opened, application())
    return opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = stocked(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def office(store: Store) -> Iterator[Office]:
    made = Office(store.path, open_reader(store.path), author=store.author, site="poste-test")
    made.attach(store)
    yield made
    made.close()


def test_the_box_says_for_whom_and_what_is_blacked_out(qtbot: QtBot) -> None:
    box = CopyBox("A. Exemple", black=True)
    qtbot.addWidget(box)
    box.show()
    assert box.copy() is None
    assert box.words() == ""
    assert not box.recipient.isEnabled()
    box.box.setChecked(True)
    box.recipient.setText("la CAF")
    box.black.menu().actions()[0].setChecked(True)
    assert box.recipient.isEnabled()
    copy = box.copy()
    assert copy is not None
    assert copy.words.startswith("Copie pour la CAF – remise le ")
    assert "caviardé\u00a0: coordonnées" in box.words()
    assert "email" in box.columns()
    assert unnamed(box) == []


def test_a_list_that_leaves_is_blacked_out_and_written_down(
    office: Office, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    box = CopyBox(office.author, black=True)
    qtbot.addWidget(box)
    box.box.setChecked(True)
    box.recipient.setText("la CAF")
    box.black.menu().actions()[0].setChecked(True)
    out = tmp_path / "liste.xlsx"
    export(office, "", [], out, ["number", "address"], leaving(box))
    qtbot.waitUntil(out.exists, timeout=10_000)
    qtbot.waitUntil(lambda: any(trace.lines(store.reader)), timeout=10_000)
    (line,) = trace.lines(store.reader)
    assert line.deed == "exported"
    assert "« liste.xlsx », Copie pour la CAF" in line.what
    assert "caviardé\u00a0: coordonnées" in line.what
    sheet = openpyxl.load_workbook(out).active
    assert sheet["B2"].value == "███"
    assert "Copie pour la CAF" in str(sheet.oddFooter.center.text)


def test_an_archive_asks_for_whom_it_is_in_its_own_window(
    office: Office, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    dialog = ask_archive(over, office, list_ids(store.reader))
    box = dialog.findChild(CopyBox)
    assert isinstance(box, CopyBox)
    assert box.isVisible()
    box.box.setChecked(True)
    box.recipient.setText("la CAF")
    box.black.menu().actions()[0].setChecked(True)
    dialog.fileSelected.emit(str(tmp_path / "copie"))
    dialog.close()
    qtbot.waitUntil((tmp_path / "copie" / "index.html").exists, timeout=10_000)
    words = (tmp_path / "copie" / "index.html").read_text(encoding="utf-8")
    assert "Copie pour la CAF" in words
    assert "███" in words
    qtbot.waitUntil(lambda: any(trace.lines(store.reader)), timeout=10_000)
    (line,) = trace.lines(store.reader)
    assert "Copie pour la CAF" in line.what


def test_nothing_fails_with_a_base_opened_for_reading(store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    office = Office(
        store.path, open_reader(store.path), author=store.author, site="poste-test", read_only=True
    )
    out = tmp_path / "liste.csv"
    export(office, "", [], out)
    qtbot.waitUntil(out.exists, timeout=10_000)
    over = QWidget()
    qtbot.addWidget(over)
    assert list(trace.lines(store.reader)) == []
    office.close()


def test_a_dossier_in_sight_is_one_line_and_one_walked_over_is_none(
    office: Office, store: Store, qtbot: QtBot
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    (key,) = list_ids(store.reader)
    consulted = Consulted(office, over)
    consulted.timer.setInterval(60)
    consulted.opened(b"x" * 16)  # walked over: another comes before its time
    consulted.opened(key)
    qtbot.waitUntil(lambda: any(trace.lines(store.reader)), timeout=10_000)
    assert [(line.deed, line.dossier) for line in trace.lines(store.reader)] == [("consulted", key)]
