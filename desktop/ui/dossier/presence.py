"""Over a dossier: a colleague may be on it, here, through the hub, or with a satchel that took it along."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from db.queries.presence import LoanRow, loans, opened_by
from desktop.ui.intake.parts import Notice
from desktop.ui.office import Office

if TYPE_CHECKING:
    from db.store import Store

RECENT = dt.timedelta(minutes=10)  # who opened it since then may still be on it
EVERY_MS = 60_000


class PresenceStrip(Notice):
    """Hidden while nobody else may be on this dossier; looked at again every minute while it is shown."""

    heard = Signal(object, object)  # the dossier, who the hub says is on it: (person, workstation, hour)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._dossier: bytes | None = None
        self._there: list[tuple[str, str, str]] = []
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY_MS)
        self._clock.timeout.connect(self._again)
        self.heard.connect(self._hear)

    def show_dossier(self, key: bytes) -> None:
        """Say who may be on this dossier beside the person at work."""
        if key != self._dossier:
            self._there = []
            self._dossier = key
            self._ask_hub(key)
        self._tell()
        self._clock.start()

    def _again(self) -> None:
        if self._dossier is not None and self.window().isVisible():
            self._ask_hub(self._dossier)
            self._tell()

    def _tell(self) -> None:
        key, office = self._dossier, self._office
        if key is None:
            return
        since = (dt.datetime.now() - RECENT).isoformat(sep=" ", timespec="seconds")
        told = [self._lent(row) for row in loans(office.reader, key) if row.workstation != office.site]
        for row in opened_by(office.reader, key, office.author, since):
            told.append(self.tr("{0} l’a ouvert à {1}.").format(row.person, row.at[11:16]))
        for person, site, hour in self._there:
            told.append(self.tr("{0} est dessus, sur {1}, à {2}.").format(person, site, hour))
        self.tell("\n".join(told), "neutral")

    def _lent(self, row: LoanRow) -> str:
        day = dt.date.fromisoformat(row.lent_at[:10]).strftime("%d/%m/%Y")
        who = self.tr(" ({0})").format(row.person) if row.person else ""
        return self.tr(
            "Dans la mallette de {0}{1} depuis le {2}\u00a0: ce qui s’écrit ici et là-bas sera rapproché au "
            "retour."
        ).format(row.place or row.workstation, who, day)

    def _ask_hub(self, key: bytes) -> None:
        """Beside the window: say that one is here, hear who else is. Nothing where there is no hub."""
        if not self._office.is_open:
            return

        def ask(store: Store) -> None:
            from db.hub.client import NotAllowed, Unreachable
            from desktop.flow.hub_address import address, connect

            where = address(store.reader)
            if where is None:
                return
            try:
                hub = connect(where)
                try:
                    hub.present(key, store.site)
                    rows = hub.who_is_on(key)
                finally:
                    hub.close()
            except (Unreachable, NotAllowed):  # the line of the status says it; here nobody is told
                return
            there = [
                (row.author, row.site, row.at.strftime("%H:%M"))
                for row in rows
                if (row.author, row.site) != (store.author, store.site)
            ]
            self.heard.emit(key, there)

        self._office.quietly(self.tr("Voir qui est sur ce dossier"), ask)

    def _hear(self, key: bytes, there: list[tuple[str, str, str]]) -> None:
        if key == self._dossier:
            self._there = there
            self._tell()
