"""The steps of the tour, on the controls of the real window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.guidance.offering import TOURED
from desktop.ui.guidance.tour import Step, Tour

if TYPE_CHECKING:
    from desktop.ui.window import Window


def start_tour(window: Window) -> Tour:
    """A tour of this window; one that goes on already starts again."""
    for old in window.findChildren(Tour):
        old.leave()
    tour = Tour(window, steps_of(window), window.go)
    tour.start()
    window.settings.setValue(TOURED, True)
    return tour


def steps_of(window: Window) -> list[Step]:
    """In the order of the work: find, open, what is at the right, then the commands that hold everywhere."""
    return [*_to_find(window), *_to_read(window), *_everywhere(window)]


def _to_find(window: Window) -> list[Step]:
    say = QCoreApplication.translate
    return [
        Step(
            lambda: window.rail,
            say("tour", "Les lieux"),
            say("tour", "Un lieu pour chaque travail, de la pile du matin aux archives. Sous eux, vos vues."),
            say("tour", "Ctrl+1 à Ctrl+9"),
            "list",
        ),
        Step(
            lambda: _part(window, "search"),
            say("tour", "Chercher"),
            say(
                "tour",
                "Des mots, ou un champ et sa valeur : quartier:nord, demandé>5000. Entrée en fait un filtre.",
            ),
            "Ctrl+K",
            "list",
        ),
    ]


def _to_read(window: Window) -> list[Step]:
    say = QCoreApplication.translate
    return [
        Step(
            lambda: _part(window, "rows"),
            say("tour", "La liste"),
            say("tour", "Les flèches choisissent, Entrée ouvre le dossier, Espace le marque."),
            say("tour", "Entrée"),
            "list",
        ),
        Step(
            lambda: _part(window, "pane"),
            say("tour", "L’essentiel du dossier"),
            say("tour", "Ce qui est demandé, ce que les contrôles ont trouvé, sans quitter la liste."),
            "",
            "list",
        ),
        Step(
            lambda: window.rail.button_of("import"),
            say("tour", "Importer"),
            say("tour", "Vos demandes entrent par ici : un export de portail, un tableau, un PDF."),
            "Ctrl+3",
        ),
    ]


def _part(window: Window, name: str) -> QWidget | None:
    """A control of the list by what it is for; None when this window has no list."""
    ways = {"search": ("bar", "search"), "rows": ("rows",), "pane": ("seat",)}
    found: object = window.stack.screen_of("list") if window.stack.has("list") else None
    for way in ways[name]:
        found = getattr(found, way, None)
    return found if isinstance(found, QWidget) else None


def _everywhere(window: Window) -> list[Step]:
    say = QCoreApplication.translate
    return [
        Step(
            lambda: window.rail.button_of("today"),
            say("tour", "Aujourd’hui"),
            say("tour", "Chaque matin : votre pile dans l’ordre conseillé, et les échéances."),
            "Ctrl+7",
        ),
        Step(
            window.menuBar,
            say("tour", "Toutes les commandes"),
            say(
                "tour",
                "Le menu Dossier contient ce que l’écran de devant sait faire ; Édition annule et rétablit. "
                "Une commande se cherche aussi par son nom.",
            ),
            "Ctrl+Maj+P",
        ),
        Step(
            window.statusBar,
            say("tour", "Où l’on en est"),
            say(
                "tour", "Ce qui est montré, les sommes, qui travaille. Tout s’enregistre au fur et à mesure."
            ),
            say("tour", "Ctrl+Z annule"),
        ),
        Step(
            window.menuBar,
            say("tour", "De l’aide, partout"),
            say(
                "tour",
                "F1 ouvre le guide à la page de ce qui est à l’écran ; « Parvis en une heure » y fait le "
                "tour du travail.",
            ),
            "F1",
        ),
    ]
