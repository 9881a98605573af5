"""Carried over: what a year of a convention left unspent, brought to the next one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.queries.agreements import ledger
from db.store import reader_of, say, use_case
from desktop.flow.agreements import in_years, live
from desktop.rules.agreements import Fund, years_of
from desktop.rules.money import euros


def unspent(session: Session, agreement: bytes, year: int) -> dict[bytes, int]:
    """What a year left by funder, in cents: promised and brought, less what the accepted report says was
    spent, or what was paid while there is none. Nothing before the year was decided."""
    found = {}
    for row in ledger(reader_of(session), agreement):
        left = Fund(row.promised, row.carried, row.voted, row.paid, row.reported).left
        if row.year == year and left is not None and left > 0:
            found[row.funder_id] = left
    return found


@use_case("Reporter ce qu’une année a laissé", right="agreement")
def carry_over(
    session: Session, *, agreement: bytes, year: int, amounts: Mapping[bytes, int] | None = None
) -> int:
    """Bring to the next year what this one left, or `amounts` by funder, never more than was left; returns
    the cents carried. Run again it carries nothing twice. Raises ValueError (French) past the end."""
    row = live(session, agreement)
    in_years(row, year)
    if year + 1 not in years_of(row.starts_on, row.ends_on):
        raise ValueError(
            f"La convention {row.number} finit en {year} : rien ne se reporte au-delà. Les sommes non "
            "employées se reversent ou font l’objet d’un avenant."
        )
    left = unspent(session, agreement, year)
    wanted = dict(left if amounts is None else amounts)
    if not any(wanted.values()):
        raise ValueError(f"L’année {year} n’a rien laissé : rien n’est reporté.")
    for funder, amount in wanted.items():
        if not 0 <= amount <= left.get(funder, 0):
            name = session.get_one(m.Funder, funder).name
            raise ValueError(
                f"{name} : l’année {year} a laissé {euros(left.get(funder, 0))}, {euros(amount)} ne peuvent "
                "être reportés. Rien n’a été enregistré."
            )
    for funder, amount in wanted.items():
        _carry(session, row, year + 1, funder, amount)
    total = sum(wanted.values())
    say(session, f"Convention {row.number} : reporter {euros(total)} de {year} à {year + 1}")
    return total


def _carry(session: Session, row: m.Agreement, year: int, funder: bytes, amount: int) -> None:
    key = key_of("promise", row.id, str(year), funder)
    held = session.get(m.Promise, key)
    if held is None:
        held = m.Promise(id=key, agreement_id=row.id, year=year, funder_id=funder, amount=0)
        session.add(held)
    held.carried = amount
