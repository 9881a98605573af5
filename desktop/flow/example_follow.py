"""What follows the decisions of the story of five years: payments and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.store import make_final, say, use_case
from desktop.flow.example_years import GIVERS, OWN, dossier_of
from desktop.flow.pay import plan_payments, record_payment
from desktop.flow.reports import accept_report, expect_reports, receive_report
from desktop.rules.ages import BANDS, Counted
from desktop.rules.invented import Request
from desktop.rules.reports import Told, ToldLine

_IN_TWO = 10_000_00  # cents: above it the office pays an advance, then the balance
_ADVANCE = 70  # percent
_WORDS = {"64": "Salaires", "60": "Achats", "62": "Services", "86": "Bénévolat"}
_PART = "Accordé en partie."
_WHY = "Séances en moins au printemps, recrutement plus tard que prévu."
_SHARES = (6, 14, 20, 16, 34, 10)  # percent of the public by band of ages


@use_case("Verser les aides d’une année de l’histoire d’exemple", right="pay")
def pay(session: Session, *, requests: Sequence[Request], today: dt.date) -> int:
    """What was granted is paid, in one or two payments. Returns how many were made."""
    made = 0
    for one in requests:
        if not one.given or one.notified is None:
            continue
        dossier = dossier_of(one)
        plan_payments(
            session, dossier=dossier, advance=_ADVANCE if sum(one.given.values()) > _IN_TWO else None
        )
        query = select(m.Payment).where(m.Payment.dossier_id == dossier).order_by(m.Payment.rank)
        for row in session.scalars(query).all():
            made += _paid(session, one, row, today)
    say(session, f"Verser les aides de {requests[0].year} (histoire d’exemple)")
    make_final(session, "Une histoire d’exemple ne s’annule pas : elle se rejoue.")
    return made


def _paid(session: Session, one: Request, row: m.Payment, today: dt.date) -> int:
    assert one.notified is not None
    day = one.notified + dt.timedelta(15 + int(40 * one.draw))
    if row.kind == "balance":
        if one.reported is None:
            return 0  # it waits for the report
        day = one.reported + dt.timedelta(20)
    if day > today:
        return 0
    record_payment(
        session,
        payment=row.id,
        paid_on=day,
        order_number=f"M{day.year}-{one.number[2:]}{row.rank}",
        today=today,
    )
    return 1


@use_case("Recevoir les bilans d’une année de l’histoire d’exemple", right="settle_report")
def report(session: Session, *, requests: Sequence[Request], today: dt.date) -> int:
    """The reports of a year: awaited, and those that came, most of them accepted. Returns how many came."""
    known = {dossier_of(one): one for one in requests if one.given and one.notified is not None}
    came = 0
    for key in expect_reports(session, dossiers=list(known)):
        row = session.get_one(m.Report, key)
        one = known[row.dossier_id]
        if row.kind != "final" or one.reported is None:
            continue
        came += 1
        if one.spent == 0:
            accept_report(
                session, report=key, outcome="not_done", unspent=sum(one.given.values()), today=today
            )
            continue
        receive_report(session, report=key, told=_told(one), received_on=one.reported)
        if one.draw < 0.9:
            left = max(0, round(sum(one.given.values()) * (0.92 - one.spent)))
            accept_report(session, report=key, unspent=left, today=today)
    say(session, f"Recevoir les bilans de {requests[0].year} (histoire d’exemple)")
    make_final(session, "Une histoire d’exemple ne s’annule pas : elle se rejoue.")
    return came


def _told(one: Request) -> Told:
    free = one.cost // 10
    real = one.cost - free
    wages, goods = real * 6 // 10, real * 2 // 10
    planned = {"64": wages, "60": goods, "62": real - wages - goods, "86": free}
    lines = [
        ToldLine(
            "charge", code, _WORDS[code], cents, round(cents * one.spent), _WHY if one.spent != 1 else ""
        )
        for code, cents in planned.items()
    ]
    given = sum(one.given.values())
    spent = sum(line.done or 0 for line in lines)
    voluntary = lines[-1].done or 0
    lines += [
        ToldLine(
            "product", "74", GIVERS[code], cents, one.given[code], "" if cents == one.given[code] else _PART
        )
        for code, cents in one.asked.items()
    ]
    own = real - sum(one.asked.values())
    lines += [
        ToldLine("product", "70", OWN, own, spent - voluntary - given, _WHY),
        ToldLine("product", "87", "Bénévolat", free, voluntary, _WHY),
    ]
    reached = max(3, round(one.beneficiaries * (0.7 + 0.6 * one.draw)))
    return Told(
        outcome="done", granted=given, starts_on=one.starts, ends_on=one.ends,
        from_quarter=round(reached * one.from_quarter / one.beneficiaries), people=_people(one, reached),
        lines=tuple(lines), texts={"course": f"L’action a proposé {one.does}.", "gaps": _WHY},
    )  # fmt: skip


def _people(one: Request, reached: int) -> tuple[Counted, ...]:
    """The bands of ages, the last one taking the rest, so that they add up to those reached."""
    women = round(reached * one.women / one.beneficiaries)
    codes = [code for code, _ in BANDS[:-1]]
    found = []
    left, left_women = reached, women
    for code, share in zip(codes, _SHARES, strict=True):
        last = code == codes[-1]
        count = left if last else reached * share // 100
        female = left_women if last else min(count, women * share // 100)
        found.append(Counted(code, female, count - female, count))
        left, left_women = left - count, left_women - female
    return tuple(found)


def report_of(one: Request) -> bytes:
    """The key of the final report of a request."""
    return key_of("report", dossier_of(one), str(one.year), "final")
