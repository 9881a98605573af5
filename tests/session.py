"""A session of the committee for tests: some dossiers that are ready, members, the room opened."""

from __future__ import annotations

import datetime as dt

from db import queries
from db.store import Store
from desktop.flow.convene import convene
from desktop.flow.instruct import propose, to_committee
from desktop.flow.order_of_day import make_agenda
from desktop.flow.seats import change_member, seat
from desktop.flow.sitting import open_session
from tests.office import application, bring

DAY = dt.date(2026, 3, 12)
QUARTERS = ("Étouvie", "Amiens Nord", "Étouvie", "Pierre Rollin", "Étouvie", "Étouvie")


def funder(store: Store, code: str = "METROPOLE") -> bytes:
    return next(row.id for row in queries.funders(store.reader) if row.code == code)


def ready(store: Store, count: int = 3) -> list[bytes]:
    """Dossiers proposed to the committee at 9 000 €, 5 000 of them by the State."""
    made = [
        application(f"2650{n:04d}", title=f"Action {n}", quarters=[QUARTERS[n % len(QUARTERS)]])
        for n in range(1, count + 1)
    ]
    keys = [intake.dossier for intake in bring(store, *made)]
    shares = {funder(store): 4_000_00, funder(store, "ETAT147"): 5_000_00}
    for key in keys:
        store.do(propose, dossier=key, amounts=shares)
        store.do(to_committee, dossier=key)
    return keys


def sit(store: Store, kind: str = "technical", quorum: int | None = None) -> bytes:
    """A session with three voting members and a secretary, not yet on any agenda."""
    key: bytes = store.do(convene, name="Comité technique", held_on=DAY, kind=kind, quorum=quorum).value
    for name, role in (("Mme Exemple", "chair"), ("M. Modèle", "member"), ("Mme Essai", "member")):
        store.do(seat, committee=key, name=name, body="Amiens Métropole", role=role)
    store.do(seat, committee=key, name="M. Greffe", role="secretary", voting=False)
    return key


def running(store: Store, kind: str = "technical", query: str = "étape:prêt") -> bytes:
    """A session at work on the dossiers that are ready, all its members there."""
    from db.queries.committee import members

    key = sit(store, kind)
    store.do(make_agenda, committee=key, query=query)
    for member in members(store.reader, key):
        store.do(change_member, member=member.id, presence="present")
    store.do(open_session, committee=key)
    return key
