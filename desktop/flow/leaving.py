"""Who leaves the room for a dossier, and why: the interests declared, and what is told in the session."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import models as m
from db.connection import fold
from db.keys import key_of
from db.store import say, use_case
from desktop.flow.frozen import open_item
from desktop.rules.committee import INTEREST


def bare(name: str) -> str:
    """A name folded, without its civility: what the register of interests and the members have in common."""
    words = f" {fold(name)} "
    for civility in (" mme ", " m. ", " m "):
        words = words.replace(civility, " ")
    return words.strip()


def tied(session: Session, item: m.Item) -> dict[bytes, m.Interest]:
    """The members of the session whom an interest, declared under their name, ties to the dossier."""
    dossier = session.get_one(m.Dossier, item.dossier_id)
    query = select(m.Interest).where(
        m.Interest.ended_on.is_(None),
        or_(m.Interest.dossier_id == dossier.id, m.Interest.applicant_id == dossier.applicant_id),
    )
    open_ones = {bare(row.person): row for row in session.scalars(query)}
    if not open_ones:
        return {}
    members = session.scalars(select(m.Member).where(m.Member.committee_id == item.committee_id))
    return {row.id: open_ones[bare(row.name)] for row in members if bare(row.name) in open_ones}


def send_out(session: Session, item: m.Item) -> None:
    """Those tied to the dossier who are there, or of whom nothing is told, are out of the room for it."""
    for member in tied(session, item):
        row = session.get_one(m.Member, member)
        key = key_of("leaving", item.id, member)
        if row.presence in ("", "present", "represented") and session.get(m.Leaving, key) is None:
            _write(session, item, member, INTEREST)


def _write(session: Session, item: m.Item, member: bytes, why: str) -> None:
    key = key_of("leaving", item.id, member)
    session.add(
        m.Leaving(id=key, item_id=item.id, dossier_id=item.dossier_id, member_id=member, why=why.strip())
    )
    session.flush()


@use_case("Noter une sortie de salle", right="sit")
def leave(session: Session, *, item: bytes, member: bytes, why: str = "") -> None:
    """A member is out of the room for a dossier; without words, the interest declared is the reason.

    Raises ValueError (French) when nothing says why.
    """
    row, committee = open_item(session, item)
    who = session.get_one(m.Member, member)
    if not why.strip() and member not in tied(session, row):
        raise ValueError(f"Dites pourquoi {who.name} quitte la salle.")
    number = session.get_one(m.Dossier, row.dossier_id).number
    held = session.get(m.Leaving, key_of("leaving", item, member))
    if held is None:
        _write(session, row, member, why.strip() or INTEREST)
    else:
        held.why = why.strip() or INTEREST
    say(session, f"Séance {committee.code}, {number} : {who.name} quitte la salle")


@use_case("Noter un retour en salle", right="sit")
def come_back(session: Session, *, item: bytes, member: bytes) -> None:
    """The member takes part after all. Raises ValueError (French) while a declared interest forbids it."""
    row, committee = open_item(session, item)
    who = session.get_one(m.Member, member)
    interest = tied(session, row).get(member)
    number = session.get_one(m.Dossier, row.dossier_id).number
    if interest is not None:
        raise ValueError(
            f"{who.name} ne prend pas part au vote du dossier {number} : intérêt déclaré le "
            f"{interest.declared_on:%d/%m/%Y} ({interest.nature}). Levez-le d’abord s’il a pris fin."
        )
    held = session.get(m.Leaving, key_of("leaving", item, member))
    if held is not None:
        session.delete(held)
    say(session, f"Séance {committee.code}, {number} : {who.name} revient en salle")
