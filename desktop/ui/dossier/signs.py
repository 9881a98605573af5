"""Under the header of a dossier: united with another, written differently elsewhere, in other hands too."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.apart.banner import DisputeBanner
from desktop.ui.dossier.presence import PresenceStrip
from desktop.ui.dossier.united import United
from desktop.ui.office import Office


class Signs(QWidget):
    """One line each, those that have something to say."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.united, self.disputes = United(office), DisputeBanner(office)
        self.presence = PresenceStrip(office)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for sign in (self.united, self.disputes, self.presence):
            column.addWidget(sign)

    def show_dossier(self, key: bytes) -> None:
        """Read them again."""
        self.united.show_dossier(key)
        self.disputes.show_dossier(key)
        self.presence.show_dossier(key)
