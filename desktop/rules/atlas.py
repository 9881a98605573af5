"""What the map says: its measures, the steps of its legend, the words of each quarter."""

from __future__ import annotations

from typing import NamedTuple

from desktop.rules.french import plural
from desktop.rules.money import euros

# Code of the measure: what it is called, and whether it is money.
MEASURES: dict[str, tuple[str, bool]] = {
    "granted": ("Accordé", True),
    "asked": ("Demandé", True),
    "paid": ("Versé", True),
    "granted_count": ("Actions accordées", False),
    "dossiers": ("Demandes", False),
    "per_resident": ("Accordé par habitant", True),
}
STEPS = 4  # shades of the map, above the one of nothing


class Told(NamedTuple):
    """The figures of one quarter. Cents; None when it is not known."""

    name: str
    dossiers: int
    granted_count: int
    asked: int | None
    granted: int | None
    paid: int | None
    residents: int | None

    def amount(self, measure: str) -> float | None:
        """What a measure of MEASURES counts."""
        if measure != "per_resident":
            found: int | None = getattr(self, measure)
            return found
        if not self.residents or self.granted is None:
            return None
        return self.granted / self.residents

    def words(self, measure: str) -> str:
        """The amount as the map writes it, « ? » when it is not known."""
        return written(self.amount(measure), measure)

    def spoken(self) -> str:
        """Everything in one sentence, for whoever does not see the map."""
        parts = [
            f"{self.dossiers} {plural(self.dossiers, 'demande')}",
            f"{self.granted_count} {plural(self.granted_count, 'accordée')}",
            f"demandé {written(self.asked, 'asked')}",
            f"accordé {written(self.granted, 'granted')}",
            f"versé {written(self.paid, 'paid')}",
        ]
        if self.residents and self.granted is not None:
            parts.append(f"{self.words('per_resident')} par habitant")
        else:
            parts.append("nombre d’habitants inconnu")
        return f"{self.name}\u00a0: {', '.join(parts)}."


def written(amount: float | None, measure: str) -> str:
    """An amount of a measure in words."""
    if amount is None:
        return "?"
    return euros(round(amount / 100) * 100) if MEASURES[measure][1] else str(round(amount))


def steps(most: float, measure: str) -> list[str]:
    """The words of the legend, from nothing to the most."""
    if most <= 0:
        return ["Rien"]
    return ["Rien", *(f"jusqu’à {written(most * rank / STEPS, measure)}" for rank in range(1, STEPS + 1))]
