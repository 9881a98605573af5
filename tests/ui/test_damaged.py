"""A damaged base at opening: one sentence, what can be recovered, and a road back to work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.app import Parvis
from desktop.flow import copies
from desktop.flow.repair import report_place
from tests.office import application, bring, made_once, open_office
from tests.ui.a11y import unnamed

PAGE = 4096


@made_once
def stocked(folder: Path) -> Store:
    store = open_office(folder)
    bring(store, application())
    return store


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = stocked(tmp_path / "base")
    store.close()
    return store.path


@pytest.fixture
def parvis(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parvis]:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    settings = QSettings(str(tmp_path / "fenetre.ini"), QSettings.Format.IniFormat)
    made = Parvis(settings, "A. Exemple", lambda _code: None)
    yield made
    made.close()


def told() -> QMessageBox | None:
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.objectName() == "damaged" and box.isVisible():
            return box
    return None


def press(box: QMessageBox, words: str) -> None:
    next(b for b in box.findChildren(QPushButton) if words in b.text().replace("&", "")).click()


def opened(parvis: Parvis, qtbot: QtBot) -> int:
    qtbot.waitUntil(lambda: parvis.office is not None and parvis.office.is_open, timeout=30_000)
    assert parvis.office is not None
    return int(parvis.office.reader.execute("SELECT count(*) FROM dossier").fetchone()[0])


def test_a_cut_base_is_repaired_from_the_box_and_opened(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    copies.now(base)
    content = base.read_bytes()
    base.write_bytes(content[: len(content) * 2 // 3 // PAGE * PAGE])
    parvis.open(base)
    qtbot.waitUntil(lambda: told() is not None)
    box = told()
    assert box is not None and "tronquée" in box.text()
    assert "La dernière copie est du" in box.informativeText()
    assert unnamed(box) == []
    press(box, "Réparer")
    assert opened(parvis, qtbot) == 1
    assert list(base.parent.glob("parvis-abimee-*.db"))
    assert "Rien n’est perdu" in report_place(base).read_text(encoding="utf-8")


def test_a_base_with_no_header_comes_back_from_its_copy(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    copies.now(base)
    base.write_bytes(bytes(200) + base.read_bytes()[200:])
    parvis.open(base)
    qtbot.waitUntil(lambda: told() is not None)
    box = told()
    assert box is not None and "en-tête" in box.text()
    press(box, "Remettre la copie du")
    assert opened(parvis, qtbot) == 1


def test_an_empty_file_beside_copies_is_not_a_new_base(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    copies.now(base)
    base.write_bytes(b"")
    parvis.open(base)
    qtbot.waitUntil(lambda: told() is not None)
    box = told()
    assert box is not None and "est vide" in box.text()
    press(box, "Remettre la copie du")
    assert opened(parvis, qtbot) == 1


def test_bad_pages_are_told_once_the_window_is_there(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    import contextlib

    from db.connection import connect

    with contextlib.closing(connect(base, read_only=True)) as reader:
        query = (
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_dossier_title_key' OR name LIKE '%dossier%' "
        )
        query += "AND type = 'index' AND tbl_name = 'dossier' ORDER BY name"
        root = reader.execute(query).fetchone()[0]
    content = bytearray(base.read_bytes())
    content[(root - 1) * PAGE + 8 : (root - 1) * PAGE + 40] = b"\xff" * 32
    base.write_bytes(content)
    parvis.open(base)
    qtbot.waitUntil(lambda: told() is not None, timeout=30_000)
    box = told()
    assert box is not None and "abîmées" in box.text()
    press(box, "Réparer")
    qtbot.waitUntil(lambda: bool(list(base.parent.glob("parvis-abimee-*.db"))), timeout=30_000)
    assert opened(parvis, qtbot) == 1
