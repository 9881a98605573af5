"""The five exports of one call tell the same three dossiers, field by field."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from desktop.exchange import ds_graphql, ds_tables, ds_zip
from desktop.exchange.application import Application, ReadFile
from desktop.exchange.ds_graphql import read_json
from desktop.exchange.ds_tables import read_tables
from desktop.exchange.ds_zip import read_zip
from desktop.exchange.probe import Probe

SAMPLES = Path(__file__).parents[1] / "samples" / "ds"
STEM = "dossiers_engagements-quartiers-2030-amiens_2026-02-02_09-15"
READERS = {
    ".csv": read_tables,
    ".xlsx": read_tables,
    ".ods": read_tables,
    ".zip": read_zip,
    ".json": read_json,
}
NUMBERS = ["26500101", "26500144", "26500163"]
AMOUNTS = {  # asked, cost, proposed, granted, in cents
    "26500101": (1_600_000, 2_720_050, 1_400_000, None),
    "26500144": (900_000, 1_890_000, None, None),
    "26500163": (350_000, 400_000, 350_000, None),
}
PLAIN = (
    "title",
    "renewal",
    "starts_on",
    "ends_on",
    "place",
    "beneficiaries",
    "women",
    "main_challenge",
    "challenges",
    "quarters",
    "asked",
    "cost",
    "proposed",
    "granted",
    "exercise",
    "people",
    "instructor_comment",
)
SECTIONS = ("objectives", "description", "public", "evaluation")


@cache
def read(suffix: str) -> ReadFile:
    name = "getDemarche_131999.json" if suffix == ".json" else STEM + suffix
    return READERS[suffix](SAMPLES / name, lambda sentence, share: True)


def dossier(suffix: str, number: str) -> Application:
    return next(one for one in read(suffix).applications if one.source_id == number)


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_format_tells_the_same_dossier(suffix: str, number: str) -> None:
    one, reference = dossier(suffix, number), dossier(".json", number)
    assert {name: getattr(one, name) for name in PLAIN} == {name: getattr(reference, name) for name in PLAIN}
    for section in SECTIONS:
        assert one.texts.get(section) == reference.texts.get(section)
    assert [(a.label, a.filename) for a in one.attachments] == [
        (a.label, a.filename) for a in reference.attachments
    ]
    # The API writes the town in lower case and the PDF leaves out codes; the rest is the same.
    mine, theirs = one.applicant, reference.applicant
    assert mine.city.casefold() == theirs.city.casefold()
    blank = {"city": "", "insee": "", "legal_form_code": "", "founded_on": None}
    assert {**asdict(mine), **blank} == {**asdict(theirs), **blank}


@pytest.mark.parametrize("suffix", READERS)
def test_amounts_are_those_of_the_form(suffix: str) -> None:
    found = read(suffix)
    amounts = {a.source_id: (a.asked, a.cost, a.proposed, a.granted) for a in found.applications}
    assert amounts == AMOUNTS
    assert found.read == 3
    assert list(amounts) == NUMBERS


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".ods", ".json"])
def test_states_and_instants_are_local(suffix: str) -> None:
    told = {a.source_id: (a.state, a.stage, a.deposited_at) for a in read(suffix).applications}
    assert told == {
        "26500101": ("En instruction", "instruction", dt.datetime(2026, 1, 19, 18, 22, 3)),
        "26500144": ("En construction", "received", dt.datetime(2026, 1, 30, 22, 58, 40)),
        "26500163": ("Accepté", "granted", dt.datetime(2025, 12, 22, 8, 15, 30)),
    }
    accepted = dossier(suffix, "26500163")
    assert accepted.decided_at == dt.datetime(2026, 1, 31, 10, 0)
    assert "3 500 €" in accepted.motivation
    assert [p.level for p in accepted.problems] == ["warning"]
    assert "montant accordé non fourni" in accepted.problems[0].message


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".zip", ".json"])
@pytest.mark.parametrize("number", NUMBERS)
def test_budgets_are_the_same_wherever_there_is_one(suffix: str, number: str) -> None:
    one = dossier(suffix, number)
    assert one.budget == dossier(".json", number).budget
    charges = sum(line.amount or 0 for line in one.budget if line.side == "charge")
    products = sum(line.amount or 0 for line in one.budget if line.side == "product")
    assert charges == products == one.cost
    assert one.texts["means"] == dossier(".json", number).texts["means"]
    assert "budget" in one.given


def test_the_budget_of_the_first_dossier_is_on_the_chart() -> None:
    lines = [(x.side, x.account, x.amount) for x in dossier(".xlsx", "26500101").budget]
    assert lines == [
        ("charge", "60", 85_000),
        ("charge", "61", 12_000),
        ("charge", "62", 123_050),
        ("charge", "64", 2_140_000),
        ("charge", "86", 360_000),
        ("product", "70", 30_000),
        ("product", "74etat", 800_000),
        ("product", "74epci", 800_000),
        ("product", "74dep", 400_000),
        ("product", "75", 30_050),
        ("product", "RESSPROPRES", 300_000),
        ("product", "87", 360_000),
    ]
    assert dossier(".xlsx", "26500101").asked_by_funder == {
        "Etat - Politique de la ville (BOP 147)": 800_000,
        "Amiens Métropole - contrat de ville": 800_000,
    }


def test_a_csv_has_no_budget_and_says_nothing_of_it() -> None:
    one = dossier(".csv", "26500101")
    assert one.budget == []
    assert "budget" not in one.given


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".json"])
def test_opinions_come_from_the_sheet_and_the_annotations(suffix: str) -> None:
    opinions = dossier(suffix, "26500101").opinions
    assert [(o.author, o.value) for o in opinions] == [
        ("delegue.prefet@example.org", "Oui"),
        ("Délégué du préfet", "Favorable;Sans réserve"),
    ]
    assert opinions[0].answered_on == dt.date(2026, 1, 28)


def test_what_has_no_place_is_kept_in_order_without_contact_data() -> None:
    labels = [label for label, _ in dossier(".csv", "26500101").other]
    assert labels.index("Commune de réalisation") < labels.index("Le dossier est-il complet ?")
    assert dict(dossier(".csv", "26500101").other)["Le dossier est-il complet ?"] == "Oui"
    assert not any("éléphone" in label or "lectronique" in label for label in labels)


def test_pieces_of_the_zip_give_their_bytes() -> None:
    for application in read(".zip").applications:
        assert application.attachments
        for piece in application.attachments:
            assert piece.content is not None
            data = piece.content()
            assert data.startswith(b"%PDF")
            assert len(data) == piece.size


@pytest.mark.parametrize("suffix", READERS)
def test_each_reader_knows_its_own_files_and_no_other(suffix: str) -> None:
    modules = {read_tables: ds_tables, read_zip: ds_zip, read_json: ds_graphql}
    name = "getDemarche_131999.json" if suffix == ".json" else STEM + suffix
    probe = Probe(SAMPLES / name)
    scores = {reader: module.RECOGNISES(probe) for reader, module in modules.items()}
    assert scores == {reader: 95 if reader is READERS[suffix] else 0 for reader in modules}
    found = modules[READERS[suffix]].read(probe, lambda sentence, share: True)
    assert [a.title for a in found.applications] == [a.title for a in read(suffix).applications]
    assert found.format == {".json": "ds-graphql"}.get(suffix, f"ds-{suffix[1:]}")
