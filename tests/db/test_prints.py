"""What a step is proved by, made the short way, is what the long way makes: old chains stay proved."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from db.forgotten import told_row, value_print
from db.keys import key_of

_NAMESPACE = uuid.UUID("6f1c6f0e-3c5b-5d7e-9a4e-2f6f70617276")
_VALUES = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text()


def hashed(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


@settings(max_examples=150, deadline=None)
@given(some.lists(_VALUES, max_size=6))
def test_a_line_of_the_proof_is_its_json(values: list[Any]) -> None:
    assert told_row(values) == json.dumps(values, ensure_ascii=False)


@settings(max_examples=150, deadline=None)
@given(some.dictionaries(some.text(max_size=12), _VALUES, max_size=6))
def test_the_print_of_a_row_is_made_of_those_of_its_fields(row: dict[str, Any]) -> None:
    text = json.dumps(row)
    assert value_print(text, whole=True) == hashed([[name, hashed(row[name])] for name in sorted(row)])
    assert value_print(text, whole=False) == hashlib.sha256(text.encode()).hexdigest()


def test_an_erased_field_counts_as_its_print_and_an_altered_one_as_it_stands() -> None:
    kept = {"forgotten": 'a"b'}
    assert value_print(json.dumps({"name": kept}), whole=True) == hashed([["name", 'a"b']])
    assert value_print('{"name": ', whole=True) == hashlib.sha256(b'{"name": ').hexdigest()


@settings(max_examples=100, deadline=None)
@given(some.lists(some.text(some.characters(codec="utf-8")), min_size=1, max_size=3))
def test_a_key_of_meaning_is_the_uuid_of_its_words(words: list[str]) -> None:
    assert key_of(*words) == uuid.uuid5(_NAMESPACE, "\x1f".join(words)).bytes
