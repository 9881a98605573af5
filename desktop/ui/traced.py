"""What leaves the window is written down beside it: printed, exported, consulted. Nothing waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop.ui.office import Office

if TYPE_CHECKING:
    from db.store import Store

IN_SIGHT_MS = 1000  # a dossier walked over faster than this was not consulted


def note_left(office: Office, deed: str, what: str, dossiers: Sequence[bytes] = ()) -> None:
    """Note a deed (printed, exported, consulted) with its French words, for each of these dossiers or for
    none. With a base opened for reading nothing is noted, and nothing fails."""
    if office.at_work.shut:
        return
    keys = tuple(dossiers)

    def note(store: Store) -> None:
        from desktop.flow.traces import note_export  # brings SQLAlchemy: at first use

        note_export(store, what, keys, deed=deed)

    office.quietly(QCoreApplication.translate("traced", "Noter ce qui a été consulté"), note)


class Consulted(QObject):
    """One line for each opening of a dossier that stays in sight."""

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._dossier = b""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(IN_SIGHT_MS)
        self.timer.timeout.connect(self._note)

    def opened(self, dossier: bytes) -> None:
        """A dossier is shown anew."""
        self._dossier = dossier
        self.timer.start()

    def _note(self) -> None:
        note_left(self._office, "consulted", self.tr("Dossier ouvert"), (self._dossier,))
