"""What the list is filtered by: chips from queries, values of one field in one chip, orders of views."""

import pytest

from desktop.rules.query import QueryError, Term, parse
from desktop.ui.list.filters import Filters
from desktop.ui.list.sorting import Order

NORTH, WEST = Term("quarter", "=", "Nord"), Term("quarter", "=", "Étouvie")
GRID = ["Précarité", "Insertion", "Santé", "Réussite"]


def test_a_query_becomes_stages_and_chips() -> None:
    filters = Filters.of("étape:instruction quartier:Nord défi:4 livre")
    assert filters.stages == ("instruction",)
    assert filters.words(GRID) == ["Quartier\u00a0: Nord", "Défi\u00a0: 4 Réussite", "«\u00a0livre\u00a0»"]


def test_values_of_one_field_share_a_chip_and_leave_it_one_by_one() -> None:
    both = Filters().toggled(WEST).toggled(NORTH)
    assert both.words() == ["Quartier\u00a0: Étouvie, Nord"]
    assert both.text() == "quartier:Étouvie ou quartier:Nord"
    assert both.toggled(WEST).words() == ["Quartier\u00a0: Nord"]
    assert both.toggled(WEST).toggled(NORTH) == Filters()


def test_amounts_do_not_share_a_chip() -> None:
    filters = Filters().toggled(Term("asked", ">", 5_000_00)).toggled(Term("asked", ">", 10_000_00))
    assert len(filters.words()) == 2


def test_adding_a_filter_twice_adds_it_once() -> None:
    once = Filters().plus(parse("quartier:Nord livre"))
    assert once.plus(parse("livre quartier:Nord")) == once


def test_a_second_demand_on_stages_narrows_instead_of_replacing() -> None:
    filters = Filters.of("étape:instruction").plus(parse("étape:prêt"))
    assert filters.stages == ("instruction",)
    assert filters.words() == ["Étape\u00a0: Prêt comité"]


@pytest.mark.parametrize(
    "query",
    [
        "(étape:reçu ou étape:prêt) quartier:Nord -livre",
        "demandé>23000 (défi:4>=2 ou porteur:jardins)",
        "",
    ],
)
def test_the_text_of_filters_gives_the_same_filters(query: str) -> None:
    filters = Filters.of(query)
    assert Filters.of(filters.text()) == filters


def test_counts_of_stages_leave_the_stages_out() -> None:
    filters = Filters.of("étape:instruction quartier:Nord")
    assert filters.node(with_stages=False) == NORTH


def test_a_wrong_query_raises() -> None:
    with pytest.raises(QueryError):
        Filters.of("quartier:")


def test_orders_are_kept_as_one_word() -> None:
    assert Order.read("due") == Order("due_on", False)
    assert Order.read("-asked") == Order("asked", True)
    assert Order.read(Order("levels", True).kept()) == Order("levels", True)
    assert Order.read("nonsense") == Order("number", False)
