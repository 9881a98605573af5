"""The rules by field are complete; words are merged; the state of a row does not depend on the order."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Integer

from db import models  # noqa: F401  (fills the metadata)
from db.base import Table
from db.merge.kinds import _TABLE, Kind, kind_of
from db.merge.lot import Op
from db.merge.state import row_state
from db.merge.words import merge3
from db.triggers import journalled

MONEY = {"amount", "asked", "proposed", "voted", "paid", "cost", "carried", "reserve", "answered"}


def test_every_column_of_cents_is_an_amount() -> None:
    found = {
        (ent, column.name)
        for ent in journalled()
        for column in Table.metadata.tables[ent].columns
        if column.name in MONEY and isinstance(column.type, Integer)
    }
    assert len(found) >= 18
    assert {place for place in found if kind_of(*place) is not Kind.AMOUNT} == set()


def test_the_table_of_rules_names_columns_that_exist() -> None:
    tables = journalled()
    assert {place for place in _TABLE if place[1] not in tables.get(place[0], ())} == set()


def test_keys_and_quiet_columns_open_no_question() -> None:
    assert kind_of("dossier", "title_key") is Kind.QUIET and kind_of("annotation", "at") is Kind.QUIET
    assert kind_of("dossier", "stage") is Kind.STATUS and kind_of("decision", "outcome") is Kind.DECISION
    assert kind_of("dossier", "title") is Kind.VALUE and kind_of("annotation", "text") is Kind.TEXT


BASE = "Le budget est de 1000 euros. Le projet est clair et le public est nombreux."


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ("A. " + BASE, BASE + " Z.", "A. " + BASE + " Z."),
        (BASE.replace("clair", "très clair"), BASE, BASE.replace("clair", "très clair")),
        (BASE.replace("1000", "1500"), BASE.replace("1000", "900"), None),
        (BASE.replace("1000", "1500"), BASE.replace("euros", "€"), None),
        # A figure, one word away.
        (BASE.replace("est de", "serait de"), BASE.replace("1000", "1500"), None),
        (
            BASE.replace("1000", "1500"),
            BASE.replace("nombreux", "rare"),
            BASE.replace("1000", "1500").replace("nombreux", "rare"),
        ),
        (BASE.replace("clair", "flou"), BASE.replace("clair", "net"), None),
        (BASE.replace("clair", "net"), BASE.replace("clair", "net"), BASE.replace("clair", "net")),
        ("", BASE + " Suite.", None),
        (BASE.replace(" et le", " mais le"), "", None),
    ],
)
def test_words_are_merged_when_changes_are_apart(one: str, other: str, merged: str | None) -> None:
    assert merge3(BASE, one, other) == merged
    assert merge3(BASE, other, one) == merged


@given(
    st.lists(st.sampled_from(["le", "la", "un", "deux", "12", "7", ",", ".", "projet", "est"]), max_size=8),
    st.data(),
)
def test_merging_words_is_symmetric_and_loses_no_word(words: list[str], data: st.DataObject) -> None:
    base = " ".join(words)
    one, other = (
        " ".join(data.draw(st.permutations([*words, f"ajout{n}"]))) if n % 2 else base + f" fin{n}"
        for n in (1, 2)
    )
    merged = merge3(base, one, other)
    assert merge3(base, other, one) == merged
    if merged is not None:
        assert "ajout1" in merged and "fin2" in merged


def op(number: int, kind: str, field: str, val: str | None, *parents: int, base: str | None = None) -> Op:
    keys = tuple(bytes([n]) * 16 for n in parents)
    return Op(
        bytes([number]) * 16, "A", number, b"s" * 16, f"{number:013d}-0000-A", "x", "0004", "dossier",
        b"r" * 16, None, field, kind, base, val, keys, "",
    )  # fmt: skip


def test_the_state_is_a_function_of_the_set() -> None:
    ops = [
        op(1, "create", "", '{"title": "a", "asked": 1, "stage": "received"}'),
        op(2, "update", "title", '"b"', 1),
        op(3, "update", "title", '"c"', 1),
        op(4, "update", "asked", "2", 1),
        op(5, "delete", "", None, 1, 2, base='{"title": "b"}'),
        op(6, "update", "title", '"d"', 2, 3),
    ]
    told = row_state(ops)
    assert told.alive and told.values == {"title": "d", "asked": 2, "stage": "received"}
    assert [(c.field, c.nature, len(c.ops)) for c in told.conflicts] == [("", "deletion", 3)]
    for seed in range(20):
        shuffled = [*ops, *ops]
        random.Random(seed).shuffle(shuffled)
        assert row_state(shuffled) == told


def test_a_row_is_gone_only_when_its_remover_had_seen_everything() -> None:
    made = op(1, "create", "", '{"title": "a"}')
    edit = op(2, "update", "title", '"b"', 1)
    assert not row_state([made, edit, op(3, "delete", "", None, 1, 2)]).alive
    assert row_state([made, edit, op(3, "delete", "", None, 1)]).alive
    again = [made, edit, op(3, "delete", "", None, 1, 2), op(4, "create", "", '{"title": "c"}', 3)]
    told = row_state(again)
    assert told.alive and told.values == {"title": "c"} and told.conflicts == ()
    assert told.heads == {"": (bytes([4]) * 16,)}


def test_the_agreed_value_is_the_nearest_common_ancestor() -> None:
    ops = [
        op(1, "create", "", '{"asked": 1}'),
        op(2, "update", "asked", "2", 1),
        op(3, "update", "asked", "3", 2),
        op(4, "update", "asked", "4", 3),
        op(5, "update", "asked", "5", 2),
    ]
    told = row_state(ops)
    assert told.values["asked"] == 2 and told.conflicts[0].agreed == "2"
    crossed = [  # two settle what two others had parted: further up they agreed
        *ops[:1], op(2, "update", "asked", "2", 1), op(3, "update", "asked", "3", 1),
        op(4, "update", "asked", "4", 2, 3), op(5, "update", "asked", "5", 2, 3),
    ]  # fmt: skip
    assert row_state(crossed).values["asked"] == 1
    one, other = '{"asked": 1, "stage": "b"}', '{"asked": 2, "stage": "a"}'
    twice = [op(1, "create", "", one), op(2, "create", "", other)]
    told = row_state(twice)
    assert told.values == {"asked": None, "stage": "b"}  # may be empty; may not, then the first
    assert [c.agreed for c in told.conflicts] == [None, None]


def test_a_row_with_a_thousand_operations_is_told_at_once() -> None:
    ops = [op(1, "create", "", '{"asked": 1}')]
    for number in range(2, 1002):
        key, parent = number.to_bytes(16, "big"), ops[-1].id
        ops.append(ops[0]._replace(id=key, kind="update", field="asked", val=str(number), parents=(parent,)))
    began = time.process_time()
    assert row_state(ops).values == {"asked": 1001}
    assert time.process_time() - began < 0.5
