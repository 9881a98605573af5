"""The only place that knows everyone: the file, the store, the places and the window."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection
from sqlite3 import Error as SQLiteError
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from db.connection import as_reader, connect, sealed_mark
from db.lock import Held
from db.look import is_doubtful
from db.queries.shipments import site_name
from db.upgrade import Occupied, Refused, opened_if_current
from desktop.home import name_in_task_bar
from desktop.machine import machine
from desktop.paths import remember_database, resources, user_data
from desktop.places import places
from desktop.ui import fitting, letter_keys, speaking, theme, tongue
from desktop.ui.office import Office
from desktop.ui.tongue.opening import put_on
from desktop.ui.window import Window

if TYPE_CHECKING:
    from desktop.opening import Preparing
    from desktop.starting import FirstStart
    from desktop.ui.vault.journey import Journey


def run_window(
    database: Path | None, *, author: str = "", remember: bool = False, satchel: Path | None = None
) -> int:
    """Show the window on this database, made if it does not exist, or the first opening when there is none;
    look into this satchel; returns the exit code. `remember`: what is open is opened again next time."""
    settings = read_settings()
    scale = int(str(settings.value("look/size", machine().get("size", 100))))
    if scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(scale / 100))
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else made()
    dress(app, settings)
    app.setQuitOnLastWindowClosed(False)  # one window may replace another
    author = author or str(settings.value("start/author", "")) or getpass.getuser()
    parvis = Parvis(settings, author, QApplication.exit)
    parvis.remembers, parvis.satchel = remember, satchel
    QTimer.singleShot(0, lambda: parvis.open(database) if database else parvis.welcome())
    code = app.exec()
    parvis.close()
    return code


def made() -> QApplication:
    """The Qt application, in Fusion from birth: setStyle would hand over a QStyle, whose names cost 7 ms."""
    name_in_task_bar()
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setProperty("inFusion", True)
    return app


def read_settings() -> QSettings:
    """What the window remembers, in the user's own folder."""
    return QSettings(str(user_data() / "fenetre.ini"), QSettings.Format.IniFormat)


def dress(app: QApplication, settings: QSettings) -> None:
    """Name, language and theme of the program."""
    app.setApplicationName("Parvis")
    app.setDesktopFileName("parvis")
    app.setWindowIcon(QIcon(str(resources() / "icons" / "parvis-256.png")))
    put_on(app, settings.value(tongue.KEY), resources() / "i18n")
    fitting.watch(app)
    speaking.install()
    letter_keys.settle(settings)
    theme.apply(app, theme.known(settings.value("look/theme", machine().get("theme"))))


class Parvis:
    """One window on one file; another file replaces both."""

    def __init__(self, settings: QSettings, author: str, leave: Callable[[int], None]) -> None:
        self.settings, self.author, self._leave = settings, author, leave
        self.site = platform.node() or "poste"
        self._replacing = False
        self.window: Window | None = None
        self.office: Office | None = None
        self.preparing: Preparing | None = None
        self.journey: Journey | None = None  # of an encrypted base
        self.satchel: Path | None = None  # opened from a folder: looked into once the base is open
        self.first: FirstStart | None = None
        self.remembers = False

    def welcome(self) -> None:
        """The three choices of the first opening."""
        from desktop.starting import FirstStart

        self.first = self.first or FirstStart(self)
        self.first.show()

    def open(self, database: Path) -> None:
        """Show this file: at once, after its preparation (new or old), after its passphrase (encrypted)."""
        if is_doubtful(database) and self._damaged(database):
            return
        try:
            if sealed_mark(database) is not None and not self._unlocked(database):
                return
            found = opened_if_current(database)
        except Occupied:
            self._prepare(database, occupied=True)
            return
        except Refused as refusal:
            self._not_opened(database, str(refusal))
            return
        self._show(database, found) if found else self._prepare(database)

    def _not_opened(self, database: Path, words: str) -> None:
        """A file that refused: because it is damaged, or for another reason that its words tell."""
        if not self._damaged(database, inside=True):
            self._refused(database, words, can_read=False)

    def _damaged(self, database: Path, *, inside: bool = False) -> bool:
        """Whether a base is damaged; what can be recovered of it is then told."""
        from desktop.ui.repair import tell_if_damaged

        self._end_preparing()
        alone, read = self._journey().alone, lambda: self._show(database, read_only=True)
        return tell_if_damaged(self.window, database, alone, read, self.ask_other, self.leave, inside=inside)

    def _unlocked(self, database: Path) -> bool:
        """Whether an encrypted base is open, by its keyring perhaps; else its passphrase is asked. Raises
        Refused when its header file is lost."""
        from db import vault

        if not vault.is_locked(database):
            return True
        why = vault.try_quietly(database)
        if why is not None:
            self._journey().unlock(database, why)
        return why is None

    def _journey(self) -> Journey:
        from desktop.ui.vault.journey import Journey

        self.journey = self.journey or Journey(self)
        return self.journey

    def _show_vault(self) -> None:
        if self.office is not None and self.window is not None:
            self._journey().show(self.office, self.window)

    def _lock(self) -> None:
        if self.office is None:
            return
        if sealed_mark(self.office.path) is None:
            self._show_vault()  # nothing to lock: what encryption would bring
        else:
            self._journey().lock(self.office.path)

    def _prepare(self, database: Path, *, occupied: bool = False) -> None:
        """A new or older file is made ready first, one that another program holds is waited for."""
        from desktop.opening import preparing

        self._end_preparing()
        self.preparing = preparing(database, self.author, occupied=occupied)
        self.preparing.ready.connect(lambda: (self.open if occupied else self._show)(database))
        self.preparing.refused.connect(lambda words: self._refused(database, words, can_read=False))
        self.preparing.show()
        self.preparing.start()

    def _end_preparing(self) -> None:
        if self.preparing is not None:
            self.preparing.end()
            self.preparing = None

    def _show(self, database: Path, found: Connection | None = None, *, read_only: bool = False) -> None:
        self._end_preparing()
        try:
            reader = as_reader(found or connect(database), database)
            name = site_name(reader) or self.site  # that it exchanges under, however the machine is called
            office = Office(database, reader, author=self.author, site=name, read_only=read_only)
            window = Window(office, places(), self.settings, in_haste=True)
        except (Refused, SQLiteError) as error:
            words = f"«\u00a0{database.name}\u00a0» ne s’ouvre pas ({error})."
            self._not_opened(database, str(error) if isinstance(error, Refused) else words)
            return
        self.office, self.window = office, window
        window.closed.connect(self._window_closed)
        window.copy_wanted.connect(self._save_copy)
        window.other_file_wanted.connect(self.ask_other)
        window.welcome_wanted.connect(self.welcome)
        window.alone_wanted.connect(lambda *told: self._journey().alone(database, *told))
        window.menu.vault_wanted.connect(self._show_vault)
        window.menu.lock_wanted.connect(self._lock)
        if read_only:
            office.told.emit(
                window.tr("Cette base est ouverte en lecture seule\u00a0: rien ne sera enregistré."), "warn"
            )
        else:
            window.painted.connect(self._open_store)
        window.show()
        if self.remembers:
            remember_database(database)

    def _save_copy(self) -> None:
        from desktop.opening import save_copy

        if self.window is not None and self.office is not None:
            save_copy(self.window, self.office)

    def ask_other(self) -> None:
        """Choose another file in the place of this one."""
        from desktop.opening import ask_file

        ask_file(self.window, self._replace)

    def _open_store(self) -> None:
        """After the first picture: SQLAlchemy, the lock, then the copy of the day and the search index."""
        from desktop.opening import open_store

        if self.office is not None:
            open_store(self.office, self.author, self._opened)

    def _opened(self, error: Exception | None) -> None:
        office = self.office
        if office is None:
            return
        if error is None:
            from desktop.opening import settle

            settle(office, self.window, self.satchel)
            self.satchel = None
            return
        from db.trouble import sentence

        words = str(error) if isinstance(error, Held | Refused) else sentence(error)
        if not words:
            raise error
        self._refused(office.path, words, can_read=not isinstance(error, Refused))

    def _refused(self, database: Path, words: str, *, can_read: bool) -> None:
        """Say why, and what can be done."""
        from desktop.opening import ask_refused

        self._end_preparing()
        ask_refused(
            self.window,
            words,
            read=(lambda: self._replace(database, read_only=True)) if can_read else None,
            other=self._replace,
            leave=self.leave,
        )

    def shut(self) -> bool:
        """Close the file to work on it, or to open another; False while a work runs: the window says so."""
        self._replacing = True
        closed = self.window is None or self.window.close()
        self._replacing = False
        if closed:
            self.close()
        return closed

    def _replace(self, database: Path, *, read_only: bool = False) -> None:
        if not self.shut():
            return
        if self.journey is not None:
            self.journey.give_up()
        if read_only:
            self._show(database, read_only=True)
        else:
            self.open(database)

    def _window_closed(self) -> None:
        if not self._replacing:
            self._leave(0)

    def leave(self, code: int = 1) -> None:
        """Nothing can be opened: close everything and end the program."""
        self._replacing = True
        self.close()
        self._leave(code)

    def close(self) -> None:
        """Close the window and the file."""
        self._end_preparing()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        if self.office is not None:
            self.office.close()
            self.office = None
