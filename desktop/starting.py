"""The first opening: what each of its three choices does, beside the window, and what is remembered."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSettings
from PySide6.QtWidgets import QFileDialog

from db.connection import open_reader
from desktop.paths import default_database, resources, user_data
from desktop.ui import tongue
from desktop.ui.guidance.welcome import WelcomeWindow
from desktop.ui.runner import Cancelled, Progress, Runner

if TYPE_CHECKING:
    from desktop.app import Parvis
    from desktop.flow.begin import NewCall

_BASES = (".parvis", ".db")
AUTHOR = "start/author"  # who said so at the first opening


class FirstStart(QObject):
    """Asked for by `parvis`, over its window when it has one; with none open and nothing chosen, it ends."""

    def __init__(self, parvis: Parvis) -> None:
        super().__init__()
        self._parvis, self._settings = parvis, parvis.settings
        self._runner = Runner(lambda: open_reader(default_database()), self)
        self._runner.progressed.connect(self._progressed)
        self.window: WelcomeWindow | None = None

    def show(self) -> None:
        """The three choices."""
        if self.window is not None:
            self.window.activateWindow()
            return
        over = self._parvis.window
        # Once a window speaks, it speaks on: its menu changes the language for the next opening.
        french_only = over is not None or tongue.spoken() is not None
        self.window = window = WelcomeWindow(self._parvis.author, over, french_only=french_only)
        window.english_wanted.connect(self.speak_english)
        window.demo_wanted.connect(self.make_demo)
        window.call_wanted.connect(self.make_call)
        window.file_wanted.connect(self._ask_file)
        window.cancel_wanted.connect(self._runner.cancel)
        window.rejected.connect(self._closed)
        window.show_choices()
        window.show()

    def speak_english(self) -> None:
        """The same choices in the other language, kept for every opening."""
        from desktop.ui.tongue.opening import put_on

        app = QCoreApplication.instance()
        if app is not None:
            self._settings.setValue(tongue.KEY, "en")
            put_on(app, "en", resources() / "i18n")
            self._shut()
            self.show()

    def make_demo(self) -> None:
        """Open the demonstration, made first if it is not there."""
        target = user_data() / "demonstration.db"

        def work(progress: Progress) -> Path:
            from desktop.terminal.demo import ready

            return ready(target, lambda words, share: _told(progress, words, share))

        self._run(self.tr("Préparer la démonstration"), work)

    def make_call(self, call: NewCall) -> None:
        """Open a new base of this call, beside those that are there."""
        target = free_name(default_database(), call.year)

        def work(progress: Progress) -> Path:
            from desktop.flow.begin import begin

            _told(progress, self.tr("Grille des défis, quartiers, pièces et courriers…"), 0.2)
            begin(target, call)
            return target

        self._settings.setValue(AUTHOR, call.author.strip())
        self._run(self.tr("Préparer la base"), work)

    def take(self, path: Path) -> None:
        """Open a base; anything else is handed to its place, over the user's own base."""
        if path.suffix.lower() in _BASES:
            self._done(path)
            return
        parvis = self._parvis
        if path.suffix.lower() == ".mallette":
            parvis.satchel = path
        self._done(default_database())
        if parvis.satchel is None:
            if parvis.preparing is not None:  # it is made first
                parvis.preparing.ready.connect(lambda: self._import(path))
            self._import(path)

    def _import(self, path: Path) -> None:
        if self._parvis.window is not None:
            self._parvis.window.hand("import", [path])

    def _ask_file(self) -> None:
        dialog = QFileDialog(self.window, self.tr("Ouvrir un fichier"), str(Path.home()))
        dialog.setNameFilters(
            [
                self.tr("Tout ce que Parvis lit")
                + " (*.parvis *.db *.mallette *.xlsx *.xls *.ods *.csv *.zip *.json *.pdf)",
                self.tr("Bases Parvis") + " (*.parvis *.db)",
                self.tr("Mallettes") + " (*.mallette)",
            ]
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _run(self, title: str, work: Callable[[Progress], Path]) -> None:
        assert self.window is not None  # it asked
        self.window.show_work(title)
        self._runner.run(work, self._done, self.window.tell_wrong, title)

    def _progressed(self, sentence: str, share: float) -> None:
        if self.window is not None:
            self.window.tell_progress(sentence, share)

    def _done(self, path: Path) -> None:
        self._shut()
        parvis = self._parvis
        if parvis.shut():
            parvis.author, parvis.remembers = author_of(self._settings), True
            parvis.open(path)

    def _closed(self) -> None:
        self._shut()
        if self._parvis.window is None:
            self._parvis.leave(0)

    def _shut(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.rejected.disconnect(self._closed)
            window.done(1)
            window.deleteLater()

    def close(self) -> None:
        """The program ends."""
        self._runner.stop()
        self._shut()


def author_of(settings: QSettings) -> str:
    """Who works here: the name given at the first opening, or that of the session."""
    return str(settings.value(AUTHOR, "")) or getpass.getuser()


def _told(progress: Progress, words: str, share: float) -> None:
    if not progress(words, share):
        raise Cancelled


def free_name(wished: Path, year: int) -> Path:
    """The wished file, or one of this year beside it when the place is taken."""
    if not wished.exists():
        return wished
    names = (f"parvis-{year}{more}.db" for more in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(wished.with_name(name) for name in names if not wished.with_name(name).exists())
