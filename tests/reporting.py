"""Grants that owe a report, and reports that answer them, for tests."""

from __future__ import annotations

import datetime as dt

from db import queries
from db.store import Store
from desktop.flow.decide import decide
from desktop.flow.notify import issue, prepare_decided
from desktop.letters.letter import make
from desktop.letters.template import load
from desktop.paths import resources
from desktop.rules.ages import Counted
from desktop.rules.reports import Told, ToldLine

NOTIFIED = dt.date(2026, 4, 2)


def grant(store: Store, dossier: bytes | None, amount: int = 9_000_00) -> None:
    """Decide a dossier in favour, and notify it."""
    assert dossier is not None
    state = queries.funders(store.reader)[0].id
    store.do(decide, dossier=dossier, outcome="granted", amounts={state: amount}, decided_on=NOTIFIED)
    (letter,) = store.do(prepare_decided, dossiers=[dossier]).value
    store.do(issue, letter=letter, templates=load(resources() / "letters"), make=make, today=NOTIFIED)


def told(personnel: int = 35_000_00, why: str = "") -> Told:
    """A report of the application of tests.office."""
    return Told(
        granted=9_000_00,
        starts_on=dt.date(2026, 3, 2),
        ends_on=dt.date(2026, 11, 28),
        people=(Counted("6-11", 20, 15), Counted("12-17", 5, 5)),
        lines=(
            ToldLine("charge", "64", "Personnel", 41_300_00, personnel, why),
            ToldLine("product", "74etat", "État", 12_000_00, 12_000_00),
            ToldLine("product", "74com", "Ville d’Amiens", 29_300_00, 29_300_00),
        ),
        texts={"course": "Seize séances ont eu lieu."},
    )
