"""Links between dossiers: joint, renewed, same action, reworked; proposed where they show, never imposed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of
from db.store import author_of, say, use_case
from desktop.flow.aside import gone_words
from desktop.flow.interests import may_judge
from desktop.rules import links as rules
from desktop.rules.links import End


@use_case("Lier deux dossiers", right="link")
def link(session: Session, *, dossier: bytes, other: bytes, kind: str, comment: str = "") -> bytes:
    """Tie two dossiers, told from the later one whichever is named first; returns the key of the link.

    Raises ValueError (French) for a dossier with itself, a kind that does not exist, or a tie made already.
    """
    if kind not in rules.KINDS:
        raise ValueError(f"Ce lien n’existe pas : {', '.join(rules.KINDS)}.")
    if dossier == other:
        raise ValueError("Un dossier ne se lie pas avec lui-même.")
    may_judge(session, dossier)
    later, earlier = rules.later_first(_end(session, dossier), _end(session, other))
    key = key_of("dossier_link", kind, later.key, earlier.key)
    if session.get(m.DossierLink, key) is not None:
        raise ValueError(f"{later.number} et {earlier.number} sont déjà liés ainsi.")
    session.add(
        m.DossierLink(
            id=key, dossier_id=later.key, other_id=earlier.key, kind=kind, comment=comment.strip(),
            author=author_of(session), at=now(),
        )
    )  # fmt: skip
    session.flush()
    say(session, f"Lier {later.number} et {earlier.number} : {rules.KINDS[kind].lower()}")
    return key


def _end(session: Session, dossier: bytes) -> End:
    row = session.get_one(m.Dossier, dossier)
    if row.merged_into is not None:
        raise ValueError(f"Le dossier {row.number} {gone_words(session, row)} : il ne se lie pas.")
    year = session.get_one(m.Call, row.call_id).year
    day = row.deposited_at.isoformat() if row.deposited_at else ""
    return End(row.id, row.number, row.title, year, day, row.applicant_id)


@use_case("Délier deux dossiers", right="link")
def unlink(session: Session, *, link: bytes) -> None:
    """Take a link away."""
    row = session.get_one(m.DossierLink, link)
    may_judge(session, row.dossier_id)
    numbers = [session.get_one(m.Dossier, key).number for key in (row.dossier_id, row.other_id)]
    session.delete(row)
    say(session, f"Délier {numbers[0]} et {numbers[1]}")
