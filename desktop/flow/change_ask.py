"""A change asked after the decision, and its answer: dates, content, amount, or the end of the action."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import new_key
from db.store import author_of, give_reason, say, use_case
from desktop.flow.interests import may_judge
from desktop.flow.notify import prepare
from desktop.flow.pay_fit import fit_payments
from desktop.flow.repay import propose_repayment
from desktop.flow.reports import put_off
from desktop.rules import changes as rules
from desktop.rules.money import euros
from desktop.rules.ruling import GRANTING

LETTERS = {"granted": "changement_accorde", "refused": "changement_refuse", "ended": "fin_action"}


class CannotChange(ValueError):
    """Nothing was written; the message says why, French sentences."""


@use_case("Noter une demande de changement", right="ask_change")
def ask_change(
    session: Session,
    *,
    dossier: bytes,
    kind: str,
    reason: str,
    asked_on: dt.date | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    amount: int | None = None,
    body: str = "",
    piece: bytes | None = None,
) -> bytes:
    """What the applicant asks, with its reason; the end decided by the authority is a kind too. Returns its
    key. Raises CannotChange."""
    may_judge(session, dossier)
    row = session.get_one(m.Dossier, dossier)
    _refuse(session, row, kind, reason, starts_on, ends_on, amount, body)
    if piece is not None and session.get_one(m.Piece, piece).dossier_id != dossier:
        raise CannotChange("Cette pièce est celle d’un autre dossier : rien n’a été enregistré.")
    made = m.ChangeRequest(
        id=new_key(), dossier_id=dossier, kind=kind, asked_on=asked_on or dt.date.today(),
        reason=reason.strip(), starts_on=starts_on if kind == "dates" else None,
        ends_on=ends_on if kind == "dates" else None, amount=amount if kind == "amount" else None,
        body=body.strip(), was="", state="asked", answer="", piece_id=piece, author=author_of(session),
        at=now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    say(session, f"Noter une demande de changement : {rules.KINDS[kind].lower()} (dossier {row.number})")
    return made.id


def _refuse(
    session: Session, row: m.Dossier, kind: str, reason: str, starts_on: dt.date | None,
    ends_on: dt.date | None, amount: int | None, body: str,
) -> None:  # fmt: skip
    """Raises CannotChange when this can't be asked of this dossier."""
    decision = session.scalars(select(m.Decision).where(m.Decision.dossier_id == row.id)).first()
    if decision is None or decision.outcome not in GRANTING or row.stage not in ("decided", "notified"):
        raise CannotChange(
            f"Dossier {row.number} : un changement se demande sur une subvention accordée et non close."
        )
    if not reason.strip():
        raise CannotChange("Dites pourquoi ce changement est demandé : la raison reste au dossier.")
    why = ""
    if kind == "dates":
        why = rules.why_not_dates(starts_on or row.starts_on, ends_on or row.ends_on)
        why = why or rules.why_not_dates(starts_on, ends_on)
    elif kind == "amount":
        why = rules.why_not_amount(amount, voted_of(session, row.id))
    elif kind == "content" and not body.strip():
        why = "Dites ce que devient le contenu de l’action."
    elif kind not in rules.KINDS:
        why = f"« {kind} » n’est pas un changement connu."
    if why:
        raise CannotChange(f"{why} Rien n’a été enregistré.")


def voted_of(session: Session, dossier: bytes) -> int:
    """What is voted now, every funder together, cents."""
    return sum(row.voted or 0 for row in _amounts(session, dossier))


def _amounts(session: Session, dossier: bytes) -> list[m.Amount]:
    query = select(m.Amount).where(m.Amount.dossier_id == dossier, m.Amount.voted > 0).order_by(m.Amount.id)
    return list(session.scalars(query))


def open_change(session: Session, key: bytes) -> m.ChangeRequest:
    """A request that waits for its answer. Raises CannotChange."""
    row = session.get(m.ChangeRequest, key)
    if row is None:
        raise CannotChange("Cette demande de changement n’existe plus.")
    may_judge(session, row.dossier_id)
    if row.state != "asked":
        raise CannotChange(f"Cette demande a déjà sa réponse ({rules.LABELS[row.state].lower()}).")  # type: ignore[index]  # a state of the table
    return row


@use_case("Accorder un changement", right="grant_change")
def grant_change(
    session: Session, *, change: bytes, answer: str = "", today: dt.date | None = None, letter: bool = True
) -> list[str]:
    """Write what was asked in the dossier, keep what stood before, prepare the letter. What was paid beyond
    the new amount is proposed to be paid back. Returns what else was done, French sentences."""
    row = open_change(session, change)
    dossier = session.get_one(m.Dossier, row.dossier_id)
    give_reason(session, answer.strip() or row.reason)
    told: list[str] = []
    if row.kind == "dates":
        _move_dates(session, row, dossier)
    elif row.kind == "amount":
        told = _lower_to(session, row, dossier, row.amount or 0)
    elif row.kind in rules.ENDS:
        told = _end(session, row, dossier)
    row.state, row.answered_on, row.answer = "granted", today or dt.date.today(), answer.strip()
    if letter:
        name = LETTERS["ended" if row.kind in rules.ENDS else "granted"]
        prepare(session, dossier=dossier.id, template=name, subject=row.id)
    say(
        session,
        f"Accorder le changement demandé : {rules.KINDS[row.kind].lower()} (dossier {dossier.number})",
    )
    return told


def _move_dates(session: Session, row: m.ChangeRequest, dossier: m.Dossier) -> None:
    _keep(row, starts_on=_iso(dossier.starts_on), ends_on=_iso(dossier.ends_on))
    dossier.starts_on, dossier.ends_on = row.starts_on or dossier.starts_on, row.ends_on or dossier.ends_on
    if dossier.ends_on is not None:
        put_off(session, dossier.id, dossier.ends_on)


def _lower_to(session: Session, row: m.ChangeRequest, dossier: m.Dossier, total: int) -> list[str]:
    amounts = _amounts(session, dossier.id)
    before = {one.id: one.voted or 0 for one in amounts}
    if why := rules.why_not_amount(total, sum(before.values())):
        raise CannotChange(f"{why} Rien n’a été enregistré.")
    _keep(row, voted={one.funder_id.hex(): one.voted for one in amounts})
    for key, cents in rules.shared(total, before).items():
        _lower(session, session.get_one(m.Amount, key), cents)
    return _paid_too_much(session, dossier, row)


def _end(session: Session, row: m.ChangeRequest, dossier: m.Dossier) -> list[str]:
    """Nothing more is given: what is voted comes down to what was paid, which is to come back."""
    amounts = _amounts(session, dossier.id)
    _keep(row, voted={one.funder_id.hex(): one.voted for one in amounts})
    paid: dict[tuple[bytes, bytes | None], int] = {}
    query = select(m.Payment).where(m.Payment.dossier_id == dossier.id, m.Payment.state == "paid")
    for one in session.scalars(query):
        share = (one.funder_id, one.member_id)
        paid[share] = paid.get(share, 0) + one.amount
    planned = set(session.scalars(select(m.Payment.funder_id).where(m.Payment.dossier_id == dossier.id)))
    for amount in amounts:
        if amount.funder_id not in planned and amount.paid:
            paid[amount.funder_id, None] = amount.paid  # as an import told it
        _lower(
            session, amount, sum(cents for (funder, _), cents in paid.items() if funder == amount.funder_id)
        )
    fit_payments(session, dossier.id, rules.KINDS[row.kind])
    told = []
    for (funder, member), cents in paid.items():
        why = f"{rules.KINDS[row.kind]} : {row.reason}"
        propose_repayment(session, dossier=dossier.id, funder=funder, member=member, amount=cents, reason=why)
        told.append(_told(session, funder, cents))
    return told


def _lower(session: Session, amount: m.Amount, cents: int) -> None:
    """What a funder gives, and the parts of the members of a project in it."""
    amount.voted = cents
    query = select(m.MemberShare).where(
        m.MemberShare.dossier_id == amount.dossier_id, m.MemberShare.funder_id == amount.funder_id,
        m.MemberShare.voted > 0,
    ).order_by(m.MemberShare.id)  # fmt: skip
    shares = list(session.scalars(query))
    parts = rules.shared(cents, {one.id: one.voted or 0 for one in shares})
    for one in shares:
        one.voted = parts[one.id]


def _paid_too_much(session: Session, dossier: m.Dossier, row: m.ChangeRequest) -> list[str]:
    over = fit_payments(session, dossier.id, f"Subvention ramenée : {row.reason}")
    told = []
    for (funder, member), cents in over.items():
        propose_repayment(
            session, dossier=dossier.id, funder=funder, member=member, amount=cents,
            reason="Versé au-delà du nouveau montant de la subvention.",
        )  # fmt: skip
        told.append(_told(session, funder, cents))
    return told


def _told(session: Session, funder: bytes, cents: int) -> str:
    name = session.get_one(m.Funder, funder).name
    return f"{euros(cents)} versés par {name} sont proposés au reversement."


def _keep(row: m.ChangeRequest, **was: Any) -> None:
    row.was = json.dumps(was, ensure_ascii=False)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@use_case("Refuser un changement", right="grant_change")
def refuse_change(
    session: Session, *, change: bytes, answer: str, today: dt.date | None = None, letter: bool = True
) -> None:
    """Nothing changes, for this reason, which the letter tells. Raises CannotChange without one."""
    row = open_change(session, change)
    if not answer.strip():
        raise CannotChange("Dites pourquoi ce changement est refusé : le courrier le dira au porteur.")
    row.state, row.answered_on, row.answer = "refused", today or dt.date.today(), answer.strip()
    give_reason(session, answer.strip())
    if letter:
        prepare(session, dossier=row.dossier_id, template=LETTERS["refused"], subject=row.id)
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"Refuser le changement demandé : {rules.KINDS[row.kind].lower()} (dossier {number})")


@use_case("Abandonner une demande de changement", right="grant_change")
def drop_change(session: Session, *, change: bytes, why: str = "") -> None:
    """The applicant asks it no more, or it was noted by mistake."""
    row = open_change(session, change)
    row.state, row.answer = "dropped", why.strip()
    give_reason(session, why.strip())
