"""What a financing plan adds up to, and what follows from each answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.funding import Funding, Plan, consequences, of_kind, own_part, seeds


def words(plan: Plan) -> list[str]:
    return [said.replace("\u00a0", " ").replace("\u202f", " ") for said, _ in consequences(plan, 80)]


STATE = Funding("État", 4_000_00, account="74etat")
CITY = Funding("Ville", 3_000_00, account="74com", common_law=True)


def plan(*lines: Funding, cost: int | None = 10_000_00, own: int = 3_000_00) -> Plan:
    return Plan(lines, cost, own)


def test_a_plan_adds_what_is_expected_and_what_is_sure() -> None:
    confirmed = Funding("État", 4_000_00, 3_500_00, "confirmed", account="74etat")
    told = plan(confirmed, CITY)
    assert (told.expected, told.sure, told.gap, told.still_open) == (9_500_00, 6_500_00, 500_00, 3_500_00)
    assert of_kind(told.lines, common_law=True) == 3_000_00
    assert (
        told.part(confirmed) == "35\u00a0%" or told.part(confirmed).replace("\u202f", "\u00a0") == "35\u00a0%"
    )


@pytest.mark.parametrize(
    ("line", "expected", "sure"),
    [
        (Funding("A", 100), 100, 0),
        (Funding("A", 100, 80, "announced"), 80, 0),
        (Funding("A", 100, None, "announced"), 100, 0),
        (Funding("A", 100, 80, "confirmed"), 80, 80),
        (Funding("A", 100, 0, "confirmed"), 0, 0),
        (Funding("A", 100, 100, "refused"), 0, 0),
        (Funding("A", 100, 80, "unknown"), 100, 0),
        (Funding("A", None), 0, 0),
    ],
)
def test_each_answer_counts_for_what_it_is(line: Funding, expected: int, sure: int) -> None:
    assert (line.expected, line.sure) == (expected, sure)


def test_a_balanced_plan_says_from_where_on_it_breaks() -> None:
    told = words(plan(STATE, CITY))
    assert "Si État donne moins de 4 000 €, l’action ne s’équilibre plus." in told
    assert "Si Ville donne moins de 3 000 €, l’action ne s’équilibre plus." in told


def test_a_surplus_leaves_room() -> None:
    told = words(plan(STATE, CITY, own=4_000_00))
    assert told[0] == "Le plan dépasse le coût de 1 000 € : un financeur peut donner moins."
    assert "Si État donne moins de 3 000 €, l’action ne s’équilibre plus." in told


def test_what_lacks_and_what_was_refused_come_first() -> None:
    told = words(plan(STATE, Funding("Ville", 3_000_00, status="refused", account="74com", common_law=True)))
    assert told[:2] == [
        "Il manque 3 000 € pour couvrir le coût, même si chacun donne ce qu’on attend.",
        "Ville a refusé : 3 000 € à trouver ailleurs, 30 % du coût.",
    ]
    assert not any("ne s’équilibre plus" in said for said in told), "it does not balance already"


def test_an_answer_below_what_was_asked_is_told() -> None:
    told = words(plan(Funding("État", 4_000_00, 1_000_00, "announced", account="74etat"), CITY))
    assert "État donne 1 000 € sur 4 000 € demandés : 3 000 € de moins." in told


def test_public_money_and_droit_commun_are_told() -> None:
    told = words(plan(Funding("État", 9_000_00, account="74etat"), own=1_000_00))
    assert "L’argent public ferait 90 % du coût, au-delà de 80 %." in told
    assert any("droit commun" in said for said in told)
    private = words(plan(Funding("Fondation", 9_000_00, account="74aidespriv"), CITY, own=0, cost=12_000_00))
    assert not any("argent public" in said or "Aucun financement de droit commun" in said for said in private)


def test_all_confirmed_is_good_news() -> None:
    lines = [
        Funding(one.name, one.asked, one.asked, "confirmed", one.common_law, "74aidespriv")
        for one in (STATE, CITY)
    ]
    assert consequences(plan(*lines), 80)[0] == (
        "Le coût est couvert par des financements confirmés.",
        "good",
    )


def test_without_a_cost_nothing_is_computed() -> None:
    assert words(plan(STATE, cost=None)) == [
        "Le coût de l’action n’est pas connu : rien ne peut être calculé."
    ]
    assert plan(STATE, cost=None).gap is None


@given(
    st.lists(
        st.tuples(st.integers(0, 10**8), st.sampled_from(["asked", "announced", "confirmed", "refused"])),
        max_size=8,
    ),
    st.integers(1, 10**9),
    st.integers(0, 10**8),
)
def test_sure_money_is_never_more_than_expected_money(
    rows: list[tuple[int, str]], cost: int, own: int
) -> None:
    made = Plan(
        tuple(Funding(str(n), amount, status=status) for n, (amount, status) in enumerate(rows)), cost, own
    )
    assert own <= made.sure <= made.expected
    assert made.gap == cost - made.expected
    assert all(said.endswith(".") for said, _ in consequences(made, 80))


def test_own_part_leaves_out_funders_and_voluntary_work() -> None:
    assert (
        own_part([("70", 100), ("74etat", 900), ("756", 50), ("87", 400), ("870", 30), ("77", None)]) == 150
    )


def test_a_first_plan_is_read_off_the_budget_then_off_the_amounts_asked() -> None:
    products = [
        ("74etat", "État", "État, programme 147", 900),
        ("70", "Ventes", "", 50),
        ("74dep", "Département", "", None),
    ]
    made = seeds(products, [("État", "74etat", 800), ("Région", "74region", 100), ("CAF", "74orgasoc", None)])
    assert [(line.name, line.asked) for line in made] == [("État, programme 147", 900), ("Région", 100)]
