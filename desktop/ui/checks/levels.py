"""How a level is shown: a drawing of its own, a colour, a word; never the colour alone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

# level -> drawing of resources/icons/lucide, token of its colour
FACES: dict[str, tuple[str, str]] = {
    "bad": ("circle-x", "bad"),
    "warn": ("triangle-alert", "warn"),
    "info": ("info", "accent"),
    "good": ("circle-check", "good"),
    "accepted": ("square-check", "muted"),
}


def level_word(level: str) -> str:
    """« anomalie », « à voir »."""
    say = QCoreApplication.translate
    return {
        "bad": say("checks", "anomalie"), "warn": say("checks", "à voir"), "info": say("checks", "à savoir"),
        "good": say("checks", "en ordre"), "accepted": say("checks", "accepté"),
    }[level]  # fmt: skip
