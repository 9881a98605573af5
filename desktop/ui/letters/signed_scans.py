"""Scans of signed letters: read beside the window, shown, filed once agreed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.letters.signed_window import SignedWindow
from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress
from desktop.ui.tongue import plural

if TYPE_CHECKING:  # SQLAlchemy and the readers come in the worker
    from db.store import Done
    from desktop.flow.signed_heap import Heap


class _Refused(Exception):
    """A file that is no scan; the runner tells its sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SignedScans(QObject):
    """`take` reads, `show_heap` asks, then one step files what was ticked."""

    def __init__(self, office: Office, parent: QWidget, today: Callable[[], dt.date] = dt.date.today) -> None:
        super().__init__(parent)
        self.office, self._over, self._today = office, parent, today
        self.window: SignedWindow | None = None

    def choose(self) -> None:
        """Ask which scans."""
        dialog = QFileDialog(self._over, self.tr("Scans des lettres signées"))
        dialog.setObjectName("signedScans")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"))
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, paths: Sequence[Path]) -> None:
        """Read the codes of these files beside the window, then show what was recognised."""

        def work(progress: Progress) -> Heap:
            from desktop.exchange.application import Cancelled as Stopped
            from desktop.exchange.application import Unreadable
            from desktop.exchange.scan_codes import read_scans
            from desktop.flow.signed_heap import recognise

            try:
                scans = read_scans(paths, progress)
            except Unreadable as refusal:
                raise _Refused(str(refusal)) from refusal
            except Stopped as stop:
                raise Cancelled from stop
            return recognise(progress.session, scans)

        self.office.runner.run(
            work,
            self.show_heap,
            lambda sentence: self.office.told.emit(sentence, "warn"),
            self.tr("Lire les lettres signées"),
        )

    def show_heap(self, heap: Heap) -> None:
        """Show what was recognised; without a letter, say why nothing was."""
        if not heap.back:
            why = heap.left[0].why if heap.left else self.tr("Toutes les pages sont blanches.")
            words = self.tr("Aucune lettre de cette base n’a été reconnue. {0}")
            self.office.told.emit(words.format(why), "warn")
            return
        writable = self.office.may("post")
        self.window = SignedWindow(
            self._over, heap, self._today, lambda keys, day: self._file(heap, keys, day), writable=writable
        )
        self.window.open()

    def _file(self, heap: Heap, letters: list[bytes], day: dt.date) -> None:
        office = self.office

        def work(progress: Progress) -> Done:
            from desktop.flow.signed import file_signed

            progress(self.tr("Classement de {0} lettres").format(len(letters)), 0)
            try:
                return office.store.do(file_signed, heap=heap, letters=letters, signed_on=day)
            except ValueError as refusal:
                raise _Refused(str(refusal)) from refusal

        def after(done: Done) -> None:
            office.after(done)
            count = len(done.value)
            words = plural(count, "lettre signée est classée", "lettres signées sont classées")
            office.told.emit(self.tr("{0} {1}. Ctrl+Z les reprend.").format(count, words), "good")

        office.runner.run(
            work, after, lambda sentence: office.told.emit(sentence, "warn"), self.tr("Classer les lettres")
        )

    # What is dropped on a screen of letters

    def enters(self, event: QDragEnterEvent) -> bool:
        """Take in the files that a scanner makes; the others go on to the import."""
        if not _scans(event):
            return False
        event.acceptProposedAction()
        return True

    def dropped(self, event: QDropEvent) -> bool:
        """Read the scans that were dropped."""
        if not (paths := _scans(event)):
            return False
        event.acceptProposedAction()
        self.take(paths)
        return True


def _scans(event: QDropEvent) -> list[Path]:
    from desktop.exchange.scan_codes import is_scan

    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths if paths and all(map(is_scan, paths)) else []
