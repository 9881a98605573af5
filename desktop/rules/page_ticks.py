"""The boxes to tick at the foot of each sheet of a pack: where they stand on the page, and what they say."""

from __future__ import annotations

from typing import NamedTuple

WIDE, HIGH = 210.0, 297.0  # millimetres, of the page
CODE = (177.0, 7.0, 13.0)  # left, bottom and side of the code in the corner of the page, in millimetres
SIDE, BASE = 5.0, 15.2  # of each box: its side, and how far its lower edge stands from the end of the page


class Box(NamedTuple):
    """One box. `left` in millimetres from the left edge of the page."""

    code: str
    label: str
    left: float

    @property
    def centre(self) -> tuple[float, float]:
        """In millimetres from the lower left corner of the page."""
        return self.left + SIDE / 2, BASE + SIDE / 2


BOXES: tuple[Box, ...] = (
    Box("favourable", "Favorable", 20.0),
    Box("reserved", "Réserves", 43.0),
    Box("unfavourable", "Défavorable", 65.0),
    Box("again", "À revoir", 91.0),
    Box("amount", "Montant d’accord", 113.0),
    Box("note", "Note manuscrite", 145.0),
)
LABELS: dict[str, str] = {box.code: box.label for box in BOXES}
OPINIONS = ("favourable", "reserved", "unfavourable")  # one of them excludes the others
# Shares of dark pixels inside a box: under the first it is empty, over the second ticked, between them (and
# over the third, where it may have been blackened to take it back) doubtful.
EMPTY, TICKED, BLACKENED = 0.045, 0.085, 0.72


def state_of(share: float) -> str:
    """Of a box: "ticked", "doubtful" (also when it was not found: a share under nothing), "" when empty."""
    if 0 <= share < EMPTY:
        return ""
    return "ticked" if TICKED <= share <= BLACKENED else "doubtful"


def doubts(shares: dict[str, float]) -> str:
    """What a person should look at, a French sentence; "" when the boxes speak clearly."""
    states = {code: state_of(share) for code, share in shares.items()}
    if sum(states.get(code) == "ticked" for code in OPINIONS) > 1:
        return "Plusieurs avis sont cochés."
    unsure = [LABELS[code] for code, state in states.items() if state == "doubtful" and code in LABELS]
    return f"Case à regarder : {', '.join(unsure).lower()}." if unsure else ""
