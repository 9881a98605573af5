"""The stages, their moves and the breadcrumb."""

from __future__ import annotations

import itertools

import pytest

from desktop.rules import journey


def reachable(start: str) -> set[str]:
    seen, heap = {start}, [start]
    while heap:
        for move in journey.moves_from(heap.pop()):
            if move.end not in seen:
                seen.add(move.end)
                heap.append(move.end)
    return seen


def test_stages_are_in_the_order_of_the_list_and_unique() -> None:
    assert [stage.order for stage in journey.STAGES] == list(range(9))
    assert len(journey.BY_CODE) == 9
    assert journey.LABELS["incomplete"] == "À compléter"


def test_every_stage_can_be_reached_and_closed_is_reached_from_everywhere() -> None:
    assert reachable("received") == set(journey.BY_CODE)
    assert all("closed" in reachable(code) for code in journey.BY_CODE)


def test_the_table_has_no_double_line_and_names_known_stages() -> None:
    ends = [(move.start, move.end) for move in journey.MOVES]
    assert len(ends) == len(set(ends))
    assert {code for pair in ends for code in pair} == set(journey.BY_CODE)
    assert all(move.who for move in journey.MOVES)


@pytest.mark.parametrize(
    ("start", "end"), [("received", "notified"), ("notified", "decided"), ("closed", "decided")]
)
def test_a_letter_never_leaves_before_a_decision(start: str, end: str) -> None:
    assert not journey.may_move(start, end)
    assert "ne peut pas passer" in journey.why_not(start, end)


def test_only_a_decided_dossier_is_notified() -> None:
    assert [m.start for m in journey.MOVES if m.end == "notified" and m.verb != "reopen"] == ["decided"]


def test_only_a_manager_comes_back_from_a_decision() -> None:
    back = [m for m in journey.MOVES if m.start in ("decided", "notified", "closed") and m.verb == "reopen"]
    assert back and all(move.who == ("manager",) for move in back)


def test_why_not_agrees_with_may_move_for_every_pair() -> None:
    for start, end in itertools.product(journey.BY_CODE, repeat=2):
        assert (journey.why_not(start, end) == "") is journey.may_move(start, end)


def test_why_not_names_what_is_possible() -> None:
    assert "« Notifié »" in journey.why_not("decided", "received")
    assert "déjà" in journey.why_not("ready", "ready")
    assert "n’existe pas" in journey.why_not("ready", "lost")


@pytest.mark.parametrize(
    ("stage", "done", "current"),
    [
        ("received", [], "Reçu"),
        ("incomplete", ["Reçu"], "Complet"),
        ("instruction", ["Reçu", "Complet"], "Instruction"),
        ("decided", ["Reçu", "Complet", "Instruction", "Avis", "Comité"], "Décision"),
        ("notified", [label for _, label in journey.STEPS], None),
        ("closed", [label for _, label in journey.STEPS], None),
    ],
)
def test_breadcrumb(stage: str, done: list[str], current: str | None) -> None:
    crumbs = journey.breadcrumb(stage)
    assert [label for _, label, state in crumbs if state == "done"] == done
    assert next((label for _, label, state in crumbs if state == "current"), None) == current
    assert len(crumbs) == 7


def test_skipped_names_what_a_quick_decision_jumps_over() -> None:
    assert [s.code for s in journey.skipped("received", "decided")] == ["complete", "instruction", "ready"]
    assert journey.skipped("decided", "notified") == []
