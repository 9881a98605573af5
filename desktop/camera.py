"""One window on one database, photographed place after place, without a screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from db import queries
from db.connection import open_reader
from db.store import Store
from desktop.app import dress
from desktop.paths import resources
from desktop.places import places
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.runner import at_rest
from desktop.ui.walk import Walk
from desktop.ui.window import Window

SIZE = QSize(1366, 768)
AUTHOR, SITE = "A. Exemple", "PC-04"
SETTLE_MS = 900  # what a screen does on its own has begun by then
_REST_MS, _PATIENCE = 100, 200  # what is computed in the workers (pages of letters, figures) is waited for


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def off_screen() -> None:
    """Without a screen, one of an office: Qt's own is of 800 × 800, and dialogs keep inside it."""
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        its_screen = f":configfile={resources() / 'demo' / 'screen.json'}"
        # A drive's colon would end the name of the file.
        os.environ["QT_QPA_PLATFORM"] = "offscreen" + ("" if sys.platform == "win32" else its_screen)


def settle() -> None:
    """Wait until nothing moves any more."""
    wait(SETTLE_MS)
    for _ in range(_PATIENCE):
        if at_rest():
            break
        wait(_REST_MS)
    wait(_REST_MS)


class Camera:
    """One window on one database, photographed place after place."""

    def __init__(self, database: Path, folder: Path, look: str = "light", size: QSize = SIZE) -> None:
        existing = QApplication.instance()
        self.app = existing if isinstance(existing, QApplication) else QApplication([])
        settings = QSettings(str(folder / "fenetre.ini"), QSettings.Format.IniFormat)
        dress(self.app, settings)
        theme.apply(self.app, look)
        self.folder, self.look = folder, look
        self.office = Office(database, open_reader(database), author=AUTHOR, site=SITE)
        self.window = Window(self.office, places(), settings)
        self.window.resize(size)
        self.window.show()
        self.office.open(lambda: Store(database, author=AUTHOR, place=SITE), self._opened)
        self.taken: list[Path] = []

    @staticmethod
    def _opened(error: Exception | None) -> None:
        if error is not None:
            raise error

    def picture(self, name: str, of: QWidget | None = None) -> Path:
        """Of the window, or of one that stands over it."""
        settle()
        suffix = "" if self.look == "light" else f"-{self.look}"
        path = self.folder / f"{name}{suffix}.png"
        (of or self.window).grab().save(str(path))
        self.taken.append(path)
        return path

    def place(self, name: str) -> None:
        self.office.place_wanted.emit(name)

    def dossier(self, query: tuple[object, ...] | None = None) -> None:
        """Open the dossier with most notes, as an officer would from the list."""
        ids = queries.list_ids(self.office.reader, query)
        notes = {key: len(queries.notes(self.office.reader, key)) for key in ids}
        best = max(ids, key=lambda key: notes[key])
        self.office.dossier_wanted.emit(best, Walk(ids, ids.index(best)))
        screen = self.window.stack.current()
        if isinstance(screen, DossierView):
            settle()
            screen.middle.reading.step_highlight(1)

    def sheet(self, number: str, name: str) -> None:
        """Open a dossier on one of its sheets of the instruction."""
        self.dossier(("term", "number", "=", number))
        screen = self.window.stack.current()
        if isinstance(screen, DossierView):
            screen.work.show(name)

    def close(self) -> None:
        self.window.close()
        self.office.close()
        (self.folder / "fenetre.ini").unlink(missing_ok=True)
