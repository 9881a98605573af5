"""The places of the window, each made at first use: their screens import what is heavy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from desktop.ui.screen import Place, Screen


def places() -> list[Place]:
    """In the order of the rail; the first one is shown first."""
    say = QCoreApplication.translate
    return [
        Place(
            "list",
            say("places", "Dossiers"),
            "folder-open",
            _list,
            say(
                "places",
                "Toutes les demandes reçues. Tapez des mots, ou un champ et une valeur (quartier:nord, "
                "défi:4>=2, demandé>23000)\u202f; Entrée en fait un filtre que sa croix retire. Les flèches "
                "déplacent, Entrée ouvre, Espace marque, J et K vont au suivant et au précédent.",
            ),
            "Ctrl+1",
        ),
        Place(
            "letters",
            say("places", "Courriers"),
            "mail",
            _letters,
            say(
                "places",
                "Les courriers préparés, chacun avec la page qui sera imprimée. Un courrier à reprendre dit "
                "pourquoi\u202f; seul un courrier vert s’imprime, et le registre garde ce qui est parti.",
            ),
            "Ctrl+2",
        ),
        Place(
            "dossier",
            say("places", "Dossier"),
            "file-text",
            _dossier,
            say(
                "places",
                "La demande se lit au milieu, ses pièces s’ouvrent à gauche, les notes s’écrivent à droite. "
                "Sélectionnez des mots, tapez le chiffre d’un défi, écrivez une phrase\u202f: tout "
                "s’enregistre. J et K vont au dossier suivant et au précédent de la liste filtrée.",
            ),
            in_rail=False,
        ),
    ]


def _list(office: Office) -> Screen:
    screen = ListScreen(office)

    def export(query: str, marked: list[bytes]) -> None:
        from desktop.exporting import ask_export

        ask_export(screen, office, query, marked)

    screen.export_wanted.connect(export)
    return screen


def _letters(office: Office) -> Screen:
    from desktop.ui.letters.screen import LettersScreen

    return LettersScreen(office)


def _dossier(office: Office) -> Screen:
    from desktop.ui.dossier.screen import DossierView

    return DossierView(office, _sheets)


def _sheets(path: Path) -> Sequence[tuple[str, Any]]:
    """The sheets of a piece, for the viewer: (title, rows)."""
    from desktop.exchange.sheets import read_sheets

    return [(sheet.name, sheet.rows) for sheet in read_sheets(path)]
