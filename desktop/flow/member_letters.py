"""Which letters tell a decision: one for most dossiers, one a member for a project."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.flow.splitting import members_of, parts_of
from desktop.rules import ruling

Wanted = list[tuple[str, bytes | None]]  # template, member
AGREEMENT_LETTER = "accord_de_partenariat"  # a member signs that it takes part and who speaks for it


def letters_of_decision(session: Session, decision: m.Decision) -> Wanted:
    """What each is to be written. A member that was given nothing is told so, when it asked for something."""
    template = ruling.letter_of(decision.outcome)
    if session.get(m.Project, key_of("project", decision.dossier_id)) is None:
        return [(template, None)]
    here = [member.id for member in members_of(session, decision.dossier_id)]
    if decision.outcome not in ruling.GRANTING:
        return [(template, member) for member in here]
    asked, voted = dict.fromkeys(here, 0), dict.fromkeys(here, 0)
    for (member, _), part in parts_of(session, decision.dossier_id).items():
        if member in voted:
            asked[member] += part.asked or 0
            voted[member] += part.voted or 0
    refused = ruling.letter_of("refused")
    return [
        (ruling.MEMBER_LETTER if voted[member] else refused, member)
        for member in here
        if voted[member] or asked[member]
    ]
