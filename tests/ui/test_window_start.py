"""Starting: the first picture comes before SQLAlchemy, and a file that cannot be opened says what to do."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_data_path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.app import Parvis
from desktop.cli import _window_alone
from desktop.paths import user_data
from desktop.ui import theme
from desktop.ui.list.screen import ListScreen
from desktop.ui.rail import USUAL
from tests.ui.shelf import filled, settings_in

LOOK = """
import builtins, json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from desktop import app
from desktop.ui.window import Window

seen = {}
made = Window.__init__
HEAVY = ("sqlalchemy", "alembic", "reportlab", "openpyxl", "pikepdf", "pypdfium2")

def watched(self, *args, **told):
    made(self, *args, **told)
    self.painted.connect(look)
    seen["bare"] = len(buttons(self))
    self.office.undo_changed.connect(after)

def buttons(window):
    return [b for b in window.rail.findChildren(QPushButton) if b.isVisible() and b.accessibleName()]

def look():
    window = QApplication.topLevelWidgets()
    seen["places"] = len(buttons(next(w for w in window if isinstance(w, Window))))
    seen["wide"] = next(w for w in window if isinstance(w, Window)).rail.width()
    seen["hook"] = builtins.__import__.__name__
    seen["heavy"] = [name for name in HEAVY if name in sys.modules]
    seen["rows"] = next(w for w in window if isinstance(w, Window)).stack.current().rows.model().rowCount()

def after(_back, _again):
    seen["later"] = "sqlalchemy" in sys.modules
    wait.start(20)

def copied():
    if not list(Path(sys.argv[1]).parent.glob("copies/*-start.parvis")):
        return
    wait.stop()
    next(w for w in QApplication.topLevelWidgets() if isinstance(w, Window)).close()

wait = QTimer()
wait.timeout.connect(copied)
Window.__init__ = watched
code = app.run_window(Path(sys.argv[1]), author="A. Exemple")
print(json.dumps([code, seen]))
"""


def test_the_first_picture_comes_before_anything_heavy(tmp_path: Path) -> None:
    store = filled(tmp_path)
    store.close()
    environment = os.environ | {"PARVIS_DATA": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(
        [sys.executable, "-c", LOOK, str(store.path)],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    code, seen = json.loads(ran.stdout.splitlines()[-1])
    assert code == 0
    assert seen.pop("places") > 15, "the rail is there before the base is opened for writing"
    assert seen == {"bare": 0, "heavy": [], "rows": 6, "later": True, "wide": USUAL, "hook": seen["hook"]}
    assert seen["hook"] != "__feature_import__", "PySide reads the source of each module imported"
    assert len(list((tmp_path / "copies").glob("*-start.parvis"))) == 1


left: list[int] = []


@pytest.fixture
def parvis(tmp_path: Path, qapp: QApplication) -> Iterator[Parvis]:
    theme.apply(qapp, "light")
    left.clear()
    made = Parvis(settings_in(tmp_path), "A. Exemple", left.append)
    yield made
    made.close()
    for box in boxes():
        box.deleteLater()


def boxes() -> list[QMessageBox]:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    return [box for box in found if box.objectName() == "refused"]


def press(box: QMessageBox, words: str, qtbot: QtBot) -> None:
    button = next(b for b in box.buttons() if words in b.text())
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_new_file_is_prepared_then_shown(parvis: Parvis, tmp_path: Path, qtbot: QtBot) -> None:
    parvis.open(tmp_path / "neuve.parvis")
    assert parvis.preparing is not None and parvis.preparing.isVisible()
    assert "base neuve" in parvis.preparing.sentence.text()
    qtbot.waitUntil(lambda: parvis.window is not None, timeout=20_000)
    window, office = parvis.window, parvis.office
    assert window is not None and office is not None
    assert len(office.challenges) == 11
    qtbot.waitUntil(lambda: office.is_open, timeout=20_000)
    screen = window.stack.current()
    assert isinstance(screen, ListScreen)
    qtbot.waitUntil(lambda: screen.rows._state.isVisible())


def test_a_file_held_by_another_window_can_be_read(parvis: Parvis, tmp_path: Path, qtbot: QtBot) -> None:
    holder = filled(tmp_path)
    parvis.open(holder.path)
    qtbot.waitUntil(lambda: len(boxes()) == 1, timeout=20_000)
    assert "déjà ouverte" in boxes()[0].text() and "A. Exemple" in boxes()[0].text()
    press(boxes()[0], "lecture seule", qtbot)
    window, office = parvis.window, parvis.office
    assert window is not None and office is not None and office.read_only
    assert "lecture seule" in window.toast.words()
    assert window.stack.current().rows.model().rowCount() == 6  # type: ignore[attr-defined]  # the list
    holder.close()


def test_a_file_that_is_not_ours_is_left_alone(parvis: Parvis, tmp_path: Path, qtbot: QtBot) -> None:
    other = tmp_path / "notes.db"
    other.write_bytes(b"ceci n'est pas une base, mais un texte assez long pour avoir l'air de quelque chose")
    parvis.open(other)
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    box = boxes()[0]
    assert "Le fichier n’a pas été touché" in box.text()
    assert [b.text() for b in box.buttons() if "lecture" in b.text()] == []
    assert other.read_bytes().startswith(b"ceci n'est pas une base")
    press(box, "Quitter", qtbot)
    assert parvis.window is None and left == [1]


def test_what_the_machine_file_gets_wrong_is_told_at_opening(
    parvis: Parvis, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parvis.toml").write_text('theme = "sombre"', encoding="utf-8")
    monkeypatch.setenv("PARVIS_MACHINE", str(tmp_path / "parvis.toml"))
    store = filled(tmp_path)
    store.close()
    parvis.open(store.path)
    qtbot.waitUntil(lambda: parvis.office is not None and parvis.office.is_open, timeout=20_000)
    window = parvis.window
    assert window is not None
    qtbot.waitUntil(lambda: "« theme » vaut light" in window.toast.words())


def test_another_file_replaces_the_first(parvis: Parvis, tmp_path: Path, qtbot: QtBot) -> None:
    first, second = filled(tmp_path / "a"), filled(tmp_path / "b")
    for store in (first, second):
        store.close()
    parvis.open(first.path)
    office = parvis.office
    assert office is not None
    qtbot.waitUntil(lambda: office.is_open, timeout=20_000)
    parvis._replace(second.path)
    assert left == []
    assert parvis.office is not None and parvis.office.path == second.path
    Store(first.path).close()  # its lock was given back


def test_a_verb_of_the_first_moment_opens_the_store_at_once(
    parvis: Parvis, tmp_path: Path, qtbot: QtBot
) -> None:
    from db import queries
    from desktop.flow.instruct import move

    store = filled(tmp_path)
    store.close()
    parvis.open(store.path)
    office = parvis.office
    assert office is not None and parvis.window is not None and not office.is_open
    with qtbot.waitSignal(parvis.window.painted):
        pass
    key = queries.list_ids(office.reader)[5]
    assert office.do(move, dossier=key, stage="instruction") is not None
    head = queries.head(office.reader, key)
    assert head is not None and head.stage == "instruction"


def test_a_window_alone_is_told_from_the_rest_without_argparse() -> None:
    told = [
        ["--db", "a.db"],
        ["--demo"],
        [],
        ["--demo", "--db", "b"],
        ["--db"],
        ["--db", "--demo"],
        ["list"],
        ["-h"],
    ]
    found = [_window_alone(words) for words in told]
    assert [(one.demo, one.db) if one else None for one in found] == [
        (False, "a.db"), (True, None), (False, None), (True, "b"), None, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("shared", ["", "/srv/donnees", " "])
def test_the_folder_of_the_user_is_that_of_platformdirs(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARVIS_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", shared)
    assert user_data() == user_data_path("Parvis", appauthor=False)
