"""The reference base: loaded from files, asked for an applicant, cancelled or damaged without harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import reference
from db.models import Applicant
from db.queries.reference_facts import candidates, facts_by_numbers, reference_facts
from db.store import Store
from desktop.exchange.application import Cancelled, Unreadable
from desktop.flow.refer import load
from tests import extracts
from tests.office import application, bring


@pytest.fixture
def base(store: Store, tmp_path: Path) -> Store:
    load(store.path, extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION))
    load(store.path, extracts.units(tmp_path / "unites.zip", extracts.LEGAL_UNIT, extracts.PERSON))
    load(store.path, extracts.places(tmp_path / "lieux.csv", extracts.HEAD_OFFICE))
    return store


def test_an_applicant_is_found_by_either_number(base: Store) -> None:
    by_siret = facts_by_numbers(base.reader, extracts.SIRET, "")
    by_rna = facts_by_numbers(base.reader, "", "W802000001")
    assert by_siret is not None and by_siret == by_rna
    assert (by_siret.rna, by_siret.siren, by_siret.siret) == ("W802000001", extracts.SIREN, extracts.SIRET)
    assert (by_siret.unit_state, by_siret.place_state, by_siret.rna_position) == ("A", "A", "A")
    assert (by_siret.rna_dated, by_siret.sirene_dated) == ("2025-06-01", "2025-02-03")
    assert facts_by_numbers(base.reader, "99999999999999", "") is None


def test_the_facts_of_a_dossier_s_applicant(base: Store) -> None:
    told = application()
    told.applicant.siret = extracts.SIRET
    bring(base, told)
    (key,) = base.reader.execute("SELECT id FROM applicant").fetchone()
    facts = reference_facts(base.reader, key)
    assert facts is not None and facts.unit_name == "LIRE EN BAS DE CHEZ SOI"
    assert reference_facts(base.reader, b"nobody") is None


def test_numbers_that_do_not_belong_together_are_both_shown(base: Store, tmp_path: Path) -> None:
    load(base.path, extracts.rna(tmp_path / "x.csv", {"id": "W802000009", "titre": "AUTRE", "position": "D"}))
    facts = facts_by_numbers(base.reader, extracts.SIRET, "W802000009")
    assert facts is not None
    assert (facts.rna_name, facts.rna_position, facts.unit_rna) == ("AUTRE", "D", "W802000001")


def test_earlier_names_are_remembered(base: Store, tmp_path: Path) -> None:
    past = {
        "siren": extracts.SIREN, "dateFin": "2015-01-01", "dateDebut": "2009-05-01",
        "denominationUniteLegale": "LECTURE DE RUE", "categorieJuridiqueUniteLegale": "9220",
        "etatAdministratifUniteLegale": "A",
    }  # fmt: skip
    load(base.path, extracts.history(tmp_path / "hist.csv", past))
    facts = facts_by_numbers(base.reader, extracts.SIRET, "")
    assert facts is not None and facts.former_names == "LECTURE DE RUE"


def test_a_name_alone_finds_who_bears_it(base: Store) -> None:
    found = candidates(base.reader, "Lire en bas de chez soi")
    assert {row.rna for row in found} == {"W802000001"} and candidates(base.reader, "Personne") == []


def test_without_a_reference_nothing_is_said(store: Store) -> None:
    assert facts_by_numbers(store.reader, extracts.SIRET, "") is None
    assert reference.status(reference.path_of(store.path)) is None


def test_a_newer_file_replaces_what_it_tells_and_keeps_the_rest(base: Store, tmp_path: Path) -> None:
    newer = {**extracts.ASSOCIATION, "position": "D", "date_disso": "2025-09-01"}
    load(
        base.path,
        extracts.rna(tmp_path / "2.csv", newer, {"id": "W802000008", "titre": "B", "position": "A"}),
    )
    found = reference.status(reference.path_of(base.path))
    assert found is not None and (found.counts["rna"], found.counts["unit"]) == (2, 1)
    facts = facts_by_numbers(base.reader, extracts.SIRET, "")
    assert facts is not None and facts.rna_dissolved_on == "2025-09-01"


def test_a_list_of_quarters_and_their_outlines_complete_each_other(store: Store) -> None:
    load(store.path, extracts.SAMPLES / "qpv2024_somme.geojson")
    load(store.path, extracts.SAMPLES / "qpv2024_somme.csv")
    connection = reference.open_beside(store.reader)
    assert connection is not None
    rows = connection.execute(
        "SELECT name, communes, outline <> '' FROM quarter WHERE code = 'QN08010N'"
    ).fetchall()
    connection.close()
    assert rows == [("Elbeuf-Lescouvé", "Amiens", 1)]


def test_cancel_leaves_the_reference_as_it_was(base: Store, tmp_path: Path) -> None:
    path = reference.path_of(base.path)
    before = reference.status(path)
    many = [{"id": f"W8021{n:05d}", "titre": f"T{n}", "position": "A"} for n in range(5000)]
    with pytest.raises(Cancelled):
        load(base.path, extracts.rna(tmp_path / "x.csv", *many), lambda _sentence, share: share < 0.5)
    assert reference.status(path) == before
    assert sorted(p.name for p in path.parent.glob("*.reference*")) == [path.name]


def test_a_first_load_that_fails_leaves_no_file(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        load(store.path, extracts.rna(tmp_path / "vide.csv"))
    assert not reference.path_of(store.path).exists()
    with pytest.raises(Unreadable, match="ni un extrait du RNA"):
        load(store.path, extracts.SAMPLES / "LISEZ-MOI.md")


@pytest.mark.parametrize("damage", [b"pas une base", None])
def test_a_damaged_reference_is_told_then_made_again(
    base: Store, tmp_path: Path, damage: bytes | None
) -> None:
    path = reference.path_of(base.path)
    content = damage or path.read_bytes()[:5000] + b"\xff" * 3000
    path.write_bytes(content)
    if damage:
        with pytest.raises(reference.Damaged, match="chargez de nouveau"):
            reference.status(path)
    assert facts_by_numbers(base.reader, extracts.SIRET, "") is None, "a check goes on without it"
    loaded = load(base.path, extracts.rna(tmp_path / "rna.csv", extracts.ASSOCIATION))
    assert loaded.remade and path.with_name(loaded.remade).read_bytes() == content
    assert facts_by_numbers(base.reader, extracts.SIRET, "") is not None


def test_a_base_is_not_taken_for_a_reference(store: Store, tmp_path: Path) -> None:
    with pytest.raises(reference.Damaged):
        reference.open_reference(store.path)
    assert store.rehearse(lambda session: session.query(Applicant).count()) == 0
