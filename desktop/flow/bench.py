"""The workbench as one person sees it: the lines of a scenario, its envelopes, rules and readings."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from db import queries
from db.queries import money
from db.queries.scenarios import (
    BenchAmount,
    BenchRow,
    ScenarioRow,
    all_criteria,
    bench_amounts,
    bench_rows,
    cells,
    last_year,
    money_rules,
    readings,
    role_of,
)
from db.queries.scores import closed_dossiers
from desktop.rules.bench import Bench, Line, Purse
from desktop.rules.budget import OWN_ACCOUNTS
from desktop.rules.gauges import RENEWALS, Rule, Subject
from desktop.rules.query import parse, to_tree
from desktop.rules.ranking import Grid, Scored
from desktop.rules.scores import Rule as Criterion

Cells = dict[tuple[bytes, bytes], int]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A bench ready to be typed in, with the names of all it counts by."""

    bench: Bench
    scenario: ScenarioRow | None
    funders: Mapping[bytes, str]  # key -> name, in the order of the columns
    subjects: Mapping[str, Sequence[Subject]]  # by axis
    rules: Sequence[Rule]


def dossiers_of(reader: sqlite3.Connection, query: str, person: str) -> list[bytes]:
    """The dossiers that answer a query now. Raises QueryError (French)."""
    return queries.list_ids(reader, to_tree(parse(query), person))


def concerned(
    reader: sqlite3.Connection, scenario: ScenarioRow, written: Iterable[bytes], person: str
) -> list[bytes]:
    """The dossiers of a scenario: those of its query, and those it gives something whatever they became."""
    try:
        found = dossiers_of(reader, scenario.query, person)
    except ValueError:  # a query kept by another version, understood no more: its cells alone count
        found = []
    here = set(found)
    return [*found, *(key for key in dict.fromkeys(written) if key not in here)]


def load(reader: sqlite3.Connection, scenario: ScenarioRow, person: str) -> Loaded:
    """The bench of a scenario, for the person at work."""
    written = cells(reader, scenario.id)
    rows = bench_rows(
        reader, concerned(reader, scenario, (dossier for dossier, _ in written), person), person
    )
    rows = [row for row in rows if not row.united]
    ids = [row.id for row in rows]
    amounts = _by_dossier(bench_amounts(reader, ids))
    envelopes = [row for row in money.envelopes(reader) if row.id is not None and not row.common_law]
    places = _places(reader, set(ids))
    funders = _columns(reader, amounts, {row.funder_id for row in envelopes if row.funder_id})
    past = last_year(reader, ids)
    lines = [_line(row, amounts.get(row.id, []), places.get(row.id, {}), past.get(row.id)) for row in rows]
    taken = _taken(rows, amounts)
    decided = {line.key for line in lines if line.locked == "decided"}
    shown = {cell: cents for cell, cents in written.items() if cell[0] not in decided}
    shown |= {cell: cents for cell, cents in taken.items() if cell[0] in decided}  # whatever was tried
    purses = _purses(envelopes, lines, taken)
    bench = Bench(lines, list(funders), shown, purses)
    rules = [Rule(*row) for row in money_rules(reader)]
    return Loaded(bench, scenario, funders, _subjects(reader, lines, funders), rules)


def locked(row: BenchRow) -> str:
    """Why the amounts of a dossier stay as they are: united, decided, closed; "" when they may change."""
    if row.united:
        return "united"
    if row.outcome or row.stage in ("decided", "notified", "closed"):
        return "decided"
    return "closed" if row.closed else ""


def own_funders(reader: sqlite3.Connection) -> set[bytes]:
    """Those whose money is given here: with an envelope, or of the contract."""
    funded = {row.funder_id for row in money.envelopes(reader) if row.id is not None}
    return {row.id for row in queries.funders(reader) if row.id in funded or row.account in OWN_ACCOUNTS}


def _line(
    row: BenchRow, amounts: Sequence[BenchAmount], places: Mapping[bytes, bytes], past: int | None
) -> Line:
    return Line(
        key=row.id, number=row.number, applicant=row.applicant, party=row.applicant_id, title=row.title,
        quarters=tuple(row.quarters.split(",")) if row.quarters else (), challenge=row.challenge or "",
        renewal=None if row.renewal is None else bool(row.renewal), cost=row.cost, asked=row.asked,
        asked_of={one.funder: one.asked for one in amounts if one.asked is not None},
        proposed={one.funder: one.proposed for one in amounts if one.proposed is not None},
        last_year=past, envelopes=places, locked=locked(row), stage=row.stage,
    )  # fmt: skip


def _by_dossier(rows: Iterable[BenchAmount]) -> dict[bytes, list[BenchAmount]]:
    made: dict[bytes, list[BenchAmount]] = defaultdict(list)
    for row in rows:
        made[row.dossier].append(row)
    return made


def _places(reader: sqlite3.Connection, here: set[bytes]) -> dict[bytes, dict[bytes, bytes]]:
    made: dict[bytes, dict[bytes, bytes]] = defaultdict(dict)
    for row in money.places(reader):
        if row.dossier_id in here and row.envelope_id is not None:
            made[row.dossier_id][row.funder_id] = row.envelope_id
    return made


def _columns(
    reader: sqlite3.Connection, amounts: Mapping[bytes, Sequence[BenchAmount]], funded: set[bytes]
) -> dict[bytes, str]:
    """The funders whose money is given here: with an envelope, or of the contract and asked."""
    asked = {one.funder for told in amounts.values() for one in told}
    return {
        row.id: row.name
        for row in queries.funders(reader)
        if row.id in funded or (row.id in asked and row.account in OWN_ACCOUNTS)
    }


def _taken(rows: Iterable[BenchRow], amounts: Mapping[bytes, Sequence[BenchAmount]]) -> Cells:
    """What each line takes of its envelopes now, as they count it: once decided, by its votes alone."""
    found: Cells = {}
    for row in rows:
        for one in amounts.get(row.id, []):
            cents = one.voted if row.outcome or one.voted is not None else one.proposed
            if cents is not None:
                found[row.id, one.funder] = cents
    return found


def _purses(envelopes: Iterable[money.EnvelopeRow], lines: Sequence[Line], taken: Cells) -> list[Purse]:
    """The envelopes that a line may draw on; what the lines take there now is not `elsewhere`."""
    here: dict[bytes, int] = defaultdict(int)
    reached: set[bytes] = set()
    for line in lines:
        reached.update(line.envelopes.values())
        for funder, envelope in line.envelopes.items():
            here[envelope] += taken.get((line.key, funder), 0)
    return [
        Purse(row.id, _title(row), row.funder_id, row.held, row.engaged + row.proposed - here[row.id])
        for row in envelopes
        if row.id is not None and row.funder_id is not None and row.id in reached
    ]


def _title(row: money.EnvelopeRow) -> str:
    """« Ville d’Amiens · Première vague »; what it names, from wide to narrow."""
    parts = (row.title, row.wave or row.call, row.quarter, row.challenge)
    return " · ".join([row.funder, *(part for part in parts if part)])


def _subjects(
    reader: sqlite3.Connection, lines: Sequence[Line], funders: Mapping[bytes, str]
) -> dict[str, Sequence[Subject]]:
    codes = {row.id: row.code for row in queries.funders(reader)}
    parties = {line.party: line.applicant for line in lines}
    return {
        "quarter": [Subject(row.code, row.code, row.short) for row in queries.quarters(reader)],
        "challenge": [
            Subject(row.code, row.code, f"{row.rank} · {row.short}") for row in queries.challenges(reader)
        ],
        "applicant": [Subject(key, name, name) for key, name in parties.items()],
        "funder": [Subject(key, codes[key], name) for key, name in funders.items()],
        "renewal": RENEWALS,
    }


class Scores(NamedTuple):
    """What the dossiers are ranked by; `hidden` are those whose scores this person must not see yet."""

    scored: list[Scored]
    grids: dict[str, Grid]
    hidden: frozenset[bytes]


def scores_of(reader: sqlite3.Connection, lines: Sequence[Line], person: str) -> Scores:
    """The final, whole readings of the lines of a bench, those of people with an interest left out.

    A second look must not know the first one: the score of a dossier is kept from who is still scoring it,
    and, when only one reading is closed, from an officer who has not read it.
    """
    grids: dict[str, Grid] = {}
    criteria: dict[str, list[Criterion]] = defaultdict(list)
    for row in all_criteria(reader):
        criteria[row.grid].append(Criterion(row.code, row.title, row.weight, bool(row.eliminating)))
        grids[row.grid] = Grid(
            row.grid, criteria[row.grid], "letters" if row.scale == "letters" else "points"
        )
    given: dict[bytes, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    state: dict[bytes, dict[str, str]] = defaultdict(dict)
    grid_of: dict[bytes, str] = {}
    for told in readings(reader, [line.key for line in lines]):
        state[told.dossier][told.author] = told.state
        if told.state == "final" and not told.away and told.criterion and told.value is not None:
            grid_of[told.dossier] = told.grid
            given[told.dossier][told.author][told.criterion] = told.value
    judge = role_of(reader, person) in ("officer", "quarter_office")
    shut = closed_dossiers(reader, person)
    scored, hidden = [], set()
    for line in lines:
        grid = grid_of.get(line.key, "")
        whole = {
            who: values
            for who, values in given[line.key].items()
            if grid and len(values) == len(criteria[grid])
        }
        mine = state[line.key].get(person, "")
        if mine == "draft" or (judge and not mine and len(whole) == 1) or line.key in shut:
            hidden.add(line.key)
            whole = {}
        scored.append(Scored(line.key, line.number, grid, whole))
    return Scores(scored, grids, frozenset(hidden))
