"""A table of chosen columns written to a file, row by row, for any number of dossiers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from db.filters import Node
from db.queries import export as room
from desktop.exchange.csv_out import write_csv
from desktop.exchange.list_book import write_list
from desktop.exchange.workbook import Column
from desktop.flow.export_models import columns, in_words
from desktop.rules.blackout import covered

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
    black: frozenset[str] = frozenset(),
    mark: str = "",
    tell: Tell = lambda _words, _share: True,
) -> Written:
    """Write .csv or .xlsx, whole or not at all. `black`: codes of columns whose values never enter the file;
    `mark`: for whom this copy is, at the foot of the printed workbook. Raises Unwritable, UnknownColumn
    (French), Stopped."""
    heads = [
        Column(head.title) if code in black else head
        for code, head in zip(codes, columns(reader, codes), strict=True)
    ]
    whole = room.count(reader, tree, person=person)
    expected = len(only) or whole
    closed = room.count(reader, tree) - whole
    words = in_words(codes, room.stream(reader, codes, tree, only=only, person=person))
    rows = _told(blacked_rows(codes, words, black), expected, tell)
    if out.suffix.lower() == ".csv":
        return Written(write_csv(out, heads, rows), closed)
    return Written(write_list(out, heads, rows, title="Dossiers", foot=mark, keywords=mark), closed)


def blacked_rows(
    codes: Sequence[str], rows: Iterable[tuple[Any, ...]], black: frozenset[str]
) -> Iterator[tuple[Any, ...]]:
    """The rows with a bar in place of what is blacked out."""
    places = {place for place, code in enumerate(codes) if code in black}
    for row in rows:
        yield tuple(covered(v) if place in places else v for place, v in enumerate(row)) if places else row


def _told(rows: Iterator[tuple[Any, ...]], expected: int, tell: Tell) -> Iterator[tuple[Any, ...]]:
    for place, row in enumerate(rows):
        if place % _EVERY == 0 and not tell("Écriture du tableau", place / max(1, expected)):
            raise Stopped
        yield row
