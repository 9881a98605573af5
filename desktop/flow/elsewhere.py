"""What was decided elsewhere: two contradictory decisions on one dossier are impossible."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from desktop.rules.committee import KINDS, LEVEL
from desktop.rules.ruling import LABELS

_DECIDED = ("decided", "notified", "closed")


def taken(session: Session, committee: m.Committee, dossiers: Collection[bytes]) -> dict[bytes, str]:
    """Why some of these dossiers can't be decided by this session: a French sentence for each.

    A decision that was notified stands. One that waits for its letter stands too, unless it is of this
    session, or of a session that this one is there to amend (a technical committee before a steering one).
    A decision that was reopened binds nobody.
    """
    found: dict[bytes, str] = {}
    query = (
        select(m.Decision, m.Dossier, m.Committee)
        .join(m.Dossier, m.Dossier.id == m.Decision.dossier_id)
        .outerjoin(m.Committee, m.Committee.id == m.Decision.committee_id)
        .where(m.Dossier.stage.in_(_DECIDED))
    )
    for decision, dossier, other in session.execute(query):
        if dossier.id in dossiers and (words := _decided(committee, decision, dossier, other)):
            found[dossier.id] = words
    said = (
        select(m.Dossier, m.Committee)
        .join(m.Item, m.Item.dossier_id == m.Dossier.id)
        .join(m.Committee, m.Committee.id == m.Item.committee_id)
        .where(m.Item.state == "decided", m.Committee.state == "running", m.Committee.id != committee.id)
    )
    for dossier, other in session.execute(said):
        if dossier.id in dossiers and LEVEL[other.kind] >= LEVEL[committee.kind]:
            found.setdefault(
                dossier.id,
                f"Le dossier {dossier.number} est décidé par la séance {other.code}, encore ouverte : "
                "revenez-y, ou reprenez-y ce dossier.",
            )
    return found


def _decided(
    committee: m.Committee, decision: m.Decision, dossier: m.Dossier, other: m.Committee | None
) -> str:
    where = f" par la séance {other.code} ({KINDS[other.kind].lower()})" if other is not None else ""
    said = LABELS[decision.outcome].lower()
    if decision.state == "notified":
        return (
            f"Le dossier {dossier.number} est déjà décidé{where} : {said}, notifié le "
            f"{decision.notified_on:%d/%m/%Y}. Cette décision reste ; rouvrez-la si elle doit changer."
        )
    if other is not None and (other.id == committee.id or LEVEL[other.kind] < LEVEL[committee.kind]):
        return ""
    return (
        f"Le dossier {dossier.number} est déjà décidé{where} : {said}, le {decision.decided_on:%d/%m/%Y}. "
        "Deux décisions ne peuvent pas se contredire ; rouvrez d’abord celle-là."
    )
