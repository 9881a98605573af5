"""The Cerfa chart and the arithmetic of a budget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.flow.rulebook import rulebook
from desktop.rules import budget
from desktop.rules.budget import Line
from desktop.rules.chart import BY_CODE, CHART, Side
from desktop.rules.checks import DossierFacts, check
from desktop.rules.findings import Finding


def charge(account: str, euros: int | None, label: str = "ligne") -> Line:
    return Line("charge", account, label, None if euros is None else euros * 100)


def product(account: str, euros: int | None, label: str = "ligne") -> Line:
    return Line("product", account, label, None if euros is None else euros * 100)


BALANCED = [
    charge("601", 1_000), charge("641", 6_000), charge("645", 2_000), charge("864", 1_000),
    product("74epci", 4_000), product("74etat", 2_000), product("756", 3_000), product("870", 1_000),
]  # fmt: skip


def told(lines: list[Line], **kwargs: int) -> list[Finding]:
    return check(DossierFacts(budget=tuple(lines), **kwargs), rulebook(), ["budget"])  # type: ignore[arg-type]


def codes(lines: list[Line], **kwargs: int) -> list[str]:
    return [f.code for f in told(lines, **kwargs) if f.level != "good"]


def test_the_chart_is_a_tree_of_unique_codes() -> None:
    assert len(BY_CODE) == len(CHART)
    for account in CHART:
        parent = BY_CODE.get(account.parent)
        assert account.parent == "" or (
            parent is not None and parent.side == account.side and not parent.parent
        )
    assert [a.code for a in budget.accounts("charge")][-2:] == ["CHARGINDIRECT", "86"]
    assert "74orgasoc" in [a.code for a in budget.accounts("product", "74")]


@pytest.mark.parametrize("account", CHART, ids=lambda a: a.code)
def test_every_account_is_found_by_its_own_code_and_label(account: budget.Account) -> None:
    assert budget.nearest_account(account.code) == account
    assert budget.nearest_account(account.label, account.side) == account


@pytest.mark.parametrize(
    ("text", "side", "code"),
    [
        ("64 - Charges de personnel", None, "64"),
        ("6411 salaires", None, "641"),
        ("Salaires et traitements", "charge", "641"),
        ("LOCATION de salle", "charge", "613"),
        ("Assurances", "charge", "616"),
        ("74 - Subvention CAF de la Somme", "product", "74orgasoc"),
        ("Ville d’Amiens", "product", "74com"),
        ("Amiens Métropole", "product", "74epci"),
        ("Région Hauts-de-France", "product", "74region"),
        ("Fondation de quartier", "product", "74aidespriv"),
        ("Bénévolat", "product", "870"),
        ("Bénévolat", "charge", "864"),
        ("xyz", None, None),
    ],
)
def test_an_account_is_found_from_what_people_write(text: str, side: Side | None, code: str | None) -> None:
    found = budget.nearest_account(text, side)
    assert (found.code if found else None) == code


def test_a_balanced_budget_has_one_good_finding() -> None:
    only = told(BALANCED, asked=4_000_00, cost=9_000_00)
    assert [(f.code, f.level) for f in only] == [("budget-balance", "good")]
    sums = budget.totals(BALANCED)
    assert (sums.charges, sums.cash_charges, sums.voluntary_products, sums.gap) == (
        1_000_000,
        900_000,
        100_000,
        0,
    )
    assert budget.by_post(BALANCED, "charge") == {"60": 100_000, "64": 800_000, "86": 100_000}
    assert budget.staff_share(BALANCED) == "89\u00a0%"
    assert budget.asked_share(BALANCED, 4_000_00) == "44,4\u00a0%"


def test_the_gap_is_told_with_its_two_sources() -> None:
    lines = [charge("60", 41_800), product("70", 41_300)]
    finding = told(lines)[0]
    assert (finding.code, finding.level) == ("budget-balance", "bad")
    assert finding.left.value == "41\u202f800\u00a0€" and finding.right.value == "41\u202f300\u00a0€"
    assert "produits 41\u202f300\u00a0€" in finding.sentence


@pytest.mark.parametrize(
    ("lines", "kwargs", "code"),
    [
        ([*BALANCED, charge("864", 50), product("756", 50)], {}, "budget-voluntary"),
        (BALANCED, {"cost": 12_000_00}, "budget-total"),
        ([*BALANCED, charge("64", 7_000, "Charges de personnel")], {}, "budget-subtotal:64"),
        (BALANCED, {"asked": 5_000_00}, "budget-asked"),
        (BALANCED, {"asked": 7_300_00}, "budget-share"),
        ([charge("60", 10), product("74dep", 9), product("756", 1)], {}, "budget-public"),
        ([Line("charge", "60", "x", 150), Line("product", "70", "x", 150)], {}, "budget-cents"),
        ([charge("60", -5), product("70", -5)], {}, "budget-negative"),
        ([charge("chgfixe", 5), product("70", 5)], {}, "budget-indirect"),
        ([charge("60", None)], {}, "budget-none"),
    ],
)
def test_each_rule_fires(lines: list[Line], kwargs: dict[str, int], code: str) -> None:
    assert code in codes(lines, **kwargs)
    assert code not in codes(BALANCED, cost=10_000_00, asked=6_000_00)


def test_a_subtotal_is_not_counted_twice_but_one_more_expense_is() -> None:
    finer = [charge("641", 6_000), charge("645", 2_000)]
    assert budget.totals([*finer, charge("64", 8_000, "tout le personnel")]).charges == 8_000_00
    assert budget.totals([*finer, charge("64", 500, "Vacataires d’été")]).charges == 8_500_00


line_lists = st.lists(
    st.sampled_from(CHART).flatmap(
        lambda a: st.builds(Line, st.just(a.side), st.just(a.code), st.just("dépense"), st.integers(0, 10**8))
    ),
    max_size=30,
)


@given(line_lists)
def test_totals_agree_with_their_parts(lines: list[Line]) -> None:
    sums = budget.totals(lines)
    assert sum(budget.by_post(lines, "charge").values()) == sums.charges
    assert sum(budget.by_post(lines, "product").values()) == sums.products
    assert sum(budget.by_account(lines).values()) == sums.charges + sums.products
    assert sums.cash_charges + sums.voluntary_charges == sums.charges
