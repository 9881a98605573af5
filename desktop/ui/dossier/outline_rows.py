"""What the outline says: the parts of the application with their state, the pieces with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.queries.shapes import PieceRow
from desktop.rules.findings import Finding, Level
from desktop.ui.dossier.document import ACTION_TEXTS, PUBLIC_TEXTS
from desktop.ui.dossier.whole import Whole

# Part of the document, its drawing, and the findings that speak of it (a hyphen begins a family).
_PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("applicant", "building", ("id", "id-")),
    ("action", "file-text", ("date-", "running-costs", "money-", *(f"text-{c}" for c in ACTION_TEXTS))),
    ("place", "map-pin", ("quarter-", "public-", *(f"text-{c}" for c in PUBLIC_TEXTS))),
    ("budget", "calculator", ("B",)),
    ("history", "history", ("twin-", "report-")),
    ("sources", "list", ()),
)
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
    for section, drawing, codes in _PARTS:
        if section == "sources" and not whole.sources:
            continue
        found = [f for f in whole.findings if _speaks(f, codes)]
        made.append(PartState(section, titles[section], drawing, _level(found), _told(found)))
    return made


def _speaks(finding: Finding, codes: Sequence[str]) -> bool:
    code = finding.code
    if code[:1] == "B" and code[1:2].isdigit():
        return "B" in codes
    return any(code.startswith(c) if c.endswith("-") else code == c for c in codes)


def _level(found: Sequence[Finding]) -> Level:
    levels = {finding.level for finding in found}
    return "bad" if "bad" in levels else "warn" if "warn" in levels else "good"


def _told(found: Sequence[Finding]) -> str:
    lines = [finding.sentence for finding in found if finding.level != "good"]
    return "\n".join(lines) or QCoreApplication.translate("dossier", "Rien à signaler.")


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
