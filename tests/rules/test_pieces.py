"""Which pieces are due, until when one is valid, and which earlier one serves again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.rules import pieces
from desktop.rules.pieces import Held, Kind

DAY = date(2026, 3, 12)
RIB = Kind("rib", "yearly", valid_months=12, reusable=True)
STATUTES = Kind("statuts", "once", reusable=True)
HELD = Held(b"1", "rib", "received", True, dated=date(2025, 6, 2))


@pytest.mark.parametrize(
    ("kind", "call", "renewal", "expected"),
    [
        (Kind("rib", "yearly"), "general", False, True),
        (Kind("bilan", "renewal"), "general", True, True),
        (Kind("bilan", "renewal"), "general", False, False),
        (Kind("bilan", "renewal"), "general", None, False),
        (Kind("devis", "asked", required=False), "general", True, False),
        (Kind("partenaires", "request", calls=frozenset({"specific"})), "specific", False, True),
        (Kind("partenaires", "request", calls=frozenset({"specific"})), "general", False, False),
    ],
)
def test_what_is_due(kind: Kind, call: str, renewal: bool | None, expected: bool) -> None:
    assert pieces.is_due(kind, call, renewal) is expected
    assert pieces.due([kind], call, renewal) == ([kind] if expected else [])


@pytest.mark.parametrize(
    ("dated", "months", "told", "last"),
    [
        (date(2025, 3, 12), 12, None, date(2026, 3, 12)),
        (date(2024, 2, 29), 12, None, date(2025, 2, 28)),
        (date(2025, 3, 12), 0, None, None),
        (None, 12, None, None),
        (date(2025, 3, 12), 12, date(2025, 12, 31), date(2025, 12, 31)),
        (None, 0, date(2025, 12, 31), date(2025, 12, 31)),
    ],
)
def test_the_last_day_of_a_document(
    dated: date | None, months: int, told: date | None, last: date | None
) -> None:
    assert pieces.expiry(dated, months, told) == last


def test_a_document_is_valid_through_its_last_day() -> None:
    assert pieces.is_valid(date(2026, 3, 12), date(2025, 3, 12), 12)
    assert not pieces.is_valid(date(2026, 3, 13), date(2025, 3, 12), 12)
    assert pieces.is_valid(DAY, None, 12), "a date nobody noted is no expiry"


def test_only_what_was_held_expires() -> None:
    past = date(2026, 3, 11)
    assert pieces.state_on(DAY, "received", past) == "expired"
    assert pieces.state_on(DAY, "waived", past) == "expired"
    assert pieces.state_on(DAY, "received", DAY) == "received"
    assert pieces.state_on(DAY, "refused", past) == "refused"
    assert pieces.state_on(DAY, "none", past) == "none"


@pytest.mark.parametrize(
    ("changes", "serves"),
    [
        ({}, True),
        ({"dated": date(2025, 3, 11)}, False),  # expired yesterday
        ({"dated": date(2025, 3, 12)}, True),  # its last day
        ({"dated": None, "received": date(2025, 9, 1)}, True),
        ({"dated": None, "received": date(2024, 9, 1)}, False),
        ({"dated": None}, False),  # nobody knows how old it is
        ({"expires": date(2026, 3, 1)}, False),
        ({"state": "refused"}, False),
        ({"state": "waived"}, False),
        ({"has_file": False}, False),
        ({"code": "statuts"}, False),
    ],
)
def test_which_earlier_piece_serves_again(changes: dict[str, object], serves: bool) -> None:
    assert pieces.can_serve(RIB, replace(HELD, **changes), DAY) is serves


def test_statutes_without_a_date_serve_and_the_commitment_never_does() -> None:
    assert pieces.can_serve(STATUTES, replace(HELD, code="statuts", dated=None), DAY)
    assert not pieces.can_serve(Kind("cer"), replace(HELD, code="cer"), DAY)


def test_the_most_recent_one_is_taken() -> None:
    older, newer = replace(HELD, key=b"0", dated=date(2025, 5, 1)), replace(HELD, key=b"2")
    assert pieces.best(RIB, [newer, older], DAY) == newer
    assert pieces.best(RIB, [replace(HELD, dated=date(2020, 1, 1))], DAY) is None


def test_a_request_says_why_each_piece_is_asked_for_again() -> None:
    assert pieces.why_lacking("refused", "Compte personnel.", None) == "Compte personnel."
    assert pieces.why_lacking("expired", "", date(2026, 3, 1)) == "périmée depuis le 01/03/2026"
    assert pieces.why_lacking("missing", "rien", None) == ""
    assert pieces.items([("RIB", "Compte personnel."), ("Statuts", "")]) == [
        "RIB (Compte personnel)",
        "Statuts",
    ]
    assert not pieces.is_complete(["received", "expired"]) and pieces.is_complete(["received", "none"])
