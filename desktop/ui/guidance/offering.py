"""Said once a base is open: the tour to who comes for the first time, what is new after an update."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.flow.news import versions
from desktop.ui.guidance.news import NewsWindow, news_to_offer, remember_seen
from desktop.ui.guidance.tour_steps import TOURED, start_tour, to_offer

if TYPE_CHECKING:
    from desktop.ui.window import Window

_LONG = 120  # seconds that an offer stays


def offer(window: Window) -> str:
    """Offer one thing at most, in the banner; returns its name, "" when there is nothing to offer."""
    say, settings = QCoreApplication.translate, window.settings
    if to_offer(settings):
        settings.setValue(TOURED, True)
        remember_seen(settings, versions())
        sentence = say("tour", "Bienvenue dans Parvis : la visite guidée montre la fenêtre en une minute.")
        _tell(window, sentence, say("tour", "Commencer la visite"), lambda: start_tour(window))
        return "tour"
    if number := news_to_offer(settings):
        sentence = say("tour", "Parvis a été mis à jour : version {0}.").format(number)
        words = say("tour", "Voir les nouveautés")
        _tell(window, sentence, words, lambda: NewsWindow(settings, window).show())
        return "news"
    return ""


def _tell(window: Window, sentence: str, words: str, deed: Callable[[], object]) -> None:
    """A banner with its button; a later banner's button is not ours."""
    toast = window.toast
    toast.tell(sentence, "neutral", words, _LONG)
    toast.action_wanted.connect(lambda: deed() if toast.words() == sentence else None)
