"""One statement to a list of named tuples."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T", bound=NamedTuple)


def every(
    connection: sqlite3.Connection, shape: type[T], sql: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> list[T]:
    """All rows of a statement whose columns stand in the order of the named tuple's fields."""
    return list(map(shape._make, connection.execute(sql, values)))


def one(connection: sqlite3.Connection, shape: type[T], sql: str, values: Sequence[Any] = ()) -> T | None:
    row = connection.execute(sql, values).fetchone()
    return None if row is None else shape._make(row)
