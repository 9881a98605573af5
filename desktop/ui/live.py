"""Live with a hub on PostgreSQL: an exchange soon after each step and from time to time, without waiting."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from db.queries.shipments import standing
from desktop.ui.office import Office

if TYPE_CHECKING:  # the driver of PostgreSQL comes at the first exchange
    from db.store import Store
    from desktop.flow.hub import Synced

SOON_MS = 4_000  # after a step: those that follow it leave with it
EVERY_MS = 120_000  # what others wrote comes in, and a hub that fell is tried again


class LiveHub(QObject):
    """Does nothing while this workstation has no hub. `said` is for the line of the status."""

    said = Signal(str)
    _ended = Signal(object)  # Synced, from the worker

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._busy = self._closed = False
        self._down_since = ""
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._every = QTimer(self, interval=EVERY_MS)
        for timer in (self._soon, self._every):
            timer.timeout.connect(self.exchange)
        self._ended.connect(self._told)
        office.changed.connect(lambda _tables, _dossiers: self.heed())
        self._every.start()
        QTimer.singleShot(SOON_MS, self, self.exchange)

    def heed(self) -> None:
        """A step was written: it leaves soon, unless it is what the hub has just sent."""
        if self._may() and standing(self._office.reader, self._office.site).unsent > 0:
            self._soon.start()

    def exchange(self) -> None:
        """Exchange now, beside the window; nothing waits for it."""
        if self._busy or not self._may():
            return
        self._busy = True
        self._office.quietly(self.tr("Échanger avec le serveur"), self._sync)

    def _may(self) -> bool:
        office = self._office
        return not self._closed and not office.read_only and standing(office.reader, office.site).server

    def _sync(self, store: Store) -> None:
        from desktop.flow.hub import Synced, sync
        from desktop.flow.hub_address import address

        where = address(store.reader)
        done = Synced("stopped", "", "")
        try:
            if where is not None:
                done = sync(store, where, lambda _sentence, _share: not self._closed)
        finally:
            self._ended.emit(done)

    def _told(self, done: Synced) -> None:
        self._busy = False
        if self._closed:
            return
        if done.tables:
            self._office.heed(
                frozenset({*done.tables, "conflict", "shipment"}),
                frozenset(bytes.fromhex(key) for key in done.dossiers),
            )
        if done.state == "unreachable":
            self._down_since = self._down_since or f"{dt.datetime.now():%H:%M}"
            words = self.tr("Serveur injoignable depuis {0}\u00a0: le travail continue ici")
            self.said.emit(words.format(self._down_since))
            return
        self._down_since = ""
        self.said.emit(done.said if done.state in ("refused", "waits") else "")
        for note in done.notes:
            self._office.told.emit(note, "warn")

    def close_down(self) -> None:
        """The window closes: an exchange under way stops where it is, and goes on next time."""
        self._closed = True
        self._soon.stop()
        self._every.stop()
