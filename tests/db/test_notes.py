"""All notes of all dossiers: filters, counts, pages, and who may see what."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.queries.browsing import NoteFilter, note_counts, note_total, notes_page
from db.store import Store, use_case
from desktop.flow.annotate import annotate
from desktop.flow.interests import declare
from tests.office import application, bring, open_office

ME = "A. Exemple"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = open_office(tmp_path)
    bring(made, application("26500001"), application("26500002", quarters=["Quartiers Nord"]))
    one, two = queries.list_ids(made.reader)
    grid, north = queries.challenges(made.reader), queries.quarters(made.reader)[2]
    for dossier, more in (
        (
            one,
            {"challenge": grid[3].id, "strength": 3, "text": "Cœur du défi", "quote": "lecture hebdomadaire"},
        ),
        (one, {"challenge": grid[3].id, "strength": 1, "text": "À vérifier"}),
        (one, {"text": "Note pour moi", "audience": "me"}),
        (two, {"challenge": grid[6].id, "strength": 2, "text": "Rencontres", "quarter": north.id}),
        (two, {"text": "Pour le comité", "audience": "committee"}),
    ):
        made.do(annotate, dossier=dossier, place="section:objectives", **more)
    made.author = "B. Autre"
    made.do(annotate, dossier=two, place="dossier", text="Secret de B.", audience="me")
    made.do(annotate, dossier=two, place="dossier", text="Avis de B.", strength=1)
    made.author = ME
    while made.index_search(1000):
        pass
    return made


def texts(store: Store, **how: object) -> list[str]:
    return [row.text for row in notes_page(store.reader, NoteFilter(ME, **how))]  # type: ignore[arg-type]


def test_the_latest_come_first_and_the_secrets_of_others_stay_theirs(store: Store) -> None:
    assert texts(store) == [
        "Avis de B.", "Pour le comité", "Rencontres", "Note pour moi", "À vérifier", "Cœur du défi",
    ]  # fmt: skip
    assert note_total(store.reader, NoteFilter(ME)) == (6, 2)
    assert note_total(store.reader, NoteFilter("B. Autre")) == (6, 2)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"challenge": "D04"}, ["À vérifier", "Cœur du défi"]),
        ({"challenge": "-", "audience": "committee"}, ["Pour le comité"]),
        ({"strength": 3}, ["Cœur du défi"]),
        ({"author": "B. Autre"}, ["Avis de B."]),
        ({"audience": "me"}, ["Note pour moi"]),
        ({"words": "hebdo"}, ["Cœur du défi"]),
        ({"words": "rencontre", "challenge": "D04"}, []),
        ({"quarter": "QN08003M"}, ["Avis de B.", "Pour le comité", "Rencontres"]),
        ({"quarter": "QN08001M"}, ["Note pour moi", "À vérifier", "Cœur du défi"]),
    ],
)
def test_each_filter_alone_and_together(store: Store, how: dict[str, object], expected: list[str]) -> None:
    assert texts(store, **how) == expected
    assert note_total(store.reader, NoteFilter(ME, **how))[0] == len(expected)  # type: ignore[arg-type]


def test_counts_by_group_keep_the_other_filters(store: Store) -> None:
    by = {row.code: row.many for row in note_counts(store.reader, NoteFilter(ME), "challenge")}
    assert by == {"D04": 2, "D07": 1, "-": 3}
    strong = NoteFilter(ME, challenge="D04", strength=3)
    assert [row.code for row in note_counts(store.reader, strong, "challenge")] == ["D04"]
    assert {row.code: row.many for row in note_counts(store.reader, strong, "strength")} == {"3": 1, "1": 1}
    quarters = {row.code: row.many for row in note_counts(store.reader, NoteFilter(ME), "quarter")}
    assert quarters == {"QN08001M": 3, "QN08003M": 3}
    assert [row.words for row in note_counts(store.reader, NoteFilter(ME), "author")] == [ME, "B. Autre"]


def test_pages_follow_each_other_without_hole_or_double(store: Store) -> None:
    wanted, seen, before = NoteFilter(ME), [], None
    while page := notes_page(store.reader, wanted, before, 2):
        seen += page
        before = page[-1].id
    assert [row.id for row in seen] == [row.id for row in notes_page(store.reader, wanted)]


def test_a_dossier_closed_to_me_shows_none_of_its_notes(store: Store) -> None:
    store.do(declare, dossier=queries.list_ids(store.reader)[1], nature="Membre", whole_applicant=False)
    assert texts(store) == ["Note pour moi", "À vérifier", "Cœur du défi"]
    assert "Rencontres" in [row.text for row in notes_page(store.reader, NoteFilter("B. Autre"))]


@use_case("Réunir")
def unite(session: Session, *, gone: bytes, kept: bytes) -> None:
    session.get_one(m.Dossier, gone).merged_into = kept


def test_a_dossier_united_with_another_is_left_out(store: Store) -> None:
    one, two = queries.list_ids(store.reader)
    store.do(unite, gone=two, kept=one)
    assert texts(store) == ["Note pour moi", "À vérifier", "Cœur du défi"]


def test_a_page_reads_along_the_keys(store: Store) -> None:
    from db.queries import browsing as room

    where, values = room._where(NoteFilter(ME))
    sql = (
        f"EXPLAIN QUERY PLAN SELECT n.id {room._FROM} WHERE {where} AND n.id < ? ORDER BY n.id DESC LIMIT 10"
    )
    plan = " ".join(row[3] for row in store.reader.execute(sql, [*values, b"\xff" * 16]))
    assert "TEMP B-TREE" not in plan, plan
