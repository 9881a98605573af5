"""The end of the status line: up to when this base is in step with the others, and what waits."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from db.queries.shipments import Standing, standing
from desktop.ui.office import Office
from desktop.ui.theme import font
from desktop.ui.tongue import plural


class StandingLine(QPushButton):
    """Hidden while this base exchanges with nobody: the rail then says that one works apart."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.setProperty("kind", "link")
        self.setFont(font(12))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: office.place_wanted.emit("apart"))
        self._server = ""  # what is to be said of the hub, nothing while all is well
        self.tell()

    def tell_server(self, words: str) -> None:
        """The hub can't be reached, or it refused; "" once it answers."""
        self._server = words
        self.tell()

    def tell(self) -> Standing:
        """Read again where we stand, and say it."""
        row = standing(self._office.reader, self._office.site)
        words = " · ".join(part for part in (self._server, standing_words(row)) if part)
        self.setText(words)
        self.setAccessibleName(words or self.tr("Aucun échange"))
        self.setToolTip(self.tr("Heures de ce poste. Ouvrir la place Mallette (Ctrl+Maj+8)"))
        self.setVisible(bool(words))
        return row


def say(words: str) -> str:
    return QCoreApplication.translate("standing", words)


def standing_words(row: Standing) -> str:
    """« Synchronisé jusqu’au 14/03 17:42 · 3 à trancher · 1 à relire »; "" when nothing is exchanged."""
    parts = []
    if row.last_at:
        at = dt.datetime.fromisoformat(row.last_at)
        parts.append(say("Synchronisé jusqu’au {0}").format(f"{at:%d/%m %H:%M}"))
    elif row.role:
        parts.append(say("Jamais synchronisé"))
    if row.to_settle:
        parts.append(say("{0} à trancher").format(row.to_settle))
    if row.to_reread:
        parts.append(say("{0} à relire").format(row.to_reread))
    if row.refused:
        parts.append(say("{0} {1}").format(row.refused, plural(row.refused, say("refusée"), say("refusées"))))
    if row.parked:
        words = plural(row.parked, say("mallette en attente"), say("mallettes en attente"))
        parts.append(say("{0} {1} de la n° {2}").format(row.parked, words, row.awaited))
    if row.unsent and row.role == "station":
        words = plural(row.unsent, say("changement non remis"), say("changements non remis"))
        parts.append(f"{row.unsent} {words}")
    return " · ".join(parts)
