"""The members' own columns of a budget: lines, and what passes between two of them, written on both sides."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import new_key
from db.store import say, use_case
from desktop.flow.interests import may_judge
from desktop.flow.names import Names
from desktop.rules.money import euros

SIDES = {"charge": "charge", "product": "produit"}
GIVEN, RECEIVED = ("65", "Reversement à un membre"), ("75", "Reçu d’un membre")


def column_of_budget(session: Session, member: m.ProjectMember) -> None:
    """Write the budget of the dossier in the column of one member, funders recognised."""
    names = Names(session)
    query = (
        select(m.BudgetLine).where(m.BudgetLine.dossier_id == member.dossier_id).order_by(m.BudgetLine.rank)
    )
    for line in session.scalars(query).all():
        public = line.side == "product" and line.account.startswith("74")
        funder = names.funder(line.funder or line.label, line.account) if public else None
        session.add(
            m.MemberLine(
                id=new_key(), dossier_id=member.dossier_id, member_id=member.id, rank=line.rank,
                side=line.side, account=line.account, label=line.label, amount=line.amount, funder_id=funder,
            )
        )  # fmt: skip
    session.flush()


def _open(session: Session, member: bytes) -> tuple[m.ProjectMember, str]:
    row = session.get_one(m.ProjectMember, member)
    may_judge(session, row.dossier_id)
    return row, session.get_one(m.Applicant, row.applicant_id).name


def _rank(session: Session, member: bytes) -> int:
    return (
        session.scalar(select(func.max(m.MemberLine.rank)).where(m.MemberLine.member_id == member)) or 0
    ) + 1


@use_case("Écrire une ligne du budget d’un membre", right="together")
def write_line(
    session: Session,
    *,
    member: bytes,
    side: str,
    account: str,
    label: str = "",
    amount: int | None = None,
    funder: bytes | None = None,
    line: bytes | None = None,
) -> bytes:
    """Write one line of a member's column, a new one or `line`; returns its key. Cents.

    Raises ValueError (French) without an account, or for a negative amount.
    """
    row, name = _open(session, member)
    if side not in SIDES:
        raise ValueError("Une ligne du budget est une charge ou un produit.")
    if not account.strip():
        raise ValueError(f"Dites le compte de cette ligne du budget de « {name} » : 60, 64, 74…")
    if amount is not None and amount < 0:
        raise ValueError(f"Budget de « {name} », {account} : un montant ne peut pas être négatif.")
    found = session.get_one(m.MemberLine, line) if line is not None else None
    if found is None:
        found = m.MemberLine(
            id=new_key(), dossier_id=row.dossier_id, member_id=member, rank=_rank(session, member), side=side,
            account="", label="",
        )  # fmt: skip
        session.add(found)
    if found.to_member_id is not None and found.amount != amount:
        _other_side(session, found).amount = amount
    found.side, found.account, found.label = side, account.strip(), label.strip()
    found.amount, found.funder_id = amount, funder
    session.flush()
    say(session, f"Budget de « {name} » : {SIDES[side]} {found.account}")
    return found.id


def _other_side(session: Session, line: m.MemberLine) -> m.MemberLine:
    """The line by which the other member tells the same flow; the line itself when it does not."""
    query = select(m.MemberLine).where(
        m.MemberLine.member_id == line.to_member_id,
        m.MemberLine.to_member_id == line.member_id,
        m.MemberLine.side != line.side,
        m.MemberLine.amount == line.amount,
    )
    return session.scalars(query).first() or line


@use_case("Retirer une ligne du budget d’un membre", right="together")
def remove_line(session: Session, *, line: bytes) -> None:
    """Take a line away; of what passes between two members, both sides."""
    row = session.get_one(m.MemberLine, line)
    _, name = _open(session, row.member_id)
    if row.to_member_id is not None:
        other = _other_side(session, row)
        if other is not row:
            session.delete(other)
    session.delete(row)
    say(session, f"Budget de « {name} » : retirer {row.account} {row.label}".strip())


@use_case("Écrire ce qui passe entre deux membres", right="together")
def add_flow(
    session: Session,
    *,
    giver: bytes,
    taker: bytes,
    amount: int,
    label: str = "",
    charge: str = GIVEN[0],
    product: str = RECEIVED[0],
) -> tuple[bytes, bytes]:
    """A charge of one is a product of the other, written at once; returns both keys. Cents. ValueError
    (French) when nothing passes, or between a member and itself."""
    one, name = _open(session, giver)
    two, other = _open(session, taker)
    if giver == taker or one.dossier_id != two.dossier_id:
        raise ValueError("Ce qui passe entre membres va d’un membre du projet à un autre.")
    if amount <= 0:
        raise ValueError(f"Dites combien « {name} » verse à « {other} » : un montant supérieur à zéro.")
    keys = []
    for mine, theirs, side, account, words in (
        (one, two, "charge", charge, label or f"{GIVEN[1]} ({other})"),
        (two, one, "product", product, label or f"{RECEIVED[1]} ({name})"),
    ):
        line = m.MemberLine(
            id=new_key(), dossier_id=one.dossier_id, member_id=mine.id, rank=_rank(session, mine.id),
            side=side, account=account.strip(), label=words, amount=amount, to_member_id=theirs.id,
        )  # fmt: skip
        session.add(line)
        keys.append(line.id)
    session.flush()
    say(session, f"« {name} » verse {euros(amount)} à « {other} »")
    return keys[0], keys[1]
