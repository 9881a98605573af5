"""What an envelope is called, and how far it is used."""

from __future__ import annotations

from typing import Protocol

from desktop.rules.journey import Tone
from desktop.rules.money import euros


class Named(Protocol):
    """An envelope as `db.queries.money` reads it."""

    @property
    def id(self) -> bytes | None: ...
    @property
    def year(self) -> int: ...
    @property
    def call(self) -> str: ...
    @property
    def wave(self) -> str: ...
    @property
    def funder(self) -> str: ...
    @property
    def quarter(self) -> str: ...
    @property
    def challenge(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def common_law(self) -> bool: ...


def scope_words(row: Named) -> str:
    """What the money is for: « Première vague », « 2026 · Nord », « hors enveloppe · Deuxième vague »."""
    where = [row.wave or row.call or str(row.year), row.quarter, row.challenge]
    parts = [part for part in where if part]
    if row.id is None:
        return " · ".join(["hors enveloppe", *parts])
    return " · ".join([row.title, *parts] if row.title else parts)


def envelope_words(row: Named) -> str:
    """The funder with it: « Amiens Métropole, Première vague »."""
    law = " (droit commun)" if row.common_law else ""
    return f"{row.funder or 'Autres organismes'}{law}, {scope_words(row)}"


def rest_words(left: int) -> tuple[str, Tone]:
    """What is left, in words, with its tone: a negative rest is told, never by its colour alone."""
    if left < 0:
        return f"dépassée de {euros(-left)}", "bad"
    if left == 0:
        return "épuisée", "warn"
    return f"reste {euros(left)}", "good"
