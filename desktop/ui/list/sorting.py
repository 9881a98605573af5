"""The orders of the list: their words, and how a saved view keeps them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication


class Order(NamedTuple):
    """A column of the list and its direction."""

    column: str = "number"
    descending: bool = False

    @classmethod
    def read(cls, kept: str) -> Order:
        """What a saved view keeps: « due », « -asked »; an unknown word gives the order of the numbers."""
        column = {"due": "due_on"}.get(kept.lstrip("-"), kept.lstrip("-"))
        return cls(column, kept.startswith("-")) if column in dict(columns()) else cls()

    def kept(self) -> str:
        """The same for a saved view."""
        return ("-" if self.descending else "") + self.column

    def words(self) -> str:
        """« échéance »."""
        return dict(columns())[self.column].lower()


def columns() -> list[tuple[str, str]]:
    """(column, words) in the order of the menu."""
    say = QCoreApplication.translate
    return [
        ("number", say("sorting", "Numéro")),
        ("applicant", say("sorting", "Porteur")),
        ("quarters", say("sorting", "Quartier")),
        ("levels", say("sorting", "Force des défis")),
        ("asked", say("sorting", "Demandé")),
        ("proposed", say("sorting", "Proposé")),
        ("pieces", say("sorting", "Pièces manquantes")),
        ("checks", say("sorting", "Contrôles")),
        ("stage", say("sorting", "Étape")),
        ("due_on", say("sorting", "Échéance")),
    ]
