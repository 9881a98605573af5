"""From a locked base to an open one, and from an open one to the work that needs it closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.flow import vault
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.vault.choosing import Chosen
from desktop.ui.vault.recover import RecoverDialog
from desktop.ui.vault.screen import VaultDialog
from desktop.ui.vault.unlock import UnlockDialog
from desktop.ui.vault.working import Working


class Opener(Protocol):
    """What opens files: desktop.app.Parvis."""

    def open(self, database: Path) -> None: ...
    def shut(self) -> bool: ...
    def leave(self) -> None: ...
    def ask_other(self) -> None: ...


class Journey:
    """One at a time, kept by the opener until its window shows."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self.unlocking: UnlockDialog | None = None
        self.recovering: RecoverDialog | None = None
        self.working: Working | None = None
        self.dialog: VaultDialog | None = None

    def unlock(self, database: Path, why: str = "") -> None:
        """Ask for the passphrase, then open."""
        dialog = UnlockDialog(database, why)
        self.unlocking = dialog
        dialog.accepted.connect(lambda: self._opener.open(database))
        dialog.rejected.connect(self._opener.leave)
        dialog.recover_wanted.connect(lambda: self._recover(dialog))
        dialog.other_wanted.connect(self._opener.ask_other)
        dialog.finished.connect(lambda _code: self._forget(dialog))
        dialog.show()

    def _forget(self, dialog: UnlockDialog) -> None:
        self.unlocking = None
        dialog.deleteLater()

    def give_up(self) -> None:
        """Another file was chosen: this one is no longer asked for."""
        if self.unlocking is not None:
            self.unlocking.blockSignals(True)
            self.unlocking.close()
            self._forget(self.unlocking)

    def _recover(self, over: UnlockDialog) -> None:
        dialog = RecoverDialog(over.database, over)
        self.recovering = dialog
        dialog.accepted.connect(over.accept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # An open base

    def show(self, office: Office, over: QWidget) -> None:
        """« Chiffrement… »"""
        dialog = VaultDialog(office, over)
        self.dialog = dialog
        dialog.encrypt_wanted.connect(lambda *told: self._encrypt(office.path, *told))
        dialog.decrypt_wanted.connect(lambda: self._decrypt(office.path))
        dialog.lock_wanted.connect(lambda: self.lock(office.path))
        dialog.finished.connect(lambda _code: setattr(self, "dialog", None))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def lock(self, database: Path) -> None:
        """Close the base, forget its key, ask for it again."""
        if self.dialog is not None:
            self.dialog.accept()
        if vault.status(database).encrypted and self._opener.shut():
            vault.lock(database)
            say = QCoreApplication.translate
            self.unlock(database, say("vault", "La base est verrouillée\u00a0: rien n’en reste en mémoire."))

    def _encrypt(self, database: Path, chosen: Chosen, recipient: str, kept: Path | None) -> None:
        def work(progress: Progress) -> None:
            vault.encrypt_base(
                database,
                chosen.new,
                keyring=chosen.keyring,
                recipient=recipient,
                keep=kept,
                progress=progress,
            )

        say = QCoreApplication.translate
        self.alone(database, say("vault", "Chiffrement de «\u00a0{0}\u00a0»").format(database.name), work)

    def _decrypt(self, database: Path) -> None:
        say = QCoreApplication.translate
        title = say("vault", "Remise en clair de «\u00a0{0}\u00a0»").format(database.name)
        self.alone(database, title, lambda progress: vault.decrypt_base(database, progress=progress))

    def alone(self, database: Path, title: str, work: Callable[[Progress], object], about: str = "") -> None:
        """Close the base, run a work that wants it for itself, open it again whatever came of it."""
        if self.dialog is not None:
            self.dialog.accept()
        if not self._opener.shut():
            return  # a work is running: the window says so

        def deed(progress: Progress) -> None:
            work(progress)
            progress.refused = False  # Cancel came once the new base was in place: it is done

        self.working = Working(database, title, deed, about)
        self.working.done.connect(lambda: self._end(database))
        self.working.failed.connect(lambda words: self._end(database, words))
        self.working.show()
        self.working.start()

    def _end(self, database: Path, words: str = "") -> None:
        if self.working is not None:
            self.working.end()
            self.working = None
        self._opener.open(database)
        if words:
            box = QMessageBox(QMessageBox.Icon.Warning, "Parvis", words)
            box.finished.connect(box.deleteLater)
            box.open()
            self.refusal = box
