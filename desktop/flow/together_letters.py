"""The letters of a decision to the members of a project: those that are still to be written."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import say, use_case
from desktop.flow.member_letters import letters_of_decision
from desktop.flow.notify import prepare
from desktop.flow.together import open_project


@use_case("Préparer les courriers des membres", right="write_letter")
def prepare_members(session: Session, *, dossier: bytes) -> list[bytes]:
    """Put in the outbox the letter of each member that was not told the decision as it stands; their keys.

    Raises ValueError (French) while nothing is decided. The first letter that leaves notifies the decision:
    those of the other members can be written after it.
    """
    row = open_project(session, dossier)
    decision = session.get(m.Decision, key_of("decision", dossier))
    if decision is None or row.stage not in ("decided", "notified"):
        raise ValueError(f"Le projet {row.number} n’est pas décidé : il n’a pas de courrier à écrire.")
    query = select(m.Letter).where(m.Letter.dossier_id == dossier, m.Letter.state == "issued")
    since = decision.reopened_on
    told = {
        (letter.template, letter.member_id)
        for letter in session.scalars(query)
        if since is None or (letter.issued_at and letter.issued_at.date() > since)
    }
    drafts = {
        letter.id
        for letter in session.scalars(
            select(m.Letter).where(m.Letter.dossier_id == dossier, m.Letter.state == "draft")
        )
    }
    wanted = [one for one in letters_of_decision(session, decision) if one not in told]
    keys = [
        prepare(session, dossier=dossier, template=template, member=member) for template, member in wanted
    ]
    made = [key for key in keys if key not in drafts]
    say(session, f"Préparer {len(made)} courriers aux membres du projet {row.number}")
    return made
