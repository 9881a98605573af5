"""What an envelope is called, and how far it is used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from desktop.rules.journey import Tone
from desktop.rules.money import euros
from desktop.rules.query_nodes import quoted


class Named(Protocol):
    """An envelope as `db.queries.money` reads it."""

    @property
    def id(self) -> bytes | None: ...
    @property
    def funder(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def common_law(self) -> bool: ...


OTHERS = "Autres organismes"


def scope_words(row: Named) -> str:
    """What the money is for: « 2026 · Première vague », « Hors enveloppe · 2026 · Deuxième vague »."""
    return row.scope if row.id is not None else f"Hors enveloppe · {row.scope}"


def envelope_words(row: Named) -> str:
    """The funder with it: « Amiens Métropole, 2026 · Première vague »."""
    law = " (droit commun)" if row.common_law else ""
    return f"{row.funder or OTHERS}{law}, {scope_words(row)}"


def envelope_query(row: Named, alike: Iterable[Named]) -> str:
    """The query of the list that shows what counts in it: by its name, or by its key when others have the
    same name; what is outside any, for its funder."""
    name = f"{row.funder}, {row.scope}"
    if row.id is None:
        funder = f" financeur:{quoted(row.funder)}" if row.funder else ""
        return f"enveloppe:aucune{funder}"
    same = [each for each in alike if f"{each.funder}, {each.scope}" == name and each.id is not None]
    return f"enveloppe:{quoted(name if len(same) < 2 else row.id.hex())}"


def rest_words(left: int) -> tuple[str, Tone]:
    """What is left, in words, with its tone: a negative rest is told, never by its colour alone."""
    if left < 0:
        return f"dépassée de {euros(-left)}", "bad"
    if left == 0:
        return "épuisée", "warn"
    return f"reste {euros(left)}", "good"
