"""What is done with a file that arrived; long ones beside the window."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from desktop.flow.arriving import Arrival, Target
from desktop.ui.office import Office
from desktop.ui.runner import Progress


class Refusal(Exception):
    """A verb refused; the runner tells its sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ArrivalDeeds(QObject):
    """Calls desktop.flow.incoming."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office

    def watch(self, folder: str) -> None:
        """Look into this folder from now on."""
        from desktop.flow.incoming import watch

        self._office.do(watch, folder=folder)

    def unwatch(self, folder: str) -> None:
        """Leave this folder alone."""
        from desktop.flow.incoming import unwatch

        self._office.do(unwatch, folder=folder)

    def attach(self, arrival: Arrival, target: Target) -> None:
        """Join the file to this dossier; read and written in the worker: a mail may be large."""
        from desktop.flow.incoming import attach

        office, file = self._office, arrival.file
        if office.read_only:
            office.do(attach)  # the office says why nothing is written
            return

        def work(progress: Progress) -> Any:
            progress(self.tr("Lecture de «\u00a0{0}\u00a0»").format(file.path.name), 0)
            try:
                return office.store.do(
                    attach, path=file.path, name=file.path.name, sha256=file.sha256, dossier=target.key,
                    why=target.why,
                )  # fmt: skip
            except ValueError as refusal:
                raise Refusal(str(refusal)) from refusal

        def done(result: Any) -> None:
            office.after(result)
            words = self.tr("«\u00a0{0}\u00a0» est joint au dossier {1}.")
            office.told.emit(words.format(file.path.name, target.number), "good")

        title = self.tr("Joindre «\u00a0{0}\u00a0»").format(file.path.name)
        office.runner.run(work, done, lambda sentence: office.told.emit(sentence, "warn"), title)

    def set_aside(self, arrival: Arrival) -> None:
        """The file waits no longer."""
        from desktop.flow.incoming import set_aside

        file = arrival.file
        self._office.do(set_aside, path=file.path, name=file.path.name, sha256=file.sha256, size=file.size)

    def take_back(self, sha256: str, name: str) -> None:
        """A file dealt with waits again."""
        from desktop.flow.incoming import take_back

        self._office.do(take_back, sha256=sha256, name=name)

    def note_imported(self, arrival: Arrival) -> None:
        """The import has taken the file."""
        from desktop.flow.incoming import note_imported

        file = arrival.file
        self._office.do(note_imported, files=[(file.path, file.sha256, file.size)])
