"""Where a dossier that left the lists went: into another one, or to the bin."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import models as m


def gone_words(session: Session, row: m.Dossier) -> str:
    """Where a dossier that left the lists went: « est à la corbeille », « est réuni avec X »."""
    if row.merged_into == row.id:
        return "est à la corbeille"
    return f"est réuni avec {session.get_one(m.Dossier, row.merged_into).number}"
