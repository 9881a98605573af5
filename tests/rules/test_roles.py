"""Roles and their rights."""

from __future__ import annotations

import pytest

from desktop.rules import journey, roles


def test_a_reader_changes_nothing() -> None:
    assert {verb for verb in roles.RIGHTS if roles.may("reader", verb)} == {"read", "export", "upkeep"}


def test_an_administrator_may_do_everything_a_manager_all_but_the_people() -> None:
    assert [verb for verb in roles.RIGHTS if not roles.may("administrator", verb)] == []
    assert [verb for verb in roles.RIGHTS if not roles.may("manager", verb)] == ["people"]


def test_a_decision_is_written_by_those_who_hold_the_session() -> None:
    assert {role for role in roles.LABELS if roles.may(role, "decide")} == {
        "secretariat", "manager", "administrator",
    }  # fmt: skip


def test_a_quarter_office_annotates_and_proposes_but_neither_decides_nor_prints() -> None:
    can = {verb for verb in roles.RIGHTS if roles.may("quarter_office", verb)}
    assert {"annotate", "mark", "propose", "send_to_committee"} <= can
    assert not can & {"decide", "notify", "print_letter", "restore", "settings", "import"}


@pytest.mark.parametrize("move", journey.MOVES, ids=lambda m: f"{m.start}-{m.end}")
def test_the_rights_repeat_the_table_of_moves(move: journey.Move) -> None:
    assert all(roles.may(role, move.verb) for role in move.who)


def test_why_not_tells_who_could() -> None:
    sentence = roles.why_not("secretariat", "annotate")
    assert "annoter une demande" in sentence and "Instructeur" in sentence and "Secrétariat" in sentence
    assert roles.why_not("officer", "annotate") == ""
    with pytest.raises(KeyError):
        roles.may("officer", "levitate")
