"""The second look: where a letter stands, and what keeps it from leaving."""

from __future__ import annotations

import pytest

from desktop.rules import approval
from desktop.rules.approval import APPROVED, ASKED, CHANGED, NONE, RETURNED, held, required, standing


def test_an_approval_holds_for_the_words_that_were_read_alone() -> None:
    assert standing("approved", "abc", {"abc"}) == APPROVED
    assert standing("approved", "abc", {"abd", "abc"}) == APPROVED
    assert standing("approved", "abc", {"abd"}) == CHANGED
    assert standing("asked", "", {"abd"}) == ASKED and standing("returned", "", ()) == RETURNED
    assert standing("", "", ()) == NONE and standing("un autre mot", "", ()) == NONE


@pytest.mark.parametrize(
    ("level", "decision", "wanted"),
    [("never", True, False), ("decisions", True, True), ("decisions", False, False), ("all", False, True)],
)
def test_what_the_office_asks_of_itself(level: str, decision: bool, wanted: bool) -> None:
    assert required(level, decision=decision) is wanted
    assert bool(held(level, NONE, decision=decision)) is wanted


def test_what_was_asked_is_waited_for_even_where_nothing_is_required() -> None:
    assert "attend d’être approuvé" in held("never", ASKED, decision=True)
    assert "le montant" in held("never", RETURNED, decision=True, note="le montant")
    assert "a changé" in held("never", CHANGED, decision=True)
    assert held("all", APPROVED, decision=True) == "" and held("never", NONE, decision=True) == ""


def test_another_eye_is_wanted() -> None:
    assert "autre regard" in approval.why_not("A. Exemple", {"A. Exemple", "B. Exemple"})
    assert approval.why_not("C. Exemple", {"A. Exemple"}) == ""
