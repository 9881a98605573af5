"""The financing plan in a real base: kept at the first change, undone in one step, safe from re-imports."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from db import queries
from db.store import Store
from desktop.exchange.application import Application, BudgetLine, FundingLine
from desktop.flow.funding import DossierPlan, change_line, plan_of, remove_line
from desktop.flow.interests import declare
from tests.office import application, bring

TODAY = dt.date.today().isoformat()


@pytest.fixture
def dossier(store: Store) -> bytes:
    bring(store, application())
    return queries.list_ids(store.reader)[0]


def read(store: Store, dossier: bytes) -> DossierPlan:
    return plan_of(store.reader, dossier, 41_300_00)


def told(store: Store, dossier: bytes) -> list[tuple[str, int | None, str, int | None]]:
    return [(f.name, f.asked, f.status, f.answered) for f, _ in read(store, dossier).lines]


def change(store: Store, dossier: bytes, place: int, **changes: Any) -> None:
    store.do(change_line, dossier=dossier, place=place, changes=changes)


def test_the_plan_is_first_read_off_the_budget(store: Store, dossier: bytes) -> None:
    found = read(store, dossier)
    assert not found.kept and [line.row for line in found.lines] == [None, None]
    assert told(store, dossier) == [
        ("État, programme 147", 12_000_00, "asked", None),
        ("Ville d’Amiens", 29_300_00, "asked", None),
    ]
    assert found.plan.gap == 0


def test_the_first_change_keeps_it_all_in_one_step(store: Store, dossier: bytes) -> None:
    change(store, dossier, 0, status="confirmed")
    found = read(store, dossier)
    assert found.kept and len(found.lines) == 2
    assert told(store, dossier)[0] == ("État, programme 147", 12_000_00, "confirmed", 12_000_00)
    row = found.lines[0].row
    assert row is not None and (row.status_on, row.author) == (TODAY, "A. Exemple")
    assert store.next_undo()[0] == "Plan de financement, État, programme 147 : changer la réponse"
    store.undo()
    assert not read(store, dossier).kept


def test_a_funder_is_added_changed_and_removed(store: Store, dossier: bytes) -> None:
    change(store, dossier, 2, name=" Fondation du Quartier ")
    change(store, dossier, 2, asked=1_500_00)
    change(
        store, dossier, 2, common_law=True, proof="courrier du 3 mars", status="announced", answered=1_000_00
    )
    line = read(store, dossier).lines[2]
    assert line.funding.name == "Fondation du Quartier" and line.funding.expected == 1_000_00
    assert line.row is not None and line.row.proof == "courrier du 3 mars" and line.funding.common_law
    store.do(remove_line, dossier=dossier, place=0)
    assert [name for name, *_ in told(store, dossier)] == ["Ville d’Amiens", "Fondation du Quartier"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"asked": -1}, "ne peut pas être négatif"),
        ({"status": "promis"}, "n’est pas une réponse"),
        ({"name": "  "}, "Dites quel financeur"),
        ({"cost": 3}, "n’a pas de colonne"),
    ],
)
def test_what_makes_no_sense_is_refused_whole(
    store: Store, dossier: bytes, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        change(store, dossier, 0, **changes)
    assert not read(store, dossier).kept


def told_by_portal(amount: int) -> Application:
    lines = [FundingLine("État", "74etat", amount), FundingLine("Ville", "74com", 29_300_00)]
    return application(funding=lines)


def test_a_second_import_keeps_what_was_changed_here(store: Store) -> None:
    bring(store, told_by_portal(12_000_00))
    key = queries.list_ids(store.reader)[0]
    assert read(store, key).kept and told(store, key)[0] == ("État", 12_000_00, "asked", None)
    change(store, key, 0, status="confirmed", proof="arrêté du 12 mars")
    [again] = bring(store, told_by_portal(11_000_00))
    assert [(d.name, d.kept) for d in again.differences if d.name == "funding"] == [("funding", True)]
    line = read(store, key).lines[0]
    assert (
        line.funding.status == "confirmed" and line.row is not None and line.row.proof == "arrêté du 12 mars"
    )


def test_a_proof_written_here_survives_a_new_import_too(store: Store) -> None:
    bring(store, told_by_portal(12_000_00))
    key = queries.list_ids(store.reader)[0]
    change(store, key, 0, proof="courriel du 2 mars")
    bring(store, told_by_portal(11_000_00))
    row = read(store, key).lines[0].row
    assert row is not None and row.proof == "courriel du 2 mars"
    assert told(store, key)[0][1] == 11_000_00, "the source’s amount is followed: nobody changed it here"


def test_who_has_an_interest_changes_nothing(store: Store, dossier: bytes) -> None:
    store.do(declare, dossier=dossier, nature="Membre")
    with pytest.raises(ValueError, match="vous est fermé"):
        change(store, dossier, 0, status="confirmed")


def test_voluntary_work_is_no_cost_to_be_funded(store: Store) -> None:
    lines = [
        BudgetLine("charge", "64", "Personnel", 10_000_00),
        BudgetLine("charge", "86", "Bénévolat", 5_000_00),
        BudgetLine("product", "74etat", "État", 10_000_00, "État"),
        BudgetLine("product", "87", "Bénévolat", 5_000_00),
    ]
    bring(store, application(budget=lines, cost=15_000_00))
    key = queries.list_ids(store.reader)[0]
    assert plan_of(store.reader, key, 15_000_00).plan.gap == 0
    assert plan_of(store.reader, key, 10_000_00).plan.gap == 0, "a cost told without it stays as it is"
