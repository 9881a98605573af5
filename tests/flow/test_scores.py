"""Scores in a real base: drafts, closing, second look, abstention, and interests."""

from __future__ import annotations

import datetime as dt

import pytest

from db import queries
from db.queries.scores import closed_to, criteria, earlier, grid, interests, people_away
from db.store import Store
from desktop.flow.agenda import day_of
from desktop.flow.annotate import annotate, edit_note, mark, remove_note, set_audience, set_strength
from desktop.flow.decide import decide
from desktop.flow.history import events
from desktop.flow.instruct import move, propose
from desktop.flow.interests import declare, end
from desktop.flow.readings import read_scores
from desktop.flow.score import abstain, close, reopen, score
from tests.office import application, bring

ME, OTHER = "A. Exemple", "B. Autre"


@pytest.fixture
def dossier(store: Store) -> bytes:
    bring(store, application("26500001"), application("26500002"))
    return queries.list_ids(store.reader)[0]


def rules(store: Store, dossier: bytes) -> list[bytes]:
    found = grid(store.reader, dossier)
    assert found is not None
    return [row.id for row in criteria(store.reader, found.id)]


def score_all(store: Store, dossier: bytes, value: int, author: str = ME) -> None:
    store.author = author
    for key in rules(store, dossier):
        store.do(score, dossier=dossier, criterion=key, value=value, reason="Lu dans la demande.")
    store.author = ME


def test_a_draft_is_kept_value_by_value_and_closed_when_whole(store: Store, dossier: bytes) -> None:
    first = rules(store, dossier)[0]
    store.do(score, dossier=dossier, criterion=first, value=4, reason="Lien établi.")
    with pytest.raises(ValueError, match="n’a pas de note"):
        store.do(close, dossier=dossier)
    score_all(store, dossier, 3)
    store.do(close, dossier=dossier)
    found = read_scores(store.reader, dossier, ME)
    assert found is not None and found.mine is not None and found.mine.state == "final"
    with pytest.raises(ValueError, match="est close"):
        store.do(score, dossier=dossier, criterion=first, value=1, reason="")
    assert [
        (row.criterion, row.base, row.val) for row in earlier(store.reader, dossier) if row.field == "value"
    ] == [("N01", "4", "3")]


@pytest.mark.parametrize("value", [-1, 6])
def test_a_value_beyond_the_scale_is_refused(store: Store, dossier: bytes, value: int) -> None:
    with pytest.raises(ValueError, match="se note de 0 à 5"):
        store.do(score, dossier=dossier, criterion=rules(store, dossier)[0], value=value, reason="")
    assert store.reader.execute("SELECT count(*) FROM assessment").fetchone()[0] == 0


def test_the_second_look_does_not_see_the_first_before_it_is_closed(store: Store, dossier: bytes) -> None:
    score_all(store, dossier, 5)
    store.do(close, dossier=dossier)
    score_all(store, dossier, 2, OTHER)
    theirs = read_scores(store.reader, dossier, OTHER)
    assert theirs is not None and theirs.roles == {ME: "first", OTHER: "second"}
    assert theirs.earlier == [] and [one.author for one in theirs.others] == [ME]
    mine = read_scores(store.reader, dossier, ME)
    assert mine is not None and mine.others == [], "a draft is nobody else’s business"


def test_abstaining_needs_a_reason_and_can_be_taken_back(store: Store, dossier: bytes) -> None:
    with pytest.raises(ValueError, match="Dites pourquoi"):
        store.do(abstain, dossier=dossier, reason=" ")
    store.do(abstain, dossier=dossier, reason="Dossier suivi par ma collègue.")
    found = read_scores(store.reader, dossier, ME)
    assert found is not None and found.mine is not None and found.mine.state == "abstained"
    store.do(reopen, dossier=dossier)
    found = read_scores(store.reader, dossier, ME)
    assert found is not None and found.mine is not None and found.mine.state == "draft"


def test_an_interest_closes_every_dossier_of_the_applicant(store: Store, dossier: bytes) -> None:
    made = store.do(declare, dossier=dossier, nature="Membre du bureau").value
    row = closed_to(store.reader, ME, dossier)
    assert row is not None and row.nature == "Membre du bureau"
    assert closed_to(store.reader, OTHER, dossier) is None and people_away(store.reader, dossier) == {ME}
    challenge = queries.challenges(store.reader)[0].id
    funder = queries.funders(store.reader)[0].id
    for verb, arguments in (
        (score, {"criterion": rules(store, dossier)[0], "value": 3, "reason": "x"}),
        (annotate, {"place": "dossier", "text": "x"}),
        (mark, {"challenge": challenge, "level": 1, "reason": "x"}),
        (propose, {"amounts": {funder: 100}}),
        (decide, {"outcome": "refused", "reasons": ["HORS_DEFIS"]}),
    ):
        with pytest.raises(ValueError, match="vous est fermé"):
            store.do(verb, dossier=dossier, **arguments)
    store.do(move, dossier=dossier, stage="complete")  # a stage is no judgement
    store.do(end, interest=made)
    assert closed_to(store.reader, ME, dossier) is None
    [listed] = interests(store.reader)
    assert listed.ended_on == dt.date.today().isoformat()
    store.do(annotate, dossier=dossier, place="dossier", text="De nouveau ouvert.")


def test_an_interest_in_one_dossier_leaves_the_others_open(store: Store, dossier: bytes) -> None:
    other = queries.list_ids(store.reader)[1]
    store.do(declare, dossier=dossier, nature="Bénévole de cette action", whole_applicant=False)
    assert closed_to(store.reader, ME, dossier) is not None and closed_to(store.reader, ME, other) is None
    with pytest.raises(ValueError, match="déjà"):
        store.do(declare, dossier=dossier, nature="encore")
    with pytest.raises(ValueError, match="Dites de quel lien"):
        store.do(declare, dossier=other, nature=" ")


def test_scores_of_somebody_with_an_interest_count_no_more(store: Store, dossier: bytes) -> None:
    score_all(store, dossier, 5, OTHER)
    store.author = OTHER
    store.do(close, dossier=dossier)
    store.do(declare, dossier=dossier, nature="Parent du trésorier")
    store.author = ME
    found = read_scores(store.reader, dossier, ME)
    assert found is not None and [one.withdrawn for one in found.others] == [True]


def test_the_history_keeps_the_scores_of_others_until_mine_are_closed(store: Store, dossier: bytes) -> None:
    score_all(store, dossier, 5, OTHER)
    store.author = OTHER
    store.do(close, dossier=dossier)
    store.do(annotate, dossier=dossier, place="dossier", text="Pour moi seul", audience="me")
    store.author = ME
    told = events(store.reader, dossier, ME)
    assert not any("Noter «" in event.label or event.after == "Pour moi seul" for event in told)
    assert any(event.after == "Pour moi seul" for event in events(store.reader, dossier, OTHER))
    score_all(store, dossier, 2)
    assert not any(
        event.author == OTHER and "Noter «" in event.label for event in events(store.reader, dossier, ME)
    )
    store.do(close, dossier=dossier)
    assert any(
        event.author == OTHER and "Noter «" in event.label for event in events(store.reader, dossier, ME)
    )


def test_notes_kept_for_oneself_are_read_by_their_author_alone(store: Store, dossier: bytes) -> None:
    store.do(annotate, dossier=dossier, place="dossier", text="Pour moi seul", audience="me")
    assert [row.text for row in queries.notes(store.reader, dossier, ME)] == ["Pour moi seul"]
    assert queries.notes(store.reader, dossier, OTHER) == []


def test_a_closed_dossier_is_locked_in_the_list_and_out_of_the_pile(store: Store, dossier: bytes) -> None:
    note = store.do(annotate, dossier=dossier, place="dossier", text="Avant").value
    store.do(declare, dossier=dossier, nature="Membre du bureau", whole_applicant=False)
    ids = queries.list_ids(store.reader)
    assert [row.closed for row in queries.list_rows(store.reader, ids, 11, ME)] == [True, False]
    assert [row.closed for row in queries.list_rows(store.reader, ids, 11, OTHER)] == [False, False]
    pile = day_of(store.reader, ME, dt.date.today()).pile
    assert dossier not in {one.what.key for one in pile}
    for verb, arguments in (
        (set_strength, {"strength": 3}), (set_audience, {"audience": "committee"}), (remove_note, {}),
        (edit_note, {"text": "x"}),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="vous est fermé"):
            store.do(verb, note=note, **arguments)
