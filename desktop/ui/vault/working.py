"""The small window while a base is encrypted or made clear again: what is being done, how far, Cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from db.connection import Refused
from db.lock import Held
from desktop.ui.intake.parts import text
from desktop.ui.progress import ProgressPanel
from desktop.ui.runner import Progress, Runner, explain
from desktop.ui.vault.unlock import NoSession


class Working(QWidget):
    """Runs `work(progress)` while no other window has the base."""

    done = Signal()
    failed = Signal(str)

    def __init__(
        self, database: Path, title: str, work: Callable[[Progress], object], about: str = ""
    ) -> None:
        super().__init__()
        self._database, self._work, self._title = database, work, title
        self._over = False
        self._runner = Runner(NoSession, self, self._explain)
        self.setWindowTitle("Parvis")
        self.sentence = text(title, 15, bold=True)
        self.about = QLabel(
            about
            or self.tr(
                "La base est écrite à côté, comparée ligne à ligne, puis mise en place d’un coup. Une panne "
                "de courant laisse l’ancienne ou la nouvelle, entière."
            )
        )
        self.about.setWordWrap(True)
        self.about.setProperty("kind", "caption")
        self.panel = ProgressPanel(self._runner)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 24, 28, 20)
        box.setSpacing(14)
        for part in (self.sentence, self.about, self.panel):
            box.addWidget(part)
        self.setMinimumWidth(620)

    def start(self) -> None:
        """Begin, beside the window."""
        self._runner.run(self._work, lambda _done: self.done.emit(), self.failed.emit, self._title)

    def end(self) -> None:
        """The work is over; nobody needs this window any more."""
        self._over = True
        self._runner.stop()
        self.close()
        QTimer.singleShot(0, self.deleteLater)  # not before the signal that leads here has returned

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._over:  # closing is Cancel: the work ends by itself, and leads here again
            self._runner.cancel_all()
            event.ignore()

    def _explain(self, title: str, error: BaseException) -> str:
        from db.encrypt import NotDone, Stopped

        if isinstance(error, Stopped):
            return self.tr("Annulé\u00a0: la base est comme avant.")
        return (
            str(error) if isinstance(error, Held | Refused | NotDone | ValueError) else explain(title, error)
        )
