"""What a new version is in words, and the question which file holds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.tongue import typography

if TYPE_CHECKING:
    from desktop.flow.renew import Back, Offer

ChooseFile = Callable[[QWidget], Path | None]


def ask_package(over: QWidget) -> Path | None:
    """A file that holds a version, None when given up."""
    from desktop.machine import machine

    say = QCoreApplication.translate
    folder = str(machine().get("updates.folder") or Path.home())
    kinds = say("renewal", "Versions de Parvis (*.tar.gz *.zip *.exe *.deb *.msi)")
    name, _ = QFileDialog.getOpenFileName(over, say("renewal", "Choisir une nouvelle version"), folder, kinds)
    return Path(name) if name else None


def proof_words(proof: str) -> str:
    """What proves where a package comes from."""
    say = QCoreApplication.translate
    return {
        "signed": say("renewal", "signée par le service informatique"),
        "sum": say("renewal", "conforme à sa fiche"),
        "none": say("renewal", "sans fiche\u00a0: assurez-vous d’où elle vient"),
    }[proof]


def deed_words(offer: Offer) -> str:
    """What putting it in service does."""
    say = QCoreApplication.translate
    if offer.deed == "command":
        return say("renewal", "Elle s’installe par un administrateur\u00a0: {0}").format(offer.command)
    if offer.deed == "setup":
        return say(
            "renewal",
            "La base est copiée, Parvis se ferme, l’installation se fait sans question et Parvis se "
            "rouvre\u00a0; la version d’aujourd’hui est gardée.",
        )
    return say(
        "renewal",
        "La base est copiée, la version se déballe à côté et se contrôle elle-même, puis elle est mise en "
        "service\u00a0; celle d’aujourd’hui est gardée.",
    )


def back_words(told: Back) -> str:
    """What going back loses, and what happens then."""
    say = QCoreApplication.translate
    words = [typography(told.words)]
    if told.copy is not None:
        words.append(
            say(
                "renewal",
                "Elle ne sait pas lire la base telle qu’elle est\u00a0: la copie faite avant la mise à jour "
                "la remplace, et la base d’aujourd’hui est gardée parmi les copies.",
            )
        )
    words.append(say("renewal", "Parvis se ferme, puis l’autre version s’ouvre."))
    return "\n\n".join(words)
