"""What the outline says: the parts of the application with their state, the pieces with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from db.queries.shapes import PieceRow
from desktop.rules.findings import Finding, Level, worst
from desktop.rules.pieces import HELD
from desktop.ui.dossier.document import ACTION_TEXTS, PUBLIC_TEXTS
from desktop.ui.dossier.whole import Whole
from desktop.ui.list.days import day
from desktop.ui.tongue import date_long

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
    "none": ("circle", "muted"),
}


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
        "none": say("dossier", "sans objet"),
    }  # fmt: skip
    return words.get(state, state)


def parts_of(whole: Whole) -> list[PartState]:
    """The parts in reading order, each with the worst of what the rules say of it."""
    say = QCoreApplication.translate
    titles = {
        "applicant": say("dossier", "Le porteur"), "action": say("dossier", "L’action"),
        "place": say("dossier", "Public et territoire"), "budget": say("dossier", "Budget de l’action"),
        "history": say("dossier", "Aides passées"), "sources": say("dossier", "Autres réponses"),
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


def piece_told(piece: PieceRow) -> list[str]:
    """All that a tooltip says of a piece: its state and why, its dates, whether its words can be sought."""
    say = QCoreApplication.translate
    name = piece.label or piece.name
    lines = [f"{name} : {piece_words(piece.state)}"]
    lines += [piece.name] if piece.name and piece.name != piece.label else []
    lines += [piece.reason] if piece.reason else []
    dated, last = day(piece.dated_on), day(piece.expires_on)
    if dated:
        lines.append(say("dossier", "Document du {0}").format(date_long(dated)))
    if last:
        words = (
            say("dossier", "Périmée depuis le {0}")
            if piece.state == "expired"
            else say("dossier", "Valable jusqu’au {0}")
        )
        lines.append(words.format(date_long(last)))
    unread = text_words(piece)
    return [*lines, unread] if unread else lines


def text_words(piece: PieceRow) -> str:
    """Why the words of a piece cannot be sought; "" when they can."""
    say = QCoreApplication.translate
    words = {
        "image": say("dossier", "Image : son texte ne peut pas être cherché"),
        "empty": say("dossier", "Document sans texte"),
        "unreadable": say("dossier", "Fichier illisible ici : son texte ne peut pas être cherché"),
    }
    return words.get(piece.text_kind or "", "")


def counted(pieces: Sequence[PieceRow]) -> tuple[int, int]:
    """How many pieces are there, or need not be sent again, of how many that apply."""
    return (
        sum(piece.state in HELD for piece in pieces),
        sum(piece.state != "none" for piece in pieces),
    )
