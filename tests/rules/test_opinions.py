"""The four values of an opinion, as people and imports write them."""

from __future__ import annotations

import pytest

from desktop.rules.opinions import LABELS, VALUES, face, in_sum, read_value


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Favorable", "favourable"), ("AVIS FAVORABLE", "favourable"), ("favorable.", "favourable"),
        ("Favorable;Sans réserve", "favourable"), ("favourable", "favourable"),
        ("Réservé", "reserved"), ("avis réservé", "reserved"), ("Favorable avec réserve", "reserved"),
        ("Favorable;Avec réserves", "reserved"), ("Défavorable", "unfavourable"),
        ("defavorable", "unfavourable"), ("Non favorable", "unfavourable"), ("hors champ", "out_of_scope"),
        ("Hors\u00a0champ", "out_of_scope"), ("sans avis", "out_of_scope"), ("NSP", "out_of_scope"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_it_is_written(written: str, code: str) -> None:
    assert read_value(written) == code


@pytest.mark.parametrize("written", ["", "peut-être", "favorable si le budget est revu", "12", "en attente"])
def test_what_is_none_of_the_four_is_not_guessed(written: str) -> None:
    assert read_value(written) is None


def test_every_label_reads_back_as_its_value_and_has_a_tone() -> None:
    for value in VALUES:
        assert read_value(value.label) == value.code
        assert face(value.code) == (LABELS[value.code], value.tone)


def test_words_of_an_import_are_shown_as_they_are() -> None:
    assert face("Avis favorable") == ("Favorable", "good")
    assert face("À rediscuter en comité") == ("À rediscuter en comité", "neutral")
    assert face("") == ("Sans valeur", "neutral")


def test_a_group_of_opinions_is_summed_in_their_order() -> None:
    values = ["reserved", "favourable", "Avis favorable", "out_of_scope", "?"]
    assert in_sum(values) == "2 favorables, 1 réservé, 1 hors champ"
    assert in_sum([]) == ""
