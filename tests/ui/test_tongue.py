"""English on the screens: numbers, dates and plurals, sentences from below, what people wrote left alone."""

import datetime as dt
from pathlib import Path

import pytest

from desktop.rules.money import read_euros
from desktop.ui import tongue
from desktop.ui.tongue.english import English, load

ROOT = Path(__file__).resolve().parent.parent.parent
NB, NARROW = "\u00a0", "\u202f"


@pytest.fixture(scope="module")
def english() -> English:
    return load(ROOT / "resources" / "i18n")


def test_numbers_and_dates_are_written_as_the_english_do(english: English) -> None:
    for french, expected in (
        (f"9{NARROW}000{NB}€", "€9,000"),
        (f"27{NARROW}200,50{NB}€", "€27,200.50"),
        (f"−3{NARROW}000{NB}€", "−€3,000"),
        (f"12,5{NB}%", "12.5%"),
        (f"1er{NB}mars 2025", f"1{NB}March 2025"),
        (f"Jeudi 26{NB}novembre 2026", f"Thursday 26{NB}November 2026"),
        ("mars 2025", "March 2025"),
        ("12/03/2025 à 14:30", "12/03/2025 at 14:30"),
        ("2026-0001", "2026-0001"),
        ("2024", "2024"),
    ):
        assert english.say(french) == expected
        assert english.say(expected) == expected, "said twice, it is said once"


def test_a_count_agrees_with_its_noun(english: English) -> None:
    for count, noun, form, expected in (
        (1, "dossier", "", "file"),
        (0, "dossier", "", "files"),
        (2, "dossier", "", "files"),
        (3, "personne", "", "people"),
        (2, "lieu", "lieux", "places"),
        (1, "attend", "attendent", "is waiting"),
        (5, "attend", "attendent", "are waiting"),
        (4, "anomaly", "", "anomalies"),
    ):
        assert english.plural(count, noun, form) == expected


def test_french_is_said_by_the_rules_themselves() -> None:
    assert tongue.spoken() is None
    assert tongue.euros(900_000) == f"9{NARROW}000{NB}€"
    assert tongue.percent(29, 100) == f"29{NB}%"
    assert tongue.date_long(dt.date(2025, 3, 1)) == f"1er{NB}mars 2025"
    assert tongue.plural(0, "dossier") == "dossier"
    assert tongue.listed(["a", "b"]) == "a et b"
    assert tongue.de_("Étouvie") == "d’Étouvie"


def test_the_language_is_chosen_by_the_person_then_by_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "parvis.toml"
    told.write_text('language = "en"\n', encoding="utf-8")
    monkeypatch.delenv("PARVIS_LANGUAGE", raising=False)
    monkeypatch.setenv("PARVIS_MACHINE", str(tmp_path / "none.toml"))
    assert tongue.chosen(None) == "fr"
    assert tongue.chosen("en") == "en"
    monkeypatch.setenv("PARVIS_MACHINE", str(told))
    assert tongue.chosen(None) == "en"
    assert tongue.chosen("fr") == "fr"
    assert tongue.chosen("xx") == "fr"


def test_a_sentence_from_below_is_said_with_its_values(english: English) -> None:
    for french, expected in (
        ("« Public visé » : le texte manque.", "“Public visé”: the text is missing."),
        (f"dépassée de 25{NARROW}000{NB}€", "exceeded by €25,000"),
        ("Le 26/11/2026 à 04:54, A. Exemple (poste vm) a fait passer le dossier de « Décidé » à « Notifié ».",
         "On 26/11/2026 at 04:54, A. Exemple (workstation vm) moved the file from “Decided” to “Notified”."),
        ("Séance S2026-01, 2026-0014 : accord partiel 8 500 €",
         "Session S2026-01, 2026-0014: partial grant €8,500"),
        ("Étouvie, Dossiers accordés : 4", "Étouvie, Files granted: 4"),
        ("3 dossiers · Compléments (M)", "3 files · Additions (M)"),
        ("7 subsidies, €125,200 depuis 2024", "7 subsidies, €125,200 since 2024"),
    ):  # fmt: skip
        assert english.say(french) == expected


def test_what_people_write_is_left_alone(english: English) -> None:
    for written in (
        "Ateliers de lecture : le quartier raconte",
        "Comité technique, première vague",
        "Demander le règlement de la restauration et la convention d’occupation.",
        "Habitants décideurs : exemplaire.",
        "Toucher 96 enfants, tenir 40 ateliers, identifier au moins 120 espèces ; …",
        "Avis défavorable : voir les notes du carnet.",
        "Budget réaliste, cofinancements, droit commun",
        "Chantier-école : le local à vélos",
    ):
        assert english.say(written) == written


def test_an_amount_is_typed_in_both_ways() -> None:
    for typed in (f"9{NARROW}000,50{NB}€", "9000,50", "9,000.50", "€9,000.50", "9000.50 €"):
        assert read_euros(typed) == 900_050
    assert read_euros("−€3,000") == -300_000
