"""Eighty dossiers with every odd case that figures must count: made through verbs, as an office would."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from db import queries
from db.store import Store
from desktop.exchange.application import Applicant, Application
from desktop.flow.agreements import attach, make_agreement, promise
from desktop.flow.annotate import mark
from desktop.flow.contract_totals import enter_total
from desktop.flow.decide import decide
from desktop.flow.instruct import propose
from desktop.flow.pay import plan_payments, record_payment
from desktop.flow.reports import expect_reports, receive_report
from desktop.flow.unite import unite_dossiers
from desktop.rules.ages import Counted
from tests.office import application, bring
from tests.reporting import grant, told

COUNT = 80
LATER = dt.date(2027, 2, 1)
_QUARTERS: tuple[list[str], ...] = (
    ["Étouvie"], ["Nord"], [], ["Étouvie", "Nord", "Elbeuf"], ["Pierre Rollin", "Nord"], ["Parcheminiers"],
)  # fmt: skip
_KINDS = ("association", "association", "school", "public", "other")


def _application(at: int) -> Application:
    """Amounts that no number of quarters divides; some unknown, some without funder, challenge or public."""
    applicant = Applicant(
        name=f"Association d’essai {at}", kind=_KINDS[at % 5], rna=f"W8029{at:05d}", city="Amiens",
        postcode="80000", address="12 place du Marché",
    )  # fmt: skip
    changes: dict[str, object] = {
        "applicant": applicant, "quarters": _QUARTERS[at % 6], "renewal": (True, False, None)[at % 3],
        "asked": None if at % 13 == 5 else 1_000_01 + at * 137_17,
        "cost": None if at % 11 == 4 else 9_000_07 + at * 31_13,
        "beneficiaries": None if at % 7 == 3 else 20 + at, "women": 10 + at // 3 if at % 2 else None,
        "title": f"Action d’essai {at}",
    }  # fmt: skip
    if at % 9 == 8:
        changes |= {"budget": [], "main_challenge": ""}
    return application(f"265{at:05d}", **changes)


def fill(store: Store) -> None:
    """Import them, then mark, decide, pay, report, unite, tie to conventions."""
    bring(store, *map(_application, range(COUNT)))
    keys = queries.list_ids(store.reader)
    challenges = [row.id for row in queries.challenges(store.reader)]
    funders = [row.id for row in queries.funders(store.reader)]
    for at, key in enumerate(keys):
        for step in range(0 if at % 9 == 8 else at % 3):
            level = 1 + (at + step) % 2
            store.do(
                mark, dossier=key, challenge=challenges[(at + 3 * step) % 11], level=level, reason="essai"
            )
    _decide(store, keys, funders)
    _follow(store, keys, funders)
    store.do(unite_dossiers, kept=keys[70], gone=keys[71])
    store.do(
        enter_total, contract="Contrat 2015-2022", from_year=2015, to_year=2022, granted=25_500_000_03,
        actions=1_999, beneficiaries=100_001, basis="bilan du contrat",
    )  # fmt: skip


def _decide(store: Store, keys: list[bytes], funders: list[bytes]) -> None:
    """Granted whole or in part by one, two or three funders; refused, adjourned, withdrawn; left waiting."""
    first = queries.reasons(store.reader)
    reason = next(row.code for row in first if "refused" in row.outcomes.split())
    for at, key in enumerate(keys[:60]):
        if at % 10 in (0, 1, 2, 3, 4):
            given = {funders[(at + rank) % 3]: 300_01 + at * 7_03 + rank for rank in range(1 + at % 3)}
            store.do(decide, dossier=key, outcome="granted", amounts=given)
        elif at % 10 in (5, 6):
            store.do(propose, dossier=key, amounts={funders[0]: 100_00})
            store.do(decide, dossier=key, outcome="refused", reasons=[reason])
        elif at % 10 == 7:
            store.do(decide, dossier=key, outcome="withdrawn", comment="à la demande du porteur")


def _follow(store: Store, keys: list[bytes], funders: list[bytes]) -> None:
    for at in (0, 1, 2, 3, 10, 11, 12):  # paid whole, in part, planned only
        store.do(plan_payments, dossier=keys[at], advance=70)
        rows = store.reader.execute(
            "SELECT id FROM payment WHERE dossier_id = ? ORDER BY rank, id", (keys[at],)
        )
        for (payment,) in rows.fetchall()[: at % 3]:
            day = dt.date(2026, 5, 4) if at < 10 else dt.date(2027, 1, 15)
            store.do(record_payment, payment=payment, paid_on=day, order_number=f"M{at}", today=LATER)
    for key in keys[60:64]:
        grant(store, key, 5_000_03)
    store.do(expect_reports)  # those that a notified grant did not ask for by itself
    sql = (
        "SELECT r.id FROM report r JOIN dossier d ON d.id = r.dossier_id WHERE r.kind = 'final' "
        "ORDER BY d.number"
    )
    reports = [row[0] for row in store.reader.execute(sql)]
    for report, people in zip(
        reports, ((), (Counted("all", 30, None, 77),), (Counted("6-11", 20, 15),)), strict=False
    ):
        store.do(receive_report, report=report, told=replace(told(), people=people))
    holder = store.reader.execute("SELECT applicant_id FROM dossier WHERE id = ?", (keys[20],)).fetchone()[0]
    agreement = store.do(
        make_agreement, title="Convention d’essai", starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2027, 12, 31), applicant=holder,
    ).value  # fmt: skip
    store.do(promise, agreement=agreement, year=2025, funder=funders[0], amount=4_000_01)
    store.do(promise, agreement=agreement, year=2026, funder=funders[1], amount=4_001_03)
    store.do(attach, agreement=agreement, dossier=keys[20], year=2025)
