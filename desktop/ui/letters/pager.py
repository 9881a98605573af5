"""Which page the preview shows: made beside the window, and only if it is still the one looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.letters.model import Letter
from desktop.ui.letters.desk import Desk, Watermark
from desktop.ui.letters.entry import (
    APPROVE,
    MEND,
    PRINTED,
    READY,
    RETURNED,
    WAITING,
    Entry,
    kind_words,
    state_words,
)
from desktop.ui.letters.preview import Preview
from desktop.ui.office import Office
from desktop.ui.runner import Progress, Runner

_TONES = {
    READY: "good",
    APPROVE: "warn",
    RETURNED: "bad",
    MEND: "bad",
    PRINTED: "neutral",
    WAITING: "neutral",
}
PAUSE_MS = 30  # an arrow held down shows the page of the row where it stops


class Pager(QObject):
    """Shows an Entry in a Preview."""

    def __init__(self, office: Office, desk: Desk, runner: Runner, preview: Preview) -> None:
        super().__init__(preview)
        self._office, self._desk, self._runner, self._preview = office, desk, runner, preview
        self._entry: Entry | None = None
        self._over = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._show)

    def show(self, entry: Entry | None) -> None:
        """Show this letter, or nothing."""
        if self._over or (entry is not None and entry == self._entry):
            return
        self._entry = entry
        self._later.start()

    def close_down(self) -> None:
        """Nothing more is shown: a page still being made is forgotten."""
        self._over, self._entry = True, None
        self._later.stop()

    def _show(self) -> None:
        entry = self._entry
        if entry is None:
            self._preview.clear()
            return
        checked = entry.checked
        errors, warnings = (checked.errors, checked.warnings) if checked else ((), ())
        if checked and checked.held:
            warnings = (checked.held, *warnings)
        title = f"{entry.row.applicant} · {kind_words(entry.row, self._desk.titles())}"
        self._preview.head(title, state_words(entry.state), _TONES[entry.state], errors, warnings)
        if entry.state == PRINTED:
            self._ask(entry, lambda: self._desk.kept(self._office.files, entry.row))
        elif checked is not None and checked.letter is not None:
            mark: Watermark = None if entry.state == READY else "PROJET"
            letter: Letter = checked.letter
            self._ask(entry, lambda: self._desk.pdf(letter, mark))
        elif checked is not None:
            self._preview.say(" ".join(errors))

    def _ask(self, entry: Entry, make: Callable[[], bytes]) -> None:
        def work(_progress: Progress) -> bytes:
            return make()

        def made(content: bytes) -> None:
            if entry == self._entry:
                self._preview.show_pdf(content)

        def failed(sentence: str) -> None:
            if entry == self._entry:
                self._preview.say(sentence)

        self._runner.run(work, made, failed, self.tr("Montrer la lettre"))
