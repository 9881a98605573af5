"""Opening a file that is not ready: preparing it, saying why it is refused, choosing another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QProgressBar, QVBoxLayout, QWidget

from db import backup
from db.connection import open_reader, sealed_mark
from db.lock import Held
from db.merge.check import value
from db.trouble import sentence
from db.upgrade import Refused, until_free
from desktop import collector
from desktop.flow.clock import doubt
from desktop.machine import faults
from desktop.paths import default_database, resources, sweep
from desktop.ui.office import Office
from desktop.ui.runner import Runner

if TYPE_CHECKING:
    from db.store import Store
    from desktop.ui.window import Window

_FILES = "Bases Parvis (*.parvis *.db)"


class Preparing(QWidget):
    """A small window with one sentence while a file is made or brought up to date."""

    ready = Signal()
    refused = Signal(str)

    def __init__(self, database: Path, work: Callable[[Path], None], *, occupied: bool = False) -> None:
        super().__init__()
        self._database, self._work = database, work
        self._over = False
        self._runner = Runner(lambda: open_reader(database), self, self._explain)
        self.setWindowTitle("Parvis")
        fresh = not database.exists() or database.stat().st_size == 0
        words = (
            self.tr("Préparation d’une base neuve\u00a0: grille des défis, quartiers, pièces et courriers…")
            if fresh
            else self.tr(
                "Mise à jour de la base «\u00a0{0}\u00a0»\u00a0: une copie est faite d’abord…"
            ).format(database.name)
        )
        if occupied:
            words = self.tr(
                "La base «\u00a0{0}\u00a0» est occupée par un autre programme (antivirus, sauvegarde)\u00a0: "
                "Parvis attend qu’elle soit libre…"
            ).format(database.name)
        self.sentence = QLabel(words)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 28, 32, 28)
        box.setSpacing(16)
        box.addWidget(self.sentence)
        box.addWidget(bar)

    def start(self) -> None:
        """Begin, beside the window."""
        self._runner.run(
            lambda _progress: self._work(self._database),
            lambda _done: self.ready.emit(),
            self.refused.emit,
            self.sentence.text(),
        )

    def end(self) -> None:
        """The work is over; nobody needs this window any more."""
        self._over = True
        self._runner.stop()
        self.close()
        QTimer.singleShot(0, self.deleteLater)  # not before the signal that leads here has returned

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._over:  # half a file would be left: the work takes a few seconds
            event.ignore()

    def _explain(self, _title: str, error: BaseException) -> str:
        if isinstance(error, Held | Refused):
            return str(error)
        if words := sentence(error):
            return words
        words = self.tr(
            "La base «\u00a0{0}\u00a0» n’a pas pu être préparée ({1}). Aucun dossier n’a été perdu."
        )
        return words.format(self._database.name, error)


def preparing(database: Path, author: str, *, occupied: bool) -> Preparing:
    """What waits for a file that another program holds, or makes one ready."""
    collector.resume()  # its own picture is the first
    if occupied:
        return Preparing(database, until_free, occupied=True)
    return Preparing(database, lambda path: make_ready(path, author))


def open_store(office: Office, author: str, done: Callable[[Exception | None], None]) -> None:
    """SQLAlchemy and the lock of the base, beside the window that is painted."""

    def warm() -> None:
        import filelock  # noqa: F401 - imported here so that the opening itself is short

        import db.store  # noqa: F401

    def opening() -> Store:
        from db.store import Store

        return Store(office.path, author=author, place=office.site)

    office.open(opening, done, warm)


def make_ready(database: Path, author: str) -> None:
    """Bring a file to this version, and found it when it is new."""
    from db.store import Store
    from desktop.flow.found import found, is_founded

    store = Store(database, author=author)
    try:
        if not store.rehearse(is_founded):
            store.do(found, resources=resources())
    finally:
        store.close()


def tidy(database: Path) -> None:
    """What a kill left in clear: copies handed to other programs, what waited to be encrypted."""
    sweep()
    if sealed_mark(database) is not None:
        from db import encrypt  # a clear base never loads it

        if encrypt.is_unfinished(database):
            encrypt.finish(database)


def settle(office: Office, window: Window | None, satchel: Path | None = None) -> None:
    """Once a file is open: the copy of the day, what this version brings, the index; what the file of the
    machine gets wrong is told, and a satchel that was opened from a folder is looked into."""
    office.quietly("Copier la base", lambda store: backup.at_start(store.path))
    office.quietly("Compléter la base", _complete)
    office.index()
    if window is not None:
        from desktop.ui.guidance.offering import offer

        offer(window)
    # Where a shared folder carries the satchels, their place is made now: it looks into the folder.
    if window is not None and value(office.reader, "folder"):
        window.stack.screen_of("apart")
    office.quietly("Ranger les copies en clair", lambda store: tidy(store.path))
    if window is not None:
        _keep(office, window)
    if window is not None and satchel is not None:
        window.hand("apart", [satchel])
    if words := doubt(office.reader):
        office.told.emit(words, "warn")
    if faults():
        office.told.emit("\n".join(faults()), "warn")


def _keep(office: Office, window: Window) -> None:
    """The copies proved, the base looked at, beside the window."""
    from desktop.ui.copies.keeper import Keeper
    from desktop.ui.faults.calm import Calm
    from desktop.ui.repair import tell_damage

    Calm(office, window)
    keeper = Keeper(office, window)
    office.closing.connect(keeper.stop)
    keeper.damaged.connect(
        lambda found: tell_damage(window, office.path, found, alone=window.alone_wanted.emit)
    )


def _complete(store: Store) -> None:
    """What this version brings to a base founded by an earlier one."""
    from desktop.flow.found_more import complete  # brings SQLAlchemy: beside the window

    store.do(complete, resources=resources())


def ask_refused(
    over: QWidget | None,
    words: str,
    *,
    read: Callable[[], None] | None,
    other: Callable[[Path], None],
    leave: Callable[[], None],
) -> None:
    """Say why the file can't be opened; read it only (when `read` is given), take another, or leave."""
    box = QMessageBox(over)
    box.setObjectName("refused")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(box.tr("Parvis"))
    box.setText(words)
    role = QMessageBox.ButtonRole
    deeds: dict[object, Callable[[], None]] = {}
    if read is not None:
        deeds[box.addButton(box.tr("Ouvrir en lecture seule"), role.AcceptRole)] = read
    deeds[box.addButton(box.tr("Choisir un autre fichier…"), role.ActionRole)] = lambda: ask_file(
        over, other, leave
    )
    quit_ = box.addButton(box.tr("Quitter"), role.RejectRole)
    box.setEscapeButton(quit_)
    deeds[quit_] = leave
    box.finished.connect(lambda _code: deeds.get(box.clickedButton(), leave)())
    box.finished.connect(box.deleteLater)
    box.open()


def ask_file(
    over: QWidget | None, then: Callable[[Path], None], otherwise: Callable[[], None] | None = None
) -> None:
    """Choose a database, existing or new."""
    dialog = QFileDialog(over, "Ouvrir une base Parvis", str(default_database().parent), _FILES)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    if otherwise is not None:
        dialog.rejected.connect(otherwise)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def save_copy(over: QWidget, office: Office) -> None:
    """Ask where, then copy the database there, beside the window."""
    dialog = QFileDialog(over, "Enregistrer une copie de la base", str(Path.home()), _FILES)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("parvis")

    def copy(name: str) -> None:
        office.runner.run(
            lambda _progress: office.store.copy_to(Path(name)),
            lambda _done: office.told.emit(
                f"La copie «\u00a0{Path(name).name}\u00a0» est enregistrée.", "good"
            ),
            lambda sentence: office.told.emit(sentence, "bad"),
            "Copier la base",
        )

    dialog.fileSelected.connect(copy)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
