"""Conditions of paragraphs: read, or refused with a sentence; an unknown value never breaks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.letters.condition import ConditionError, compile_condition
from tests.letters.paper import data


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("", True),
        ("decision.montant > 2300000", False),
        ("decision.montant >= 900000", True),
        ("decision.montant < 1 or copies", True),
        ("not copies and decision.montant", False),
        ("not (copies and decision.montant)", False),
        ("porteur.nature == 'association'", True),
        ("porteur.nature != 'association'", False),
        ("courrier.date == '2025-03-14'", True),
        ("courrier.vos_references", False),
        ("dossier.cout <= 1", False),
    ],
)
def test_conditions(condition: str, holds: bool) -> None:
    assert compile_condition(condition)(data()) is holds


@pytest.mark.parametrize("unknown", ["decision.montant > 1", "decision.montant <= 1", "decision.montant"])
def test_an_unknown_amount_meets_no_condition(unknown: str) -> None:
    assert compile_condition(unknown)({}) is False


@given(st.text(alphabet="()<>=!'abcdeimnorst._ 0123456789", max_size=40))
def test_a_condition_is_understood_or_refused(text: str) -> None:
    try:
        test = compile_condition(text)
    except ConditionError as error:
        assert "condition" in str(error)
    else:
        assert test(data()) in (True, False)
