"""The figures of a real base: rows add up, a bar opens what it counts, what is unknown or closed is told."""

from __future__ import annotations

import pytest

from db import queries, sight
from db.queries.figures import crossed, figures, years
from db.queries.figures_axes import AXES
from db.rights import Who
from db.store import Store
from desktop.flow.annotate import mark
from desktop.flow.decide import decide
from desktop.flow.figures import Asked, read_figures
from desktop.flow.interests import declare
from desktop.flow.year_told import tell_year
from desktop.rules.figures import AXES as NAMES
from desktop.rules.figures import query_of
from desktop.rules.query import parse, to_tree
from tests.office import application, bring


@pytest.fixture
def filled(store: Store) -> Store:
    bring(
        store,
        application("26500001", asked=10_000_00, beneficiaries=120, women=70),
        application(
            "26500002", quarters=["Étouvie", "Nord", "Elbeuf"], asked=1_000_01, cost=None, renewal=True
        ),
        application("26500003", quarters=[], main_challenge="", asked=None, renewal=False, budget=[]),
    )
    first, second, _ = queries.list_ids(store.reader)
    challenges = queries.challenges(store.reader)
    funders = {row.code: row.id for row in queries.funders(store.reader)}
    for rank in (0, 6):
        store.do(mark, dossier=second, challenge=challenges[rank].id, level=2, reason="oui")
    store.do(decide, dossier=first, outcome="granted", amounts={funders["VILLE"]: 4_000_01})
    return store


def test_rows_add_up_on_every_axis(filled: Store) -> None:
    (whole,) = figures(filled.reader, "whole")
    assert (whole.dossiers, whole.asked, whole.granted) == (3, 11_000_01, 4_000_01)
    assert (whole.no_asked, whole.no_cost, whole.no_people) == (1, 1, 2)
    for by in AXES:
        rows = figures(filled.reader, by)
        for name in (
            "granted",
            "paid",
            "cost",
            "beneficiaries",
            "women",
            *(["asked"] if by != "funder" else []),
        ):
            assert sum(getattr(row, name) or 0 for row in rows) == (getattr(whole, name) or 0), (by, name)


def test_a_bar_opens_what_it_counts(filled: Store) -> None:
    for by in NAMES:
        for row in figures(filled.reader, by, year=2026):
            query = query_of(by, row.code, 2026, 2026)
            assert len(queries.list_ids(filled.reader, to_tree(parse(query)))) == row.dossiers, query
    assert figures(filled.reader, "quarter", year=1999)[0].dossiers == 0
    assert years(filled.reader) == [2026]


def test_a_filter_counts_the_share_of_its_own(filled: Store) -> None:
    quarters = {row.code: row for row in figures(filled.reader, "quarter")}
    for code, row in quarters.items():
        inside = figures(filled.reader, "challenge", filters={"quarter": code})
        assert sum(one.asked or 0 for one in inside) == (row.asked or 0), code
    assert (quarters["QN08001M"].asked, quarters["QN08010N"].asked) == (10_000_00 + 333_33, 333_35)
    cells = crossed(filled.reader)
    for code, row in quarters.items():
        assert sum(cell.granted or 0 for cell in cells if cell.quarter == code) == row.granted


def test_a_funder_counts_its_own_money(filled: Store) -> None:
    rows = {row.code: row for row in figures(filled.reader, "funder")}
    assert (rows["VILLE"].granted, rows["VILLE"].granted_count) == (4_000_01, 1)
    assert (rows["ETAT147"].granted, rows["ETAT147"].granted_count) == (0, 0)
    assert rows[""].dossiers == 1 and rows[""].no_asked == 1
    only = figures(filled.reader, "quarter", filters={"funder": "VILLE"})
    assert sum(row.granted or 0 for row in only) == 4_000_01


def test_the_unknown_is_told(filled: Store) -> None:
    told = read_figures(filled.reader, Asked("quarter"))
    assert "1 dossier sans montant demandé connu." in told.notes
    assert "50 personnes dont le sexe n’est pas dit." in told.notes
    assert told.whole.residents == 31_500
    assert read_figures(filled.reader, Asked("challenge", 1999, 1999)).whole.dossiers == 0


def test_what_is_closed_counts_and_is_told(filled: Store) -> None:
    filled.do(declare, nature="membre du bureau", dossier=queries.list_ids(filled.reader)[0])
    told = read_figures(filled.reader, Asked("quarter"), filled.author)
    assert told.whole.closed == 1 and told.whole.dossiers == 3
    assert any("vous est fermé" in note for note in told.notes)


def test_whoever_is_kept_to_a_quarter_counts_what_they_see(filled: Store) -> None:
    sight.restrict(filled.reader, Who("B. Exemple", "quarter_office", frozenset({"QN08003M"})))
    try:
        (whole,) = figures(filled.reader, "whole")
        rows = {row.code: row for row in figures(filled.reader, "quarter")}
        assert (whole.dossiers, whole.asked) == (1, 1_000_01)
        assert rows["QN08001M"].dossiers == 1  # the same dossier, that concerns both
        assert tell_year(filled.reader, 2026, "B. Exemple").actions == ()
    finally:
        sight.lift(filled.reader)
    assert figures(filled.reader, "whole")[0].dossiers == 3


@pytest.mark.parametrize("by", [*AXES])
def test_one_statement_however_many_dossiers(filled: Store, by: str) -> None:
    said: list[str] = []
    filled.reader.set_trace_callback(said.append)
    figures(filled.reader, by, filters={"quarter": "QN08001M"})
    filled.reader.set_trace_callback(None)
    assert len([line for line in said if line.lstrip().upper().startswith(("SELECT", "WITH"))]) == 1
