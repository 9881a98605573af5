"""Split what a funder is asked, is proposed to give or voted among the members of a project."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import say, use_case
from desktop.flow.splitting import members_of, parts_of, pro_rata_of, put
from desktop.flow.together import open_project
from desktop.rules import together as rules


@use_case("Répartir entre les membres", right="together")
def split(
    session: Session,
    *,
    dossier: bytes,
    funder: bytes,
    column: str = "voted",
    parts: Mapping[bytes, int] | None = None,
) -> dict[bytes, int]:
    """Write the part of each member in what one funder is asked, proposed or voted (`column`); cents.

    None: in proportion to what was asked, exact to the cent. Raises ValueError (French) when the parts are
    not the amount of the dossier, nothing written; what is voted stays as it is once a letter told it.
    """
    row = open_project(session, dossier)
    if column not in rules.COLUMNS:
        raise ValueError("On répartit ce qui est demandé, proposé ou voté.")
    name = session.get_one(m.Funder, funder).name
    amount = session.get(m.Amount, key_of("amount", dossier, funder))
    whole = getattr(amount, column) if amount is not None else None
    if column == "voted" and row.stage in ("notified", "closed"):
        raise ValueError(
            "La décision est notifiée : sa répartition ne change plus. Rouvrez d’abord la décision."
        )
    here = {member.id: member for member in members_of(session, dossier)}
    given = (
        dict(parts) if parts is not None else pro_rata_of(session, dossier, funder, whole or 0, column=column)
    )
    if strangers := set(given) - set(here):
        raise ValueError(
            f"{len(strangers)} part va à un membre qui n’est pas du projet : rien n’a été enregistré."
        )
    names = {session.get_one(m.Applicant, here[key].applicant_id).name: cents for key, cents in given.items()}
    if why := rules.why_not(name, column, whole, names):
        raise ValueError(why)
    known = parts_of(session, dossier)
    for member in {key for key, whose in known if whose == funder} | set(given):
        put(session, dossier, known, member, funder, column, given.get(member))
    session.flush()
    say(session, f"Répartir entre les membres : {name}, {rules.COLUMNS[column]}")
    return given


@use_case("Répartir entre les membres", right="together")
def split_parts(
    session: Session, *, dossier: bytes, column: str, parts: Mapping[bytes, Mapping[bytes, int]]
) -> None:
    """The parts of several funders in one step, cents by funder and member. Raises ValueError as `split`."""
    row = open_project(session, dossier)
    for funder, given in parts.items():
        split(session, dossier=dossier, funder=funder, column=column, parts=given)
    say(session, f"Répartir entre les membres ce qui est {rules.COLUMNS[column]} : dossier {row.number}")


@use_case("Répartir tout au prorata", right="together")
def split_all(session: Session, *, dossier: bytes, column: str = "voted") -> None:
    """Every funder of the dossier in proportion to what was asked. Raises ValueError (French) as `split`."""
    row = open_project(session, dossier)
    found = [
        amount.funder_id
        for amount in session.query(m.Amount).filter(m.Amount.dossier_id == dossier)
        if getattr(amount, column) is not None
    ]
    if not found:
        raise ValueError(f"Rien n’est {rules.COLUMNS[column]} pour ce dossier : il n’y a rien à répartir.")
    for funder in found:
        split(session, dossier=dossier, funder=funder, column=column)
    say(session, f"Répartir au prorata ce qui est {rules.COLUMNS[column]} : dossier {row.number}")
