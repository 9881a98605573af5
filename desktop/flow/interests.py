"""Interests declared: while one lasts, the dossier is closed to the person who declared it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.queries.scores import closed_to
from db.store import author_of, reader_of, say, use_case


@use_case("Déclarer un intérêt", right="declare_interest")
def declare(
    session: Session,
    *,
    dossier: bytes,
    nature: str,
    person: str = "",
    whole_applicant: bool = True,
    today: dt.date | None = None,
) -> bytes:
    """Write down a tie with the applicant of a dossier, or with that dossier alone; returns its key.

    Raises ValueError (French) when nothing is said of it, or when it stands already.
    """
    if not nature.strip():
        raise ValueError("Dites de quel lien il s’agit : membre du bureau, parent d’un dirigeant…")
    row = session.get_one(m.Dossier, dossier)
    who = person or author_of(session)
    if open_interest(session, who, row) is not None:
        raise ValueError(f"Un intérêt de {who} est déjà déclaré : ce dossier lui est déjà fermé.")
    made = m.Interest(
        id=new_key(), person=who, nature=nature.strip(), declared_on=today or dt.date.today(),
        applicant_id=row.applicant_id if whole_applicant else None,
        dossier_id=None if whole_applicant else row.id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    say(session, f"Déclarer un intérêt de {who} (dossier {row.number})")
    return made.id


@use_case("Lever un intérêt", right="declare_interest")
def end(session: Session, *, interest: bytes, today: dt.date | None = None) -> None:
    """The tie has ended: the dossiers open again to that person; the register keeps both dates."""
    row = session.get_one(m.Interest, interest)
    if row.ended_on is None:
        row.ended_on = today or dt.date.today()
    say(session, f"Lever l’intérêt déclaré par {row.person}")


def open_interest(session: Session, person: str, dossier: m.Dossier) -> m.Interest | None:
    """The interest that closes this dossier to this person: of it, of its applicant, of a member of it."""
    members = select(m.ProjectMember.applicant_id).where(
        m.ProjectMember.dossier_id == dossier.id, m.ProjectMember.left_on.is_(None)
    )
    query = select(m.Interest).where(
        m.Interest.person == person,
        m.Interest.ended_on.is_(None),
        or_(
            m.Interest.dossier_id == dossier.id,
            m.Interest.applicant_id == dossier.applicant_id,
            m.Interest.applicant_id.in_(members),
        ),
    )
    return session.scalars(query).first()


def may_judge(session: Session, dossier: bytes) -> None:
    """Raises ValueError (French) when the dossier is closed to the person at work."""
    found = closed_to(reader_of(session), author_of(session), dossier)
    if found is not None:
        declared = dt.date.fromisoformat(found.declared_on)
        raise ValueError(
            f"Ce dossier vous est fermé : vous avez déclaré un intérêt le {declared:%d/%m/%Y} "
            f"({found.nature}). Rien n’a été enregistré."
        )
