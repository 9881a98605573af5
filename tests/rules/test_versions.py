"""What changed between two tellings: words, fields, lines of the budget, and what was kept here."""

from __future__ import annotations

from time import process_time

import pytest

from desktop.rules.versions import FieldChange, LineChange, Words, compare, kept_here, shown, words

LABELS = {"title": "Intitulé", "asked": "Montant demandé"}


def said(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.sign, part.text) for part in words(before, after)]


def test_words_that_went_and_came() -> None:
    assert said("Des séances de lecture le mercredi.", "Des séances de conte le mercredi et le samedi.") == [
        ("same", "Des séances de "), ("gone", "lecture"), ("new", "conte"), ("same", " le mercredi"),
        ("new", " et le samedi"), ("same", "."),
    ]  # fmt: skip


def test_words_written_anew_read_as_one_change() -> None:
    assert said("trois ateliers courts", "deux grandes fêtes") == [
        ("gone", "trois ateliers courts"),
        ("new", "deux grandes fêtes"),
    ]
    assert said("", "Neuf") == [("new", "Neuf")] and said("Parti", "") == [("gone", "Parti")]
    assert said("Égal", "Égal") == [("same", "Égal")] and said("", "") == []


@pytest.mark.parametrize("text", ["a b c", "Un, deux ; trois.\n\nQuatre", "x" * 50])
def test_both_texts_can_be_read_again_from_the_words(text: str) -> None:
    other = text.replace("b", "d").replace("deux", "cinq") + " fin"
    told = list(words(text, other))
    assert "".join(part.text for part in told if part.sign != "new") == text
    assert "".join(part.text for part in told if part.sign != "gone") == other


def test_long_texts_are_compared_in_good_time() -> None:
    long = " ".join(f"mot{n} autre{n % 7} encore{n % 13}." for n in range(6_000))
    start = process_time()
    told = list(words(long, long.replace("mot3000 ", "nouveau ")))
    assert process_time() - start < 2
    assert sum(part.sign == "new" for part in told) == 1


def test_fields_texts_and_lines() -> None:
    before = {
        "title": "Lecture", "asked": 12_000_00, "text.public": "Enfants", "text.objectives": "Lire",
        "budget": [["charge", "64", "Personnel", 10_00, "", ""], ["charge", "60", "Livres", 5_00, "", ""]],
        "source_state": "En construction",
    }  # fmt: skip
    after = {
        "asked": 15_000_00, "text.public": "Enfants", "text.objectives": "Lire et dire", "renewal": True,
        "budget": [["charge", "64", "Personnel", 12_00, "", ""], ["charge", "62", "Fête", 1_00, "", ""]],
        "source_state": "En instruction",
    }  # fmt: skip
    told = compare(before, after, LABELS)
    assert [(f.label, f.before, f.after) for f in told.fields if f.changed] == [
        ("Montant demandé", "12\u202f000\u00a0€", "15\u202f000\u00a0€"),
        ("renewal", "", "oui"),
    ]
    assert FieldChange("title", "Intitulé", "Lecture", "Lecture") in told.fields, "not told again: it stayed"
    assert [t.code for t in told.texts if t.changed] == ["objectives"]
    assert [(line.name, line.before, line.after) for line in told.lines] == [
        ("Charges · 64 Personnel", 10_00, 12_00),
        ("Charges · 60 Livres", 5_00, None),
        ("Charges · 62 Fête", None, 1_00),
    ]
    assert told.changed and not compare(before, before, LABELS).changed


def test_a_line_said_twice_is_two_lines() -> None:
    twice = {"budget": [["charge", "60", "Livres", 1, "", ""], ["charge", "60", "Livres", 2, "", ""]]}
    once = {"budget": [["charge", "60", "Livres", 1, "", ""]]}
    assert compare(twice, once, {}).lines == (
        LineChange("budget", "Charges · 60 Livres", 1, 1),
        LineChange("budget", "Charges · 60 Livres", 2, None, True, False),
    )


def test_what_was_kept_here_against_the_source() -> None:
    told = {"title": "Lecture", "asked": 12_000_00, "place": "Étouvie", "text.public": "Enfants"}
    here = {"title": "Lecture de rue", "asked": 12_000_00, "place": "", "text.public": "Enfants et parents"}
    assert [(f.label, f.before, f.after) for f in kept_here(told, here, LABELS)] == [
        ("Intitulé", "Lecture", "Lecture de rue"),
        ("Public bénéficiaire", "Enfants", "Enfants et parents"),
    ]


def test_a_value_reads_the_same_from_a_file_and_from_the_database() -> None:
    assert shown("starts_on", "2026-03-01") == "01/03/2026"
    assert shown("deposited_at", "2026-01-09T10:30:00") == shown("deposited_at", "2026-01-09 10:30:00.000000")
    assert shown("renewal", 1) == shown("renewal", True) == "oui" and shown("renewal", False) == "non"
    assert shown("quarters", ["QN08001M"]) == "QN08001M" and shown("asked", 0) == "0\u00a0€"
    assert Words("same", "x").text == "x"


def test_people_in_another_order_are_the_same_people() -> None:
    one = ["representative", "Mme", "Claire", "Exemple", "Présidente", "", ""]
    other = ["in_charge", "", "Sacha", "Essai", "", "", ""]
    assert shown("people", [one, other]) == shown("people", [other, one])
    assert shown("people", [one]).startswith("Représentant légal · Mme · Claire")
    assert kept_here({"people": [one, other]}, {"people": [other, one]}, LABELS) == []
