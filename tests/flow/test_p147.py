"""The State's themes: each grant shared to the cent, a table that makes 100 or is refused."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.queries.figures import figures
from db.queries.p147 import bridge, themes
from db.store import Store, use_case
from desktop.flow.annotate import mark
from desktop.flow.found_duties import PUBLICATION
from desktop.flow.found_more import complete
from desktop.flow.open_data import giving
from desktop.flow.p147 import csv_of, set_bridge, themed
from desktop.paths import resources
from desktop.rules.p147 import COLUMNS, adds_up, shared
from tests.flow.test_conventions import granted
from tests.flow.test_open_data import SIRETS


def key_of_theme(store: Store, code: str) -> bytes:
    return next(row.id for row in themes(store.reader) if row.code == code)


def key_of_challenge(store: Store, code: str) -> bytes:
    return next(row.id for row in queries.challenges(store.reader) if row.code == code)


@given(
    st.integers(1, 10**9), st.lists(st.sampled_from(["D1", "D2", "D3"]), unique=True),
    st.dictionaries(st.sampled_from(["D1", "D2"]), st.lists(
        st.tuples(st.sampled_from(["1.1", "1.2", "2.1"]), st.integers(1, 100)), min_size=1, max_size=3,
    )),
)  # fmt: skip
def test_not_a_cent_is_lost(
    cents: int, challenges: list[str], ways: dict[str, list[tuple[str, int]]]
) -> None:
    assert sum(shared(cents, challenges, ways).values()) == cents


def test_a_table_says_what_it_lacks() -> None:
    assert adds_up({"1.1": 60, "1.2": 40}, "D04") == ""
    assert "il manque 10 %" in adds_up({"1.1": 90}, "D04") and "de trop" in adds_up({"1.1": 110}, "D04")
    assert "négative" in adds_up({"1.1": -10, "1.2": 110}, "D04")


def test_the_bridge_is_founded_and_each_challenge_makes_100(store: Store) -> None:
    rows = bridge(store.reader)
    assert len({row.challenge for row in rows}) == 11 and len(rows) == 14
    for code in {row.challenge for row in rows}:
        assert sum(row.percent for row in rows if row.challenge == code) == 100


def test_a_challenge_changes_its_themes_or_is_refused(store: Store) -> None:
    challenge = key_of_challenge(store, "D04")
    parts = {key_of_theme(store, "1.1"): 75, key_of_theme(store, "2.1"): 25}
    store.do(set_bridge, challenge=challenge, parts=parts)
    assert [(r.theme, r.percent) for r in bridge(store.reader) if r.challenge == "D04"] == [
        ("1.1", 75), ("2.1", 25),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="il manque 1 %"):
        store.do(set_bridge, challenge=challenge, parts=parts | {key_of_theme(store, "2.1"): 24})
    with pytest.raises(ValueError, match="n’est plus dans la base"):
        store.do(set_bridge, challenge=challenge, parts={b"?": 100})


def test_the_file_of_a_year_tells_the_money_of_the_state_alone(store: Store) -> None:
    dossier = granted(store, "26500001", 5_000_00, 10_000_01, siret=SIRETS[1])
    told = themed(store.reader, 2026)
    rows = list(csv.DictReader(io.StringIO(csv_of(store.reader, 2026, told).decode("utf-8"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["sous_theme"], row["montant"]) for row in rows] == [
        ("1.1 Éducation", "5000"), ("1.5a Jeunesse", "5000.01"),
    ]  # fmt: skip
    first = rows[0]
    assert (first["code_tiers"], first["theme"], first["echelle"]) == (SIRETS[1], "1 Cohésion sociale", "cdv")
    assert (first["code_cv"], first["insee_dep"], first["insee_reg"], first["annee"]) == (
        "CN08001I", "80", "32", "2026",
    )  # fmt: skip
    assert told.odd == []
    store.do(mark, dossier=dossier, challenge=key_of_challenge(store, "D06"), level=3, reason="Essai.")
    assert [line.theme for line in themed(store.reader, 2026).lines] == ["1.2"]  # the strongest mark
    with pytest.raises(ValueError, match="Rien n’a été écrit"):
        csv_of(store.reader, 2019, themed(store.reader, 2019))


def test_the_sums_are_those_of_the_figures(store: Store) -> None:
    granted(store, "26500001", 5_000_00, 10_000_01, siret=SIRETS[1])
    granted(store, "26500002", 3_000_00, 777_77, siret=SIRETS[2])
    sums: dict[str, int] = {}
    for line in themed(store.reader, 2026).lines:
        sums[line.theme] = sums.get(line.theme, 0) + line.amount
    counted = figures(store.reader, "theme", year=2026, filters={"funder": "ETAT147"})
    assert sums == {row.code: row.granted for row in counted if row.granted}


def test_what_has_no_challenge_or_no_number_is_told(store: Store) -> None:
    granted(store, "26500001", 5_000_00, 9_000_00, main_challenge="")
    told = themed(store.reader, 2026)
    assert [line.theme for line in told.lines] == [""]
    assert any("aucun défi" in words for words in told.odd) and any("SIRET" in words for words in told.odd)


@use_case("Base d’avant")
def as_before(session: Session) -> None:
    for table in (m.ChallengeTheme, m.Theme):
        session.execute(delete(table))
    session.execute(delete(m.Setting).where(m.Setting.name == PUBLICATION))


def test_an_older_base_is_given_the_themes_and_a_changed_bridge_stays(store: Store) -> None:
    store.do(as_before)
    assert store.do(complete, resources=resources()).value == 14 + 18 + 1  # bridge, themes, who publishes
    assert len(bridge(store.reader)) == 14 and giving(store.reader)[1].siret == ""
    store.do(set_bridge, challenge=key_of_challenge(store, "D04"), parts={key_of_theme(store, "2.2"): 100})
    assert store.do(complete, resources=resources()).value == 0
    assert [row.theme for row in bridge(store.reader) if row.challenge == "D04"] == ["2.2"]
