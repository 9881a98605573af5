"""Decide: one decision a dossier, pending until a letter has notified it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import author_of, give_reason, say, use_case
from desktop.flow.instruct import write_amounts
from desktop.flow.interests import may_judge
from desktop.rules import ruling


class CannotDecide(ValueError):
    """The decision is not recorded; the message gives the reasons, French sentences."""


def catalogue(session: Session) -> list[ruling.Reason]:
    rows = session.scalars(select(m.Reason).order_by(m.Reason.rank))
    return [ruling.Reason(row.code, row.label, frozenset(row.outcomes.split())) for row in rows]


@use_case("Décider")
def decide(
    session: Session,
    *,
    dossier: bytes,
    outcome: str,
    amounts: Mapping[bytes, int] | None = None,
    reasons: Sequence[str] = (),
    conditions: Sequence[str] = (),
    decided_on: dt.date | None = None,
    act: str = "",
    act_on: dt.date | None = None,
    comment: str = "",
) -> bytes:
    """Record a decision, pending. `amounts`: cents per funder key. Raises CannotDecide, nothing written.

    "granted" becomes "partial" by itself when less than asked is given.
    """
    may_judge(session, dossier)
    row = session.get_one(m.Dossier, dossier)
    given = dict(amounts or {})
    if outcome in ("granted", "partial"):
        outcome = ruling.deduce(row.asked, sum(given.values()))
    key = key_of("decision", dossier)
    known = session.get(m.Decision, key)
    _refuse_notified(row, known)
    _refuse_faults(session, row, outcome, given, reasons, conditions, comment)
    _write(session, row, known, key, outcome, decided_on or dt.date.today(), act, act_on, comment)
    write_amounts(session, dossier, "voted", given)
    _write_reasons(session, dossier, reasons)
    _write_conditions(session, dossier, conditions)
    row.stage = "decided"
    session.flush()
    say(session, f"Décider : {ruling.BY_CODE[outcome].label.lower()}")
    give_reason(session, comment)
    return key


def _refuse_faults(
    session: Session,
    row: m.Dossier,
    outcome: str,
    given: Mapping[bytes, int],
    reasons: Sequence[str],
    conditions: Sequence[str],
    comment: str,
) -> None:
    names = {f.id: f.code for f in session.scalars(select(m.Funder))}
    faults = ruling.check(
        outcome,
        row.asked,
        {names[funder]: amount for funder, amount in given.items()},
        reasons,
        catalogue=catalogue(session),
        free_reason=comment,
        conditions=conditions,
        cost=row.cost,
    )
    if faults:
        raise CannotDecide(" ".join(faults))


def _refuse_notified(row: m.Dossier, known: m.Decision | None) -> None:
    """Two contradictory decisions on one dossier are impossible."""
    if known is not None and known.state == "notified":
        raise CannotDecide(
            f"Le dossier {row.number} a déjà une décision notifiée le {known.notified_on:%d/%m/%Y} : "
            "elle ne se remplace pas. Rouvrez-la si elle doit changer."
        )


def _write(
    session: Session, row: m.Dossier, known: m.Decision | None, key: bytes, outcome: str,
    decided_on: dt.date, act: str, act_on: dt.date | None, comment: str,
) -> None:  # fmt: skip
    if known is None:
        known = m.Decision(id=key, dossier_id=row.id, outcome=outcome, decided_on=decided_on)
        session.add(known)
    known.outcome, known.decided_on, known.act, known.act_on = outcome, decided_on, act, act_on
    known.comment, known.author, known.state = comment, author_of(session), "pending"


def _write_reasons(session: Session, dossier: bytes, reasons: Sequence[str]) -> None:
    session.execute(delete(m.DecisionReason).where(m.DecisionReason.dossier_id == dossier))
    for code in reasons:
        reason = key_of("reason", code)
        session.add(
            m.DecisionReason(
                id=key_of("decision_reason", dossier, reason), dossier_id=dossier, reason_id=reason
            )
        )


def _write_conditions(session: Session, dossier: bytes, conditions: Sequence[str]) -> None:
    session.execute(delete(m.Condition).where(m.Condition.dossier_id == dossier))
    for rank, text in enumerate(conditions):
        session.add(
            m.Condition(id=key_of("condition", dossier, str(rank)), dossier_id=dossier, rank=rank, text=text)
        )


@use_case("Rouvrir la décision")
def reopen(session: Session, *, dossier: bytes, reason: str) -> None:
    """Take a pending or notified decision back to the committee's table; the reason is kept.

    Raises ValueError (French) without a reason. The first notification date stays in the history.
    """
    if not reason.strip():
        raise ValueError("Rouvrir une décision a un effet pour le porteur : dites pourquoi.")
    may_judge(session, dossier)
    known = session.get(m.Decision, key_of("decision", dossier))
    if known is None:
        raise ValueError("Ce dossier n’a pas de décision à rouvrir.")
    give_reason(session, reason.strip())
    known.state = "pending"
    session.get_one(m.Dossier, dossier).stage = "ready"
