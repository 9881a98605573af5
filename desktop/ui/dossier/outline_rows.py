"""What the outline says: the parts of the application with their state, the pieces with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.queries.shapes import PieceRow
from desktop.rules.findings import Finding, Level, worst
from desktop.ui.dossier.document import ACTION_TEXTS, PUBLIC_TEXTS
from desktop.ui.dossier.whole import Whole

# Part of the document and its drawing.
_PARTS: tuple[tuple[str, str], ...] = (
    ("applicant", "building"),
    ("action", "file-text"),
    ("place", "map-pin"),
    ("budget", "calculator"),
    ("history", "history"),
    ("sources", "list"),
)
# The part of the document where a field stands; every other field stands in « L’action ».
FIELD_SECTIONS = {
    **dict.fromkeys(("siret", "rna", "iban", "name", "account_holder", "address"), "applicant"),
    **dict.fromkeys(("quarters", "place", "beneficiaries", "women", "from_quarter"), "place"),
    "funding": "budget",
}
# state of a piece: drawing, token of its colour
PIECE_FACES: dict[str, tuple[str, str]] = {
    "received": ("check", "good"),
    "announced": ("circle-dot", "accent"),
    "missing": ("circle-dashed", "bad"),
    "refused": ("circle-x", "bad"),
    "waived": ("circle-check", "muted"),
    "expired": ("clock-alert", "warn"),
}
HELD = ("received", "announced", "waived")


class PartState(NamedTuple):
    """One part of the application; `told` is its tooltip."""

    section: str
    title: str
    drawing: str
    level: Level
    told: str


def piece_words(state: str) -> str:
    """« reçue », « manquante »."""
    say = QCoreApplication.translate
    words = {
        "received": say("dossier", "reçue"), "announced": say("dossier", "annoncée"),
        "missing": say("dossier", "manquante"), "refused": say("dossier", "non conforme"),
        "waived": say("dossier", "dispensée"), "expired": say("dossier", "périmée"),
    }  # fmt: skip
    return words.get(state, state)


def parts_of(whole: Whole) -> list[PartState]:
    """The parts in reading order, each with the worst of what the rules say of it."""
    say = QCoreApplication.translate
    titles = {
        "applicant": say("dossier", "Le porteur"), "action": say("dossier", "L’action"),
        "place": say("dossier", "Public et territoire"), "budget": say("dossier", "Budget de l’action"),
        "history": say("dossier", "Historique du porteur"), "sources": say("dossier", "Autres réponses"),
    }  # fmt: skip
    made = []
    for section, drawing in _PARTS:
        if section == "sources" and not whole.sources:
            continue
        found = [f for f in whole.findings if f.counts and part_of_place(f.left.place) == section]
        made.append(PartState(section, titles[section], drawing, worst(found), _told(found)))
    return made


def part_of_place(place: str) -> str:
    """The outline's part that holds a place that a finding names, "" when it is none of the document."""
    kind, _, rest = place.partition(":")
    if kind == "section":
        return part_of_section(rest)
    return FIELD_SECTIONS.get(rest, "action") if kind == "field" else "budget" if kind == "budget" else ""


def _told(found: Sequence[Finding]) -> str:
    return "\n".join(finding.sentence for finding in found) or QCoreApplication.translate(
        "dossier", "Rien à signaler."
    )


def part_of_section(section: str) -> str:
    """The outline's part that holds a section of the document."""
    if section in ACTION_TEXTS:
        return "action"
    if section in PUBLIC_TEXTS:
        return "place"
    return {"budget-checks": "budget"}.get(section, section)


def held(pieces: Sequence[PieceRow]) -> int:
    """How many pieces are there, or need not be."""
    return sum(piece.state in HELD for piece in pieces)
