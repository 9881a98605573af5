"""A base that another program holds, or a folder that is shut: the window waits, says so, goes on."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.app import Parvis
from desktop.flow.annotate import annotate
from desktop.ui import theme
from desktop.ui.waiting import WaitingDialog
from tests.ui.shelf import filled, settings_in


@pytest.fixture
def parvis(tmp_path: Path, qapp: QApplication) -> Iterator[Parvis]:
    theme.apply(qapp, "light")
    made = Parvis(settings_in(tmp_path), "A. Exemple", lambda _code: None)
    yield made
    made.close()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = filled(tmp_path)
    store.close()
    return store.path


class Holder:
    """Another program, that holds the file for itself."""

    def __init__(self, path: Path) -> None:
        self._held = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def exclusively(self) -> None:
        """As a tool that checks or copies the file does: nobody even reads."""
        self._held.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._held.execute("BEGIN EXCLUSIVE")
        self._held.execute("UPDATE kv SET v = v")

    def to_write(self) -> None:
        self._held.execute("BEGIN IMMEDIATE")

    def let_go(self) -> None:
        self._held.execute("ROLLBACK")
        self._held.close()


def when_asked(answer: Callable[[WaitingDialog], object]) -> QTimer:
    """Answer the question that holds the window as soon as it is there; to be kept until then."""
    looking = QTimer(interval=20)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WaitingDialog):
            looking.stop()
            answer(dialog)

    looking.timeout.connect(look)
    looking.start()
    return looking


def opened(parvis: Parvis, base: Path, qtbot: QtBot) -> Store:
    parvis.open(base)
    qtbot.waitUntil(lambda: parvis.office is not None and parvis.office.is_open, timeout=20_000)
    assert parvis.office is not None
    qtbot.waitUntil(lambda: not parvis.office._quiet.busy(), timeout=20_000)  # type: ignore[union-attr]
    return parvis.office.store


def test_a_file_held_by_another_program_is_waited_for(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    holder = Holder(base)
    holder.exclusively()
    parvis.open(base)
    assert parvis.preparing is not None and "occupée" in parvis.preparing.sentence.text()
    turns: list[None] = []
    turning = QTimer(interval=20)
    turning.timeout.connect(lambda: turns.append(None))
    turning.start()
    qtbot.waitUntil(lambda: len(turns) > 10)  # nothing in the window waits for the file
    turning.stop()
    assert parvis.window is None
    holder.let_go()
    qtbot.waitUntil(lambda: parvis.window is not None)
    qtbot.waitUntil(lambda: parvis.office is not None and parvis.office.is_open, timeout=20_000)


def test_what_is_saved_meanwhile_waits_and_is_saved(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    store = opened(parvis, base, qtbot)
    office = parvis.office
    assert office is not None
    dossier = queries.list_ids(store.reader)[0]
    holder = Holder(base)
    holder.to_write()
    seen: list[str] = []

    looking = when_asked(lambda dialog: (seen.append(dialog.windowTitle()), holder.let_go()))
    assert office.do(annotate, dossier=dossier, place="dossier", text="Gardée") is not None
    assert not looking.isActive()
    assert seen == ["La base est occupée"]
    texts = [row[0] for row in store.reader.execute("SELECT text FROM annotation")]
    assert texts.count("Gardée") == 1


def test_giving_up_says_that_nothing_is_saved(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    store = opened(parvis, base, qtbot)
    office = parvis.office
    assert office is not None
    dossier = queries.list_ids(store.reader)[0]
    told: list[str] = []
    office.told.connect(lambda words, _tone: told.append(words))
    holder = Holder(base)
    holder.to_write()
    looking = when_asked(lambda dialog: dialog.close())
    assert office.do(annotate, dossier=dossier, place="dossier", text="Perdue") is None
    assert not looking.isActive()
    assert "occupée par un autre programme" in told[-1] and "rien n’a été enregistré" in told[-1]
    holder.let_go()
    assert office.do(annotate, dossier=dossier, place="dossier", text="Ensuite") is not None


def boxes() -> list[QMessageBox]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def test_a_folder_where_nothing_can_be_written_is_read(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    """The lock itself can't be made there; the file is then offered to be read."""
    base.with_name(base.name + ".verrou").unlink(missing_ok=True)
    base.with_name(base.name + ".verrou").mkdir()  # nobody, not even an administrator, locks a folder
    parvis.open(base)
    qtbot.waitUntil(lambda: len(boxes()) == 1, timeout=20_000)
    box = boxes()[0]
    read = next(b for b in box.buttons() if "lecture seule" in b.text())
    read.click()
    qtbot.waitUntil(lambda: parvis.office is not None and parvis.office.read_only, timeout=20_000)
    box.deleteLater()
