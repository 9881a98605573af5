"""Beside the open window: the base is read through, the copy of the day proved, the second place brought up
to date."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress, Runner
from desktop.ui.vault.unlock import NoSession

if TYPE_CHECKING:
    from desktop.flow.copies import Kept
    from desktop.flow.damage import Trouble

LOOK_MS = 400  # once the first pictures are drawn
FIRST_MS = 6_000  # the opening, its index and its checks go first
AGAIN_MS = 20 * 60_000  # a stick that is plugged in later is caught up


class Keeper(QObject):
    """Lives as long as the window; stops with it, whatever it was doing."""

    damaged = Signal(object)  # Trouble

    def __init__(self, office: Office, over: QObject) -> None:
        super().__init__(over)
        self._office = office
        self._runner = Runner(NoSession, self)
        self.looked, self._over, self._failed_before = False, False, False
        self.read = False  # whether every page of the base was, in this window
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.timeout.connect(self.look)
        self._looking.start(LOOK_MS)
        self.kept: Kept | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.work)
        self.timer.start(FIRST_MS)

    def look(self) -> None:
        """Is what the dossiers stand on sound: within a tenth of a second, beside the window."""
        path = self._office.path

        def deed(_progress: Progress) -> Trouble | None:
            from desktop.flow.damage import trouble_inside

            return trouble_inside(path)

        self._runner.run(deed, self._told, lambda _sentence: None, self.tr("Regarder la base"))

    def _told(self, found: Trouble | None) -> None:
        self.looked = True
        if found is not None:
            self.timer.stop()  # a copy of a damaged base would be no copy
            self.damaged.emit(found)

    def work(self) -> None:
        """Prove and carry, then again later."""
        path = self._office.path

        def deed(progress: Progress) -> Kept:
            from desktop.flow.bin import at_opening
            from desktop.flow.copies import Stopped, of_the_day
            from desktop.flow.damage import remember_end

            try:
                kept = of_the_day(path, progress)
                remember_end(path)
                left = at_opening(self._office.store)
                return kept._replace(sentences=(*kept.sentences, *left))
            except Stopped as wish:
                raise Cancelled from wish

        self._runner.run(deed, self._done, self._failed, self.tr("Vérifier la copie du jour"))

    def _done(self, kept: Kept) -> None:
        self.kept = kept
        for sentence in kept.sentences:
            self._office.told.emit(sentence, "warn" if kept.warns or "corbeille" in sentence else "neutral")
        if not self.read:
            self._read_through()
        if any("pour de bon" in sentence for sentence in kept.sentences):
            self._office.heed(frozenset({"dossier", "piece"}))
        self.timer.start(AGAIN_MS)

    def _read_through(self) -> None:
        """What the look at the opening has no time for: a page that was damaged is told the same day."""
        path = self._office.path

        def deed(progress: Progress) -> Trouble | None:
            from desktop.flow.damage import read_through

            words = self.tr("Relire toute la base")
            return read_through(path, lambda: progress(words, 0.0))

        def told(found: Trouble | None) -> None:
            self.read = True
            if found is not None:
                self._told(found)

        self._runner.run(deed, told, lambda _sentence: None, self.tr("Relire toute la base"))

    def _failed(self, sentence: str) -> None:
        if self._over:
            return
        if not self._failed_before:  # the next time it would say the same
            self._office.told.emit(sentence, "warn")
        self._failed_before = True
        self.timer.start(AGAIN_MS)

    def stop(self) -> None:
        """The window goes: how far the base went is written down, so that the next opening knows it."""
        self._over = True
        self.timer.stop()
        self._looking.stop()
        self._runner.stop()
        if not self.looked:
            return
        import sqlite3

        from db.connection import Refused
        from desktop.flow.damage import remember_end

        with contextlib.suppress(OSError, sqlite3.Error, Refused):  # locked, or on a stick that left
            remember_end(self._office.path)
