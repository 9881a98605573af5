"""Dossiers taken along by a workstation: lent when a satchel leaves, back when it returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import say, use_case


def _now() -> dt.datetime:
    return dt.datetime.now().replace(microsecond=0)


@use_case("Prêter des dossiers", right="exchange")
def lend(session: Session, *, workstation: bytes, dossiers: Iterable[bytes], person: str = "") -> int:
    """Say of these dossiers that the workstation works on them; returns how many were not lent before."""
    held = {
        row.dossier_id: row
        for row in session.scalars(select(m.Loan).where(m.Loan.workstation_id == workstation))
    }
    count, now = 0, _now()
    for dossier in dossiers:
        row = held.get(dossier)
        if row is None:
            key = key_of("loan", dossier, workstation)
            session.add(
                m.Loan(id=key, dossier_id=dossier, workstation_id=workstation, person=person, lent_at=now)
            )
        elif row.back_at is not None:
            row.lent_at, row.back_at, row.person = now, None, person
        else:
            continue
        count += 1
    name = session.get_one(m.Workstation, workstation).name
    say(session, f"Prêter {count} dossier{'s' if count > 1 else ''} à « {name} »")
    return count


@use_case("Reprendre des dossiers prêtés", right="exchange")
def take_back_loans(session: Session, *, workstation: bytes) -> int:
    """Its work is back: none of its dossiers is lent any more; returns how many were."""
    now = _now()
    query = select(m.Loan).where(m.Loan.workstation_id == workstation, m.Loan.back_at.is_(None))
    lent = session.scalars(query).all()
    for row in lent:
        row.back_at = now
    count = len(lent)
    name = session.get_one(m.Workstation, workstation).name
    say(session, f"Reprendre {count} dossier{'s' if count > 1 else ''} de « {name} »")
    return count
