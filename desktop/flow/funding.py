"""The financing plan of a dossier: lines changed one by one, made from the budget at the first change."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.queries.funding import FundingRow, asked_of, budget_lines, funding_lines
from db.store import author_of, say, use_case
from desktop.flow.interests import may_judge
from desktop.rules.budget import Line, totals
from desktop.rules.funding import STATUSES, Funding, Plan, own_part, seeds

CHANGED = ("name", "common_law", "asked", "answered", "status", "status_on", "proof", "piece_id", "comment")
_WORDS = {
    "name": "le nom", "common_law": "la nature", "asked": "le montant demandé",
    "answered": "le montant répondu", "status": "la réponse", "status_on": "la date",
    "proof": "la preuve", "piece_id": "la preuve",
    "comment": "le commentaire",
}  # fmt: skip


class PlanLine(NamedTuple):
    """One line as a screen shows it; `row` is None while the plan is only read off the budget."""

    funding: Funding
    row: FundingRow | None


class DossierPlan(NamedTuple):
    """The plan of a dossier; not `kept` when nobody has touched it yet."""

    plan: Plan
    lines: list[PlanLine]
    kept: bool


def plan_of(reader: sqlite3.Connection, dossier: bytes, cost: int | None) -> DossierPlan:
    """The lines kept, or those that the budget and the amounts asked would make."""
    every = budget_lines(reader, dossier)
    budget = [(row[1], row[2], row[3], row[4]) for row in every if row[0] == "product"]
    own = own_part([(account, amount) for account, _, _, amount in budget])
    cost = _cash(every, cost)
    rows = funding_lines(reader, dossier)
    if rows:
        lines = [PlanLine(_funding(row), row) for row in rows]
    else:
        lines = [PlanLine(line, None) for line in seeds(budget, asked_of(reader, dossier))]
    return DossierPlan(Plan(tuple(line.funding for line in lines), cost, own), lines, bool(rows))


def _cash(every: list[tuple[str, str, str, str, int | None]], cost: int | None) -> int | None:
    """The cost to be paid: voluntary work (86) stands in most costs, and no funder pays for it."""
    lines = [Line(side, account, label, amount) for side, account, label, _, amount in every]  # type: ignore[arg-type]  # the base keeps a side in these two words
    sums = totals(lines)
    return cost - sums.voluntary_charges if cost is not None and cost == sums.charges else cost


def _funding(row: FundingRow) -> Funding:
    return Funding(row.name, row.asked, row.answered, row.status, bool(row.common_law), row.account)


@use_case("Changer le plan de financement", right="edit")
def change_line(session: Session, *, dossier: bytes, place: int, changes: dict[str, Any]) -> bytes:
    """Change the line at this place (from 0; one beyond the last adds a line); returns its key.

    A plan that was only read off the budget is written down first, in the same step. Raises ValueError
    (French) for a negative amount, an unknown answer or a line without a name.
    """
    may_judge(session, dossier)
    rows = _rows(session, dossier)
    if place >= len(rows):
        rows.append(_added(session, dossier, len(rows)))
    row = rows[place]
    _check(changes)
    for field, value in changes.items():
        setattr(row, field, value.strip() if isinstance(value, str) else value)
    if not row.name:
        raise ValueError("Dites quel financeur : une ligne du plan a un nom.")
    if (
        changes.get("status")
        and "status_on" not in changes
        and row.status_on is None
        and row.status != "asked"
    ):
        row.status_on = dt.date.today()  # the answer was heard of today, until somebody says better
    if changes.get("status") == "confirmed" and row.answered is None:
        row.answered = row.asked
    row.author = author_of(session)
    session.flush()
    what = " et ".join(dict.fromkeys(_WORDS[field] for field in changes))
    say(session, f"Plan de financement, {row.name} : changer {what}")
    return row.id


def _check(changes: dict[str, Any]) -> None:
    for field in ("asked", "answered"):
        if (changes.get(field) or 0) < 0:
            raise ValueError("Un montant du plan ne peut pas être négatif : rien n’a été enregistré.")
    if changes.get("status", "asked") not in STATUSES:
        raise ValueError(f"« {changes['status']} » n’est pas une réponse : {', '.join(STATUSES.values())}.")
    wrong = set(changes) - set(CHANGED)
    if wrong:
        raise ValueError(f"Le plan n’a pas de colonne « {', '.join(sorted(wrong))} ».")


@use_case("Retirer une ligne du plan de financement", right="edit")
def remove_line(session: Session, *, dossier: bytes, place: int) -> None:
    """Take the line at this place away."""
    may_judge(session, dossier)
    rows = _rows(session, dossier)
    if 0 <= place < len(rows):
        say(session, f"Plan de financement : retirer {rows[place].name}")
        session.delete(rows[place])


def _rows(session: Session, dossier: bytes) -> list[m.FundingLine]:
    """The lines in their order, written down from the budget when there are none."""
    query = select(m.FundingLine).where(m.FundingLine.dossier_id == dossier)
    rows = list(session.scalars(query.order_by(m.FundingLine.rank, m.FundingLine.id)))
    return rows or _seeded(session, dossier)


def _seeded(session: Session, dossier: bytes) -> list[m.FundingLine]:
    budget = session.execute(
        select(m.BudgetLine.account, m.BudgetLine.label, m.BudgetLine.funder, m.BudgetLine.amount)
        .where(m.BudgetLine.dossier_id == dossier, m.BudgetLine.side == "product")
        .order_by(m.BudgetLine.rank)
    )
    asked = session.execute(
        select(m.Funder.name, m.Funder.account, m.Amount.asked)
        .join(m.Amount, m.Amount.funder_id == m.Funder.id)
        .where(m.Amount.dossier_id == dossier)
        .order_by(m.Funder.rank)
    )
    lines = seeds([tuple(row) for row in budget], [tuple(row) for row in asked])  # type: ignore[misc]  # rows of these very columns
    made = [
        m.FundingLine(
            id=key_of("funding_line", dossier, str(rank)), dossier_id=dossier, rank=rank, name=line.name,
            account=line.account, asked=line.asked, status="asked",
        )
        for rank, line in enumerate(lines)
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    return made


def _added(session: Session, dossier: bytes, count: int) -> m.FundingLine:
    last = session.scalar(select(func.max(m.FundingLine.rank)).where(m.FundingLine.dossier_id == dossier))
    rank = count if last is None else last + 1
    row = m.FundingLine(id=new_key(), dossier_id=dossier, rank=rank, name="", status="asked")
    session.add(row)
    return row
