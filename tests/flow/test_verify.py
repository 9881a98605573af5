"""An applicant verified against the reference: lines, state, fields taken over and filled, all undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import queries
from db.store import Store
from desktop.exchange.application import Applicant as Told
from desktop.flow.refer import load
from desktop.flow.verify import fill, fillable, take_over, verified
from tests import extracts
from tests.office import application, bring

ASSO = Told(name="Lire en bas de chez soi", siret=extracts.SIRET, address="9 rue Ancienne", city="Amiens")


@pytest.fixture
def applicant(store: Store, tmp_path: Path) -> bytes:
    load(store.path, extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION))
    load(store.path, extracts.units(tmp_path / "unites.zip", extracts.LEGAL_UNIT))
    load(store.path, extracts.places(tmp_path / "lieux.csv", extracts.HEAD_OFFICE))
    (intake,) = bring(store, application(applicant=ASSO))
    head = queries.head(store.reader, intake.dossier or b"")
    assert head is not None
    return head.applicant_id


def test_each_field_beside_the_register(store: Store, applicant: bytes) -> None:
    found = verified(store.reader, applicant)
    assert found is not None
    told = {line.field: line for line in found.lines}
    assert [told[f].verdict for f in ("name", "siret", "rna", "address", "city")] == [
        "same", "same", "empty", "differs", "same",
    ]  # fmt: skip
    assert (told["address"].told, told["address"].source) == ("12 RUE DU MARAIS FICTIF", "SIRENE")
    assert (told["legal_form"].told, told["founded_on"].told) == ("Association déclarée", "2009-03-12")
    assert [remark.tone for remark in found.remarks] == ["good"]
    assert found.rna_dated == "2025-06-01"


def test_a_field_is_taken_over_in_one_step(store: Store, applicant: bytes) -> None:
    store.do(
        take_over,
        applicant=applicant,
        values={"address": "12 RUE DU MARAIS FICTIF", "founded_on": "2009-03-12"},
    )
    row = queries.applicant(store.reader, applicant)
    assert row is not None and (row.address, row.founded_on) == ("12 RUE DU MARAIS FICTIF", "2009-03-12")
    assert store.next_undo()[0].startswith("Reprendre du répertoire pour « Lire en bas")
    store.undo()
    row = queries.applicant(store.reader, applicant)
    assert row is not None and (row.address, row.founded_on) == ("9 rue Ancienne", None)
    with pytest.raises(KeyError):
        store.do(take_over, applicant=applicant, values={"merged_into": "x"})


def test_only_empty_fields_are_filled_in(store: Store, applicant: bytes) -> None:
    values = fillable(store.reader, [applicant, applicant])
    assert values[applicant]["rna"] == "W802000001" and "address" not in values[applicant]
    store.do(take_over, applicant=applicant, values={"rna": "W802000009"})  # filled meanwhile by a person
    assert store.do(fill, values=values).value == len(values[applicant]) - 1
    row = queries.applicant(store.reader, applicant)
    assert row is not None and (row.rna, row.naf, row.address) == ("W802000009", "94.99Z", "9 rue Ancienne")


def test_a_dissolved_association_is_told(store: Store, applicant: bytes, tmp_path: Path) -> None:
    gone = {**extracts.ASSOCIATION, "position": "D", "date_disso": "2025-09-01"}
    load(store.path, extracts.rna(tmp_path / "2.csv", gone))
    found = verified(store.reader, applicant)
    assert found is not None and found.remarks[0].sentence == (
        "L’association W802000001 est dissoute depuis le 01/09/2025 pour le RNA."
    )


def test_without_a_reference_there_is_nothing_to_fill(store: Store) -> None:
    (intake,) = bring(store, application(applicant=ASSO))
    head = queries.head(store.reader, intake.dossier or b"")
    assert head is not None
    assert (
        verified(store.reader, head.applicant_id) is None
        and fillable(store.reader, [head.applicant_id]) == {}
    )
