"""To which dossier a file belongs: cases for, and cases against."""

from __future__ import annotations

import pytest

from desktop.rules.addressing import Directory, Known, surest

LIRE = Known(
    b"1",
    "2026-0012",
    ("26500012", "DA00104456"),
    "21800019800016",
    "W802900012",
    ("Lire en Bas de Chez Soi", "LBCS"),
    "Livre et lecture de rue",
)
SELLE = Known(
    b"2", "2026-0013", ("26500013",), "", "W802900013", ("Jardins du Bord de Selle",), "Paniers du mois"
)
SELLE_2 = Known(
    b"3", "2026-0014", ("26500014",), "", "W802900013", ("Jardins du Bord de Selle",), "Cuisine partagée"
)
OLD = Known(
    b"4",
    "2025-0099",
    ("25500099",),
    "21800019800016",
    "",
    ("Lire en Bas de Chez Soi",),
    "Lecture 2025",
    open=False,
)


@pytest.fixture
def directory() -> Directory:
    return Directory.of((LIRE, SELLE, SELLE_2, OLD))


@pytest.mark.parametrize(
    ("name", "text", "expected", "said"),
    [
        ("2026-0012 statuts", "", b"1", "Numéro 2026-0012 dans le nom du fichier"),
        ("scan_2026_0013", "", b"2", "Numéro 2026-0013 dans le nom du fichier"),
        ("scan0001", "Votre dossier n° 2026-0012 du 3 mars", b"1", "Numéro 2026-0012 dans le texte"),
        ("export-26500013-signé", "", b"2", "Numéro 26500013 du portail dans le nom du fichier"),
        ("attestation", "référence DA00104456", b"1", "Numéro DA00104456 du portail dans le texte"),
        ("rib", "Jardins du Bord de Selle – action « Cuisine partagée »", b"3", "intitulé de l’action"),
        ("Statuts LIRE EN BAS DE CHEZ SOI et livre et lecture de rue", "", b"1", "Nom"),
    ],
)
def test_a_file_is_proposed_to_the_dossier_it_names(
    directory: Directory, name: str, text: str, expected: bytes, said: str
) -> None:
    best = surest(directory.ask(name, text))
    assert best is not None and best.key == expected
    assert said in best.why


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scan0001", ""),
        ("rib", "Jardins du Bord de Selle"),  # two dossiers: nobody can say which
        ("avis", "SIRET 218 000 198 00016"),  # the same
        ("photo 2026-01-12", "réunion du 2026-0112-33"),
        ("lettre", "tél. 0322265000123 et facture 2650001"),
        ("lire", "lire en bas"),  # a part of a name is no name
    ],
)
def test_a_file_that_names_none_or_several_is_left_to_the_officer(
    directory: Directory, name: str, text: str
) -> None:
    assert surest(directory.ask(name, text)) is None


def test_an_open_dossier_comes_before_a_closed_one(directory: Directory) -> None:
    offered = directory.ask("avis", "SIRET 218 000 198 00016")
    assert [address.key for address in offered] == [b"1", b"4"]


def test_the_number_of_a_year_inside_a_longer_number_is_not_read(directory: Directory) -> None:
    assert directory.ask("12026-00121", "") == []
