"""Goes through every screen of the window on the demonstration, and through the dialogs they open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import gettempdir

import pytest
from filelock import FileLock
from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

from db import queries
from db.connection import open_reader
from db.store import Store
from desktop.app import dress
from desktop.camera import wait
from desktop.places import places
from desktop.terminal.demo import ready
from desktop.ui.committee.screen import CommitteesScreen
from desktop.ui.dossier.screen import DossierView
from desktop.ui.office import Office
from desktop.ui.shell import Shell
from desktop.ui.tabbed import TabbedScreen
from desktop.ui.walk import Walk
from desktop.ui.window import Window

SMALL, USUAL = QSize(683, 384), QSize(1366, 768)  # 1366 x 768 at 200 %, and at 100 %
WHOLE = bool(os.environ.get("PARVIS_ACCESS"))  # the long form
_TURN_MS = 20  # a turn of the event loop: layouts are made, what was queued is done
_TURNS = 40
# They leave the base, or Parvis, or begin a work that another test watches to its end.
_LEFT_ALONE = ("Quitter", "Verrouiller", "Chiffrement")


@cache
def _built() -> Path:
    """Made once by all that run side by side, for it is long to make; each visit works on a copy."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(gettempdir()) / f"parvis-demonstration-{run}"
    folder.mkdir(exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        return ready(folder / "demonstration.db")


def demonstration(folder: Path) -> Path:
    """The demonstration in a folder of the test."""
    built = _built()
    copytree(built.parent, folder, dirs_exist_ok=True)
    return folder / built.name


class Visit:
    """One window on the demonstration."""

    def __init__(self, folder: Path, size: QSize = USUAL) -> None:
        base = demonstration(folder)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        settings = QSettings(str(folder / "fenetre.ini"), QSettings.Format.IniFormat)
        dress(app, settings)
        self.office = Office(base, open_reader(base), author="A. Exemple", site="PC-04")
        self.window = Window(self.office, places(), settings)
        self.window.resize(size)
        self.window.show()
        self.office.attach(Store(base, author="A. Exemple", place="PC-04"))
        self.window.activateWindow()
        self._opened: set[str] = set()  # words of the actions whose dialog was seen
        self.settle()

    def settle(self) -> None:
        """Until what is read beside the window has come, and everything has its place."""
        wait(_TURN_MS)
        while self.office.runner.busy():
            wait(_TURN_MS)
        before: list[QSize] = []
        for _ in range(_TURNS):
            QApplication.sendPostedEvents()  # layouts, whatever else the machine does
            for shell in self.shells():
                shell.fit()
            now = [shell.widget().size() for shell in self.shells()]
            if now == before:
                return
            before = now
        raise AssertionError(f"{self.window.stack.front} never comes to rest")

    def shells(self) -> list[Shell]:
        """What scrolls the screen in front, and the sheet in it."""
        screen = self.window.stack.current()
        inner = screen.middle.findChildren(Shell) if isinstance(screen, DossierView) else []
        return [shell for shell in (self.window.stack.currentWidget(), *inner) if isinstance(shell, Shell)]

    def close(self) -> None:
        self.window.close()
        self.office.close()
        self.window.deleteLater()

    def screens(self, only: tuple[str, ...] = ()) -> Iterator[tuple[str, QWidget]]:
        """Every place (or `only` these) with its tabs, the parts of a committee, then a dossier with its
        sheets."""
        for place in places():
            if place.name != "dossier" and (not only or place.name in only):
                self.window.go(place.name)
                yield from self._parts(place.name)
        if not only or "dossier" in only:
            yield from self._dossier()

    def _dossier(self) -> Iterator[tuple[str, QWidget]]:
        ids = queries.list_ids(self.office.reader, ("term", "stage", "=", "instruction"))
        self.office.dossier_wanted.emit(ids[0], Walk(ids, 0))
        self.settle()
        yield "dossier", self.window.stack.current().widget
        screen = self.window.stack.current()
        assert isinstance(screen, DossierView)
        for name in screen.work.kinds:
            screen.work.show(name)
            self.settle()
            yield f"dossier/{name}", screen.middle.currentWidget() or screen

    def _parts(self, name: str) -> Iterator[tuple[str, QWidget]]:
        screen = self.window.stack.current()
        self.settle()
        yield name, screen.widget
        if isinstance(screen, TabbedScreen):
            for kind in screen.kinds[1:]:
                screen.show_tab(kind.name)
                self.settle()
                yield f"{name}/{kind.name}", screen
        if isinstance(screen, CommitteesScreen):
            screen.sessions.open.click()
            for part in range(4):
                screen.preparation.show_part(part)
                self.settle()
                yield f"{name}/{part}", screen
            screen.enter()
            self.settle()
            yield f"{name}/room", screen
            screen.show_all()

    def dialogs(self, actions: list[QAction]) -> Iterator[tuple[str, QDialog]]:
        """What these actions open, one at a time; each is given up at once."""
        for action in actions:
            words = action.text().replace("&", "").partition("\t")[0]
            if not (action.isEnabled() and words.endswith("…")) or words.startswith(_LEFT_ALONE):
                continue
            if words in self._opened:
                continue
            self._opened.add(words)
            action.trigger()
            self.settle()
            for found in QApplication.topLevelWidgets():
                if isinstance(found, QDialog) and found.isVisible():
                    yield words, found
                    found.reject()
                    found.close()
            self.settle()


def answer_nothing(patch: pytest.MonkeyPatch) -> None:
    """The questions of Qt itself, which would wait for a hand, are given up."""
    for name in ("getOpenFileName", "getSaveFileName"):
        patch.setattr(QFileDialog, name, staticmethod(lambda *_a, **_k: ("", "")))
    for asking in (QDialog, QPrintDialog):
        patch.setattr(asking, "exec", lambda _self: 0)
    patch.setattr(QFileDialog, "getOpenFileNames", staticmethod(lambda *_a, **_k: ([], "")))
    patch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_a, **_k: ""))
    patch.setattr(QInputDialog, "getText", staticmethod(lambda *_a, **_k: ("", False)))
    patch.setattr(QMessageBox, "question", staticmethod(lambda *_a, **_k: QMessageBox.StandardButton.No))
