"""English on the screens: numbers, dates and plurals, sentences from below, what people wrote left alone."""

import datetime as dt
from pathlib import Path

import pytest

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
