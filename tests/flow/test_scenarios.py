"""Scenarios in a real base: made, written in, promoted in one step that one undo takes back."""

from __future__ import annotations

import pytest

from db import queries
from db.queries.money import envelopes
from db.queries.scenarios import bench_rows, cells, last_year, scenario, scenarios
from db.store import Store
from desktop.exchange.application import Applicant, BudgetLine
from desktop.flow.bench import load, scores_of
from desktop.flow.decide import decide
from desktop.flow.instruct import propose
from desktop.flow.interests import declare
from desktop.flow.scenarios import (
    make,
    promote,
    promotion,
    rank_by_hand,
    remove,
    rename,
    set_cut,
    write_cells,
)
from desktop.flow.score import close
from desktop.flow.unite import unite_dossiers
from desktop.rules.bench import recount
from tests.flow.test_scores import score_all
from tests.office import application, bring, dump

ME, OTHER = "A. Exemple", "B. Autre"


@pytest.fixture
def dossiers(store: Store) -> list[bytes]:
    """Four dossiers that ask the State, the metropolis and a funder that is not the office's."""
    budget = [
        BudgetLine("charge", "64", "Personnel", 20_000_00),
        BudgetLine("product", "74etat", "État", 6_000_00, "État, programme 147"),
        BudgetLine("product", "74epci", "Métropole", 4_000_00, "Amiens Métropole"),
        BudgetLine("product", "74region", "Région", 3_000_00, "Région Hauts-de-France"),
    ]
    made = [
        application(f"2650000{n}", asked=10_000_00, cost=20_000_00, budget=budget,
                    applicant=Applicant(name=f"Association {n}", rna=f"W80290000{n}", city="Amiens"))
        for n in range(1, 5)
    ]  # fmt: skip
    bring(store, *made)
    return queries.list_ids(store.reader)


def funder(store: Store, code: str) -> bytes:
    return next(row.id for row in queries.funders(store.reader) if row.code == code)


def proposed(store: Store) -> dict[str, int | None]:
    rows = queries.list_rows(store.reader, queries.list_ids(store.reader))
    return {row.number: row.proposed for row in rows}


def test_a_scenario_starts_from_what_was_asked_of_the_office_alone(
    store: Store, dossiers: list[bytes]
) -> None:
    key = store.do(make, name="Tout demandé", start="asked").value
    state, metropolis = funder(store, "ETAT147"), funder(store, "METROPOLE")
    written = cells(store.reader, key)
    assert written == {
        cell: amount
        for dossier in dossiers
        for cell, amount in (((dossier, state), 6_000_00), ((dossier, metropolis), 4_000_00))
    }
    row = scenario(store.reader, key)
    assert row is not None and (row.dossiers, row.given, row.author) == (4, 40_000_00, ME)


def test_a_scenario_starts_from_the_proposals_or_from_another_or_empty(
    store: Store, dossiers: list[bytes]
) -> None:
    state = funder(store, "ETAT147")
    store.do(propose, dossier=dossiers[0], amounts={state: 2_500_00})
    first = store.do(make, name="Un").value
    assert cells(store.reader, first) == {(dossiers[0], state): 2_500_00}
    store.do(set_cut, scenario=first, cut=2)
    store.do(rank_by_hand, scenario=first, order=[dossiers[2], dossiers[0]])
    second = store.do(make, name="Deux", start="scenario", like=first).value
    copy = scenario(store.reader, second)
    assert copy is not None and copy.cut == 2 and copy.ranking.split("\n")[0] == dossiers[2].hex()
    assert cells(store.reader, second) == cells(store.reader, first)
    third = store.do(make, name="Trois", start="empty", query="numéro:2026-0002").value
    assert cells(store.reader, third) == {}
    row = scenario(store.reader, third)
    assert row is not None
    assert [line.key for line in load(store.reader, row, ME).bench.lines] == [dossiers[1]]


def test_names_are_unique_and_queries_understood(store: Store, dossiers: list[bytes]) -> None:
    key = store.do(make, name=" Un ", start="empty").value
    for name, match in (("Un", "s’appelle déjà"), ("  ", "Donnez un nom")):
        with pytest.raises(ValueError, match=match):
            store.do(make, name=name)
    with pytest.raises(ValueError, match="quartierr"):
        store.do(make, name="Deux", query="quartierr:nord")
    store.do(rename, scenario=key, name="Premier")
    assert [row.name for row in scenarios(store.reader)] == ["Premier"]
    store.do(write_cells, scenario=key, cells={(dossiers[0], funder(store, "VILLE")): 100})
    store.do(remove, scenario=key)
    assert scenarios(store.reader) == [] and cells(store.reader, key) == {}
    store.undo()
    assert len(cells(store.reader, key)) == 1


def test_many_cells_are_one_step(store: Store, dossiers: list[bytes]) -> None:
    key = store.do(make, name="Un", start="empty").value
    city = funder(store, "VILLE")
    many: dict[tuple[bytes, bytes], int | None] = {(one, city): 1_000_00 for one in dossiers}
    assert store.do(write_cells, scenario=key, cells=many).value == 4
    assert store.next_undo()[0] == "Écrire 4 cases (Un)"
    assert store.do(write_cells, scenario=key, cells={(dossiers[0], city): None}).value == 1
    assert store.next_undo()[0] == "Vider une case de 2026-0001 (Un)"
    store.undo()
    store.undo()
    assert cells(store.reader, key) == {}
    with pytest.raises(ValueError, match="négatif"):
        store.do(write_cells, scenario=key, cells={(dossiers[0], city): -1, (dossiers[1], city): 5})
    assert cells(store.reader, key) == {}


def test_a_dossier_that_is_closed_or_decided_is_not_written(store: Store, dossiers: list[bytes]) -> None:
    key = store.do(make, name="Un", start="empty").value
    city = funder(store, "VILLE")
    store.do(declare, dossier=dossiers[0], nature="Membre du bureau")
    store.do(decide, dossier=dossiers[1], outcome="refused", reasons=["HORS_DEFIS"])
    for dossier, words in ((dossiers[0], "fermé par un intérêt"), (dossiers[1], "est décidé")):
        with pytest.raises(ValueError, match=words):
            store.do(write_cells, scenario=key, cells={(dossier, city): 5, (dossiers[2], city): 5})
    assert cells(store.reader, key) == {}


def test_promoting_is_one_step_and_one_undo(store: Store, dossiers: list[bytes]) -> None:
    state, city = funder(store, "ETAT147"), funder(store, "VILLE")
    store.do(propose, dossier=dossiers[0], amounts={state: 1_000_00}, opinion="reserved", reason="À voir")
    store.do(propose, dossier=dossiers[1], amounts={state: 2_000_00}, opinion="unfavourable", reason="Non")
    store.do(propose, dossier=dossiers[3], amounts={state: 700_00})
    key = store.do(make, name="Juste", start="empty").value
    store.do(
        write_cells, scenario=key,
        cells={(dossiers[0], city): 500_00, (dossiers[1], state): 900_00, (dossiers[3], state): 700_00},
    )  # fmt: skip
    plan = {one.number: one for one in promotion(store.reader, key, ME)}
    assert plan["2026-0003"].idle and plan["2026-0004"].idle and not plan["2026-0001"].idle
    before = dump(store.reader)
    done = store.do(promote, scenario=key).value
    assert done.written == 2 and done.left == []
    assert proposed(store) == {
        "2026-0001": 500_00, "2026-0002": 900_00, "2026-0003": None, "2026-0004": 700_00,
    }  # fmt: skip
    heads = {head.number: head for one in dossiers if (head := queries.head(store.reader, one))}
    assert (heads["2026-0001"].proposal_opinion, heads["2026-0001"].proposal_reason) == ("reserved", "À voir")
    assert heads["2026-0002"].proposal_opinion == "favourable"
    row = scenario(store.reader, key)
    assert row is not None and row.promoted_at
    with pytest.raises(ValueError, match="ne change aucune proposition"):
        store.do(promote, scenario=key)
    store.undo()
    assert dump(store.reader) == before


def test_what_can_not_be_proposed_is_left_and_told_by_name(store: Store, dossiers: list[bytes]) -> None:
    key = store.do(make, name="Tout", start="asked").value
    store.do(declare, dossier=dossiers[0], nature="Membre du bureau")
    store.do(decide, dossier=dossiers[1], outcome="refused", reasons=["HORS_DEFIS"])
    store.do(unite_dossiers, kept=dossiers[3], gone=dossiers[2], taken={})
    done = store.do(promote, scenario=key).value
    assert done.written == 1
    assert [(one.number, one.blocker.split()[0:2]) for one in done.left] == [
        ("2026-0001", ["vous", "est"]), ("2026-0002", ["est", "décidé"]), ("2026-0003", ["est", "réuni"]),
    ]  # fmt: skip
    assert proposed(store) == {"2026-0001": None, "2026-0002": None, "2026-0004": 10_000_00}


def test_the_bench_counts_what_the_envelopes_count(store: Store, dossiers: list[bytes]) -> None:
    state = funder(store, "ETAT147")
    store.do(propose, dossier=dossiers[0], amounts={state: 3_000_00})
    store.do(propose, dossier=dossiers[1], amounts={state: 1_000_00})
    store.do(decide, dossier=dossiers[1], outcome="partial", amounts={state: 800_00})
    key = store.do(make, name="Un", query="numéro:2026-0001 ou numéro:2026-0002").value
    row = scenario(store.reader, key)
    assert row is not None
    found = load(store.reader, row, ME)
    assert [line.locked for line in found.bench.lines] == ["", "decided"]
    assert found.bench.cell(1, state) == 800_00, "what was voted stands"
    assert found.bench.totals == recount(found.bench.lines, found.bench.cells)
    assert {purse.elsewhere for purse in found.bench.purses} == {0}
    store.do(propose, dossier=dossiers[2], amounts={state: 450_00})
    found = load(store.reader, row, ME)
    if found.bench.purses:
        [purse] = [one for one in found.bench.purses if one.funder == state]
        assert purse.elsewhere == 450_00
        assert found.bench.left(purse) == purse.available - 3_000_00 - 800_00 - 450_00
    assert list(found.funders.values())[:3] == [
        "État, programme 147", "Amiens Métropole", "Ville d’Amiens",
    ]  # fmt: skip


def test_scores_kept_from_who_must_not_know_them(store: Store, dossiers: list[bytes]) -> None:
    key = store.do(make, name="Un", start="empty").value
    row = scenario(store.reader, key)
    assert row is not None
    lines = load(store.reader, row, ME).bench.lines
    score_all(store, dossiers[0], 4, OTHER)
    assert scores_of(store.reader, lines, ME).scored[0].readings == {}, "a draft counts nowhere"
    store.author = OTHER
    store.do(close, dossier=dossiers[0])
    store.author = ME
    told = scores_of(store.reader, lines, ME)
    assert set(told.scored[0].readings) == {OTHER} and told.hidden == frozenset()
    score_all(store, dossiers[0], 1, ME)
    assert scores_of(store.reader, lines, ME).hidden == {dossiers[0]}
    store.do(close, dossier=dossiers[0])
    assert set(scores_of(store.reader, lines, ME).scored[0].readings) == {ME, OTHER}
    store.author = OTHER
    store.do(declare, dossier=dossiers[0], nature="Parent du trésorier")
    store.author = ME
    assert set(scores_of(store.reader, lines, ME).scored[0].readings) == {ME}


def test_reads_ask_the_same_number_of_times_for_one_and_for_four(store: Store, dossiers: list[bytes]) -> None:
    counted: list[int] = []
    row = None
    for query in ("numéro:2026-0001", ""):
        key = store.do(make, name=f"« {query} »", start="asked", query=query).value
        row = scenario(store.reader, key)
        assert row is not None
        asked: list[str] = []
        store.reader.set_trace_callback(asked.append)
        found = load(store.reader, row, ME)
        scores_of(store.reader, found.bench.lines, ME)
        store.reader.set_trace_callback(None)
        counted.append(sum(not sql.lstrip().startswith("--") for sql in asked))
    assert counted[0] == counted[1]
    assert len(bench_rows(store.reader, dossiers, ME)) == 4 and last_year(store.reader, dossiers) == {}


def test_from_the_proposals_each_envelope_has_left_what_the_envelopes_say(
    store: Store, dossiers: list[bytes]
) -> None:
    state, metropolis = funder(store, "ETAT147"), funder(store, "METROPOLE")
    wave = next(row for row in queries.waves(store.reader))
    with store.write_raw() as connection:
        connection.execute("UPDATE dossier SET wave_id = ?, call_id = ?", (wave.id, wave.call_id))
    for n, key in enumerate(dossiers, start=1):
        store.do(propose, dossier=key, amounts={state: n * 1_000_00, metropolis: n * 700_00})
    store.do(decide, dossier=dossiers[0], outcome="refused", reasons=["HORS_DEFIS"])
    store.do(decide, dossier=dossiers[1], outcome="partial", amounts={state: 900_00})
    store.do(declare, dossier=dossiers[1], nature="Membre du bureau")
    store.do(declare, dossier=dossiers[2], nature="Membre du bureau")
    for query in ("", "numéro:2026-0002 ou numéro:2026-0003"):
        key = store.do(make, name=f"« {query} »", query=query).value
        row = scenario(store.reader, key)
        assert row is not None
        bench = load(store.reader, row, ME).bench
        left = {one.id: one.left for one in envelopes(store.reader)}
        assert {purse.key: bench.left(purse) for purse in bench.purses} == {
            purse.key: left[purse.key] for purse in bench.purses
        }
        assert len(bench.purses) >= 2 and sum(bench.totals["envelope"].values()) == bench.whole > 0
