"""The split of a project's money among its members: follows each amount written, changed by hand after."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.rules.splitting import pro_rata
from desktop.rules.together import weights


def members_of(session: Session, dossier: bytes) -> list[m.ProjectMember]:
    """Those that have not left, the leader first."""
    query = (
        select(m.ProjectMember)
        .where(m.ProjectMember.dossier_id == dossier, m.ProjectMember.left_on.is_(None))
        .order_by(m.ProjectMember.role != "leader", m.ProjectMember.rank, m.ProjectMember.id)
    )
    return list(session.scalars(query))


def parts_of(session: Session, dossier: bytes) -> dict[tuple[bytes, bytes], m.MemberShare]:
    """By member and funder."""
    query = select(m.MemberShare).where(m.MemberShare.dossier_id == dossier)
    return {(row.member_id, row.funder_id): row for row in session.scalars(query)}


def put(
    session: Session,
    dossier: bytes,
    parts: dict[tuple[bytes, bytes], m.MemberShare],
    member: bytes,
    funder: bytes,
    column: str,
    cents: int | None,
) -> None:
    """Write one part; a line that would hold nothing is not made."""
    row = parts.get((member, funder))
    if row is None:
        if cents is None:
            return
        row = m.MemberShare(
            id=key_of("member_share", member, funder), dossier_id=dossier, member_id=member, funder_id=funder
        )
        session.add(row)
        parts[member, funder] = row
    setattr(row, column, cents)


def pro_rata_of(
    session: Session, dossier: bytes, funder: bytes, amount: int, *, column: str = "voted"
) -> dict[bytes, int]:
    """An amount shared as the members asked (for what is asked itself: as their own columns await of that
    funder), exact to the cent."""
    members = [row.id for row in members_of(session, dossier)]
    if column == "asked":
        return pro_rata(amount, _awaited(session, dossier, funder, members))
    parts = parts_of(session, dossier)
    told = {key: (row.asked, row.proposed) for (key, whose), row in parts.items() if whose == funder}
    return pro_rata(amount, weights(told, members))


def _awaited(session: Session, dossier: bytes, funder: bytes, members: list[bytes]) -> dict[bytes, int]:
    query = select(m.MemberLine).where(
        m.MemberLine.dossier_id == dossier, m.MemberLine.side == "product", m.MemberLine.funder_id == funder
    )
    sums = dict.fromkeys(members, 0)
    for line in session.scalars(query):
        if line.member_id in sums:
            sums[line.member_id] += line.amount or 0
    return sums


def follow(session: Session, dossier: bytes, column: str, amounts: Mapping[bytes, int]) -> None:
    """What is proposed or voted was written anew: a split that adds up stays as a person made it, any other
    is made again in proportion to what was asked. Nothing for a dossier that has no members."""
    if session.get(m.Project, key_of("project", dossier)) is None:
        return
    parts = parts_of(session, dossier)
    for funder in {whose for _, whose in parts} - set(amounts):
        for member, whose in list(parts):
            if whose == funder:
                put(session, dossier, parts, member, funder, column, None)
    for funder, amount in amounts.items():
        mine = [getattr(row, column) for (_, whose), row in parts.items() if whose == funder]
        if any(cents is not None for cents in mine) and sum(cents or 0 for cents in mine) == amount:
            continue
        fresh = pro_rata_of(session, dossier, funder, amount)
        for member in {key for key, whose in parts if whose == funder} | set(fresh):
            put(session, dossier, parts, member, funder, column, fresh.get(member))
    session.flush()
