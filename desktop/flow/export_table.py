"""A table of chosen columns written to a file, row by row, for any number of dossiers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from db.filters import Node
from db.queries import export as room
from desktop.exchange.csv_out import write_csv
from desktop.exchange.workbook import write_list
from desktop.flow.export_models import columns, in_words

Tell = Callable[[str, float], bool]
_EVERY = 200  # rows between two tellings


class Stopped(Exception):
    """The person wants no more: no file was written."""


class Written(NamedTuple):
    """How many dossiers a file holds, and how many an interest closes to the person who made it."""

    dossiers: int
    closed: int


def write_table(
    reader: sqlite3.Connection,
    out: Path,
    codes: Sequence[str],
    tree: Node | None = None,
    *,
    only: frozenset[bytes] = frozenset(),
    person: str = "",
    tell: Tell = lambda _words, _share: True,
) -> Written:
    """Write .csv or .xlsx, whole or not at all. Raises Unwritable, UnknownColumn (French), Stopped."""
    heads = columns(reader, codes)
    whole = room.count(reader, tree, person=person)
    expected = len(only) or whole
    closed = room.count(reader, tree) - whole
    rows = _told(in_words(codes, room.stream(reader, codes, tree, only=only, person=person)), expected, tell)
    if out.suffix.lower() == ".csv":
        return Written(write_csv(out, heads, rows), closed)
    return Written(write_list(out, heads, rows, title="Dossiers"), closed)


def _told(rows: Iterator[tuple[Any, ...]], expected: int, tell: Tell) -> Iterator[tuple[Any, ...]]:
    for place, row in enumerate(rows):
        if place % _EVERY == 0 and not tell("Écriture du tableau", place / max(1, expected)):
            raise Stopped
        yield row
