"""Said once a base is open: the tour to who comes for the first time, what is new after an update."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.flow.news import newest

if TYPE_CHECKING:
    from desktop.ui.window import Window

_LONG = 120  # seconds that an offer stays
TOURED = "tour/offered"  # taken, or offered once
SEEN = "news/seen"  # the version whose news were shown
OFFERED = "news/offered"  # until their window is opened, they stay marked as new there


def offer(window: Window) -> str:
    """Offer one thing at most, in the banner; returns its name, "" when there is nothing to offer."""
    say, settings = QCoreApplication.translate, window.settings
    number = newest()
    if not settings.value(TOURED, False, bool):
        settings.setValue(TOURED, True)
        settings.setValue(SEEN, number)
        settings.setValue(OFFERED, number)
        sentence = say("tour", "Bienvenue dans Parvis : la visite guidée montre la fenêtre en une minute.")
        _tell(window, sentence, say("tour", "Commencer la visite"), lambda: _tour(window))
        return "tour"
    if number not in (str(settings.value(SEEN, "")), str(settings.value(OFFERED, ""))):
        settings.setValue(OFFERED, number)
        sentence = say("tour", "Parvis a été mis à jour : version {0}.").format(number)
        words = say("tour", "Voir les nouveautés")
        _tell(window, sentence, words, lambda: _news(window))
        return "news"
    return ""


def _tour(window: Window) -> None:
    from desktop.ui.guidance.tour_steps import start_tour

    start_tour(window)


def _news(window: Window) -> None:
    from desktop.ui.guidance.news import NewsWindow

    NewsWindow(window.settings, window).show()


def _tell(window: Window, sentence: str, words: str, deed: Callable[[], object]) -> None:
    """A banner with its button; a later banner's button is not ours."""
    toast = window.toast
    toast.tell(sentence, "neutral", words, _LONG)
    toast.action_wanted.connect(lambda: deed() if toast.words() == sentence else None)
