"""Each amount counts in one envelope alone; the rows of a funder add up to all that was given."""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.connection import prepare
from db.keys import new_key
from db.queries import money
from tests.office import founded


class Given(NamedTuple):
    """What a dossier is, and what one funder gives it. Places in the lists of the city."""

    wave: int | None
    quarters: frozenset[int]
    marks: dict[int, int]
    funder: int
    proposed: int | None
    voted: int | None
    decided: bool
    united: bool
    chosen: int | None


class Held(NamedTuple):
    wave: int | None
    whole_call: bool
    funder: int
    quarter: int | None
    challenge: int | None
    amount: int


CENTS = st.none() | st.integers(0, 9_000_000_01)
GIVEN = st.builds(
    Given,
    wave=st.none() | st.integers(0, 1),
    quarters=st.frozensets(st.integers(0, 1), max_size=2),
    marks=st.dictionaries(st.integers(0, 1), st.integers(0, 3), max_size=2),
    funder=st.integers(0, 1),
    proposed=CENTS,
    voted=CENTS,
    decided=st.booleans(),
    united=st.integers(0, 9).map(lambda n: n == 0),
    chosen=st.sampled_from([None, None, None, 0, 1, 2]),
)
HELD = st.builds(
    Held,
    wave=st.none() | st.integers(0, 1),
    whole_call=st.booleans(),
    funder=st.integers(0, 1),
    quarter=st.none() | st.integers(0, 1),
    challenge=st.none() | st.integers(0, 1),
    amount=st.integers(0, 50_000_000),
)


class City:
    """A founded city written in and taken back."""

    def __init__(self, path: Path) -> None:
        shutil.copyfile(founded(), path)
        self.connection = sqlite3.connect(path, isolation_level=None)
        prepare(self.connection)
        keys = self.keys
        self.call, self.year = self.connection.execute(
            "SELECT id, year FROM call WHERE code = 'aap-2026'"
        ).fetchone()
        self.waves = keys("SELECT id FROM wave WHERE call_id = ? ORDER BY rank", self.call)
        self.funders, self.quarters = (
            keys("SELECT id FROM funder ORDER BY rank"),
            keys("SELECT id FROM quarter ORDER BY rank"),
        )
        self.challenges = keys("SELECT id FROM challenge ORDER BY rank")

    def keys(self, sql: str, *values: Any) -> list[bytes]:
        return [row[0] for row in self.connection.execute(sql, values)]

    @contextmanager
    def moment(self) -> Iterator[None]:
        self.connection.execute("BEGIN")
        self.connection.execute("DELETE FROM envelope")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def put(self, table: str, **values: Any) -> bytes:
        """Write a row; what may not be empty and is not told is written as no words."""
        key = new_key()
        columns = self.connection.execute(f"PRAGMA table_info({table})").fetchall()
        row = {**{c[1]: "" for c in columns if c[3]}, **values, "id": key}
        marks = ", ".join("?" * len(row))
        self.connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])
        return key

    def envelope(self, held: Held) -> bytes:
        wave = None if held.wave is None else self.waves[held.wave]
        return self.put(
            "envelope", year=self.year, call_id=self.call if wave or held.whole_call else None, wave_id=wave,
            funder_id=self.funders[held.funder], amount=held.amount, carried=0, reserve=0, common_law=0,
            quarter_id=None if held.quarter is None else self.quarters[held.quarter],
            challenge_id=None if held.challenge is None else self.challenges[held.challenge],
        )  # fmt: skip

    def dossier(self, number: int, wanted: Given, chosen: bytes | None) -> bytes:
        applicant = self.put("applicant", name="Essai")
        key = self.put(
            "dossier", number=f"E-{number}", call_id=self.call, applicant_id=applicant,
            wave_id=None if wanted.wave is None else self.waves[wanted.wave], stage="ready",
        )  # fmt: skip
        if wanted.united:
            self.connection.execute("UPDATE dossier SET merged_into = ?1 WHERE id = ?1", (key,))
        for quarter in wanted.quarters:
            self.put("dossier_quarter", dossier_id=key, quarter_id=self.quarters[quarter])
        for challenge, level in wanted.marks.items():
            self.put("mark", dossier_id=key, challenge_id=self.challenges[challenge], level=level)
        self.put(
            "amount", dossier_id=key, funder_id=self.funders[wanted.funder], proposed=wanted.proposed,
            voted=wanted.voted, envelope_id=chosen,
        )  # fmt: skip
        if wanted.decided:
            self.put("decision", dossier_id=key, outcome="granted", decided_on="2026-03-12")
        return key


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    made = City(tmp_path_factory.mktemp("money") / "essai.db")
    yield made
    made.connection.close()


def expected_place(given_: Given, envelopes: list[tuple[bytes, Held]]) -> bytes | None:
    """The rule told again in plain Python."""
    strong = sorted((-level, challenge) for challenge, level in given_.marks.items() if level > 0)
    main = strong[0][1] if strong else None
    alone = next(iter(given_.quarters)) if len(given_.quarters) == 1 else None
    fitting = [
        ((h.quarter is not None) + (h.challenge is not None), h.quarter is not None, h.wave is not None,
         h.wave is not None or h.whole_call, key)
        for key, h in envelopes
        if h.funder == given_.funder and h.wave in (None, given_.wave) and h.quarter in (None, alone)
        and h.challenge in (None, main)
    ]  # fmt: skip
    best = max((fit[:4] for fit in fitting), default=None)
    return min((fit[4] for fit in fitting if fit[:4] == best), default=None)


@given(st.lists(GIVEN, max_size=14), st.lists(HELD, max_size=10))
@settings(max_examples=150)
def test_envelopes_and_what_is_outside_add_up_to_the_amounts(
    city: City, dossiers: list[Given], held: list[Held]
) -> None:
    with city.moment():
        envelopes = [(city.envelope(one), one) for one in held]
        engaged: dict[bytes | None, int] = defaultdict(int)
        proposed: dict[bytes | None, int] = defaultdict(int)
        by_funder: dict[bytes, int] = defaultdict(int)
        placed: dict[tuple[bytes, bytes], bytes | None] = {}
        given_some: dict[bytes, bool] = {}
        for number, one in enumerate(dossiers):
            own = [key for key, h in envelopes if h.funder == one.funder]
            chosen = own[one.chosen % len(own)] if own and one.chosen is not None else None
            key = city.dossier(number, one, chosen)
            if one.united:
                continue
            place = chosen or expected_place(one, envelopes)
            placed[key, city.funders[one.funder]] = place
            voted = one.decided or one.voted is not None
            cents = (one.voted if voted else one.proposed) or 0
            (engaged if voted else proposed)[place] += cents
            by_funder[city.funders[one.funder]] += cents
            given_some[key] = cents > 0
        rows = money.envelopes(city.connection)
        for row in rows:
            assert row.left == row.amount + row.carried - row.reserve - row.engaged - row.proposed
            if row.id is not None:
                assert (row.engaged, row.proposed) == (engaged[row.id], proposed[row.id])
        outside = [row for row in rows if row.outside]
        assert (sum(r.engaged for r in outside), sum(r.proposed for r in outside)) == (
            engaged[None],
            proposed[None],
        )
        found: dict[bytes | None, int] = defaultdict(int)
        for row in rows:
            found[row.funder_id] += row.engaged + row.proposed
        assert all(found[funder] == cents for funder, cents in by_funder.items())
        assert sum(found.values()) == sum(by_funder.values())
        for envelope in (None, *(key for key, _ in envelopes)):
            sql, values = money.counted_in(None if envelope is None else envelope.hex())
            here = {key for (key, _), place in placed.items() if place == envelope and given_some[key]}
            assert set(city.keys(sql, *values)) == here
        told = {(p.dossier_id, p.funder_id): p.envelope_id for p in money.places(city.connection)}
        assert {pair: told[pair] for pair in placed} == placed


def test_the_narrowest_envelope_takes_the_amount(city: City) -> None:
    """From the widest to the narrowest: each one made takes over from those before."""
    one = Given(0, frozenset({0}), {0: 3, 1: 1}, 0, 10_000_00, None, False, False, None)
    other = one._replace(quarters=frozenset({0, 1}), marks={0: 1, 1: 1})
    order = [
        Held(None, False, 0, None, None, 0), Held(None, True, 0, None, None, 0),
        Held(0, True, 0, None, None, 0),
        Held(None, False, 0, None, 0, 0), Held(None, False, 0, 0, None, 0), Held(0, True, 0, 0, 0, 0),
    ]  # fmt: skip

    def told() -> dict[bytes, bytes | None]:
        rows = money.places(city.connection)
        return {row.dossier_id: row.envelope_id for row in rows if row.funder_id == city.funders[0]}

    with city.moment():
        first, second = city.dossier(1, one, None), city.dossier(2, other, None)
        made = []
        for held in order:
            made.append(city.envelope(held))
            assert told()[first] == made[-1]
        # Two quarters: no quarter of its own; of two challenges of one strength, the first of the grid.
        assert told()[second] == made[3]
        for envelope in reversed(made):
            city.connection.execute("DELETE FROM envelope WHERE id = ?", (envelope,))
            made.pop()
            assert told()[first] == (made[-1] if made else None)
