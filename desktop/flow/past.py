"""What applicants were granted before: rows of open data kept as history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import use_case


@dataclass(frozen=True, slots=True)
class Grant:
    """One past grant; amount in cents."""

    siret: str
    rna: str
    name: str
    funder: str
    year: int
    purpose: str
    amount: int


@use_case("Reprendre l’historique « {origin} »")
def remember(session: Session, *, grants: Sequence[Grant], origin: str) -> int:
    """Keep past grants; the same grant read twice stands once. Returns how many are new."""
    fresh = 0
    for grant in grants:
        who = grant.siret or grant.rna or grant.name
        key = key_of("past_grant", who, grant.funder, str(grant.year), grant.purpose, str(grant.amount))
        if session.get(m.PastGrant, key) is None:
            session.add(
                m.PastGrant(
                    id=key,
                    siret=grant.siret,
                    rna=grant.rna,
                    name=grant.name,
                    funder=grant.funder,
                    year=grant.year,
                    purpose=grant.purpose,
                    amount=grant.amount,
                    origin=origin,
                )
            )
            fresh += 1
    return fresh
