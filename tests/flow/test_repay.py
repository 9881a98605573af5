"""Money to come back: counted from the report, decided with its letter, asked, received; kept, waived."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db.queries.payments import payments_of
from db.queries.repayments import repayments_of
from db.store import Store, use_case
from desktop.flow.pay import plan_payments, record_payment
from desktop.flow.repay import (
    CannotRepay,
    ask_repayment,
    decide_repayment,
    propose_many,
    propose_repayment,
    proposed,
    receive_repayment,
    waive_repayment,
)
from desktop.flow.reports import accept_report, expect_reports, receive_report
from desktop.rules.repayments import Facts, proposals
from desktop.rules.reports import Told, ToldLine
from tests.flow.test_change import words
from tests.flow.test_pay import dossier, funder  # noqa: F401  (a fixture)

DAY = dt.date(2027, 7, 15)


@use_case("Notifiée")
def _notify(session: Session, *, key: bytes) -> None:
    decision = session.query(m.Decision).filter_by(dossier_id=key).one()
    decision.state, decision.notified_on = "notified", dt.date(2026, 5, 4)
    session.get_one(m.Dossier, key).stage = "notified"


@pytest.fixture
def reported(store: Store, dossier: bytes) -> bytes:  # noqa: F811
    """9 000,01 € and 2 000 € paid; 1 100 € of the grants left, more income than charges."""
    store.do(plan_payments, dossier=dossier)
    for row in payments_of(store.reader, dossier):
        store.do(record_payment, payment=row.id, paid_on=dt.date(2026, 6, 1), today=DAY)
    store.do(_notify, key=dossier)
    (key,) = store.do(expect_reports).value
    told = Told(
        outcome="done",
        lines=(
            ToldLine("charge", "64", "Personnel", 41_300_00, 33_000_00, "Recrutement tardif"),
            ToldLine("charge", "86", "Bénévolat", None, 5_000_00, "Valorisé"),
            ToldLine("product", "74etat", "État", 12_000_00, 11_000_01, "Moins voté"),
            ToldLine("product", "74com", "Ville", 29_300_00, 22_999_99, "Moins demandé"),
        ),
    )
    store.do(receive_report, report=key, told=told)
    store.do(accept_report, report=key, unspent=1_100_00)
    return dossier


def test_each_way_to_count_shows_its_computation() -> None:
    facts = Facts(10_000_00, 8_000_00, "done", 3_000_00, 20_000_00, 15_000_00, 16_000_00)
    ways = {one.code: one for one in proposals(facts)}
    assert ways["unspent"].amount == 1_000_00  # two thousand were never paid
    assert ways["surplus"].amount == 500_00 and "1\u202f000\u00a0€ d’excédent" in ways["surplus"].words
    assert ways["prorata"].amount == 500_00 and "7\u202f500\u00a0€ acquis" in ways["prorata"].words
    assert [one.amount for one in proposals(Facts(10_000_00, 8_000_00, "not_done"))] == [8_000_00]
    assert proposals(Facts(10_000_00, 8_000_00, "done", 0, 20_000_00, 20_000_00, 20_000_00)) == []


def test_what_the_report_leaves_is_proposed_by_funder_and_asked_with_its_letter(
    store: Store, reported: bytes
) -> None:
    found = {one.row.funder_id: one for one in proposed(store.reader)}
    own = found[funder(store)]
    assert own.ways[0].code == "unspent" and own.ways[0].amount == 900_00  # its share of 1 100 €
    assert {one.code for one in own.ways} == {"unspent", "surplus", "prorata"}
    store.do(propose_many, chosen=[(own, own.ways[0])])
    assert len(proposed(store.reader)) == 1
    (row,) = repayments_of(store.reader, reported)
    with pytest.raises(CannotRepay, match="ne peuvent pas être repris"):
        store.do(propose_repayment, dossier=reported, funder=funder(store), amount=8_500_00, reason="Trop")
    store.do(decide_repayment, repayment=row.id, decided_on=DAY, due_on=dt.date(2027, 9, 1))
    said = words(store, reported, "reversement", DAY)
    assert "neuf cents euros (900 €), au plus tard le 1er septembre 2027" in said
    assert "tribunal administratif" in said
    store.do(ask_repayment, repayment=row.id, title_number="T-2027-118", asked_on=DAY)
    assert "T-2027-118" in words(store, reported, "reversement", DAY)
    left = store.do(receive_repayment, repayment=row.id, amount=400_00, received_on=DAY, today=DAY).value
    assert left == 500_00
    with pytest.raises(CannotRepay, match="Il reste 500"):
        store.do(receive_repayment, repayment=row.id, amount=500_01, received_on=DAY, today=DAY)
    store.do(receive_repayment, repayment=row.id, amount=500_00, received_on=DAY, today=DAY)
    assert [row.state for row in repayments_of(store.reader, reported)] == ["paid"]


def test_kept_by_agreement_or_waived_with_a_reason(store: Store, reported: bytes) -> None:
    both = [(one, one.ways[0]) for one in proposed(store.reader)]
    assert store.do(propose_many, chosen=both).value == 2
    first, second = repayments_of(store.reader, reported)
    with pytest.raises(CannotRepay, match="clause"):
        store.do(decide_repayment, repayment=first.id, kind="keep")
    store.do(decide_repayment, repayment=first.id, kind="keep", why="Article 9 de la convention")
    store.do(waive_repayment, repayment=second.id, why="Association dissoute")
    with pytest.raises(CannotRepay, match=r"(?i)conservé"):
        store.do(waive_repayment, repayment=first.id, why="Autre")
    assert {row.state for row in repayments_of(store.reader, reported)} == {"decided", "waived"}
