"""Beside the open window: the copy of the day is proved, the second place is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.ui.office import Office
from desktop.ui.runner import Cancelled, Progress, Runner
from desktop.ui.vault.unlock import NoSession

if TYPE_CHECKING:
    from desktop.flow.copies import Kept

FIRST_MS = 6_000  # the opening, its index and its checks go first
AGAIN_MS = 20 * 60_000  # a stick that is plugged in later is caught up


class Keeper(QObject):
    """Lives as long as the window; stops with it, whatever it was doing."""

    def __init__(self, office: Office, over: QObject) -> None:
        super().__init__(over)
        self._office = office
        self._runner = Runner(NoSession, self)
        self.kept: Kept | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.work)
        self.timer.start(FIRST_MS)

    def work(self) -> None:
        """Prove and carry, then again later."""
        path = self._office.path

        def deed(progress: Progress) -> Kept:
            from desktop.flow.copies import Stopped, of_the_day

            try:
                return of_the_day(path, progress)
            except Stopped as wish:
                raise Cancelled from wish

        self._runner.run(deed, self._done, self._failed, self.tr("Vérifier la copie du jour"))

    def _done(self, kept: Kept) -> None:
        self.kept = kept
        for sentence in kept.sentences:
            self._office.told.emit(sentence, "warn" if kept.warns else "neutral")
        self.timer.start(AGAIN_MS)

    def _failed(self, sentence: str) -> None:
        self._office.told.emit(sentence, "warn")
        self.timer.start(AGAIN_MS)

    def stop(self) -> None:
        """The window goes."""
        self.timer.stop()
        self._runner.stop()
