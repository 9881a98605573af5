"""What is odd in a dossier: each rule fires alone, and a sound dossier is left in peace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.rules.budget import Line
from desktop.rules.checks import DossierFacts, Neighbour, check, worst

TEXT = "Un texte assez long pour dire vraiment ce que l’action fera et pour qui."
SOUND = DossierFacts(
    siret="00000001800010",
    rna="W802999001",
    iban="FR7630006000011234567890189",
    applicant="Les Lettres d’Étouvie",
    title="Parler pour agir",
    texts=dict.fromkeys(("objectives", "description", "public", "evaluation"), TEXT),
    quarters=("QN08001M",),
    challenges=("D02",),
    starts_on=date(2026, 2, 1),
    ends_on=date(2026, 12, 18),
    deposited_on=date(2026, 1, 19),
    closes_on=date(2026, 1, 31),
    exercise=2026,
    beneficiaries=60,
    women=45,
    cost=20_000_00,
    asked=9_000_00,
)
QUARTERS = ("QN08001M", "QN08002M")


def odd(facts: DossierFacts) -> set[str]:
    return {finding.code for finding in check(facts, QUARTERS) if finding.level != "good"}


def test_a_sound_dossier_has_only_good_findings() -> None:
    found = check(SOUND, QUARTERS)
    assert worst(found) == "good"
    assert [f.sentence for f in found] == ["SIRET, RNA et RIB vérifiés."]


CASES: list[tuple[str, dict[str, object]]] = [
    ("id-siret", {"siret": "00000001800011"}),
    ("id-rna", {"rna": "W80"}),
    ("id-uai", {"uai": "0750655F"}),
    ("id-rib", {"iban": "FR7630006000011234567890188"}),
    ("id-none", {"siret": "", "rna": ""}),
    ("id-holder", {"account_holder": "M. Karim Fictif"}),
    ("date-order", {"ends_on": date(2026, 1, 15)}),
    ("date-late", {"deposited_on": date(2026, 2, 1)}),
    ("date-start", {"starts_on": date(2025, 12, 1)}),
    ("date-end", {"ends_on": date(2027, 9, 1)}),
    ("quarter-centre", {"unknown_quarters": ("Centre",)}),
    ("quarter-QN08006M", {"quarters": ("QN08006M",)}),
    ("quarter-none", {"quarters": ()}),
    ("challenge-none", {"challenges": ()}),
    ("public-women", {"women": 61}),
    ("public-women-negative", {"women": -1}),
    ("public-zero", {"beneficiaries": 0, "women": 0}),
    ("money-asked", {"asked": None}),
    ("money-over", {"asked": 20_000_01}),
    ("money-share", {"asked": 16_000_01}),
    ("money-proposed", {"proposed": 9_000_01}),
    ("text-public", {"texts": {**SOUND.texts, "public": " "}}),
    ("text-evaluation", {"texts": {**SOUND.texts, "evaluation": " "}}),
    ("running-costs", {"title": "Aide au fonctionnement de l’association"}),
    ("pieces-missing", {"missing_pieces": ("RIB",)}),
    ("piece-assurance", {"expired_pieces": ("Assurance",)}),
    ("report-missing", {"renewal": True, "report_received": False}),
    ("twin-2026-0002", {"neighbours": (Neighbour("2026-0002", "Autre action"),)}),
    ("B1", {"budget": (Line("charge", "60", "x", 20_000_00), Line("product", "70", "x", 19_000_00))}),
]


@pytest.mark.parametrize(("code", "change"), CASES, ids=[code for code, _ in CASES])
def test_each_oddity_is_told_and_nothing_else(code: str, change: dict[str, object]) -> None:
    found = odd(replace(SOUND, **change))  # type: ignore[arg-type]  # a table of keyword cases
    assert found == {code}


def test_limits_are_not_odd() -> None:
    at_the_limit = replace(
        SOUND,
        asked=16_000_00,
        women=60,
        deposited_on=date(2026, 1, 31),
        ends_on=date(2027, 8, 31),
        proposed=16_000_00,
    )
    assert odd(at_the_limit) == set()
    assert odd(replace(SOUND, account_holder="ASSOCIATION LES LETTRES D'ETOUVIE")) == set()
    assert odd(replace(SOUND, kind="school", starts_on=date(2027, 2, 1), ends_on=date(2027, 6, 30))) == set()


def test_the_same_title_twice_is_worse_than_two_dossiers() -> None:
    twin = check(replace(SOUND, neighbours=(Neighbour("7", "PARLER POUR AGIR"),)), QUARTERS)
    assert (twin[0].code, twin[0].level) == ("twin-7", "bad")


def test_the_worst_comes_first_with_its_two_sources() -> None:
    found = check(replace(SOUND, women=99, challenges=()), QUARTERS)
    assert [f.level for f in found] == ["bad", "warn", "good"]
    assert (found[0].left.value, found[0].right.value) == ("99", "60")
    assert worst(found) == "bad"
