"""In whose hands a dossier is: taken, handed over with a reason, shared out among the office."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.connection import raw_of
from db.queries.people import PersonRow, people, teams
from db.queries.workload import LoadRow, LooseRow, loose
from db.rights import Given, given, given_in, role_of
from db.sight import teams_of
from db.store import author_of, give_reason, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules.french import plural
from desktop.rules.roles import may
from desktop.rules.workload import Hand, Loose, share


@use_case("Prendre le dossier", right="take")
def take(session: Session, *, dossier: bytes) -> None:
    """Into one's own hands, when nobody has it or a team of one's own. Raises ValueError (French)."""
    may_judge(session, dossier)
    row, me = session.get_one(m.Dossier, dossier), author_of(session)
    if row.officer == me:
        return
    if row.officer and row.officer not in teams_of(raw_of(session.connection()), me):
        raise ValueError(
            f"{row.officer} suit ce dossier : demandez-lui de vous le transmettre, ou à un responsable de "
            "vous le confier. Rien n’a été changé."
        )
    row.officer = me
    say(session, f"Prendre le dossier {row.number}")


@use_case("Transmettre le dossier à {officer}", right="take")
def hand_over(session: Session, *, dossier: bytes, officer: str, reason: str) -> None:
    """To a colleague or a team, with a reason that stays in the history. Raises ValueError (French): without
    a reason or a name that is known here, and when somebody else has it and one may not assign."""
    row, me = session.get_one(m.Dossier, dossier), author_of(session)
    if row.officer not in ("", me) and not may(role_of(session), "assign", given_in(session)):
        raise ValueError(f"{row.officer} suit ce dossier : c’est à cette personne de le transmettre.")
    if not reason.strip():
        raise ValueError("Dites pourquoi vous transmettez ce dossier : la raison reste dans son historique.")
    _known(session, officer)
    row.officer = officer.strip()
    give_reason(session, reason.strip())
    say(session, f"Transmettre le dossier {row.number} à {officer.strip()}")


@use_case("Répartir des dossiers", right="assign")
def share_out(session: Session, *, choices: Mapping[bytes, str], reason: str = "") -> int:
    """Each dossier to its officer or team, in one step; returns how many changed hands."""
    count = 0
    for dossier, officer in choices.items():
        row = session.get_one(m.Dossier, dossier)
        if row.officer != officer:
            row.officer = officer
            count += 1
    give_reason(session, reason.strip())
    say(session, f"Répartir {count} {plural(count, 'dossier')}")
    return count


def _known(session: Session, officer: str) -> None:
    """A name that this office knows; a base that has no people yet takes any."""
    connection = raw_of(session.connection())
    names = {*session.scalars(select(m.Person.name).where(m.Person.left_on.is_(None))), *teams(connection)}
    if not officer.strip():
        raise ValueError("Dites à qui transmettre ce dossier.")
    if len(names) > 1 and officer.strip() not in names:
        raise ValueError(f"« {officer.strip()} » n’est ni une personne ni une équipe d’ici.")


def hands(rows: list[PersonRow], found: list[LoadRow], given: Given) -> list[Hand]:
    """Those who take dossiers: they judge, and work here."""
    load = {row.officer: row.dossiers for row in found}
    return [
        Hand(row.name, load.get(row.name, 0), tuple(row.quarters.split()))
        for row in rows
        if row.left_on is None and may(row.role, "take", given) and row.role in ("officer", "quarter_office")
    ]


def suggest(reader: sqlite3.Connection, found: list[LoadRow]) -> tuple[list[LooseRow], Mapping[bytes, str]]:
    """The dossiers that nobody has, and to whom each would go."""
    free = loose(reader)
    asked = [Loose(row.id, tuple(row.quarters.split())) for row in free]
    return free, share(asked, hands(people(reader), found, given(reader)))
