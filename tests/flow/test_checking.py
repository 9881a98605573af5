"""Checks kept by dossier: made again when something changes, accepted once, compared across dossiers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from db.queries import facts as rows
from db.store import Store
from desktop.exchange.application import ActionPlace, Applicant, BudgetLine, HistoryLine
from desktop.flow.checking import Checker, findings_of
from desktop.flow.past import remember
from desktop.flow.refer import load
from desktop.flow.settle import accept, reopen
from desktop.rules.findings import Finding
from tests import extracts
from tests.office import application, bring

LONG = " ".join(f"mot{n} parole{n * 7 % 13} atelier{n * 5 % 11}" for n in range(60))


def bring_one(store: Store, number: str, **changes: Any) -> bytes:
    who = changes.pop("applicant", None) or Applicant(
        name=f"Porteur {number}", rna=f"W8029{number[-5:]}", city="Amiens", postcode="80000"
    )
    text = changes.pop("text", " ".join(f"mot{number}{n} et la suite" for n in range(60)))
    made = application(number, applicant=who, title=f"Action {number}", **changes)
    made.texts = {**made.texts, "description": text}
    (intake,) = bring(store, made)
    assert intake.dossier
    return intake.dossier


def caught_up(store: Store, checker: Checker | None = None) -> int:
    checker, done = checker or Checker(), 0
    while keys := checker.catch_up(store, store.reader):
        done += len(keys)
        assert done < 100, "the round never ends"
    return done


def found(store: Store, key: bytes, rule: str) -> list[Finding]:
    return [finding for finding in findings_of(store.reader, key) if finding.rule == rule]


def test_only_what_changed_is_checked_again(store: Store) -> None:
    one, two = bring_one(store, "26500001"), bring_one(store, "26500002")
    checker = Checker()
    assert caught_up(store, checker) == 2 and caught_up(store, checker) == 0
    bring_one(store, "26500001", beneficiaries=5, women=6)
    assert caught_up(store, checker) == 1
    assert found(store, one, "public-women") and not found(store, two, "public-women")
    store.undo()
    assert found(store, one, "public-women") == [], "told at once, before the next round"
    assert caught_up(store, checker) == 1


def test_reading_many_dossiers_takes_no_statement_per_dossier(store: Store) -> None:
    keys = [bring_one(store, f"2650000{n}") for n in range(1, 5)]

    def statements(some: list[bytes]) -> int:
        seen: list[str] = []
        store.reader.set_trace_callback(seen.append)
        rows.gather(store.reader, some)
        store.reader.set_trace_callback(None)
        return len(seen)

    assert statements(keys[:1]) == statements(keys)


def test_accepted_until_a_source_changes(store: Store) -> None:
    key = bring_one(store, "26500001", beneficiaries=5, women=6)
    caught_up(store)
    (odd,) = found(store, key, "public-women")
    with pytest.raises(ValueError, match="raison"):
        store.do(accept, dossier=key, code=odd.code, sources=odd.sources, because="  ")
    store.do(accept, dossier=key, code=odd.code, sources=odd.sources, because="Faute\nde frappe")
    for _ in range(2):  # looked at again at once, then as it was kept
        (odd,) = found(store, key, "public-women")
        assert odd.accepted is not None and not odd.counts
        assert (odd.accepted.reason, odd.accepted.author) == ("Faute de frappe", "A. Exemple")
        caught_up(store)
    bring_one(store, "26500001", beneficiaries=5, women=7)
    assert found(store, key, "public-women")[0].counts, "a source changed"
    bring_one(store, "26500001", beneficiaries=5, women=6)
    assert not found(store, key, "public-women")[0].counts, "it says the same again"
    store.do(reopen, dossier=key, codes=["public-women"])
    assert found(store, key, "public-women")[0].counts


def test_the_same_action_of_two_applicants_is_found_on_both_sides(store: Store) -> None:
    one = bring_one(store, "26500001", text=LONG)
    checker = Checker()
    caught_up(store, checker)
    two = bring_one(store, "26500002", text=f"Notre action. {LONG} Merci.")
    bring_one(store, "26500003")
    caught_up(store, checker)
    (here,), (there,) = found(store, one, "double-action"), found(store, two, "double-action")
    assert here.right.place == f"dossier:{two.hex()}" and there.right.place == f"dossier:{one.hex()}"
    assert "mot1" in here.left.value and "mot1" in here.right.value
    assert caught_up(store, checker) == 0

    store.do(accept, dossier=one, code=here.code, sources=here.sources, because="Deux communes")
    caught_up(store, checker)
    assert not found(store, one, "double-action")[0].counts
    assert not found(store, two, "double-action")[0].counts, "settled for both"
    bring_one(store, "26500002", text=f"{LONG} Tout est récrit autour.")
    caught_up(store, checker)
    assert not found(store, two, "double-action")[0].counts, "a settled pair never comes back"
    store.do(reopen, dossier=two, codes=[found(store, two, "double-action")[0].code])
    caught_up(store, checker)
    assert found(store, one, "double-action")[0].counts


def test_the_same_purchase_in_two_budgets_of_one_applicant(store: Store) -> None:
    who = Applicant(name="Lire en Bas", rna="W802900009", city="Amiens", postcode="80000")
    tablets = BudgetLine("charge", "60", "Quatre tablettes reconditionnées", 120_000)
    cheap = BudgetLine("charge", "60", "Petit goûter partagé", 20_000)
    one = bring_one(store, "26500001", applicant=who, budget=[tablets, cheap])
    two = bring_one(store, "26500002", applicant=who, budget=[tablets, cheap])
    other = bring_one(store, "26500003", budget=[BudgetLine("charge", "60", "Tablettes", 120_000)])
    caught_up(store)
    assert [f.left.place for f in found(store, one, "double-line")] == ["budget"]
    assert len(found(store, two, "double-line")) == 1 and found(store, other, "double-line") == []


def test_a_first_request_for_an_action_granted_before(store: Store) -> None:
    line = HistoryLine(funder="Ville", year=2025, amount=300_000, rna="W802900001", purpose="Action 26500001")
    store.do(remember, lines=[line], origin="liste")
    key = bring_one(
        store, "26500001", applicant=Applicant(name="A", rna="W802900001", city="Amiens"), renewal=False
    )
    caught_up(store)
    assert len(found(store, key, "double-grant")) == 1
    bring_one(store, "26500001", applicant=Applicant(name="A", rna="W802900001", city="Amiens"), renewal=True)
    caught_up(store)
    assert found(store, key, "double-grant") == [], "a renewal says so itself"


def test_places_are_held_against_outlines_and_names_against_the_list(store: Store) -> None:
    inside = bring_one(store, "26500001", quarters=["Étouvie"])
    strange = bring_one(store, "26500002", quarters=["Étouvie", "Le Faubourg Inventé"])
    far = bring_one(store, "26500003", quarters=["Étouvie"], places=[ActionPlace("Salle", 2.0, 49.0)])
    caught_up(store)
    assert [f.left.value for f in found(store, strange, "quarter-unknown")] == ["Le Faubourg Inventé"]
    assert found(store, inside, "quarter-unknown") == [] and found(store, inside, "place-outside") == []
    assert len(found(store, far, "place-outside")) == 1


def test_late_for_its_kind_of_applicant(store: Store) -> None:
    """The first wave closes on 31 January for an association, on 30 April for a school."""
    at = dt.datetime(2026, 2, 15, 9)
    school = Applicant(name="Collège", kind="school", siret="", city="Amiens", postcode="80000")
    late = bring_one(store, "26500001", deposited_at=at)
    in_time = bring_one(store, "26500002", deposited_at=at, applicant=school)
    too_late = bring_one(store, "26500003", deposited_at=dt.datetime(2026, 12, 1, 9))
    assert len(found(store, late, "date-wave")) == 1 and found(store, late, "date-late") == []
    assert found(store, in_time, "date-wave") == []
    assert len(found(store, too_late, "date-late")) == 1


def test_what_the_registers_say_once_they_are_loaded(store: Store, tmp_path: Path) -> None:
    key = bring_one(
        store,
        "26500001",
        applicant=Applicant(name="Lire en Bas de Chez Soi", siret=extracts.SIRET, rna="W802000001"),
    )
    checker = Checker()
    caught_up(store, checker)
    gone = {**extracts.ASSOCIATION, "position": "D", "date_disso": "2025-03-01"}
    closed = {**extracts.HEAD_OFFICE, "etatAdministratifEtablissement": "F", "dateDebut": "2025-04-01"}
    load(store.path, extracts.rna(tmp_path / "rna.csv", gone))
    load(store.path, extracts.units(tmp_path / "unites.zip", extracts.LEGAL_UNIT))
    load(store.path, extracts.places(tmp_path / "lieux.csv", closed))
    assert caught_up(store, checker) == 1, "another register is another question"
    assert "01/04/2025" in found(store, key, "ref-closed")[0].sentence
    assert "01/03/2025" in found(store, key, "ref-dissolved")[0].sentence
    assert found(store, key, "ref-name") == [] and found(store, key, "ref-rna") == []
