"""Two conventions of the demonstration: promised, asked year by year, paid, reported, amended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.store import make_final, say, use_case
from desktop.flow.agreements import attach, make_agreement, promise_all, sign
from desktop.flow.amend import sign_amendment, write_amendment
from desktop.flow.carried import carry_over
from desktop.flow.decide import decide
from desktop.flow.instruct import move
from desktop.flow.pay import plan_payments, record_payment
from desktop.flow.reports import accept_report, expect_reports, receive_report
from desktop.flow.undertakings import count_indicator, judge_commitment, set_commitment
from desktop.rules.ages import BANDS, Counted
from desktop.rules.reports import Told

Entry = Mapping[str, Any]


@use_case("Passer une convention de démonstration", right="agreement")
def play_convention(session: Session, *, entry: Entry, dossiers: Mapping[int, bytes]) -> bytes:
    """Make one convention of the file, whose dossiers are known by their year; returns its key."""
    funders = {row.code: row.id for row in session.scalars(select(m.Funder))}
    session.info["motive"] = "Décision du conseil."
    first = session.get_one(m.Dossier, dossiers[min(dossiers)])
    key = make_agreement(
        session, title=entry["title"], purpose=entry["purpose"], applicant=first.applicant_id,
        call=first.call_id, starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2026, 12, 31),
    )  # fmt: skip
    promised = {
        (year, funders[code]): cents
        for year in (2024, 2025, 2026)
        for code, cents in entry["promised"].items()
    }
    promise_all(session, agreement=key, amounts=promised)
    for year, dossier in dossiers.items():
        attach(session, agreement=key, dossier=dossier, year=year)
    _undertake(session, key, entry)
    sign(session, agreement=key, signed_on=entry["signed_on"], act=entry["act"], act_on=entry["act_on"])
    for told in entry["year"]:
        if "given" in told:
            _live(session, dossiers[told["year"]], told, funders)
    for year in entry.get("carry", ()):
        carry_over(session, agreement=key, year=year)
    if "amendment" in entry:
        _amend(session, key, entry["amendment"], funders)
    say(session, f"Convention de démonstration : {entry['title']}")
    make_final(session, "La démonstration ne s’annule pas : elle se rejoue.")
    return key


def _undertake(session: Session, key: bytes, entry: Entry) -> None:
    for told in entry["commitment"]:
        made = set_commitment(session, agreement=key, text=told["text"], year=told.get("year"))
        judge_commitment(session, commitment=made, state=told["state"], comment=told.get("comment", ""))
    for told in entry["indicator"]:
        values = {
            int(year): (float(pair[0]), float(pair[1]) if len(pair) > 1 else None, "")
            for year, pair in told["years"].items()
        }
        count_indicator(session, agreement=key, label=told["label"], unit=told["unit"], values=values)


def _live(session: Session, dossier: bytes, told: Entry, funders: Mapping[str, bytes]) -> None:
    """A year that is over: decided, told, paid, reported."""
    year = int(told["year"])
    for stage in ("complete", "instruction"):
        move(session, dossier=dossier, stage=stage)
    amounts = {funders[code]: cents for code, cents in told["given"].items()}
    whole = amounts and sum(amounts.values()) == session.get_one(m.Dossier, dossier).asked
    decide(
        session, dossier=dossier, outcome="granted" if whole else "partial", amounts=amounts,
        decided_on=dt.date(year, 3, 28), reasons=() if whole else ("ENVELOPPE",),
    )  # fmt: skip
    decision = session.scalars(select(m.Decision).where(m.Decision.dossier_id == dossier)).one()
    decision.state, decision.notified_on = "notified", dt.date(year, 4, 15)
    session.get_one(m.Dossier, dossier).stage = "notified"
    session.flush()
    paid = int(told["paid"])
    plan_payments(session, dossier=dossier, advance=None if paid == 100 else paid)
    rows = session.scalars(select(m.Payment).where(m.Payment.dossier_id == dossier)).all()
    for rank, row in enumerate(rows, start=1):
        if row.kind != "balance":
            record_payment(
                session, payment=row.id, paid_on=dt.date(year, 5, 20), order_number=f"M{year}-09{rank:02}"
            )
    for report in expect_reports(session, dossiers=[dossier]):
        if "people" in told and session.get_one(m.Report, report).kind == "final":
            _report(session, report, told)


def _report(session: Session, report: bytes, told: Entry) -> None:
    year, people = int(told["year"]), int(told["people"])
    said = Told(
        outcome="done", granted=sum(told["given"].values()), starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year, 12, 31), people=(Counted(BANDS[2][0], None, None, people),),
        texts={"course": "Le projet social s’est déroulé comme prévu, avec les habitants."},
    )  # fmt: skip
    receive_report(session, report=report, told=said, received_on=dt.date(year + 1, 6, 12))
    if "unspent" in told:
        accept_report(session, report=report, unspent=told["unspent"], today=dt.date(year + 1, 7, 2))


def _amend(session: Session, key: bytes, told: Entry, funders: Mapping[str, bytes]) -> None:
    amounts = {(told["year"], funders[code]): cents for code, cents in told["amounts"].items()}
    made = write_amendment(session, agreement=key, title=told["title"], body=told["body"], amounts=amounts)
    sign_amendment(
        session, amendment=made, signed_on=told["signed_on"], act=told["act"], act_on=told["act_on"]
    )
