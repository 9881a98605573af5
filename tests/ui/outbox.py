"""An outbox for the tests of the letters screen: five decisions, one of them without an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path

from db import queries
from db.connection import open_reader
from db.store import Store
from desktop.exchange.application import Applicant
from desktop.flow.decide import decide
from desktop.flow.notify import prepare_decided
from desktop.ui.office import Office
from tests.office import application, bring, made_once, open_office

DAY = dt.date(2026, 3, 14)
COMMITTEE = dt.date(2026, 3, 12)
NAMES = (
    ("Jardins du Bord de Selle", 9_000_00),
    ("Espace Rencontre Ouest", 12_000_00),
    ("Lire en Bas de Chez Soi", 7_500_00),
    ("Atelier des Possibles", 6_000_00),
    ("Mercredis Curieux", 0),
    ("Ring Éducatif Nord", 0),
)
WITHOUT_ADDRESS = "Atelier des Possibles"


def decided(folder: Path, count: int = len(NAMES)) -> Store:
    """Decisions that wait for their letter: two granted, two partial (one blocked), refused, adjourned."""
    return _once(_decided, count)(folder)


def prepared(folder: Path, count: int = len(NAMES)) -> Store:
    """The same, their letters in the outbox."""
    return _once(_prepared, count)(folder)


@cache
def _once(make: Callable[[Path, int], Store], count: int) -> Callable[[Path], Store]:
    return made_once(lambda folder: make(folder, count))


def _decided(folder: Path, count: int) -> Store:
    store = open_office(folder)
    made = []
    for rank in range(count):
        name, _ = NAMES[rank % len(NAMES)]
        applicant = Applicant(name=name, rna=f"W8029{rank:05}")
        if name != WITHOUT_ADDRESS:
            applicant.address, applicant.postcode, applicant.city = "12 place du Marché", "80000", "Amiens"
        title = f"Livre et lecture de rue {rank + 1}"
        made.append(application(f"265{rank:05}", applicant=applicant, title=title))
    bring(store, *made)
    funder = queries.funders(store.reader)[0].id
    for rank, key in enumerate(queries.list_ids(store.reader)):
        name, amount = NAMES[rank % len(NAMES)]
        if amount:
            outcome = "granted" if amount == 12_000_00 else "partial"
            store.do(decide, dossier=key, outcome=outcome, amounts={funder: amount}, decided_on=COMMITTEE)
        else:
            outcome = "refused" if name.startswith("Mercredis") else "adjourned"
            reason = next(r.code for r in queries.reasons(store.reader) if outcome in r.outcomes)
            store.do(decide, dossier=key, outcome=outcome, reasons=[reason], decided_on=COMMITTEE)
    return store


def _prepared(folder: Path, count: int) -> Store:
    store = decided(folder, count)
    store.do(prepare_decided)
    return store


def office_of(store: Store, *, read_only: bool = False) -> Office:
    office = Office(
        store.path, open_reader(store.path), author=store.author, site=store.site, read_only=read_only
    )
    office.places = frozenset({"list", "letters", "register", "dossier"})
    office.attach(store)
    return office
