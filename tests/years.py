"""A convention of three years for tests: its applicant, its requests, its promises."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.keys import key_of
from db.store import Store, use_case
from desktop.flow.agreements import attach, make_agreement, promise, sign
from desktop.flow.decide import decide
from tests.office import application, bring

STARTS, ENDS = dt.date(2024, 1, 1), dt.date(2026, 12, 31)
SIGNED = dt.date(2024, 4, 2)


def funders(store: Store) -> dict[str, bytes]:
    return {row.code: row.id for row in queries.funders(store.reader)}


@use_case("Porteur")
def same_applicant(session: Session, *, dossiers: list[bytes]) -> None:
    """These dossiers are all of the applicant of the first one."""
    first = session.get_one(m.Dossier, dossiers[0])
    for key in dossiers[1:]:
        session.get_one(m.Dossier, key).applicant_id = first.applicant_id


@use_case("Bilan")
def report(
    session: Session, *, dossier: bytes, year: int, state: str, unspent: int | None = None,
    outcome: str = "done", people: int | None = None,
) -> None:  # fmt: skip
    """The report of a year, as the follow-up writes it."""
    session.add(
        m.Report(
            id=key_of("report", dossier, str(year), "final"), dossier_id=dossier, year=year, state=state,
            outcome=outcome, unspent=unspent, due_on=dt.date(year + 1, 6, 30), beneficiaries=people,
        )
    )  # fmt: skip


@use_case("Versement")
def paid(session: Session, *, dossier: bytes, funder: bytes, amount: int, state: str = "paid") -> None:
    session.add(m.Payment(dossier_id=dossier, funder_id=funder, rank=1, amount=amount, state=state))


def asked(store: Store, count: int = 3) -> list[bytes]:
    """Requests of one applicant."""
    intakes = bring(
        store,
        *(
            application(f"2650010{rank}", title="Projet social", asked=40_000_00, cost=90_000_00)
            for rank in range(1, count + 1)
        ),
    )
    keys = [intake.dossier for intake in intakes if intake.dossier]
    store.do(same_applicant, dossiers=keys)
    return keys


def granted(store: Store, dossier: bytes, own: int, other: int = 0) -> None:
    by = funders(store)
    amounts = {by["METROPOLE"]: own} | ({by["ETAT147"]: other} if other else {})
    store.do(decide, dossier=dossier, outcome="granted", amounts=amounts, decided_on=dt.date(2026, 3, 12))


def convention(store: Store, dossiers: list[bytes], *, signed: bool = True) -> bytes:
    """2024 to 2026, 20 000 € and 10 000 € a year; the dossiers ask for the years in their order."""
    head = queries.head(store.reader, dossiers[0])
    assert head is not None
    key: bytes = store.do(
        make_agreement, title="Projet social 2024-2026", applicant=head.applicant_id, starts_on=STARTS,
        ends_on=ENDS, purpose="Un lieu ouvert à tous les habitants.",
    ).value  # fmt: skip
    by = funders(store)
    for year in (2024, 2025, 2026):
        store.do(promise, agreement=key, year=year, funder=by["METROPOLE"], amount=20_000_00)
        store.do(promise, agreement=key, year=year, funder=by["ETAT147"], amount=10_000_00)
    for year, dossier in zip((2024, 2025, 2026), dossiers, strict=False):
        store.do(attach, agreement=key, dossier=dossier, year=year)
    if signed:
        store.do(sign, agreement=key, signed_on=SIGNED, act="12", act_on=dt.date(2024, 3, 28))
    return key
