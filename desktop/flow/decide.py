"""Decide: one decision a dossier, pending until a letter has notified it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import author_of, give_reason, say, use_case
from desktop.flow.aside import gone_words
from desktop.flow.instruct import write_amounts
from desktop.flow.interests import may_judge
from desktop.rules import ruling


class CannotDecide(ValueError):
    """The decision is not recorded; the message gives the reasons, French sentences."""


def catalogue(session: Session) -> list[ruling.Reason]:
    rows = session.scalars(select(m.Reason).order_by(m.Reason.rank))
    return [ruling.Reason(row.code, row.label, frozenset(row.outcomes.split())) for row in rows]


@use_case("Décider", right="decide")
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
    committee: bytes | None = None,
) -> bytes:
    """Record a decision, pending. `amounts`: cents per funder key. Raises CannotDecide, nothing written.

    "granted" becomes "partial" by itself when less than asked is given. `committee` is the session that
    decides: once it is closed, only its own reopening or that of the decision changes what it said.
    """
    may_judge(session, dossier)
    row = session.get_one(m.Dossier, dossier)
    _refuse_contradiction(session, row, session.get(m.Decision, key_of("decision", dossier)), committee)
    key = record(
        session, dossier=dossier, outcome=outcome, amounts=amounts, reasons=reasons, conditions=conditions,
        decided_on=decided_on, act=act, act_on=act_on, comment=comment, committee=committee,
    )  # fmt: skip
    if committee is not None and not comment.strip():
        give_reason(session, f"Séance {session.get_one(m.Committee, committee).code}")
    return key


def record(
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
    committee: bytes | None = None,
) -> bytes:
    """Write a decision down, whoever took it: the person at work, or a session of the committee that is being
    closed and has seen that nothing contradicts it. Raises CannotDecide."""
    row = session.get_one(m.Dossier, dossier)
    given = dict(amounts or {})
    if outcome in ("granted", "partial"):
        outcome = ruling.deduce(row.asked, sum(given.values()))
    key = key_of("decision", dossier)
    known = session.get(m.Decision, key)
    refuse_faults(session, row, outcome, given, reasons, conditions, comment)
    _write(session, row, known, key, outcome, decided_on or dt.date.today(), act, act_on, comment, committee)
    write_amounts(session, dossier, "voted", given)
    _write_reasons(session, dossier, reasons)
    _write_conditions(session, dossier, conditions)
    row.stage = "decided"
    session.flush()
    say(session, f"Décider : {ruling.BY_CODE[outcome].label.lower()}")
    give_reason(session, comment)
    return key


def refuse_faults(
    session: Session,
    row: m.Dossier,
    outcome: str,
    given: Mapping[bytes, int],
    reasons: Sequence[str],
    conditions: Sequence[str],
    comment: str,
) -> None:
    """Raises CannotDecide when the rules of this kind of decision are not kept (desktop.rules.ruling)."""
    names = {f.id: f.name for f in session.scalars(select(m.Funder))}
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


def _refuse_contradiction(
    session: Session, row: m.Dossier, known: m.Decision | None, committee: bytes | None
) -> None:
    """Two contradictory decisions on one dossier are impossible."""
    if row.merged_into is not None:
        raise CannotDecide(
            f"Le dossier {row.number} {gone_words(session, row)} : il ne se décide pas. "
            "Rien n’a été enregistré."
        )
    if known is None:
        return
    if known.state == "notified":
        raise CannotDecide(
            f"Le dossier {row.number} a déjà une décision notifiée le {known.notified_on:%d/%m/%Y} : "
            "elle ne se remplace pas. Rouvrez-la si elle doit changer."
        )
    held = session.get(m.Committee, known.committee_id) if known.committee_id else None
    if held is not None and held.id != committee and held.state == "closed" and row.stage == "decided":
        raise CannotDecide(
            f"Le dossier {row.number} a été décidé par la séance {held.code} du {held.held_on:%d/%m/%Y}, qui "
            "est close : sa décision ne se remplace pas. Rouvrez-la si elle doit changer."
        )


def _write(
    session: Session, row: m.Dossier, known: m.Decision | None, key: bytes, outcome: str,
    decided_on: dt.date, act: str, act_on: dt.date | None, comment: str, committee: bytes | None,
) -> None:  # fmt: skip
    if known is None:
        known = m.Decision(id=key, dossier_id=row.id, outcome=outcome, decided_on=decided_on)
        session.add(known)
    known.outcome, known.decided_on, known.act, known.act_on = outcome, decided_on, act, act_on
    known.comment, known.author, known.state = comment, author_of(session), "pending"
    known.committee_id = committee


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
    """A condition whose words stay keeps its due date and what became of it."""
    query = select(m.Condition).where(m.Condition.dossier_id == dossier).order_by(m.Condition.rank)
    known: dict[str, m.Condition] = {}
    for row in session.scalars(query):
        known.setdefault(row.text, row)
    wanted = list(dict.fromkeys(conditions))
    kept = {known[text].id for text in wanted if text in known}
    gone = delete(m.Condition).where(m.Condition.dossier_id == dossier, m.Condition.id.not_in(kept))
    session.execute(gone)
    for rank, text in enumerate(wanted):
        if text in known:
            known[text].rank = rank
        else:
            key = key_of("condition", dossier, text)
            session.add(m.Condition(id=key, dossier_id=dossier, rank=rank, text=text))


@use_case("Rouvrir la décision", right="reopen")
def reopen(session: Session, *, dossier: bytes, reason: str, today: dt.date | None = None) -> None:
    """Take a pending or notified decision back to the committee's table; the reason is kept.

    Raises ValueError (French) without a reason. The first notification date stays where it is.
    """
    if not reason.strip():
        raise ValueError("Rouvrir une décision a un effet pour le porteur : dites pourquoi.")
    may_judge(session, dossier)
    known = session.get(m.Decision, key_of("decision", dossier))
    row = session.get_one(m.Dossier, dossier)
    if known is None or row.merged_into is not None:
        raise ValueError("Ce dossier n’a pas de décision à rouvrir.")
    if row.stage not in ("decided", "notified"):
        raise ValueError("Cette décision est déjà rouverte, ou le dossier est clos : rien n’a changé.")
    give_reason(session, reason.strip())
    known.state = "pending"
    known.reopened_on, known.reopen_reason = today or dt.date.today(), reason.strip()
    row.stage = "ready"
