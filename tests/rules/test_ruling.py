"""Decisions: what each one demands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules import ruling
from desktop.rules.ruling import Reason

ASKED = 12_000_00
REASONS = [
    Reason("HORS_DELAI", "Demande reçue hors délai", frozenset({"adjourned", "refused", "ineligible"})),
    Reason("DROIT_COMMUN", "Relève du droit commun", frozenset({"redirected"})),
    Reason("RETRAIT", "Retrait par le porteur", frozenset({"withdrawn"})),
]


def test_each_outcome_has_its_own_letter_and_label() -> None:
    letters = [ruling.letter_of(o.code) for o in ruling.OUTCOMES]
    assert letters == [
        "accord",
        "accord_partiel",
        "ajournement",
        "refus",
        "ineligible",
        "reorientation",
        "retrait",
    ]
    assert len(set(ruling.LABELS.values())) == 7


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_deduced_outcome_is_always_the_one_that_stands(asked: int, granted: int) -> None:
    right = ruling.deduce(asked, granted)
    wrong = "partial" if right == "granted" else "granted"
    if granted <= asked:
        assert ruling.check(right, asked, {"METROPOLE": granted}) == []
        assert ruling.check(wrong, asked, {"METROPOLE": granted}) != []
    else:
        assert any(
            "dépasse le montant demandé" in s for s in ruling.check(right, asked, {"METROPOLE": granted})
        )


def test_amounts_of_several_funders_add_up() -> None:
    assert ruling.check("partial", ASKED, {"METROPOLE": 5_000_00, "ETAT147": 4_000_00}) == []
    assert ruling.check("granted", ASKED, {"METROPOLE": 8_000_00, "ETAT147": 4_000_00}) == []


@pytest.mark.parametrize("code", ["adjourned", "refused", "ineligible", "redirected"])
def test_saying_no_asks_for_a_reason_and_no_money(code: str) -> None:
    assert any("motif" in s for s in ruling.check(code, ASKED, {}))
    reason = ruling.reasons_for(code, REASONS)[0].code
    assert ruling.check(code, ASKED, {}, [reason], catalogue=REASONS) == []
    assert ruling.check(code, ASKED, {}, free_reason="Le lieu n’est pas encore trouvé.") == []
    assert any(
        "ne porte pas de montant" in s
        for s in ruling.check(code, ASKED, {"VILLE": 100}, [reason], catalogue=REASONS)
    )


def test_zero_amounts_left_in_the_fields_of_a_refusal_do_no_harm() -> None:
    assert (
        ruling.check("refused", ASKED, {"VILLE": 0, "METROPOLE": 0}, ["HORS_DELAI"], catalogue=REASONS) == []
    )


def test_a_withdrawal_needs_nothing() -> None:
    assert ruling.check("withdrawn", None, {}) == []


@pytest.mark.parametrize(
    ("kwargs", "word"),
    [
        ({"outcome": "granted", "amounts": {}}, "supérieur à zéro"),
        ({"outcome": "granted", "amounts": {"VILLE": -1, "ETAT147": 2}}, "négatif"),
        ({"outcome": "granted", "amounts": {"VILLE": ASKED}, "cost": 10_000_00}, "coût de l’action"),
        ({"outcome": "refused", "amounts": {}, "reasons": ["no_such"]}, "pas dans la liste"),
        ({"outcome": "refused", "amounts": {}, "reasons": ["RETRAIT"]}, "ne convient pas"),
        ({"outcome": "refused", "amounts": {}, "reasons": ["HORS_DELAI"], "conditions": ["x"]}, "conditions"),
        ({"outcome": "perhaps", "amounts": {}}, "n’existe pas"),
    ],
)
def test_faults_are_told(kwargs: dict[str, object], word: str) -> None:
    faults = ruling.check(asked=ASKED, catalogue=REASONS, **kwargs)  # type: ignore[arg-type]  # a table of keyword cases
    assert any(word in sentence for sentence in faults)


def test_a_reason_is_found_by_code_or_label() -> None:
    assert ruling.find_reason("demande recue HORS DÉLAI", REASONS) is REASONS[0]
    assert ruling.find_reason("hors_delai", REASONS) is REASONS[0]
    assert ruling.find_reason("parce que", REASONS) is None


def test_with_nothing_known_of_what_was_asked_any_amount_is_an_accord() -> None:
    assert ruling.deduce(None, 5) == "granted"
    assert ruling.check("granted", None, {"VILLE": 5}) == []
