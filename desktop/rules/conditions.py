"""What becomes of a condition of a grant: to follow, late, met, given up."""

from __future__ import annotations

from datetime import date
from typing import Literal

from desktop.rules.journey import Tone

State = Literal["open", "late", "met", "waived"]
LABELS: dict[State, str] = {
    "open": "À suivre", "late": "Échue", "met": "Remplie", "waived": "Abandonnée",
}  # fmt: skip
TONES: dict[State, Tone] = {"open": "warn", "late": "bad", "met": "good", "waived": "neutral"}


def state(due_on: date | None, met_on: date | None, waived_on: date | None, today: date) -> State:
    """Where a condition stands on a day."""
    if met_on is not None:
        return "met"
    if waived_on is not None:
        return "waived"
    return "late" if due_on is not None and due_on < today else "open"
