"""A finding: what is odd or in order, in one French sentence, with the two places that say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2s
from typing import Literal

Level = Literal["bad", "warn", "info", "good"]
LEVELS: tuple[Level, ...] = ("bad", "warn", "info", "good")  # the worst first
WORDS: dict[Level, str] = {"bad": "anomalie", "warn": "à voir", "info": "à savoir", "good": "en ordre"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value stands in the dossier, and what it says there.

    `place` leads to it: "section:objectives", "field:asked", "budget", "piece:<key in hexadecimal>",
    "dossier:<key in hexadecimal>"; "" when it stands outside the dossier (a rule, a list).
    """

    where: str
    value: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Why a finding no longer counts: the words, the person, the moment (local, ISO)."""

    reason: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is unique in a dossier and never changes, so that "accepted because" can be kept against it.

    `rule` is the code of its rule in resources/checks. `sources` is a digest of both sources: an acceptance
    holds as long as it stays the same.
    """

    code: str
    level: Level
    sentence: str
    left: Source
    right: Source
    rule: str = ""
    sources: str = ""
    accepted: Accepted | None = None

    @property
    def counts(self) -> bool:
        """Whether someone still has to look at it."""
        return self.level in ("bad", "warn") and self.accepted is None


def digest(parts: Iterable[str]) -> str:
    """What both sources say, in sixteen signs."""
    return blake2s("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def worst(findings: Iterable[Finding]) -> Level:
    """The level shown beside a dossier: nothing to see when all that is odd was accepted."""
    levels = {finding.level for finding in findings if finding.counts}
    return "bad" if "bad" in levels else "warn" if "warn" in levels else "good"


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """The worst first, what was accepted after all that was not."""
    return sorted(findings, key=lambda f: (f.accepted is not None, LEVELS.index(f.level)))
