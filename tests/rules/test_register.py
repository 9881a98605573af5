"""An applicant beside the registers: what is the same, empty or different, and its state in sentences."""

from __future__ import annotations

import pytest

from desktop.rules.register import Standing, Told, lines, remarks


@pytest.mark.parametrize(
    ("field", "here", "told", "verdict"),
    [
        ("name", "Association Lire en Bas", "LIRE EN BAS", "same"),
        ("name", "Lire en Haut", "LIRE EN BAS", "differs"),
        ("naf", "9499Z", "94.99Z", "same"),
        ("naf", "94.99Z", "85.59B", "differs"),
        ("purpose", "La lecture de rue pour tous", "la lecture de rue", "same"),
        ("address", "12, rue du Marais", "12 RUE DU MARAIS", "same"),
        ("address", "12 rue du Marais", "14 RUE DU MARAIS", "differs"),
        ("city", "Amiens", "AMIENS", "same"),
        ("rna", "", "W802000001", "empty"),
        ("siret", "73282932000074", "73282932000082", "differs"),
    ],
)
def test_one_field(field: str, here: str, told: str, verdict: str) -> None:
    (line,) = lines({field: here}, [Told(field, told, "RNA")])
    assert (line.verdict, line.told, line.source) == (verdict, told, "RNA")


def test_an_earlier_name_is_no_difference_and_the_first_register_is_shown() -> None:
    told = [
        Told("name", "LIRE EN BAS", "RNA"),
        Told("name", "LECTURE DE RUE", "SIRENE"),
        Told("naf", "", "SIRENE"),
    ]
    (line,) = lines({"name": "Lecture de rue"}, told)
    assert (line.told, line.verdict) == ("LIRE EN BAS", "same")
    assert lines({"name": "Autre"}, told)[0].verdict == "differs"


@pytest.mark.parametrize(
    ("standing", "tone", "words"),
    [
        (
            Standing(rna="W1", rna_position="D", dissolved_on="2024-05-01"),
            "bad",
            "dissoute depuis le 01/05/2024",
        ),
        (Standing(rna="W1", rna_position="S"), "warn", "supprimée du RNA"),
        (
            Standing(unit="732829320", unit_state="C", unit_since="2023-01-01"),
            "bad",
            "fermée depuis le 01/01/2023",
        ),
        (Standing(unit_state="A", siret="1", place_state="F"), "bad", "L’établissement 1 est fermé pour"),
        (Standing(unit_state="A", unit_rna="W802000009"), "warn", "le numéro RNA W802000009, pas W802000001"),
        (Standing(unit_state="A", siret="73282932000082"), "warn", "n’est pas dans le fichier chargé"),
        (Standing(unit_state="A", unit_rna="W802000001", siret="73282932000074"), "good", "en activité"),
    ],
)
def test_where_the_applicant_stands(standing: Standing, tone: str, words: str) -> None:
    (remark,) = remarks({"rna": "W802000001", "siret": "73282932000074"}, standing)
    assert remark.tone == tone and words in remark.sentence


def test_nothing_is_said_of_who_is_unknown() -> None:
    assert remarks({}, Standing()) == [] and lines({"name": "x"}, []) == []
