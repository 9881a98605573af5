"""The journal put together again: each step from the damaged base where its hash proves it, else a copy."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from db.journal import OP, STEP, proof
from db.salvage.reading import Held
from db.triggers import blob_columns, journalled

STEP_ROW = ("n", *STEP, "before", "hash", "scheme")
OP_ROW = ("n", *OP, "link")
_STEPS = f"SELECT {', '.join(STEP_ROW)} FROM step"
_OPS = f"SELECT {', '.join(OP_ROW)} FROM op"
_BEFORE, _HASH, _SCHEME = (STEP_ROW.index(name) for name in ("before", "hash", "scheme"))
_SEQ, _ID, _LINK = OP_ROW.index("seq"), OP_ROW.index("id"), OP_ROW.index("link")
Row = tuple[Any, ...]


class Source(NamedTuple):
    """A copy of the base, open for reading; `told` is how people call it."""

    told: str
    connection: sqlite3.Connection


class Journal(NamedTuple):
    """`taken`: rows that came from each copy; `unproved`: steps that nothing proves; `missing`: those of
    which only operations are left; `holed`: whether some may be gone without a word."""

    steps: list[Row]
    ops: list[Row]
    taken: Counter[str]
    unproved: list[int]
    missing: list[int]
    holed: bool


class _Book:
    """Steps and operations of one source, by number of step."""

    def __init__(self, steps: dict[int, Row], ops: dict[int, list[Row]], told: str) -> None:
        self.steps, self.ops, self.told = steps, ops, told
        self.common = 0  # up to this step it is the same story as the damaged base

    def proved(self, n: int) -> bool:
        row = self.steps.get(n)
        if row is None:
            return False
        ops = sorted(self.ops.get(n, ()), key=lambda op: op[_SEQ])
        try:
            made = proof(row[_BEFORE], row[1:_BEFORE], [op[1:_LINK] for op in ops], row[_SCHEME])
        except (TypeError, ValueError, AttributeError):
            return False
        return bool(made == row[_HASH])


def held_rows(held: Held, names: Sequence[str]) -> list[Row]:
    """The rows of a table that was read, in this order of columns."""
    places = {column.name: rank for rank, column in enumerate(held.columns)}
    order = [places[name] for name in names]
    return [tuple(row[at] for at in order) for row in held.rows.values()]


def gather(step: Held, op: Held, copies: Sequence[Source]) -> Journal:
    """The whole journal as far as anything tells it."""
    mine = _book(held_rows(step, STEP_ROW), held_rows(op, OP_ROW), "")
    whole = step.whole and op.whole
    books = []
    for copy in copies:
        try:
            steps, ops = copy.connection.execute(_STEPS).fetchall(), copy.connection.execute(_OPS).fetchall()
        except sqlite3.Error:
            continue
        book = _book(steps, ops, copy.told)
        same = [n for n in book.steps if n in mine.steps and mine.steps[n][_HASH] == book.steps[n][_HASH]]
        book.common = max(same, default=0)
        books.append(book)
    return _joined(mine, books, whole)


def _book(steps: list[Row], ops: list[Row], told: str) -> _Book:
    by_step: dict[int, list[Row]] = {}
    for op in ops:
        by_step.setdefault(op[_LINK] if isinstance(op[_LINK], int) else 0, []).append(op)
    return _Book({row[0]: row for row in steps}, by_step, told)


def _joined(mine: _Book, books: list[_Book], whole: bool) -> Journal:
    numbers = set(mine.steps) | set(mine.ops)
    for book in books:
        numbers |= {n for n in book.steps if not whole or n in numbers}
    following = _next_of(mine)
    made = Journal([], [], Counter(), [], [], holed=False)
    before = b""
    last = 0
    for n in sorted(numbers):
        if n not in mine.steps and n not in mine.ops and following(n) == before:
            continue  # withdrawn on purpose: the step that follows says that nothing is missing
        source = mine if mine.proved(n) else _proving(books, n, before)
        if source is None:
            before = _unproved(made, mine, books, n) or before
        else:
            made.steps.append(source.steps[n])
            made.ops.extend(source.ops.get(n, ()))
            if source is not mine:
                made.taken[source.told] += 1 + len(source.ops.get(n, ()))
            before = source.steps[n][_HASH]
        last = n
    doubt = set(made.unproved)
    proved = {op[_ID] for op in made.ops if op[_LINK] not in doubt}
    ops = [op for op in made.ops if op[_LINK] not in doubt or op[_ID] not in proved]
    left = {op[_LINK] for op in ops} | {row[0] for row in made.steps}
    missing, unproved = ([n for n in some if n in left] for some in (made.missing, made.unproved))
    made = made._replace(ops=ops, missing=missing, unproved=unproved)
    return made._replace(holed=bool(missing) or _holed(made, last))


def _next_of(mine: _Book) -> Callable[[int], bytes | None]:
    order = sorted(mine.steps)

    def following(n: int) -> bytes | None:
        """What the first step after this one says of the step before it."""
        at = bisect_right(order, n)
        return mine.steps[order[at]][_BEFORE] if at < len(order) else None

    return following


def _proving(books: list[_Book], n: int, before: bytes) -> _Book | None:
    """The latest copy that proves a step of this very story."""
    for book in books:
        if book.proved(n) and (n <= book.common or book.steps[n][_BEFORE] == before):
            return book
    return None


def _unproved(made: Journal, mine: _Book, books: list[_Book], n: int) -> bytes | None:
    """Keep all that is left of a step: its row from anywhere, its operations from everywhere."""
    sources = [mine, *(book for book in books if n <= book.common)]
    row = next((source.steps[n] for source in sources if n in source.steps), None)
    ops: dict[bytes, Row] = {}
    for source in sources:
        for op in source.ops.get(n, ()):
            if ops.setdefault(op[_ID], op) is op and source is not mine:
                made.taken[source.told] += 1
    ops = {key: op for key, op in ops.items() if _reads(op)}
    if row is None and not ops:
        return None  # a number that only a damaged row told
    made.ops.extend(ops.values())
    made.unproved.append(n)
    if row is None:
        made.missing.append(n)
        return None
    made.steps.append(row)
    return bytes(row[_HASH])


_KIND, _ENT = OP_ROW.index("kind"), OP_ROW.index("ent")
_JSON = [OP_ROW.index(name) for name in ("base", "val", "parents")]


def _reads(op: Row) -> bool:
    """Whether an operation that nothing proves can be one at all."""
    if op[_KIND] not in ("create", "update", "delete") or op[_ENT] not in journalled():
        return False
    if any(len(op[OP_ROW.index(name)]) != 16 for name in ("id", "step", "rid")):
        return False
    try:
        told = [json.loads(op[at]) if op[at] is not None else None for at in _JSON]
        for key in (*(told[2] or ()), *_keys_in(op, told[0]), *_keys_in(op, told[1])):
            bytes.fromhex(key)
    except (ValueError, TypeError):
        return False
    whole = told[1] if op[_KIND] == "create" else told[0] if op[_KIND] == "delete" else {}
    return isinstance(whole, dict)


def _keys_in(op: Row, value: Any) -> list[Any]:
    """The keys that a value of the journal holds, in hexadecimal."""
    names = blob_columns()[op[_ENT]]
    if op[_KIND] == "update":
        return [value] if op[OP_ROW.index("field")] in names and value is not None else []
    found = value if isinstance(value, dict) else {}
    return [found[name] for name in names if isinstance(found.get(name), str)]


def _holed(made: Journal, last: int) -> bool:
    """Whether a link of the chain is missing without anything that tells it."""
    before, hole = b"", False
    for row in made.steps:
        hole = hole or bytes(row[_BEFORE]) != before
        before = bytes(row[_HASH])
    return hole or any(n == last for n in made.missing)
