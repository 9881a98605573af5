"""Decisions recorded outside the room, taken up by the session that they were taken in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of
from db.store import author_of, say, use_case
from desktop.flow.frozen import still_open
from desktop.rules.french import plural


@use_case("Reprendre en séance les décisions enregistrées", right="sit")
def take_up(session: Session, *, committee: bytes) -> list[str]:
    """Let the dossiers that still wait be said as they are decided: a table read by `batch decide` is the
    record of a meeting. Decisions of another session, or notified, stay apart. Returns their numbers."""
    row = still_open(session, committee)
    query = (
        select(m.Item, m.Decision, m.Dossier)
        .join(m.Decision, m.Decision.dossier_id == m.Item.dossier_id)
        .join(m.Dossier, m.Dossier.id == m.Item.dossier_id)
        .where(m.Item.committee_id == committee, m.Item.state == "waiting", m.Dossier.stage == "decided")
        .where(m.Decision.state == "pending", m.Decision.committee_id.is_(None))
        .order_by(m.Item.rank)
    )
    numbers = []
    for item, decision, dossier in session.execute(query).all():
        _say_as_decided(session, item, decision)
        decision.committee_id = committee
        numbers.append(dossier.number)
    words = plural(len(numbers), "décision déjà enregistrée", "décisions déjà enregistrées")
    say(session, f"Séance {row.code} : reprendre {len(numbers)} {words}")
    return numbers


def _say_as_decided(session: Session, item: m.Item, decision: m.Decision) -> None:
    dossier = item.dossier_id
    reasons = select(m.Reason.code).join(m.DecisionReason, m.DecisionReason.reason_id == m.Reason.id)
    texts = select(m.Condition.text).where(m.Condition.dossier_id == dossier).order_by(m.Condition.rank)
    item.state, item.outcome, item.comment = "decided", decision.outcome, decision.comment
    item.reasons = " ".join(session.scalars(reasons.where(m.DecisionReason.dossier_id == dossier)))
    item.conditions = "\n".join(session.scalars(texts))
    item.said_at, item.author = now(), author_of(session)
    for amount in session.scalars(select(m.Amount).where(m.Amount.dossier_id == dossier)).all():
        if amount.voted:
            session.add(
                m.ItemAmount(
                    id=key_of("item_amount", item.id, amount.funder_id), item_id=item.id, dossier_id=dossier,
                    funder_id=amount.funder_id, amount=amount.voted,
                )
            )  # fmt: skip
