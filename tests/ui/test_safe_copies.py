"""« Copies de la base »: the copy of the day proved beside the window, a second place, one put back."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db import backup
from db.connection import connect
from db.look import Trouble
from db.store import Store
from desktop.app import Parvis
from desktop.flow import copies
from desktop.flow.instruct import move
from desktop.ui.copies.keeper import Keeper
from desktop.ui.copies.window import CopiesWindow
from tests.office import application, bring, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path / "base")
    bring(opened, application())
    yield opened
    with contextlib.suppress(Exception):
        opened.close()


@pytest.fixture
def window(store: Store, qtbot: QtBot, tmp_path: Path) -> Iterator[CopiesWindow]:
    office = office_of(store)
    made = CopiesWindow(office, None, lambda _over, _title: tmp_path / "cle")
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    office.close()


def test_a_copy_is_made_proved_and_kept_elsewhere(
    window: CopiesWindow, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    assert "Aucune copie" in window.said.text()
    window.ask_second()
    assert "n’existe pas" in window.said.text()
    (tmp_path / "cle").mkdir()
    window.ask_second()
    qtbot.waitUntil(lambda: not window.running, timeout=20_000)
    window.make.click()
    qtbot.waitUntil(lambda: not window.running, timeout=20_000)
    (copy,) = window.shown
    assert copy.here and copy.there
    assert copy.proof is not None and copy.proof.dossiers == 1 and not copy.proof.faults
    assert "vérifiée" in window.said.text()
    assert "1 copie déposée" in window.said.text()
    assert "rien ne serait perdu" in window.lost.text()
    assert unnamed(window) == []
    shutil.rmtree(tmp_path / "cle")
    window.refresh()
    assert "absent" in window.place.text()


def test_the_copy_of_the_day_is_proved_beside_the_window(store: Store, qtbot: QtBot) -> None:
    office = office_of(store)
    backup.at_start(store.path)
    said: list[str] = []
    office.told.connect(lambda words, _tone: said.append(words))
    keeper = Keeper(office, office)
    keeper.work()
    qtbot.waitUntil(lambda: keeper.kept is not None, timeout=20_000)
    today = copies.day_words(dt.datetime.now())
    assert len(said) == 1 and said[0].startswith(f"Copie du {today}") and "1 dossier." in said[0]
    keeper.kept = None
    keeper.work()  # proved already: nothing more is said
    qtbot.waitUntil(lambda: keeper.kept is not None, timeout=20_000)
    assert len(said) == 1
    keeper.stop()
    office.close()


def test_a_copy_that_no_longer_reads_is_told_and_another_is_made(store: Store, qtbot: QtBot) -> None:
    office = office_of(store)
    made = backup.at_start(store.path)
    assert made is not None
    with made.open("r+b") as file:
        file.seek(made.stat().st_size // 2 // 4096 * 4096)
        file.write(bytes(8192))
    said: list[tuple[str, str]] = []
    office.told.connect(lambda words, tone: said.append((words, tone)))
    keeper = Keeper(office, office)
    keeper.work()
    qtbot.waitUntil(lambda: keeper.kept is not None, timeout=20_000)
    assert "ne pourrait pas être reprise" in said[0][0] and said[0][1] == "warn"
    assert len(copies.listed(store.path)) == 2
    keeper.stop()
    office.close()


def test_a_page_that_no_look_saw_is_told_beside_the_window(store: Store, qtbot: QtBot) -> None:
    root = store.reader.execute("SELECT rootpage FROM sqlite_master WHERE name = 'section'").fetchone()[0]
    office = office_of(store)
    with contextlib.closing(connect(store.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with store.path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))
    keeper = Keeper(office, office)
    told: list[Trouble] = []
    keeper.damaged.connect(told.append)
    keeper.work()
    qtbot.waitUntil(lambda: keeper.read, timeout=20_000)
    assert [found.kind for found in told] == ["page"]
    assert not keeper.timer.isActive()  # a copy of a damaged base would be no copy
    keeper.stop()
    office.close()


def test_putting_a_copy_back_says_what_is_lost_and_opens_the_base_again(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    opened = open_office(tmp_path / "base")
    key = bring(opened, application())[0].dossier
    early = copies.now(opened.path)
    opened.do(move, dossier=key, stage="complete")
    opened.close()
    settings = QSettings(str(tmp_path / "fenetre.ini"), QSettings.Format.IniFormat)
    parvis = Parvis(settings, "A. Exemple", lambda _code: None)
    parvis.open(opened.path)
    first = parvis.office
    assert first is not None
    qtbot.waitUntil(lambda: first.is_open, timeout=20_000)
    from desktop.ui.copies.back import open_copies

    assert parvis.window is not None
    dialog = open_copies(parvis.window)
    names = [copy.path.name for copy in dialog.shown]
    dialog.rows.selectRow(names.index(early.name))
    assert "1 changement fait depuis" in dialog.lost.text()
    dialog.ask_restore()
    box = dialog.findChild(QMessageBox, "sure")
    assert isinstance(box, QMessageBox) and "1 changement" in box.informativeText()
    next(b for b in box.findChildren(QPushButton) if b.text() == "&Remettre").click()
    qtbot.waitUntil(lambda: parvis.office not in (None, first) and parvis.office.is_open, timeout=20_000)
    assert parvis.office is not None
    assert parvis.office.reader.execute("SELECT stage FROM dossier").fetchone()[0] == "received"
    whys = {copy.why for copy in copies.listed(opened.path)}
    assert "avant" in whys
    parvis.close()
    kept = next(copy for copy in copies.listed(opened.path) if copy.why == "avant")
    with contextlib.closing(connect(kept.path, read_only=True)) as reader:
        assert reader.execute("SELECT stage FROM dossier").fetchone()[0] == "complete"
