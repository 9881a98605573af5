"""What is written in the journal in the place of a value that was erased, and what of it still counts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

_MARK = re.compile(r'\{"forgotten": ?"([0-9a-f]{64})"\}')
_WORDS = re.compile(r"Libellé effacé \(empreinte ([0-9a-f]{64})\)")


def print_of(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_forgotten(value: Any) -> bool:
    """Whether a value read from the journal was erased: no column holds a JSON object."""
    return isinstance(value, dict) and value.keys() == {"forgotten"}


_quoted = json.encoder.encode_basestring
_NOTHING = print_of("null")
_SHORT = 40  # characters of a text whose print is kept: stages, labels and accounts come again and again
_encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one for each value


def told(value: Any) -> str:
    """The JSON text of one value, as its hash is taken."""
    return _encode(value)


def told_row(values: Iterable[Any]) -> str:
    """The JSON text of a list, nearly all of it texts: these are told without the way round the encoder."""
    plain = (_quoted(v) if v.__class__ is str else "null" if v is None else _encode(v) for v in values)
    return f"[{', '.join(plain)}]"


def mark(text: str) -> str:
    """What takes the place of a JSON text; of one erased already, itself."""
    return text if _MARK.fullmatch(text) else json.dumps({"forgotten": print_of(text)})


def without_values(text: str | None, fields: frozenset[str]) -> str | None:
    """The JSON of a whole row with the values of these fields erased."""
    values = _whole(text)
    if values is None:
        return text
    lost = {name for name in fields & values.keys() if not is_forgotten(values[name])}
    if not lost:
        return text
    kept = {k: {"forgotten": print_of(told(v))} if k in lost else v for k, v in values.items()}
    return json.dumps(kept, ensure_ascii=False)


def words_without(text: str, values: frozenset[str]) -> str:
    """A label or a reason, erased whole when one of these values stands in it."""
    if not any(value in text for value in values) or _WORDS.fullmatch(text):
        return text
    return f"Libellé effacé (empreinte {print_of(text)})"


@lru_cache(maxsize=4096)
def words_print(text: str) -> str:
    """The hash of a label or a reason: of an erased one, that which was kept."""
    kept = _WORDS.fullmatch(text)
    return kept[1] if kept else print_of(text)


def value_print(text: str, *, whole: bool) -> str:
    """The hash of a value in the journal; of a whole row, made of those of its fields, so that one can be
    erased alone. An erased value counts as the hash that was kept of it."""
    if text.startswith('{"f') and (kept := _MARK.fullmatch(text)):
        return kept[1]
    values = _whole(text) if whole else None
    if values is None:
        return print_of(text)
    prints = [f"[{_quoted(name)}, {_quoted(_member(values[name]))}]" for name in sorted(values)]
    return print_of(f"[{', '.join(prints)}]")


@lru_cache(maxsize=8192)
def _short_print(text: str) -> str:
    return print_of(_quoted(text))


def _member(value: Any) -> str:
    if value.__class__ is str:  # most of them: twice as fast as what any value takes
        return _short_print(value) if len(value) <= _SHORT else print_of(_quoted(value))
    if value is None:
        return _NOTHING
    return str(value["forgotten"]) if is_forgotten(value) else print_of(told(value))


def _whole(text: str | None) -> dict[str, Any] | None:
    try:
        values = json.loads(text or "null")
    except ValueError:  # altered: it is proved as it stands
        return None
    return values if isinstance(values, dict) else None


def same_value(one: str | None, other: str | None) -> bool:
    """Whether two JSON values are one, though one of them was erased."""
    if one is None or other is None or one == other:
        return one == other
    first, second = json.loads(one), json.loads(other)
    if first == second:
        return True
    if is_forgotten(first) or is_forgotten(second):
        return value_print(one, whole=False) == value_print(other, whole=False)
    return False


def same_member(one: Any, other: Any) -> bool:
    """The same, for two fields of a whole row."""
    erased = is_forgotten(one) or is_forgotten(other)
    return _member(one) == _member(other) if erased else bool(one == other)


def blank(ent: str, field: str) -> Any:
    """What stands in a row where a value was erased, as the journal writes it: nothing, or where nothing may
    not stand, what a new row would have."""
    import db.models  # noqa: F401  (fills the metadata)
    from db.base import Key, Table

    table = Table.metadata.tables.get(ent)
    column = None if table is None else table.columns.get(field)
    if column is None or column.nullable:
        return None
    first = getattr(column.default, "arg", None)
    if isinstance(first, str | int | float):
        return int(first) if isinstance(first, bool) else first
    if isinstance(column.type, Key):
        return ""
    kind = column.type.python_type
    return {dt.date: "1970-01-01", dt.datetime: "1970-01-01 00:00:00.000000", str: ""}.get(kind, 0)


class Erased(str):
    """The words that stand where a value was erased."""


def worded(value: Any, day: str = "") -> Any:
    """A value of the journal for a reader, or each of a whole row: « valeur effacée le 26/11/2026 » for an
    erased one; `day` is ISO."""
    if is_forgotten(value):
        when = f" le {day[8:10]}/{day[5:7]}/{day[:4]}" if day else ""
        return Erased(f"valeur effacée{when}")
    return {k: worded(v, day) for k, v in value.items()} if isinstance(value, dict) else value
