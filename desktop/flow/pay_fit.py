"""Bring the payments of a dossier within what is voted now; what was paid beyond it is to come back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.queries.payments import granted
from db.store import reader_of
from desktop.rules.payments import OPEN

Share = tuple[bytes, bytes | None]  # funder, member of a project


def fit_payments(session: Session, dossier: bytes, why: str) -> dict[Share, int]:
    """Lower the payments still to be made, the last ones first; those that come to nothing are cancelled.
    Returns what was paid beyond the vote, in cents."""
    session.flush()
    voted = {(row.funder_id, row.member_id): row.voted for row in granted(reader_of(session), dossier)}
    query = select(m.Payment).where(m.Payment.dossier_id == dossier).order_by(m.Payment.rank.desc())
    rows = session.scalars(query).all()
    over = {}
    for share in dict.fromkeys((row.funder_id, row.member_id) for row in rows):
        mine = [row for row in rows if (row.funder_id, row.member_id) == share]
        room = voted.get(share, 0) - sum(row.amount for row in mine if row.state == "paid")
        if room < 0:
            over[share] = -room
        _lower([row for row in mine if row.state in OPEN], max(0, room), why)
    return over


def _lower(rows: list[m.Payment], room: int, why: str) -> None:
    """The last payments first."""
    excess = sum(row.amount for row in rows) - room
    for row in rows:
        if excess <= 0:
            return
        if row.amount <= excess:
            excess -= row.amount
            row.state, row.why = "cancelled", why
        else:
            row.amount -= excess
            excess = 0
