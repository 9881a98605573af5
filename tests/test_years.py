"""The story of five years: the same from the same seed, played by the verbs of the office."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from stdnum import iban
from stdnum.fr import siret as siret_rule

from db.journal import broken_steps
from db.store import Store
from desktop.flow import open_data
from desktop.flow.example_years import wanted
from desktop.flow.found import found
from desktop.paths import resources
from desktop.rules.invented import bodies, story, tranches
from desktop.terminal.years import play_years
from tests.open_data import faults


@pytest.fixture(scope="module")
def told() -> dict[str, object]:
    return wanted(resources())


def test_the_same_seed_tells_the_same_story_and_another_one_does_not(told: dict[str, object]) -> None:
    first = story(told)
    assert first == story(told)
    assert [one.title for one in first] != [one.title for one in story(told | {"seed": 1})]
    assert Counter(one.year for one in first) == {2022: 215, 2023: 230, 2024: 241, 2025: 246, 2026: 256}
    assert len(first) + len(tranches(told)) == 1200
    assert len({one.number for one in (*first, *tranches(told))}) == 1200


def test_it_holds_every_case_that_figures_must_stand(told: dict[str, object]) -> None:
    every = story(told)
    assert {one.outcome for one in every} >= {"granted", "partial", "refused", "adjourned", "withdrawn"}
    assert {one.body.kind for one in every} == {"association", "school", "public", "other"}
    assert {len(one.quarters) for one in every} >= {1, 2, 3, 7}
    assert {len(one.asked) for one in every} == {1, 2, 3}
    assert all(sum(one.asked.values()) <= one.cost * 9 // 10 for one in every)
    assert all(bool(one.given) == (one.outcome in ("granted", "partial")) for one in every)
    renewed = {(one.body.rank, one.title) for one in every if one.renewal}
    assert renewed <= {(one.body.rank, one.title) for one in every if not one.renewal}
    assert all(siret_rule.is_valid(body.siret) and iban.is_valid(body.iban) for body in bodies(told))


def check_open_data(store: Store, out: Path) -> None:
    """The grants of the five years are valid open data, each beneficiary once."""
    store.do(open_data.set_authority, siret="24800053100009")
    made = open_data.prepare(store.reader, open_data.Asked(every=True))
    out.write_bytes(open_data.content(store.reader, made))
    assert faults(out) == [] and {stop.code for stop in made.stops} <= {"date"}
    given = store.reader.execute(
        "SELECT sum(m.voted) FROM amount m JOIN funder f ON f.id = m.funder_id WHERE f.code = 'METROPOLE'"
    ).fetchone()[0]
    assert sum(one.share.voted or 0 for one in (*made.lines, *made.stops)) == given > 0


def test_it_is_played_by_the_verbs_of_the_office(tmp_path: Path) -> None:
    store = Store(tmp_path / "five.db", author="A. Exemple")
    try:
        store.do(found, resources=resources())
        done = play_years(store, share=0.05)
        assert done["dossiers"] == done["decided"] == 72
        assert broken_steps(store.reader) == []
        assert done["payments"] > 60 and done["reports"] > 20
        paid, voted = store.reader.execute(
            "SELECT (SELECT sum(amount) FROM payment WHERE state = 'paid'), (SELECT sum(voted) FROM amount)"
        ).fetchone()
        assert 0 < paid < voted
        rows = store.reader.execute(
            "SELECT c.year, count(*) FROM dossier d JOIN call c ON c.id = d.call_id GROUP BY 1 ORDER BY 1"
        ).fetchall()
        assert rows == [(2022, 11), (2023, 12), (2024, 24), (2025, 12), (2026, 13)]
        outside = store.reader.execute("SELECT count(*) FROM dossier_quarter").fetchone()[0]
        assert outside >= 72
        check_open_data(store, tmp_path / "aides.csv")
    finally:
        store.close()
