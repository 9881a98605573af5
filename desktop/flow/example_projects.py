"""Some requests of the story of five years are carried by several associations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.store import say, use_case
from desktop.flow.example_years import dossier_of
from desktop.flow.member_lines import write_line
from desktop.flow.split import split_all
from desktop.flow.together import add_member, change_member, found_project
from desktop.rules.invented import Body, Request

_PART = 18  # percent of what is asked, that each partner has


@use_case("Réunir des porteurs dans l’histoire d’exemple", right="together")
def join_up(session: Session, *, requests: Sequence[Request], bodies: Sequence[Body]) -> int:
    """Some of these requests become projects of several associations. Returns how many."""
    chosen = [one for one in requests if one.body.kind == "association" and one.draw > 0.985]
    funders = {row.code: row.id for row in session.scalars(select(m.Funder))}
    for one in chosen:
        dossier = dossier_of(one)
        leader = found_project(session, dossier=dossier)
        for step in (3, 11):
            other = bodies[(one.body.rank + step) % 140]
            partner = add_member(
                session, dossier=dossier, siret=other.siret, name=other.name, quarters=one.quarters[-1],
                task="Accueillir des séances et tenir le lien avec les familles.",
            )  # fmt: skip
            _hand_over(session, one, leader, partner, funders)
            _speak(session, other, partner, one.deposited.date())
        split_all(session, dossier=dossier, column="asked")
    say(session, f"Réunir les porteurs de {len(chosen)} projets (histoire d’exemple)")
    return len(chosen)


def _hand_over(
    session: Session, one: Request, leader: bytes, partner: bytes, funders: dict[str, bytes]
) -> None:
    """A part of the wages of the leader, and what pays for it, go to the column of a partner."""
    parts = {funders[code]: cents * _PART // 100 for code, cents in one.asked.items()}
    whole = sum(parts.values())
    lines = select(m.MemberLine).where(m.MemberLine.member_id == leader).order_by(m.MemberLine.rank)
    for line in session.scalars(lines).all():
        taken = whole if line.account == "64" else parts.get(line.funder_id or b"", 0)
        if taken:
            amount = (line.amount or 0) - taken
            write_line(session, member=leader, side=line.side, account=line.account, label=line.label,
                       amount=amount, funder=line.funder_id, line=line.id)  # fmt: skip
    write_line(session, member=partner, side="charge", account="64", label="Salaires", amount=whole)
    for funder, cents in parts.items():
        name = session.get_one(m.Funder, funder).name
        write_line(session, member=partner, side="product", account="74", label=name, amount=cents,
                   funder=funder)  # fmt: skip


def _speak(session: Session, other: Body, partner: bytes, agreed: dt.date) -> None:
    position = "Présidente" if other.civility == "Mme" else "Président"
    told = {
        "civility": other.civility, "first_name": other.first_name, "last_name": other.last_name,
        "position": position, "agreed_on": agreed,
    }  # fmt: skip
    change_member(session, member=partner, changes=told)
