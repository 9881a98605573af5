"""A session that is closed is frozen: what every verb of the committee asks first."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import models as m


class Frozen(ValueError):
    """The session is closed; the French sentence says how it changes."""


def still_open(session: Session, committee: bytes) -> m.Committee:
    """The session, when it may still change. Raises Frozen (French) once it is closed."""
    row = session.get(m.Committee, committee)
    if row is None:
        raise ValueError("Cette séance n’existe plus.")
    if row.state == "closed":
        raise Frozen(
            f"La séance {row.code} est close depuis le {row.closed_at:%d/%m/%Y} : rien n’y change. "
            "Rouvrez-la, en disant pourquoi, si elle doit être corrigée."
        )
    return row


def open_item(session: Session, item: bytes) -> tuple[m.Item, m.Committee]:
    """An item of the order of the day with its session, when that may still change. Raises ValueError."""
    row = session.get(m.Item, item)
    if row is None:
        raise ValueError("Ce dossier n’est plus à l’ordre du jour.")
    return row, still_open(session, row.committee_id)
