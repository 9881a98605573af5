"""Names of challenges, quarters and funders as people and forms write them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from desktop.rules.places import Match, Place, match, match_all

RESOURCES = Path(__file__).parents[2] / "resources"


def load(folder: str, table: str, *keys: str) -> list[Place]:
    told = (tomllib.loads(p.read_text(encoding="utf-8")) for p in (RESOURCES / folder).glob("*.toml"))
    (rows,) = (each[table] for each in told if table in each)
    return [Place(r["code"], (*(r[k] for k in keys if r.get(k)), *r["aliases"])) for r in rows]


QUARTERS = load("quarters", "quarter", "name", "city_name", "short", "old_code")
CHALLENGES = load("grids", "challenge", "title", "short")
FUNDERS = load("funders", "funder", "name", "short")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("QN08001M - Etouvie", "QN08001M"),
        ("Étouvie", "QN08001M"),
        ("ETOUVIE (80)", "QN08001M"),
        ("Quartiers Nord", "QN08003M"),
        ("quartier d’Amiens-Nord", "QN08003M"),
        ("Pierre-Rollin", "QN08002M"),
        ("Salamandre-Marcel Paul", "QN08004M"),
        ("Salamandre", "QN08004M"),
        ("Condorcet Lebesgue", "QN08005M"),
        ("Condorcet – Phileas Lebegue", "QN08005M"),
        ("les Parcheminier", "QN08006M"),
        ("Elbeuf Lescouve", "QN08010N"),
        ("QP080003", "QN08003M"),
        ("QN08099M - Ailleurs", None),
        ("Centre-ville", None),
        ("", None),
    ],
)
def test_quarters(written: str, code: str | None) -> None:
    assert match(written, QUARTERS).code == code


def test_two_quarters_in_one_name_are_not_guessed() -> None:
    found = match("Marcel Paul-Philéas Lebesgue", QUARTERS)
    assert found.code is None
    assert set(found.candidates) == {"QN08004M", "QN08005M"}
    assert "Choisir" in found.remark


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Lever les freins à l'insertion sociale et professionnelle des habitants", "D02"),
        ("Contribuer à l'ouverture et à la mobilité des habitants", "D11"),
        ("Favoriser la réussite des enfants et des jeunes de 0 à 25 ans", "D04"),
        ("Promouvoir la réussite des enfants et des jeunes de 0 à 25 ans", "D04"),
        ("Améliorer la prise en charge des problématiques de santé des habitants", "D06"),
        ("Valoriser l'image des quartiers et de leurs habitants et renforcer leur attractivité", "D10"),
        ("accompagner les familles dans leur rôle parental", "D05"),
        ("Défi 4", "D04"),
        ("D11", "D11"),
        ("défi n° 7 : rompre l’isolement", "D07"),
        ("4 - Réussite", "D04"),
        ("Réussite", "D04"),
        ("Conquête spatiale", None),
    ],
)
def test_challenges(written: str, code: str | None) -> None:
    assert match(written, CHALLENGES).code == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Etat;BOP 147 - Politique de la ville", "ETAT147"),
        ("Amiens Métropole", "METROPOLE"),
        ("Ville d’Amiens", "VILLE"),
        ("Région;Hauts-de-France", "REGION"),
        ("80-ETAT-POLITIQUE-VILLE", "ETAT147"),
    ],
)
def test_funders(written: str, code: str) -> None:
    assert match(written, FUNDERS).code == code


def test_an_exact_name_says_nothing_and_a_near_one_tells_how_it_was_read() -> None:
    assert match("Étouvie", QUARTERS) == Match("QN08001M", 1.0)
    near = match("les Parcheminier", QUARTERS)
    assert near.confidence < 1 and "a été lu" in near.remark


def test_a_cell_of_several_names() -> None:
    cell = "QN08003M - Amiens Nord, QN08006M - Les Parcheminiers, QN08010N - Elbeuf-Lescouvé"
    assert [m.code for m in match_all(cell, QUARTERS)] == ["QN08003M", "QN08006M", "QN08010N"]
    cell = (
        "Faciliter l'accès aux droits et aux services, Rompre l'isolement en favorisant le vivre ensemble, "
        "le lien social et le pouvoir d'agir des habitants"
    )
    assert [m.code for m in match_all(cell, CHALLENGES)] == ["D03", "D07"]
    cell = "Lutter contre la précarité financière, alimentaire et énergétique, Défi 5"
    assert [m.code for m in match_all(cell, CHALLENGES)] == ["D01", "D05"]
    assert match_all("", QUARTERS) == []
