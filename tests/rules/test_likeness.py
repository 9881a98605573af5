"""Whether two bodies are one: cases for, cases against, and what a person must say."""

from __future__ import annotations

import pytest

from desktop.rules.likeness import Body, alike_among, body_of, compare, core

MINE = body_of("Les Pages du Palier", "00000101600013", "W802999010", "PDP")


@pytest.mark.parametrize(
    ("theirs", "way", "sure"),
    [
        (Body("Autre nom", "00000101600013", "000001016"), "siret", True),
        (Body("Autre nom", rna="W802999010"), "rna", True),
        (Body("Autre nom", "00000101600021", "000001016"), "siren", True),  # another establishment
        (Body("Autre nom", siren="000001016"), "siren", True),
        (Body("Autre nom", siren="524991205", rna="W802999010"), "rna", False),  # two SIREN, one RNA
        (Body("ASSOCIATION LES PAGES DU PALIER - 80 AMIENS"), "name", False),
        (Body("Pages du palliers"), "name", False),
        (Body("P.D.P."), "name", False),
    ],
)
def test_numbers_first_then_names(theirs: Body, way: str, sure: bool) -> None:
    match = compare(MINE, theirs)
    assert match is not None and (match.way, match.sure) == (way, sure)


@pytest.mark.parametrize(
    "theirs",
    [
        Body("Les Pages du Palier", siren="524991205"),  # same name, another legal body
        Body("Les Sages du Pilier"),
        Body("Les Pages du Palais de Justice"),
        Body("Association"),
        Body(""),
    ],
)
def test_what_is_somebody_else(theirs: Body) -> None:
    assert compare(MINE, theirs) is None


def test_two_rna_are_two_bodies_whatever_the_name() -> None:
    mine = body_of("Les Pages du Palier", "", "W802999010")
    assert compare(mine, Body("Les Pages du Palier", rna="W802999011")) is None
    assert compare(mine, Body("Les Pages du Palier")) is not None


def test_numbers_in_a_name_and_short_names_must_be_the_same() -> None:
    assert compare(body_of("École élémentaire numéro 3", "", ""), Body("École élémentaire numéro 4")) is None
    assert compare(body_of("CURB", "", ""), Body("CURE")) is None
    assert compare(body_of("Caps", "", ""), Body("ASS C A P S")) is not None


def test_the_core_of_a_name() -> None:
    assert core("ASSOCIATION DE L’ŒUVRE - 80 AMIENS") == core("Œuvre") == "oeuvre"
    assert core("Assoc. loi 1901") == ""


def test_alike_among_many_names() -> None:
    names = [f"Club numéro {rank}" for rank in range(500)] + ["les pages du palier", "pages du paliers"]
    assert [name for name, _ in alike_among(MINE, names)] == ["les pages du palier", "pages du paliers"]
