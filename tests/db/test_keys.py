"""Keys of a list in one piece: the same, in the same order, as one object each."""

from pathlib import Path

import pytest

from db import queries
from db.queries.keys import WIDE, Keys, list_keys
from desktop.rules.query import parse, to_tree
from tests.ui.shelf import filled

ONE, TWO, THREE = (bytes([n]) * WIDE for n in (1, 2, 3))


def test_they_are_those_of_the_list_in_every_order(tmp_path: Path) -> None:
    reader = filled(tmp_path).reader
    trees = [None, to_tree(parse("étape:instruction"), ""), to_tree(parse("titre:introuvable"), "")]
    for sort in ("number", "applicant", "title", "asked", "proposed", "stage", "due_on", "pieces", "checks"):
        for descending in (False, True):
            for tree in trees:
                for limit in (None, 2):
                    told = (tree, sort, descending, limit)
                    assert list(list_keys(reader, *told)) == queries.list_ids(reader, *told), told
    assert len(list_keys(reader)) == 6 and not list_keys(reader, trees[-1])


def test_they_are_taken_as_from_a_list() -> None:
    keys, plain = Keys(ONE + TWO + THREE), [ONE, TWO, THREE]
    assert (len(keys), keys[1], keys[-1], keys[1:], keys[::-1]) == (3, TWO, THREE, [TWO, THREE], plain[::-1])
    assert list(keys) == plain and keys == plain and keys == Keys(ONE + TWO + THREE) and keys != Keys(ONE)
    assert keys.index(THREE) == 2 and keys.index(TWO, 1) == 1 and THREE in keys and b"" not in keys
    with pytest.raises(IndexError):
        keys[3]
    with pytest.raises(ValueError, match="no such key"):
        keys.index(ONE, 1)


def test_a_key_that_stands_across_two_others_is_not_one_of_them() -> None:
    across = bytes([1]) * 8 + bytes([2]) * 8
    assert across in ONE + TWO
    keys = Keys(ONE + TWO + across)
    assert keys.index(across) == 2 and across not in Keys(ONE + TWO)
