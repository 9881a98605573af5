"""Seen twice or not: for each reason a case for and a case against, and nothing found among strangers."""

from __future__ import annotations

import pytest

from desktop.rules.twins import Action, Party, action_twins, compare_parties, compare_titles, party_twins

SIRET, OTHER = "73282932000074", "35600000000048"


def party(key: bytes, name: str, **told: str) -> Party:
    return Party(key, name, **told)


@pytest.mark.parametrize(
    ("one", "other", "twins", "reason"),
    [
        ({"siret": SIRET}, {"siret": SIRET}, True, "même SIRET"),
        ({"siret": SIRET[:9] + "00000"}, {"siret": SIRET[:9] + "00000"}, False, ""),
        ({"rna": "W802000001"}, {"rna": "W802000001"}, True, "même RNA"),
        ({"rna": "W802000001"}, {"rna": "W802000002"}, False, "RNA différents"),
        ({"siret": SIRET}, {"siret": SIRET[:9] + "00082"}, False, "même SIREN"),
        ({"siret": SIRET}, {"siret": OTHER}, False, "SIREN différents"),
        ({"email": "a@exemple.fr"}, {"email": "A@exemple.fr"}, False, "même courriel"),
    ],
)  # fmt: skip
def test_numbers_and_addresses(one: dict[str, str], other: dict[str, str], twins: bool, reason: str) -> None:
    first, second = (
        party(b"1", "Les Jardins du Marais", **one),
        party(b"2", "Comité des fêtes du Nord", **other),
    )
    score, reasons = compare_parties(first, second)
    assert (score >= 60) is twins and (reason in reasons if reason else not reasons)
    assert bool(party_twins([first, second])) is twins


@pytest.mark.parametrize(
    ("one", "other", "twins"),
    [
        ("Association Lire en Bas", "LIRE EN BAS", True),
        ("Les Jardins du Marais", "Les Jardins du Mara", False),  # near alone is not enough
        ("Judo Club d’Étouvie", "Judo Club Étouvie", True),
        ("École élémentaire Nord 1", "École élémentaire Nord 2", False),
        ("Amicale des locataires", "Les Jardins du Marais", False),
    ],
)
def test_names_alone(one: str, other: str, twins: bool) -> None:
    assert bool(party_twins([party(b"1", one), party(b"2", other)])) is twins


def test_a_near_name_at_the_same_address_is_enough_but_not_with_two_siren() -> None:
    place = {"address": "12 rue du Marais", "postcode": "80000"}
    one = party(b"1", "Les Jardins du Marais", **place)
    other = party(b"2", "Les Jardins du Marai", **place)
    (twins,) = party_twins([one, other])
    assert twins.reasons == ("nom proche", "même adresse")
    assert party_twins([one._replace(siret=SIRET), other._replace(siret=OTHER)]) == []
    assert party_twins([one, other], {frozenset((b"1", b"2"))}) == [], "declared different once"


def test_the_same_name_in_another_department_is_a_namesake() -> None:
    assert (
        party_twins([party(b"1", "Soleil", postcode="80000"), party(b"2", "Soleil", postcode="59000")]) == []
    )


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Livre et lecture de rue", "LIVRE ET LECTURE DE RUE", "même intitulé"),
        ("Livre et lecture de rue", "Livres et lectures de rue", "intitulé proche"),
        ("Ateliers cuisine, session 1", "Ateliers cuisine, session 2", ""),
        ("Livre et lecture de rue", "Chantier jeunes", ""),
        ("", "", ""),
    ],
)
def test_titles(one: str, other: str, reason: str) -> None:
    assert compare_titles(one, other)[1] == reason


def action(key: bytes, title: str = "Lecture de rue", **changes: object) -> Action:
    made = Action(key, b"p", title, 2026, 1200000, "2026-03-01", "2026-11-30")
    return made._replace(**changes)  # type: ignore[arg-type]  # plain values of the fields


def test_two_dossiers_of_one_applicant_and_year_with_one_title() -> None:
    (twins,) = action_twins([action(b"1"), action(b"2", asked=None)], [])
    assert (
        twins.reasons == ("même porteur", "même intitulé", "même année", "mêmes dates") and twins.score == 95
    )


@pytest.mark.parametrize("change", [{"year": 2025}, {"party": b"q"}, {"title": "Chantier jeunes"}])
def test_another_year_applicant_or_title_is_another_dossier(change: dict[str, object]) -> None:
    assert action_twins([action(b"1"), action(b"2", **change)], []) == []


def test_two_applicants_alike_lead_to_their_dossiers() -> None:
    parties = party_twins([party(b"p", "Lire en Bas", siret=SIRET), party(b"q", "L. B. C. S.", siret=SIRET)])
    (twins,) = action_twins([action(b"1"), action(b"2", party=b"q")], parties)
    assert twins.reasons[:2] == ("même SIRET", "même intitulé")
    assert action_twins([action(b"1"), action(b"2", party=b"q")], parties, {frozenset((b"1", b"2"))}) == []


def test_many_dossiers_of_one_applicant_are_compared_by_title_alone() -> None:
    many = [action(bytes([n]), f"Action numéro {n}") for n in range(100)]
    twins = action_twins([*many, action(b"z", "Action numéro 7")], [])
    assert [(pair.one, pair.other) for pair in twins] == [(bytes([7]), b"z")]
