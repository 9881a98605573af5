"""Which dossiers a batch may be about: those marked in the list, or all that the filter shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.rules.money import NARROW


class Scope(NamedTuple):
    """Dossiers, frozen when the window opens, and how they were chosen."""

    words: str
    ids: Sequence[bytes]


def scopes(shown: Sequence[bytes], marked: Sequence[bytes], query: str) -> list[Scope]:
    """Those marked first; without any, those shown."""
    say = QCoreApplication.translate
    found = []
    if marked:
        words = (
            say("batch", "le dossier marqué")
            if len(marked) == 1
            else say("batch", "les {0} dossiers marqués")
        )
        found.append(Scope(words.format(_count(marked)), list(marked)))
    if query:
        words = say("batch", "tous les {0} dossiers du filtre «\u00a0{1}\u00a0»")
    else:
        words = say("batch", "tous les {0} dossiers de la base")
    if not marked:
        words = f"{words} {say('batch', '(rien n’est marqué)')}"
    found.append(Scope(words.format(_count(shown), _short(query)), list(shown)))
    return found


def _count(keys: Sequence[bytes]) -> str:
    return f"{len(keys):,}".replace(",", NARROW)


def _short(query: str) -> str:
    return query if len(query) <= 40 else f"{query[:39]}…"
