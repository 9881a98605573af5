"""A project of four associations: members, columns, the split of the money; told what does not balance."""

from __future__ import annotations

import pytest

from db.queries.dossier import amounts
from db.queries.scores import closed_to
from db.queries.together import lines, members, parts, project, shares
from db.store import Store
from desktop.flow.checking import findings_of
from desktop.flow.decide import decide
from desktop.flow.interests import declare
from desktop.flow.member_lines import add_flow, remove_line, write_line
from desktop.flow.project_view import findings
from desktop.flow.split import split, split_all
from desktop.flow.together import (
    add_member,
    change_member,
    change_project,
    dissolve,
    found_project,
    remove_member,
)
from tests import together
from tests.session import funder
from tests.session import ready as ready_ones


def told(store: Store, dossier: bytes) -> dict[str, str]:
    return {one.code: one.sentence for one in findings(store.reader, dossier)}


def test_a_project_that_balances_says_nothing_of_money(store: Store) -> None:
    dossier = together.project(store)
    together.share(store, dossier)
    assert set(told(store, dossier)) == {"project-agreement"}  # three partners have not signed
    together.ready(store, dossier)
    given = {funder(store): 5_000_01, funder(store, "ETAT147"): 3_000_00}
    store.do(decide, dossier=dossier, outcome="partial", amounts=given)
    voted = [row for row in shares(store.reader, [dossier]) if row.funder_id == funder(store)]
    assert sorted(row.voted for row in voted) == [1_250_00, 1_250_00, 1_250_00, 1_250_01]
    assert {row.name for row in voted} >= set(together.PARTNERS)
    assert sum(row.voted for row in shares(store.reader, [dossier])) == 8_000_01


def test_the_leader_holds_everything_until_it_is_shared(store: Store) -> None:
    dossier = together.project(store)
    leader = members(store.reader, dossier)[0]
    assert (leader.role, leader.last_name, leader.quarters) == ("leader", "Exemple", "QN08001M QN08002M")
    assert {row.member_id for row in lines(store.reader, dossier)} == {leader.id}
    assert {row.member_id for row in parts(store.reader, dossier)} == {leader.id}
    assert sum(row.asked or 0 for row in parts(store.reader, dossier)) == 15_000_00


def test_each_thing_that_does_not_balance_is_told_with_where_and_by_how_much(store: Store) -> None:
    dossier = together.project(store)
    keys = together.share(store, dossier)
    store.do(write_line, member=keys[1], side="charge", account="62", amount=40_00)
    assert (
        "« Association Les Tilleuls » : les charges dépassent les produits de 40\u00a0€"
        in (told(store, dossier)["project-column"])
    )
    assert "40\u00a0€ de plus" in told(store, dossier)["project-sum"]
    store.undo()
    given, received = store.do(add_flow, giver=keys[0], taker=keys[1], amount=700_00).value
    sentence = told(store, dossier)["project-column"]
    assert "700\u00a0€" in sentence
    assert "verse" not in told(store, dossier).get("project-flow", "")
    store.do(remove_line, line=received)
    assert given not in {row.id for row in lines(store.reader, dossier)}  # both sides of what passes


def test_money_given_on_is_told_unless_the_clause_is_written(store: Store) -> None:
    dossier = together.project(store)
    keys = together.share(store, dossier)
    store.do(add_flow, giver=keys[0], taker=keys[2], amount=2_000_00)
    assert "L1611-4" in told(store, dossier)["project-regrant"]
    assert "750\u00a0€ de l’aide reçue" in told(store, dossier)["project-regrant"]  # 1 250 are its own
    store.do(change_project, dossier=dossier, regrant=True)
    assert "clause" in told(store, dossier)["project-regrant"]
    store.do(change_project, dossier=dossier, regrant=True, regrant_words="Le chef de file reverse 2 000 €")
    assert "project-regrant" not in told(store, dossier)


def test_a_split_adds_up_or_is_refused(store: Store) -> None:
    dossier = together.project(store)
    keys = together.share(store, dossier)
    whose = funder(store)
    with pytest.raises(ValueError, match="il manque 1\u202f000"):
        store.do(split, dossier=dossier, funder=whose, column="asked", parts={keys[0]: 8_000_00})
    with pytest.raises(ValueError, match="rien n’est voté"):
        store.do(split, dossier=dossier, funder=whose, parts={keys[0]: 1})
    store.do(split, dossier=dossier, funder=whose, column="asked", parts={keys[0]: 9_000_00})
    assert "project-beyond" in told(store, dossier)
    together.ready(store, dossier)
    store.do(split_all, dossier=dossier, column="proposed")
    first = [row.proposed for row in parts(store.reader, dossier) if row.funder_id == whose]
    assert first == [9_000_00, 0, 0, 0]


def test_a_split_made_by_hand_stays_while_it_adds_up(store: Store) -> None:
    dossier = together.project(store)
    keys = together.share(store, dossier)
    together.ready(store, dossier)
    given = {funder(store): 4_000_00}
    store.do(decide, dossier=dossier, outcome="partial", amounts=given)
    store.do(
        split,
        dossier=dossier,
        funder=funder(store),
        parts={keys[0]: 1_000_00, keys[3]: 3_000_00},
        motive="vu",
    )
    store.do(decide, dossier=dossier, outcome="partial", amounts=given, comment="relu")
    assert {row.member_id: row.voted for row in shares(store.reader, [dossier])} == {
        keys[0]: 1_000_00, keys[3]: 3_000_00,
    }  # fmt: skip
    store.do(decide, dossier=dossier, outcome="partial", amounts={funder(store): 4_400_00}, comment="corrigé")
    assert {row.voted for row in shares(store.reader, [dossier])} == {1_100_00}
    assert sum(row.voted or 0 for row in amounts(store.reader, dossier)) == 4_400_00


def test_members_are_known_bodies_or_new_ones_and_one_alone_leads(store: Store) -> None:
    first, second = ready_ones(store, 2)
    store.do(found_project, dossier=first)
    other = store.reader.execute("SELECT applicant_id FROM dossier WHERE id = ?", (second,)).fetchone()[0]
    key = store.do(add_member, dossier=first, applicant=other).value
    assert members(store.reader, first)[1].last_name == "Exemple"  # who speaks for it in its own dossier
    with pytest.raises(ValueError, match="déjà membre"):
        store.do(add_member, dossier=first, applicant=other)
    with pytest.raises(ValueError, match="clé"):
        store.do(add_member, dossier=first, siret="12345678900012", name="Essai")
    leader = members(store.reader, first)[0].id
    with pytest.raises(ValueError, match="successeur"):
        store.do(change_member, member=leader, changes={"role": "partner"})
    store.do(change_member, member=key, changes={"role": "leader"})
    assert [row.role for row in members(store.reader, first)] == ["leader", "partner"]
    assert "n’est pas le porteur" in told(store, first)["project-leader"]
    store.do(remove_member, member=leader)
    assert len(members(store.reader, first)) == 1
    store.do(dissolve, dossier=first)
    assert project(store.reader, first) is None
    with pytest.raises(ValueError, match="un seul porteur"):
        store.do(add_member, dossier=first, name="Essai")


def test_a_tie_with_a_partner_closes_the_project(store: Store) -> None:
    dossier = together.project(store)
    (other,) = ready_ones(store, 1)
    store.do(declare, dossier=other, nature="bureau", whole_applicant=True)
    whose = store.reader.execute("SELECT applicant_id FROM dossier WHERE id = ?", (other,)).fetchone()[0]
    assert closed_to(store.reader, store.author, dossier) is None
    store.do(add_member, dossier=dossier, applicant=whose)
    assert closed_to(store.reader, store.author, dossier) is not None
    with pytest.raises(ValueError, match="fermé"):
        store.do(add_member, dossier=dossier, name="Encore un")


def test_what_does_not_balance_is_among_the_checks(store: Store) -> None:
    dossier = together.project(store)
    keys = together.share(store, dossier)
    store.do(add_flow, giver=keys[0], taker=keys[1], amount=4_000_00)
    rules = {one.rule for one in findings_of(store.reader, dossier)}
    assert {"project-balance", "project-regrant", "project-people"} <= rules
