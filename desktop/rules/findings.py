"""A finding: what is odd or in order, in one French sentence, with the two places that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["good", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value stands in the dossier, and what it says there."""

    where: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` never changes, so that "accepted because" can be kept against it."""

    code: str
    level: Level
    sentence: str
    left: Source
    right: Source
