"""What a batch does to one dossier: the verb of each deed, the same as for a dossier alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from desktop.flow.agenda import set_deadline
from desktop.flow.bin import put_in_bin, why_not
from desktop.flow.decide import decide
from desktop.flow.instruct import assign, label, move, propose, to_committee, unlabel
from desktop.flow.notify import prepare_decided
from desktop.flow.order_of_day import add_item
from desktop.rules import journey, ruling
from desktop.rules.batch import Wish
from desktop.rules.milestones import reason_wanted


class Target(NamedTuple):
    """One dossier and what is wanted of it; amounts in cents by funder key."""

    dossier: bytes
    wish: Wish
    amounts: Mapping[bytes, int]


def _decide(session: Session, to: Target) -> None:
    wish = to.wish
    if (
        session.get_one(m.Dossier, to.dossier).stage == "decided"
    ):  # in a batch nobody looks at what it replaces
        raise ValueError("Ce dossier est déjà décidé : rouvrez sa décision si elle doit changer.")
    if wish.outcome in ruling.GRANTING and not to.amounts:
        raise ValueError("Aucun montant n’est proposé : écrivez un montant supérieur à zéro.")
    decide(
        session, dossier=to.dossier, outcome=wish.outcome, amounts=to.amounts, reasons=wish.reasons,
        conditions=wish.conditions, decided_on=wish.decided_on, act=wish.act, act_on=wish.act_on,
        comment=wish.comment,
    )  # fmt: skip


def _propose(session: Session, to: Target) -> None:
    if not to.amounts:
        raise ValueError(_nothing(session, to))
    if not to.wish.reason.strip():
        rows = session.scalars(select(m.Amount).where(m.Amount.dossier_id == to.dossier))
        before = {row.funder_id: row.proposed for row in rows if row.proposed is not None}
        stage = session.get_one(m.Dossier, to.dossier).stage
        if before and before != dict(to.amounts) and (why := reason_wanted(stage, "amount", "proposed")):
            raise ValueError(why)
    propose(session, dossier=to.dossier, amounts=to.amounts, reason=to.wish.reason)


def _nothing(session: Session, to: Target) -> str:
    """Why a proposal comes out at nothing."""
    if to.wish.way == "last_year":
        return "Aucun montant de l’an passé n’est connu pour ce porteur : saisissez le montant."
    if session.get_one(m.Dossier, to.dossier).asked is None:
        return "Le montant demandé n’est pas connu : saisissez le montant à proposer."
    return "Le montant à proposer est nul : saisissez-le, ou donnez un avis défavorable depuis le dossier."


def _move(session: Session, to: Target) -> None:
    row = session.get_one(m.Dossier, to.dossier)
    if row.stage == to.wish.stage:
        raise ValueError(f"Le dossier est déjà à l’étape « {journey.LABELS[row.stage]} ».")
    if to.wish.stage == "ready":
        to_committee(session, dossier=to.dossier)
    else:
        move(session, dossier=to.dossier, stage=to.wish.stage)


def _assign(session: Session, to: Target) -> None:
    if not to.wish.officer.strip():
        raise ValueError("Écrivez à qui confier ce dossier.")
    assign(session, dossier=to.dossier, officer=to.wish.officer.strip())


def _label(session: Session, to: Target) -> None:
    known = session.get(m.Label, key_of("label", to.wish.label))
    colour = known.colour if known else "#66707d"
    label(session, dossier=to.dossier, name=to.wish.label, colour=colour)


def _unlabel(session: Session, to: Target) -> None:
    worn = key_of("dossier_label", to.dossier, key_of("label", to.wish.label))
    if session.get(m.DossierLabel, worn) is None:
        raise ValueError(f"Ce dossier ne porte pas l’étiquette « {to.wish.label} ».")
    unlabel(session, dossier=to.dossier, name=to.wish.label)


def _letters(session: Session, to: Target) -> None:
    if not prepare_decided(session, dossiers=[to.dossier]):
        decided = select(func.count()).where(m.Decision.dossier_id == to.dossier)
        raise ValueError(
            "La décision de ce dossier est déjà notifiée : son courrier est parti."
            if session.scalar(decided)
            else "Ce dossier n’est pas décidé : il n’a pas de courrier de décision."
        )


def _agenda(session: Session, to: Target) -> None:
    if to.wish.committee is None:
        raise ValueError("Choisissez la séance.")
    add_item(session, committee=to.wish.committee, dossier=to.dossier)


def _due(session: Session, to: Target) -> None:
    wish = to.wish
    if wish.due_on is None:
        raise ValueError("Dites le jour de l’échéance.")
    set_deadline(session, title=wish.title, due_on=wish.due_on, dossier=to.dossier, remind_on=wish.remind_on)


def _bin(session: Session, to: Target) -> None:
    if refused := why_not(session, session.get_one(m.Dossier, to.dossier)):
        raise ValueError(f"Ce dossier {refused}")
    put_in_bin(session, dossiers=[to.dossier], reason=to.wish.reason)


def _to_committee(session: Session, to: Target) -> None:
    if session.get_one(m.Dossier, to.dossier).stage == "ready":
        raise ValueError("Ce dossier est déjà prêt pour le comité.")
    to_committee(session, dossier=to.dossier)


DEEDS: dict[str, tuple[Callable[[Session, Target], None], str]] = {  # with the right that each asks
    "decide": (_decide, "decide"),
    "propose": (_propose, "propose"),
    "to_committee": (_to_committee, "send_to_committee"),
    "agenda": (_agenda, "convene"),
    "move": (_move, "move"),
    "assign": (_assign, "assign"),
    "label": (_label, "label"),
    "unlabel": (_unlabel, "label"),
    "letters": (_letters, "write_letter"),
    "due": (_due, "plan"),
    "bin": (_bin, "delete"),
}
