"""Who sits in a session: copied from the last one, changed, called out at the opening."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.store import reader_of, say, use_case
from desktop.flow.frozen import still_open
from desktop.flow.own import tailored
from desktop.rules.committee import PRESENCES, ROLES


def copy_members(session: Session, committee: m.Committee, usual: Path | None) -> int:
    """The members of the last session of the same kind (and quarter, when one was), else the usual ones of
    the files of a folder; presence starts anew. Returns how many."""
    before = _last_alike(session, committee)
    if before is not None:
        rows = session.scalars(
            select(m.Member).where(m.Member.committee_id == before).order_by(m.Member.rank)
        )
        told: list[dict[str, Any]] = [
            {"name": r.name, "body": r.body, "role": r.role, "voting": r.voting, "partner_id": r.partner_id}
            for r in rows
        ]
    else:
        told, needed = (
            usual_members(reader_of(session), usual, committee.kind) if usual is not None else ([], None)
        )
        if committee.quorum is None:
            committee.quorum = needed
    for rank, facts in enumerate(told, start=1):
        session.add(m.Member(id=new_key(), committee_id=committee.id, rank=rank, **facts))
    return len(told)


def _last_alike(session: Session, committee: m.Committee) -> bytes | None:
    """The latest session of this kind that has members; one of the same quarter first."""
    query = (
        select(m.Committee.id)
        .where(
            m.Committee.kind == committee.kind,
            m.Committee.id != committee.id,
            select(m.Member.id).where(m.Member.committee_id == m.Committee.id).exists(),
        )
        .order_by(m.Committee.quarter_id.is_(committee.quarter_id).desc(), m.Committee.held_on.desc())
    )
    return session.scalars(query).first()


def usual_members(
    reader: sqlite3.Connection, folder: Path, kind: str
) -> tuple[list[dict[str, Any]], int | None]:
    """The members that a folder, as this office changed it, gives a kind of session, and its quorum."""
    entry = tailored(reader, folder, "committee", "kind").get(kind)
    if entry is None:
        return [], None
    found = [
        {
            "name": e["name"],
            "body": e.get("body", ""),
            "role": e.get("role", "member"),
            "voting": e.get("voting", True),
        }
        for e in entry["member"]
    ]
    return found, entry.get("quorum")


def _open_member(session: Session, member: bytes) -> m.Member:
    row = session.get(m.Member, member)
    if row is None:
        raise ValueError("Ce membre n’est plus dans la séance.")
    still_open(session, row.committee_id)
    return row


@use_case("Ajouter {name} à la séance", right="convene")
def seat(
    session: Session,
    *,
    committee: bytes,
    name: str,
    body: str = "",
    role: str = "member",
    voting: bool = True,
) -> bytes:
    """Add a member at the end; returns its key. Raises ValueError (French) without a name."""
    still_open(session, committee)
    _refuse(name, role)
    last = session.scalar(select(func.max(m.Member.rank)).where(m.Member.committee_id == committee))
    made = m.Member(
        id=new_key(), committee_id=committee, rank=(last or 0) + 1, name=name.strip(), body=body.strip(),
        role=role, voting=voting and role != "guest",
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


def _refuse(name: str, role: str) -> None:
    if not name.strip():
        raise ValueError("Écrivez le nom ou la fonction de ce membre.")
    if role not in ROLES:
        raise ValueError(f"« {role} » n’est pas un rôle : {', '.join(ROLES)}.")


@use_case("Modifier un membre de la séance", right="convene")
def change_member(session: Session, *, member: bytes, **facts: Any) -> None:
    """Change name, body, role, voting, presence or proxy of a member. Raises ValueError (French)."""
    row = _open_member(session, member)
    unknown = sorted(set(facts) - {"name", "body", "role", "voting", "presence", "proxy"})
    if unknown:
        raise ValueError(f"Un membre n’a pas de « {unknown[0]} ».")
    _refuse(str(facts.get("name", row.name)), str(facts.get("role", row.role)))
    presence = str(facts.get("presence", row.presence))
    if presence not in PRESENCES:
        raise ValueError(f"« {presence} » n’est pas une présence.")
    for name, value in facts.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if row.presence != "represented":
        row.proxy = ""
    say(
        session,
        f"{row.name} : {PRESENCES[presence].lower()}" if "presence" in facts else f"Modifier {row.name}",
    )


@use_case("Pointer tous les membres présents", right="convene")
def all_present(session: Session, *, committee: bytes) -> int:
    """Those of whom nothing is told yet are there; returns how many."""
    still_open(session, committee)
    query = select(m.Member).where(m.Member.committee_id == committee, m.Member.presence == "")
    rows = session.scalars(query).all()
    for row in rows:
        row.presence = "present"
    return len(rows)


@use_case("Retirer un membre de la séance", right="convene")
def unseat(session: Session, *, member: bytes) -> None:
    """Take a member away. Raises ValueError (French) when they left the room for an item: that is told."""
    row = _open_member(session, member)
    if session.scalar(select(func.count()).where(m.Leaving.member_id == member)):
        raise ValueError(f"{row.name} est sorti pour un dossier : son nom reste au procès-verbal.")
    say(session, f"Retirer {row.name} de la séance")
    session.delete(row)


@use_case("Déplacer un membre de la séance", right="convene")
def move_member(session: Session, *, member: bytes, by: int) -> None:
    """Move a member up (-1) or down (1) in the list."""
    row = _open_member(session, member)
    query = select(m.Member).where(m.Member.committee_id == row.committee_id).order_by(m.Member.rank)
    rows = list(session.scalars(query))
    place = rows.index(row)
    rows.insert(max(0, min(len(rows) - 1, place + by)), rows.pop(place))
    for rank, each in enumerate(rows, start=1):
        each.rank = rank
