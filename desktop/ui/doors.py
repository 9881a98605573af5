"""The windows that open over any place: their words, their keys, and who makes them at first use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from desktop.ui.window import Window


class Door(NamedTuple):
    """One line of a menu. `opens` gets the window, with its office and settings."""

    words: str
    key: str
    opens: Callable[[Window], None]


def of_the_base() -> list[Door]:
    """In the File menu, with what is done to the whole base."""
    say = QCoreApplication.translate
    return [
        Door(say("doors", "Vérifier la base…"), "Ctrl+Alt+V", _soundness),
        Door(say("doors", "Copies de la base…"), "Ctrl+Alt+B", _copies),
        Door(say("doors", "Corbeille…"), "Ctrl+Alt+X", _bin),
        Door(say("doors", "Mettre à jour Parvis…"), "Ctrl+Alt+I", _renewal),
    ]


def of_the_office() -> list[Door]:
    """In the File menu, with what concerns everybody who works on the base."""
    say = QCoreApplication.translate
    return [
        Door(say("doors", "Charge de travail…"), "Ctrl+Alt+T", _workload),
        Door(say("doors", "Vagues de l’appel…"), "Ctrl+Alt+G", _waves),
        Door(say("doors", "Personnes et droits…"), "Ctrl+Alt+U", _people),
        Door(say("doors", "Réglages…"), "Ctrl+,", _settings),
    ]


def of_help() -> list[Door]:
    """In the Help menu."""
    say = QCoreApplication.translate
    return [
        Door(say("doors", "Signaler une panne…"), "Ctrl+F1", _fault),
        Door(say("doors", "Visite guidée"), "Shift+F1", _tour),
        Door(say("doors", "Nouveautés…"), "", _news),
        Door(say("doors", "Première ouverture…"), "", lambda window: window.welcome_wanted.emit()),
    ]


def _soundness(window: Window) -> None:
    from desktop.ui.soundness.window import show_soundness

    show_soundness(window.office, window)


def _copies(window: Window) -> None:
    from desktop.ui.copies.back import open_copies

    open_copies(window)


def _bin(window: Window) -> None:
    from desktop.ui.bin.window import open_bin

    open_bin(window.office, window)


def _fault(window: Window) -> None:
    from desktop.ui.faults.report import open_report

    open_report(window.office, window)


def _renewal(window: Window) -> None:
    from desktop.ui.renewal.leaving import open_renewal

    open_renewal(window)


def _workload(window: Window) -> None:
    from desktop.ui.people import open_workload

    open_workload(window.office, window)


def _waves(window: Window) -> None:
    from desktop.ui.people import open_waves

    open_waves(window.office, window)


def _people(window: Window) -> None:
    from desktop.ui.people import open_people

    open_people(window.office, window)


def _settings(window: Window) -> None:
    from desktop.ui.settings import open_settings

    open_settings(window.office, window)


def _tour(window: Window) -> None:
    from desktop.ui.guidance.tour_steps import start_tour

    start_tour(window)


def _news(window: Window) -> None:
    from desktop.ui.guidance.news import NewsWindow

    NewsWindow(window.settings, window).show()
