"""The places of the window, each made at first use: their screens import what is heavy."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.list.screen import ListScreen
from desktop.ui.screen import Place


def places() -> list[Place]:
    """In the order of the rail; the first one is shown first."""
    say = QCoreApplication.translate
    return [
        Place(
            "list",
            say("places", "Dossiers"),
            "folder-open",
            ListScreen,
            say(
                "places",
                "Toutes les demandes reçues. Tapez des mots, ou un champ et une valeur (quartier:nord, "
                "défi:4>=2, demandé>23000)\u202f; Entrée en fait un filtre que sa croix retire. Les flèches "
                "déplacent, Entrée ouvre, Espace marque, J et K vont au suivant et au précédent.",
            ),
            "Ctrl+1",
        ),
    ]
