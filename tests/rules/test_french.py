"""French as it is printed: each rule by examples, numbers against another writer of numbers."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from num2words import num2words

from desktop.rules import french

THIN, FIX = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "zéro euro"),
        (100, "un euro"),
        (2100, "vingt et un euros"),
        (7100, "soixante et onze euros"),
        (8000, "quatre-vingts euros"),
        (8100, "quatre-vingt-un euros"),
        (20000, "deux cents euros"),
        (20100, "deux cent un euros"),
        (80_000_00, "quatre-vingt mille euros"),
        (9_000_00, "neuf mille euros"),
        (200_000_00, "deux cent mille euros"),
        (1_000_000_00, "un million d’euros"),
        (2_000_000_00, "deux millions d’euros"),
        (1_200_000_00, "un million deux cent mille euros"),
        (1250, "douze euros et cinquante centimes"),
        (101, "un euro et un centime"),
        (50, "cinquante centimes"),
        (1_000_000_50, "un million d’euros et cinquante centimes"),
    ],
)
def test_amounts_agree(cents: int, said: str) -> None:
    assert french.words(cents) == said


@given(st.integers(0, 10**12 - 1))
@example(1_000_000_000)
@example(80_080_080)
def test_whole_amounts_are_those_of_another_writer(euros: int) -> None:
    said = french.words(euros * 100)
    number = said.removesuffix(" euros").removesuffix(" euro").removesuffix(" d’euros")
    assert number == num2words(euros, lang="fr")


@given(st.integers(0, french.LIMIT - 1))
@example(181_94)
@example(4_20_00)
def test_words_are_read_back(cents: int) -> None:
    assert french.cents_of_words(french.words(cents)) == cents
    assert french.cents_of_words(french.words(cents).upper().replace(" ", FIX)) == cents


@given(st.text())
def test_reading_words_never_breaks(text: str) -> None:
    found = french.cents_of_words(text)
    assert found is None or found >= 0


@pytest.mark.parametrize("cents", [-1, french.LIMIT])
def test_amounts_that_are_not_written(cents: int) -> None:
    with pytest.raises(ValueError, match="ne s’écrit pas en lettres"):
        french.words(cents)


def test_amounts_in_figures() -> None:
    assert french.euros(900_000) == f"9{THIN}000{FIX}€"
    assert french.euros(1_250_050) == f"12{THIN}500,50{FIX}€"
    assert french.euros_cents(900_000) == f"9{THIN}000,00{FIX}€"
    assert french.euros_cents(900_050) == f"9{THIN}000,50{FIX}€"


def test_dates() -> None:
    assert french.date_long(date(2025, 3, 1)) == f"1er{FIX}mars 2025"
    assert french.date_long(date(2025, 8, 14)) == f"14{FIX}août 2025"
    assert french.date_short(date(2025, 3, 1)) == "01/03/2025"


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("Étouvie", "d’Étouvie"),
        ("Parcheminiers", "des Parcheminiers"),
        ("Les Parcheminiers", "des Parcheminiers"),
        ("Salamandre-Marcel Paul", "de Salamandre-Marcel Paul"),
        ("Le Mans", "du Mans"),
        ("La Somme", "de la Somme"),
        ("État", "de l’État"),
        ("Hauts-de-France", "des Hauts-de-France"),
        ("Hauts Bois", "de Hauts Bois"),
        ("huit mille euros", "de huit mille euros"),
        ("onze euros", "de onze euros"),
        ("habitants", "d’habitants"),
        ("l’appel", "de l’appel"),
    ],
)
def test_elision(noun: str, said: str) -> None:
    assert french.de_(noun) == said


def test_articles_and_conjunction() -> None:
    assert [french.le_("État"), french.le_("comité"), french.le_("direction", feminine=True)] == [
        "l’État",
        "le comité",
        "la direction",
    ]
    assert [french.que_("une aide"), french.que_("votre aide"), french.que_("il")] == [
        "qu’une aide",
        "que votre aide",
        "qu’il",
    ]


@pytest.mark.parametrize(
    ("title", "function", "said"),
    [
        ("Madame", "Présidente", "Madame la Présidente"),
        ("Mme", "président(e)", "Madame la Présidente"),
        ("M.", "PRÉSIDENTE", "Monsieur le Président"),
        ("Monsieur", "principal", "Monsieur le Principal"),
        ("Madame", "directeur", "Madame la Directrice"),
        ("Madame", "Maire", "Madame la Maire"),
        ("Monsieur", "administratrice", "Monsieur l’Administrateur"),
        ("Madame", "chargée de mission", "Madame"),
        ("", "Présidente", "Madame la Présidente, Monsieur le Président"),
        ("", "", "Madame, Monsieur"),
    ],
)
def test_civility_agrees(title: str, function: str, said: str) -> None:
    assert french.civility(title, function) == said


def test_typography_examples() -> None:
    typed = 'L\'action "Lire": voir le n° 12 ; 9 000 € et 12 % le 14 mars 2025... Oui? a - b'
    assert french.typography(typed) == (
        f"L’action «{FIX}Lire{FIX}»{FIX}: voir le n°{FIX}12{THIN}; 9{THIN}000{FIX}€ et 12{FIX}% "
        f"le 14{FIX}mars 2025… Oui{THIN}? a – b"
    )


@pytest.mark.parametrize("kept", ["10:30", "https://exemple.invalid:80/?a", "80000 Amiens", "03 22 00 00 00"])
def test_typography_leaves_alone(kept: str) -> None:
    assert french.typography(kept) == kept


@given(st.text(alphabet="abéÀ «»\"':;!?%€0123456789.-–°n\u00a0\u202f*()", max_size=60))
def test_typography_twice_changes_nothing(text: str) -> None:
    once = french.typography(text)
    assert french.typography(once) == once


def test_plural_and_lists() -> None:
    assert [french.plural(n, "euro") for n in (0, 1, 2)] == ["euro", "euro", "euros"]
    assert french.plural(2, "local", "locaux") == "locaux"
    assert french.plural(3, "bras") == "bras"
    assert french.listed([]) == ""
    assert french.listed(["a"]) == "a"
    assert french.listed(["a", "b", "c"]) == "a, b et c"
