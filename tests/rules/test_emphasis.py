"""Which words stand out: what differs, what is shared, what counts."""

from __future__ import annotations

import pytest

from desktop.rules.emphasis import Part, figures, parts


def strong(told: list[Part]) -> list[str]:
    return [words.strip() for words, mark in told if mark]


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("9 000 €", "7 500 €", ["9 000 €"], ["7 500 €"]),
        ("Les Lettres d’Étouvie", "LES LETTRES D'ABBEVILLE", ["Étouvie"], ["ABBEVILLE"]),
        ("sans RIB", "RIB", ["sans"], []),
        ("un titre de plusieurs mots", "rien qui soit pareil ici", [], []),
    ],
)
def test_what_differs_stands_out(one: str, other: str, left: list[str], right: list[str]) -> None:
    a, b = parts(one, other, shared=False)
    assert (strong(a), strong(b)) == (left, right)
    assert "".join(words for words, _ in a) == one and "".join(words for words, _ in b) == other


def test_what_two_requests_share_stands_out() -> None:
    a, b = parts("Nous tenons dix ateliers de couture", "Ils tiennent dix ateliers de cuisine", shared=True)
    assert strong(a) == strong(b) == ["dix ateliers de"]


def test_a_figure_stands_out_with_what_it_counts() -> None:
    assert strong(figures("Assiduité aux 18 ateliers, motifs de visite")) == ["18 ateliers"]
    assert strong(figures("en octobre : quinze ateliers en tout")) == ["quinze ateliers"]
    assert strong(figures("Sans rien compter")) == []
