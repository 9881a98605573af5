"""The places of the window, each made at first use: their screens import what is heavy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from db.queries.lists import ExportRow
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from desktop.ui.screen import Place, Screen


def places() -> list[Place]:
    """In the order of the rail; the first one is shown first."""
    say = QCoreApplication.translate
    return [
        Place("list", say("places", "Dossiers"), "folder-open", _list, _about("list"), "Ctrl+1"),
        Place("letters", say("places", "Courriers"), "mail", _letters, _about("letters"), "Ctrl+2"),
        Place("register", say("places", "Registre"), "book-open", _register, _about("register"), "Ctrl+4"),
        Place("import", say("places", "Importer"), "download", _import, _about("import"), "Ctrl+3"),
        Place("new", say("places", "Saisir une demande"), "file-pen", _paper, _about("new"), in_rail=False),
        Place("dossier", say("places", "Dossier"), "file-text", _dossier, _about("dossier"), in_rail=False),
    ]


def _about(name: str) -> str:
    """What the guide says of a place."""
    say = QCoreApplication.translate
    return {
        "list": say(
            "places",
            "Toutes les demandes reçues. Tapez des mots, ou un champ et une valeur (quartier:nord, "
            "défi:4>=2, demandé>23000) ; Entrée en fait un filtre que sa croix retire. Les flèches "
            "déplacent, Entrée ouvre, Espace marque, J et K vont au suivant et au précédent.",
        ),
        "letters": say(
            "places",
            "Les courriers préparés, chacun avec la page qui sera imprimée. Un courrier à reprendre dit "
            "pourquoi ; seul un courrier vert s’imprime, et le registre garde ce qui est parti.",
        ),
        "register": say(
            "places",
            "Tout ce qui est parti, dans l’ordre des numéros, avec ses réimpressions. Une lettre du registre "
            "ne change plus : elle se relit, et se réimprime marquée comme un double.",
        ),
        "import": say(
            "places",
            "Choisissez le fichier exporté du portail, dites à quoi correspondent ses colonnes, voyez ce qui "
            "ne va pas : rien n’est écrit avant le résumé. Un second import garde le travail fait ici.",
        ),
        "new": say(
            "places",
            "Une demande reçue sur papier se saisit avec les rubriques et le budget du Cerfa. Ce qui est "
            "tapé est gardé au fur et à mesure ; « Enregistrer la demande » en fait un dossier.",
        ),
        "dossier": say(
            "places",
            "La demande se lit au milieu, ses pièces s’ouvrent à gauche, les notes s’écrivent à droite. "
            "Sélectionnez des mots, tapez le chiffre d’un défi, écrivez une phrase : tout "
            "s’enregistre. J et K vont au dossier suivant et au précédent de la liste filtrée.",
        ),
    }[name]


def _list(office: Office) -> Screen:
    screen = ListScreen(office)

    def export(query: str, marked: list[bytes]) -> None:
        from desktop.ui.list.exporting import ask_export

        ask_export(screen, office, query, marked, write_workbook)

    screen.export_wanted.connect(export)
    return screen


def write_workbook(out: Path, found: Sequence[ExportRow]) -> None:
    """The list as an Excel workbook."""
    from desktop.exchange.workbook import write_list
    from desktop.flow.export import columns, rows

    write_list(out, columns(), rows(found), title="Dossiers")


def _letters(office: Office) -> Screen:
    from desktop.ui.letters.screen import LettersScreen

    return LettersScreen(office)


def _register(office: Office) -> Screen:
    from desktop.ui.letters.register import RegisterScreen

    return RegisterScreen(office)


def _import(office: Office) -> Screen:
    from desktop.ui.intake.screen import IntakeScreen

    return IntakeScreen(office)


def _paper(office: Office) -> Screen:
    from desktop.ui.intake.paper_screen import PaperScreen

    return PaperScreen(office)


def _dossier(office: Office) -> Screen:
    from desktop.ui.dossier.screen import DossierView

    return DossierView(office, _sheets)


def _sheets(path: Path) -> Sequence[tuple[str, Any]]:
    """The sheets of a piece, for the viewer: (title, rows)."""
    from desktop.exchange.sheets import read_sheets

    return [(sheet.name, sheet.rows) for sheet in read_sheets(path)]
