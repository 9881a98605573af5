"""Read back what the finance service paid: each line beside its payment, shown before it is taken."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.queries.payments import PaymentRow, payments
from db.store import say, use_case
from desktop.exchange.paid_table import ToldPayment
from desktop.flow.pay import record_payment
from desktop.rules.folding import fold
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.rules.payments import OPEN, STATES, reference


@dataclass(frozen=True, slots=True)
class Matched:
    """One line of the table and the payment it tells of; `fault`: why it is refused, "" when it is taken;
    `remark`: what is to be known of it."""

    told: ToldPayment
    row: PaymentRow | None
    fault: str = ""
    remark: str = ""


def matched(
    reader: sqlite3.Connection, told: Sequence[ToldPayment], person: str = "", today: dt.date | None = None
) -> list[Matched]:
    """Each line with its payment, by reference, else by the number of the dossier and the amount."""
    rows = payments(reader, person)
    by_reference = {fold(reference(row.number, row.rank)): row for row in rows}
    now, found, taken = today or dt.date.today(), list[Matched](), set[bytes]()
    for one in told:
        row, fault = (None, one.fault) if one.fault else _sought(one, by_reference, rows)
        remark = ""
        if row is not None and not fault:
            fault, remark = _judged(one, row, now)
        if row is not None and not fault and row.id in taken:
            fault = "Ce versement est donné par une autre ligne du tableau."
        if row is not None and not fault:
            taken.add(row.id)
        found.append(Matched(one, row, fault, remark))
    return found


def _sought(
    one: ToldPayment, known: dict[str, PaymentRow], rows: Iterable[PaymentRow]
) -> tuple[PaymentRow | None, str]:
    if one.reference:
        row = known.get(fold(one.reference))
        return row, "" if row else f"La référence « {one.reference} » n’est celle d’aucun versement."
    of = [row for row in rows if fold(row.number) == fold(one.number)]
    if not of:
        return None, f"Aucun versement n’est prévu pour le dossier « {one.number} »."
    same = [row for row in of if row.state in OPEN and row.amount == one.amount]
    if len(same) == 1:
        return same[0], ""
    if same:
        return None, f"Le dossier {one.number} a {len(same)} versements de ce montant : donnez la référence."
    return None, f"Aucun versement de {euros(one.amount or 0)} n’est à faire pour le dossier {one.number}."


def _judged(one: ToldPayment, row: PaymentRow, today: dt.date) -> tuple[str, str]:
    cents, day = one.amount or 0, one.paid_on or today
    if row.state not in OPEN:
        when = f" le {dt.date.fromisoformat(row.paid_on):%d/%m/%Y}" if row.paid_on else ""
        return f"Ce versement est déjà « {STATES[row.state].lower()} »{when}.", ""
    if day > today:
        return f"La date du {day:%d/%m/%Y} n’est pas passée.", ""
    if cents > row.amount:
        return f"{euros(cents)} pour {euros(row.amount)} prévus : jamais plus que ce qui est voté.", ""
    if cents < row.amount:
        return "", f"{euros(row.amount - cents)} de moins que prévu : ce reste sera à verser."
    if row.state == "held":
        return "", "Ce versement était retenu."
    return "", ""


@use_case("Noter les versements du tableau des finances", right="pay")
def record_returned(
    session: Session, *, lines: Collection[Matched], source: str = "", today: dt.date | None = None
) -> int:
    """Record the lines that stand, in one step; those refused are left. Returns how many were recorded."""
    count = 0
    for one in lines:
        if one.row is None or one.fault or one.told.paid_on is None:
            continue
        record_payment(
            session, payment=one.row.id, paid_on=one.told.paid_on, order_number=one.told.order,
            amount=one.told.amount, today=today,
        )  # fmt: skip
        count += 1
    of = f" (« {source} »)" if source else ""
    say(session, f"Noter {count} {plural(count, 'versement')} du tableau des finances{of}")
    return count
