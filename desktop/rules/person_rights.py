"""The rights of a person (GDPR): kinds of request, the month to answer, what may go and what must stay."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from desktop.rules.clocks import add_months

KINDS: dict[str, str] = {
    "access": "Accès (art. 15)",
    "correct": "Rectification (art. 16)",
    "erase": "Effacement (art. 17)",
    "restrict": "Limitation (art. 18)",
    "object": "Opposition (art. 21)",
}
STATES: dict[str, str] = {"open": "À répondre", "answered": "Répondue", "refused": "Refusée"}
# Of the dossier that holds the data: worked on, kept by law, its time over, of no dossier.
Situation = Literal["running", "kept", "over", "none"]
Fate = Literal["erase", "part", "cover", "keep"]
FATES: dict[str, str] = {
    "erase": "effacé", "part": "coordonnées effacées", "cover": "nom couvert", "keep": "conservé",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of one place when the person asks to be erased, and why in French."""

    fate: Fate
    why: str


_RUNNING = "dossier en cours : la donnée est encore nécessaire (art. 17.1 a)"
_LAW = "décision et pièces comptables, conservées jusqu’au terme légal (art. 17.3 b)"
_ACTS = "acte de l’autorité publique, archivé (art. 17.3 b et d)"
_TAIL = {
    "signatory": _ACTS,
    "member": _ACTS,
    "committee": _ACTS,
    "item": _ACTS,
    "leaving": _ACTS,
    "decision": _ACTS,
    "interest": "registre des intérêts, preuve de l’impartialité (art. 17.3 b)",
    "person": "agent du service : son compte le nomme tant qu’il y travaille",
    "rights_request": "preuve de la réponse faite (art. 17.3 b et e)",
    "applicant": "coordonnées de l’organisme, non de la personne",
    "past_grant": "donnée publique essentielle",
    "piece_text": "pièce jointe : elle part avec le dossier, au terme légal (art. 17.3 b)",
    "agreement": _ACTS,
    "amendment": _ACTS,
}
# The request itself and what answers it are the decision's own papers.
_PAPERS = frozenset({"section", "source", "imported", "version", "letter", "notice", "condition", "payment",
                     "repayment", "report", "report_line", "report_text", "change_request", "budget_line",
                     "piece", "piece_request"})  # fmt: skip


def due_on(asked_on: dt.date) -> dt.date:
    """One month after the request (art. 12.3)."""
    return add_months(asked_on, 1)


def ruling(table: str, situation: Situation) -> Ruling:
    """What the law lets erase in this table, of a dossier in this situation."""
    if table in _TAIL and not (situation == "over" and table in ("decision", "item")):
        return Ruling("keep", _TAIL[table])
    if situation == "running":
        return Ruling("keep", _RUNNING)
    if table in ("contact", "project_member"):
        if situation == "kept":
            return Ruling("part", f"courriel et téléphone effacés ; nom et fonction : {_LAW}")
        return Ruling("erase", "plus rien n’oblige à la garder")
    if table == "partner":
        return Ruling("erase", "plus rien n’oblige à la garder")
    if table in _PAPERS and situation == "kept":
        return Ruling("keep", _LAW)
    if table in ("imported", "version", "letter"):
        return Ruling("erase", "plus rien n’oblige à la garder")
    return Ruling("cover", "le texte reste, le nom est couvert")
