"""Payments: planned as decided, asked, recorded, held, cancelled; never more than voted; each undone."""

from __future__ import annotations

import datetime as dt

import pytest

from db import queries
from db.queries.paid import PAID_OF, paid_by_dossier
from db.queries.payments import PaymentRow, payments, payments_of
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.letter_data import letter_data
from desktop.flow.pay import (
    CannotPay,
    add_payment,
    ask_payment,
    cancel_payment,
    correct_payment,
    hold_payment,
    plan_payments,
    record_payment,
)
from desktop.rules.payments import split
from tests.office import application, bring

DAY = dt.date(2026, 6, 1)


def funder(store: Store, code: str = "METROPOLE") -> bytes:
    return next(row.id for row in queries.funders(store.reader) if row.code == code)


@pytest.fixture
def dossier(store: Store) -> bytes:
    made = bring(store, application())[0].dossier
    assert made
    amounts = {funder(store): 9_000_01, funder(store, "ETAT147"): 2_000_00}
    store.do(decide, dossier=made, outcome="granted", amounts=amounts)
    return made


def told(store: Store, dossier: bytes) -> list[PaymentRow]:
    own = funder(store)
    return sorted(payments_of(store.reader, dossier), key=lambda row: (row.funder_id != own, row.rank))


def total_paid(store: Store, dossier: bytes) -> int | None:
    head = queries.head(store.reader, dossier)
    assert head is not None
    return head.paid


def test_a_split_is_exact_to_the_cent() -> None:
    assert [part.amount for part in split(9_000_01, 50)] == [4_500_01, 4_500_00]
    assert [part.amount for part in split(100_00, 30, 4)] == [30_00, 23_33, 23_33, 23_34]
    assert sum(part.amount for part in split(7_777_77, 33, 5)) == 7_777_77
    with pytest.raises(ValueError, match="sans montant"):
        split(2, 50, 12)


def test_payments_are_planned_by_funder_once(store: Store, dossier: bytes) -> None:
    assert store.do(plan_payments, dossier=dossier, advance=50).value == 4
    assert [(row.kind, row.amount) for row in told(store, dossier)] == [
        ("advance", 4_500_01), ("balance", 4_500_00), ("advance", 1_000_00), ("balance", 1_000_00),
    ]  # fmt: skip
    with pytest.raises(CannotPay, match="déjà prévus"):
        store.do(plan_payments, dossier=dossier)


def test_what_is_paid_is_the_payments_made_and_the_import_only_where_there_is_none(
    store: Store, dossier: bytes
) -> None:
    assert total_paid(store, dossier) is None
    store.do(plan_payments, dossier=dossier)
    assert total_paid(store, dossier) == 0
    first, _ = told(store, dossier)
    store.do(record_payment, payment=first.id, paid_on=DAY, order_number="1204", today=DAY)
    assert total_paid(store, dossier) == 9_000_01
    assert paid_by_dossier(store.reader)[dossier] == {funder(store): 9_000_01, funder(store, "ETAT147"): 0}
    sql = f"WITH {PAID_OF} SELECT sum(paid) FROM paid"
    assert store.reader.execute(sql).fetchone()[0] == 9_000_01
    assert [row.paid for row in queries.amounts(store.reader, dossier)].count(9_000_01) == 1
    store.undo()
    assert total_paid(store, dossier) == 0


def test_never_more_than_voted(store: Store, dossier: bytes) -> None:
    store.do(plan_payments, dossier=dossier)
    with pytest.raises(CannotPay, match="Jamais plus que le montant voté"):
        store.do(add_payment, dossier=dossier, funder=funder(store), amount=1)
    first, _ = told(store, dossier)
    with pytest.raises(CannotPay, match="Jamais plus"):
        store.do(record_payment, payment=first.id, paid_on=DAY, amount=9_000_02, today=DAY)
    with pytest.raises(CannotPay, match="n’est pas passé"):
        store.do(record_payment, payment=first.id, paid_on=DAY + dt.timedelta(days=1), today=DAY)


def test_less_than_planned_leaves_a_balance(store: Store, dossier: bytes) -> None:
    store.do(plan_payments, dossier=dossier)
    first, _ = told(store, dossier)
    store.do(record_payment, payment=first.id, paid_on=DAY, amount=4_000_00, today=DAY)
    mine = [row for row in told(store, dossier) if row.funder_id == funder(store)]
    assert [(row.state, row.amount) for row in mine] == [("paid", 4_000_00), ("planned", 5_000_01)]


def test_held_cancelled_and_corrected_with_a_reason(store: Store, dossier: bytes) -> None:
    store.do(plan_payments, dossier=dossier)
    first, second = told(store, dossier)
    with pytest.raises(CannotPay, match="pourquoi"):
        store.do(hold_payment, payments=[first.id], why=" ")
    store.do(hold_payment, payments=[first.id], why="Convention non signée")
    assert store.do(ask_payment, payments=[first.id, second.id], asked_on=DAY).value == 2
    store.do(record_payment, payment=first.id, paid_on=DAY, today=DAY)
    store.do(cancel_payment, payments=[second.id], why="Financeur défaillant")
    assert sorted(row.state for row in payments(store.reader)) == ["cancelled", "paid"]
    with pytest.raises(CannotPay, match="ont été versés le 01/06/2026"):
        store.do(cancel_payment, payments=[first.id], why="Erreur")
    store.do(correct_payment, payment=first.id, why="Virement rejeté")
    assert total_paid(store, dossier) == 0


def test_the_letter_of_the_decision_tells_the_advance_and_the_balance(store: Store, dossier: bytes) -> None:
    told = letter_data(store.reader, dossier, "C1", DAY)["decision"]
    assert isinstance(told, dict) and told["versements"] == 1
    store.do(plan_payments, dossier=dossier, advance=60)
    told = letter_data(store.reader, dossier, "C1", DAY)["decision"]
    assert isinstance(told, dict)
    assert (told["versements"], told["acompte"], told["solde"]) == (2, 6_600_01, 4_400_00)
