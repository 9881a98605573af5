"""What ties two dossiers: kinds of link, which is the later, renewals to propose, a first filing in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.rules.french import listed
from desktop.rules.twins import compare_titles

REWORKED = "reworked"
KINDS = {
    "joint": "Déposés ensemble", "renewed": "Reconduction", "same": "Même action",
    REWORKED: "Remanié et déposé de nouveau",
}  # fmt: skip
# Read from the later dossier, then from the other one.
SENTENCES = {
    "joint": ("déposé avec", "déposé avec"),
    "renewed": ("reconduit", "reconduit par"),
    "same": ("même action que", "même action que"),
    REWORKED: ("version remaniée de", "remanié dans"),
}
_OUTCOMES = {
    "refused": "refusé", "adjourned": "ajourné", "ineligible": "déclaré inéligible",
    "redirected": "réorienté", "withdrawn": "retiré par son porteur", "granted": "accordé",
    "partial": "accordé en partie",
}  # fmt: skip


_YEAR = re.compile(r"\b20\d\d\b")  # « Fête 2025 » and « Fête 2026 » are one action


class End(NamedTuple):
    """A dossier as far as links look at it. Dates ISO."""

    key: bytes
    number: str
    title: str
    year: int
    deposited_at: str
    applicant: bytes = b""


class First(NamedTuple):
    """The first filing of a dossier that was reworked."""

    number: str
    wave: str  # « Première vague », "" when it had none
    call: str
    outcome: str
    reasons: tuple[str, ...]  # labels


def later_first(one: End, other: End) -> tuple[End, End]:
    """The later of two dossiers, then the earlier one: a link is told from the later."""
    older = (one.year, one.deposited_at, one.number) < (other.year, other.deposited_at, other.number)
    return (other, one) if older else (one, other)


def renewals(dossier: End, others: Iterable[End]) -> list[End]:
    """Dossiers of the same applicant in an earlier year whose title is alike, the latest first."""
    found = [
        other
        for other in others
        if other.applicant == dossier.applicant
        and other.year < dossier.year
        and compare_titles(_YEAR.sub("", dossier.title), _YEAR.sub("", other.title))[0]
    ]
    return sorted(found, key=lambda other: (other.year, other.number), reverse=True)


def first_words(first: First) -> str:
    """« déjà présenté en première vague (dossier 2026-0012), refusé pour : hors des défis »."""
    when = f"en {first.wave[:1].lower()}{first.wave[1:]}" if first.wave else f"dans « {first.call} »"
    told = _OUTCOMES.get(first.outcome, "sans décision")
    why = f" pour : {listed(_small(first.reasons))}" if first.reasons else ""
    return f"déjà présenté {when} (dossier {first.number}), {told}{why}"


def _small(labels: Sequence[str]) -> list[str]:
    return [label[:1].lower() + label[1:] if label[1:2].islower() else label for label in labels]
