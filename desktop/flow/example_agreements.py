"""The conventions of the story of five years: three years promised to each social centre, and how they go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import make_final, say, use_case
from desktop.flow.agreements import attach, make_agreement, promise_all, sign
from desktop.flow.example_years import dossier_of
from desktop.flow.undertakings import count_indicator, judge_commitment, set_commitment
from desktop.rules.invented import Request

_KEPT = ("kept", "partly", "kept", "not_kept")


@use_case("Passer les conventions de l’histoire d’exemple", right="agreement")
def agree(session: Session, *, requests: Sequence[Request]) -> int:
    """One convention a centre, with what its requests tell; returns how many."""
    funders = {row.code: row.id for row in session.scalars(select(m.Funder))}
    centres = sorted({one.body.rank for one in requests})
    for place, rank in enumerate(centres):
        _agree(session, [one for one in requests if one.body.rank == rank], funders, place)
    say(session, f"Passer {len(centres)} conventions de trois ans (histoire d’exemple)")
    make_final(session, "Une histoire d’exemple ne s’annule pas : elle se rejoue.")
    return len(centres)


def _agree(session: Session, part: Sequence[Request], funders: dict[str, bytes], place: int) -> None:
    first, last = part[0], part[-1]
    key = make_agreement(
        session, title=f"Projet social {first.year}-{last.year} – {first.body.name}",
        starts_on=first.starts, ends_on=last.ends, dossier=dossier_of(first),
        purpose="Un lieu ouvert à tous, des actions collectives avec les habitants, un accueil des familles.",
    )  # fmt: skip
    for one in part[1:]:
        attach(session, agreement=key, dossier=dossier_of(one), year=one.year)
    promise_all(
        session, agreement=key,
        amounts={(one.year, funders[code]): cents for one in part for code, cents in one.asked.items()},
    )  # fmt: skip
    quarter = key_of("quarter", first.quarters[0])
    said = [
        set_commitment(session, agreement=key, text="Ouvrir le lieu quarante-quatre semaines par an."),
        set_commitment(session, agreement=key, text="Tenir un conseil des habitants trois fois par an.",
                       quarter=quarter),
    ]  # fmt: skip
    sign(session, agreement=key, signed_on=dt.date(first.year, 4, 10), act=f"{first.year}-0328",
         act_on=dt.date(first.year, 3, 28))  # fmt: skip
    for rank, each in enumerate(said):
        judge_commitment(session, commitment=each, state=_KEPT[(place + rank) % 4], comment="Vu au bilan.")
    counted = {
        one.year: (400.0, 340.0 + 25 * step if one.reported else None, "") for step, one in enumerate(part)
    }
    count_indicator(session, agreement=key, label="Habitants accueillis", unit="personnes", values=counted)
