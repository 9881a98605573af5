"""The return to an applicant: made of the notes written for it and of nothing else."""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from db import queries
from db.queries.feedback import kept_names, kept_notes, told_notes
from db.queries.shapes import Head
from db.store import reader_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules.feedback import TEMPLATE, Kept, leaks, side

WHOLE = "Ensemble du dossier"


class Told(NamedTuple):
    """What would leave: the points of each challenge, and the French sentences that hold it back."""

    groups: list[dict[str, Any]]  # nom, forts, faibles, remarques
    blockers: list[str]


def told_to_applicant(reader: sqlite3.Connection, head: Head) -> dict[str, Any]:
    """`defis`: the points by challenge; `tus`: the names that may not be told, when there is something."""
    groups: dict[str, dict[str, Any]] = {}
    for row in told_notes(reader, head.id):
        words = row.text.strip() or (f"« {row.quote.strip()} »" if row.quote.strip() else "")
        if words:
            name = WHOLE if row.rank is None else f"Défi\u00a0{row.rank}, {row.short}"
            made = groups.setdefault(name, {"nom": name, "forts": [], "faibles": [], "remarques": []})
            made[side(row.strength)].append(words)
    if not groups:
        return {"defis": [], "tus": []}
    names = [*kept_names(reader, head.applicant_id), *kept_notes(reader, head.id)]
    return {"defis": list(groups.values()), "tus": [{"genre": row.kind, "nom": row.name} for row in names]}


def what_leaves(reader: sqlite3.Connection, dossier: bytes) -> Told:
    """What the return would say now, to be looked at before it is prepared."""
    head = queries.head(reader, dossier)
    if head is None:
        raise ValueError("Ce dossier n’existe plus.")
    told = told_to_applicant(reader, head)
    if not told["defis"]:
        return Told([], [f"Dossier {head.number} : aucune note n’est destinée au porteur."])
    texts = [
        text for group in told["defis"] for key in ("forts", "faibles", "remarques") for text in group[key]
    ]
    kept = [Kept(row["genre"], row["nom"]) for row in told["tus"]]
    return Told(told["defis"], [f"Dossier {head.number} : {leak}" for leak in leaks(texts, kept)])


@use_case("Préparer un retour au porteur", right="write_letter")
def prepare_feedback(session: Session, *, dossier: bytes) -> bytes:
    """Put the return in the outbox; returns its key. Raises ValueError (French) when it may not leave."""
    from desktop.flow.notify import prepare  # notify reads letter_data, which reads this room

    may_judge(session, dossier)
    told = what_leaves(reader_of(session), dossier)
    if told.blockers:
        raise ValueError(" ".join(told.blockers))
    say(session, "Préparer un retour au porteur")
    return prepare(session, dossier=dossier, template=TEMPLATE)
