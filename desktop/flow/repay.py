"""Money of a grant that comes back: proposed from the report, decided, asked, received, kept or waived."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.queries.paid import paid_by_dossier
from db.queries.repayments import SpentRow, spent, spent_of
from db.store import author_of, give_reason, reader_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.flow.notify import prepare
from desktop.rules import repayments as rules
from desktop.rules.french import plural
from desktop.rules.money import euros

LETTER = "reversement"


class CannotRepay(ValueError):
    """Nothing was written; the message says why, French sentences."""


class Proposed(NamedTuple):
    """One share of which something is due, and each way to count it."""

    row: SpentRow
    ways: list[rules.Proposal]


def proposed(
    reader: sqlite3.Connection, person: str = "", dossiers: Collection[bytes] | None = None
) -> list[Proposed]:
    """What the reports say is due and nobody asked yet, the largest way of counting left to the officer."""
    rows = (
        spent(reader, person) if dossiers is None else [r for key in dossiers for r in spent_of(reader, key)]
    )
    found = []
    for row in rows:
        ways = [] if row.already else rules.proposals(facts_of(row))
        if ways:
            found.append(Proposed(row, ways))
    return found


def facts_of(row: SpentRow) -> rules.Facts:
    """The share of this funder in what the report tells of the whole."""
    unspent = row.unspent
    if unspent is not None and row.voted_in_all:
        unspent = (unspent * row.voted + row.voted_in_all // 2) // row.voted_in_all
    return rules.Facts(
        row.voted, row.paid, row.outcome, unspent, row.cost_planned, row.cost_done, row.income_done
    )


@use_case("Proposer un reversement", right="repay")
def propose_repayment(
    session: Session,
    *,
    dossier: bytes,
    funder: bytes,
    amount: int,
    reason: str,
    kind: str = "repay",
    report: bytes | None = None,
    member: bytes | None = None,
) -> bytes:
    """A draft: so much, for this reason. Raises CannotRepay beyond what this funder paid."""
    may_judge(session, dossier)
    if not reason.strip():
        raise CannotRepay("Dites pourquoi cette somme est à reverser : le courrier le dira au porteur.")
    if kind not in rules.KINDS:
        raise CannotRepay(f"« {kind} » n’est pas une suite connue d’un trop-versé.")
    row = m.Repayment(
        id=new_key(), dossier_id=dossier, funder_id=funder, member_id=member, report_id=report, kind=kind,
        amount=amount, reason=reason.strip(), state="draft", title_number="", comment="",
        author=author_of(session),
    )  # fmt: skip
    _refuse_amount(session, row)
    session.add(row)
    session.flush()
    number = session.get_one(m.Dossier, dossier).number
    say(session, f"Proposer un reversement de {euros(amount)} (dossier {number})")
    return row.id


def _refuse_amount(session: Session, row: m.Repayment) -> None:
    paid = paid_by_dossier(reader_of(session), {row.dossier_id}).get(row.dossier_id, {})
    query = select(func.coalesce(func.sum(m.Repayment.amount), 0)).where(
        m.Repayment.dossier_id == row.dossier_id, m.Repayment.funder_id == row.funder_id,
        m.Repayment.state != "waived", m.Repayment.id != row.id,
    )  # fmt: skip
    others = int(session.scalar(query) or 0)
    name = session.get_one(m.Funder, row.funder_id).name
    if why := rules.over_words(row.amount, others, paid.get(row.funder_id, 0), name):
        raise CannotRepay(f"{why} Rien n’a été enregistré.")


@use_case("Proposer les reversements des bilans", right="repay")
def propose_many(session: Session, *, chosen: Sequence[tuple[Proposed, rules.Proposal]]) -> int:
    """One draft a share, each as counted; returns how many."""
    for one, way in chosen:
        propose_repayment(
            session, dossier=one.row.dossier_id, funder=one.row.funder_id, amount=way.amount,
            reason=way.words, report=one.row.report_id,
        )  # fmt: skip
    say(session, f"Proposer {len(chosen)} {plural(len(chosen), 'reversement')}")
    return len(chosen)


def _followed(session: Session, key: bytes, states: Collection[str]) -> m.Repayment:
    row = session.get(m.Repayment, key)
    if row is None:
        raise CannotRepay("Ce reversement n’existe plus.")
    may_judge(session, row.dossier_id)
    settled = row.state == "decided" and row.kind != "repay"
    if row.state not in states or settled:
        said = rules.standing(row.kind, row.state, row.due_on, row.received, dt.date.today())
        raise CannotRepay(f"Ce reversement est « {rules.LABELS[said].lower()} » : rien n’a changé.")
    return row


@use_case("Décider un reversement", right="repay")
def decide_repayment(
    session: Session,
    *,
    repayment: bytes,
    kind: str = "repay",
    amount: int | None = None,
    why: str = "",
    decided_on: dt.date | None = None,
    due_on: dt.date | None = None,
    letter: bool = True,
) -> None:
    """It is to be paid back, and its letter waits in the outbox; or kept by agreement, or taken off the next
    grant, with a reason. Raises CannotRepay."""
    row = _followed(session, repayment, ("draft",))
    day = decided_on or dt.date.today()
    if kind not in rules.KINDS:
        raise CannotRepay(f"« {kind} » n’est pas une suite connue d’un trop-versé.")
    if kind != "repay" and not why.strip():
        clause = "la clause de la convention" if kind == "keep" else "sur quelle subvention, de quelle année"
        raise CannotRepay(f"{rules.KINDS[kind]} : dites pourquoi, et {clause}.")
    row.kind, row.amount = kind, row.amount if amount is None else amount
    _refuse_amount(session, row)
    row.state, row.decided_on, row.comment = "decided", day, why.strip()
    give_reason(session, why.strip() or row.reason)
    if kind == "repay":
        row.due_on = due_on or day + dt.timedelta(days=rules.DUE_DAYS)
        if letter:
            prepare(session, dossier=row.dossier_id, template=LETTER, member=row.member_id, subject=row.id)
    number = session.get_one(m.Dossier, row.dossier_id).number
    say(session, f"{rules.KINDS[kind]} : {euros(row.amount)} (dossier {number})")


@use_case("Demander un reversement", right="repay")
def ask_repayment(
    session: Session,
    *,
    repayment: bytes,
    title_number: str,
    asked_on: dt.date | None = None,
    due_on: dt.date | None = None,
) -> None:
    """The titre de recette is issued under this number. Raises CannotRepay without one."""
    row = _followed(session, repayment, ("decided", "asked"))
    if not title_number.strip():
        raise CannotRepay("Donnez le numéro du titre de recette.")
    row.state, row.title_number = "asked", title_number.strip()
    row.asked_on, row.due_on = asked_on or dt.date.today(), due_on or row.due_on
    say(session, f"Titre de recette {row.title_number} : {euros(row.amount)} à reverser")


@use_case("Recevoir un reversement", right="repay")
def receive_repayment(
    session: Session, *, repayment: bytes, amount: int, received_on: dt.date, today: dt.date | None = None
) -> int:
    """So much came back, in full or in part; returns what is still due, cents. Raises CannotRepay."""
    row = _followed(session, repayment, ("decided", "asked"))
    if received_on > (today or dt.date.today()):
        raise CannotRepay(f"Le {received_on:%d/%m/%Y} n’est pas passé. Rien n’a été enregistré.")
    left = row.amount - (row.received or 0)
    if not 0 < amount <= left:
        raise CannotRepay(f"Il reste {euros(left)} à recevoir. Rien n’a été enregistré.")
    row.received, row.received_on = (row.received or 0) + amount, received_on
    row.state = "paid" if row.received >= row.amount else "asked"
    say(session, f"Recevoir {euros(amount)} d’un reversement")
    return left - amount


@use_case("Abandonner un reversement", right="repay")
def waive_repayment(session: Session, *, repayment: bytes, why: str) -> None:
    """It is asked no more, for this reason. Raises CannotRepay without one."""
    row = _followed(session, repayment, ("draft", "decided", "asked"))
    if not why.strip():
        raise CannotRepay("Dites pourquoi ce reversement n’est plus demandé : la raison reste au dossier.")
    row.state, row.comment = "waived", why.strip()
    give_reason(session, why.strip())
    say(session, f"Abandonner un reversement de {euros(row.amount)}")
