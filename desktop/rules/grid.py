"""The grid of challenges: levels, the frieze of eleven cells, what is missing and what it scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop.rules.folding import fold

NONE, WEAK, MEDIUM, STRONG = 0, 1, 2, 3
LEVELS: tuple[tuple[int, str, str], ...] = (
    (NONE, "none", "Aucun"),
    (WEAK, "weak", "Faible"),
    (MEDIUM, "medium", "Moyen"),
    (STRONG, "strong", "Fort"),
)
LABELS: dict[int, str] = {level: label for level, _, label in LEVELS}
_BY_NAME: dict[str, int] = {
    fold(name): level for level, code, label in LEVELS for name in (code, label, str(level))
} | {"nul": NONE, "forte": STRONG, "moyenne": MEDIUM}


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge of a grid, in its order; the weight counts in the score."""

    code: str
    number: int
    short: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What an officer judged of one challenge; `quotes` is the number of passages it rests on."""

    challenge: str
    level: int
    reason: str = ""
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the frieze. `level` is None where nobody has judged yet, 0 where nothing was found."""

    code: str
    number: int
    short: str
    level: int | None

    @property
    def height(self) -> int:
        """How full the cell is drawn, in thirds."""
        return self.level or 0


def level_of(text: str) -> int | None:
    """The level meant by a word or a figure (« fort », "strong", "3"); None if it names none."""
    return _BY_NAME.get(fold(text))


def frieze(grid: Sequence[Challenge], marks: Iterable[Mark]) -> tuple[Cell, ...]:
    """One cell per challenge of the grid, always in its order. Of two marks the last one counts."""
    levels = {mark.challenge: mark.level for mark in marks}
    return tuple(Cell(c.code, c.number, c.short, levels.get(c.code)) for c in grid)


def spoken(cells: Iterable[Cell]) -> str:
    """« 4 Réussite · fort   7 Lien social · moyen » : the strong ones first, for those who see no colour."""
    seen = [cell for cell in cells if cell.height]
    seen.sort(key=lambda cell: (-cell.height, cell.number))
    return "   ".join(f"{c.number} {c.short} · {LABELS[c.height].lower()}" for c in seen)


def strongest(cells: Iterable[Cell]) -> Cell | None:
    """The main challenge of a dossier: the highest level, the first of the grid on a tie."""
    seen = sorted((cell for cell in cells if cell.height), key=lambda c: (-c.height, c.number))
    return seen[0] if seen else None


def missing(grid: Sequence[Challenge], marks: Iterable[Mark]) -> list[str]:
    """French sentences: what the grid still lacks before the committee."""
    last = {mark.challenge: mark for mark in marks}
    names = {c.code: f"{c.number} {c.short}" for c in grid}
    lacks = [
        f"Le défi « {code} » n’est pas dans la grille de cet appel." for code in last if code not in names
    ]
    given = [last[c.code] for c in grid if c.code in last]
    if not any(mark.level for mark in given):
        lacks.append("Aucun défi n’est noté.")
    for mark in given:
        if mark.level and not mark.reason.strip():
            lacks.append(f"Le défi {names[mark.challenge]} est noté sans motif.")
        if mark.level == STRONG and mark.quotes == 0:
            lacks.append(f"Le défi {names[mark.challenge]} est noté « fort » sans passage cité.")
    return lacks


def score(
    grid: Sequence[Challenge], marks: Iterable[Mark], weights: Mapping[str, int] | None = None
) -> int | None:
    """Weighted score out of 100 (rounded half up) over the whole grid; None when nothing is judged."""
    levels = {mark.challenge: mark.level for mark in marks}
    if not any(c.code in levels for c in grid):
        return None
    weight = {c.code: c.weight if weights is None else weights.get(c.code, 0) for c in grid}
    full = 3 * sum(weight.values())
    if full <= 0:
        return None
    got = sum(weight[c.code] * levels.get(c.code, 0) for c in grid)
    return (got * 200 + full) // (2 * full)
