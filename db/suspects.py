"""What was altered in a step that its hash no longer proves: what the rest of the journal says is tried.

A value stands in several places (its operation, the one that replaced it, the row itself): the one that gives
the hash of the chain again is what was written.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from db.journal import OP, STEP, proof
from db.triggers import blob_columns

_TRIES = 6000  # hashes tried for one step
_AT = {name: rank for rank, name in enumerate(OP)}
Row = tuple[Any, ...]


class Detail(NamedTuple):
    """One altered value: of the step itself when `seq` is None. `field` is the business field for a value, ""
    for another column. `proved` is what stood there; for an operation put in or taken out, only `column`
    tells it ("added", "removed")."""

    seq: int | None
    ent: str
    rid: bytes | None
    dossier: bytes | None
    field: str
    column: str
    kept: Any
    proved: Any


class _Try(NamedTuple):
    """Put `value` in a column of the operation of this rank (-1: of the step)."""

    rank: int
    column: str
    value: Any
    details: tuple[Detail, ...]
    strong: bool = False  # something else in the journal contradicts what is kept


def alteration(
    connection: sqlite3.Connection,
    before: bytes,
    fields: Row,
    ops: Sequence[Row],
    right: Callable[[bytes], bool],
    scheme: int = 1,
) -> tuple[Detail, ...] | None:
    """The details that, put back, give a hash which is `right`; None when none does."""
    tries = list(_tries(connection, fields, ops))
    strong = [each for each in tries if each.strong]
    plans: list[tuple[_Try, ...]] = [(each,) for each in (*strong, *(t for t in tries if not t.strong))]
    together = tuple({(each.rank, each.column): each for each in reversed(strong)}.values())
    plans += [together, *(pair for pair in combinations(strong[:40], 2) if _apart(*pair))]
    for plan in plans[:_TRIES]:
        told = list(fields)
        changed: dict[int, Any] = {}
        for each in plan:
            if each.rank < 0:
                told[STEP.index(each.column)] = each.value
            else:
                row = changed.setdefault(each.rank, list(ops[each.rank]))
                row[_AT[each.column]] = each.value
        if right(_hash(before, told, ops, changed, scheme)):
            return tuple(detail for each in plan for detail in each.details)
    for rank, op in enumerate(ops[:400]):
        if right(_hash(before, fields, ops, {rank: None}, scheme)):
            return (_detail(op, "added", None, None),)
    return None


def _apart(one: _Try, other: _Try) -> bool:
    return (one.rank, one.column) != (other.rank, other.column)


def suspects(connection: sqlite3.Connection, fields: Row, ops: Sequence[Row]) -> tuple[Detail, ...]:
    """What the rest of the journal contradicts in a step, when nothing put back gives its hash again."""
    strong = {
        (each.rank, each.column, len(each.details) > 1, each.details[0].field): each
        for each in _tries(connection, fields, ops)
        if each.strong
    }
    found = [each.details[0] for each in strong.values() if len(each.details) == 1]
    seqs = sorted(op[_AT["seq"]] for op in ops)
    missing = set(range(seqs[0], seqs[-1] + 1)) - set(seqs) if seqs else set()
    found += [Detail(seq, "", None, None, "", "removed", None, None) for seq in sorted(missing)]
    return tuple(found)


def _hash(
    before: bytes, fields: Sequence[Any], ops: Sequence[Row], changed: dict[int, Any], scheme: int
) -> bytes:
    rows = [changed.get(rank, op) for rank, op in enumerate(ops)]
    return proof(before, fields, [row for row in rows if row is not None], scheme)


def _detail(op: Row, column: str, kept: Any, proved: Any, field: str = "") -> Detail:
    get = _AT.__getitem__
    return Detail(
        op[get("seq")], op[get("ent")], op[get("rid")], op[get("dossier")], field or op[get("field")], column,
        kept, proved,
    )  # fmt: skip


def _tries(connection: sqlite3.Connection, fields: Row, ops: Sequence[Row]) -> Iterator[_Try]:
    yield from _step_tries(connection, fields, ops)
    for rank, op in enumerate(ops):
        yield from _value_tries(connection, rank, op)
        yield from _plain_tries(fields, ops, rank, op)


def _step_tries(connection: sqlite3.Connection, fields: Row, ops: Sequence[Row]) -> Iterator[_Try]:
    told = dict(zip(STEP, fields, strict=True))
    guesses: dict[str, set[Any]] = {
        "id": {op[_AT["step"]] for op in ops}, "author": {op[_AT["author"]] for op in ops},
        "site": {op[_AT["site"]] for op in ops}, "final": {""}, "undoes": {None},
        "dossier": {None, *(op[_AT["dossier"]] for op in ops)},
    }  # fmt: skip
    guesses["at"] = {moment for op in ops for moment in _moments(op[_AT["hlc"]])}
    same_verb = "SELECT DISTINCT label FROM step WHERE verb = ? LIMIT 300"
    guesses["label"] = {row[0] for row in connection.execute(same_verb, (told["verb"],))}
    guesses["verb"] = {row[0] for row in connection.execute("SELECT DISTINCT verb FROM step LIMIT 300")}
    for column, values in guesses.items():
        kept = told[column]
        strong = column in ("id", "author", "site", "at") and kept not in values and bool(values)
        for value in values - {kept}:
            yield _Try(-1, column, value, (Detail(None, "", None, None, "", column, kept, value),), strong)


def _moments(hlc: str) -> Iterator[str]:
    """Local times that a step may bear, from the clock of its operations."""
    wall = hlc.partition("-")[0]
    if wall.isdigit():
        for later in (0, 1, 2):
            moment = dt.datetime.fromtimestamp(int(wall) / 1000 + later).replace(microsecond=0)
            yield moment.isoformat(sep=" ")


def _plain_tries(fields: Row, ops: Sequence[Row], rank: int, op: Row) -> Iterator[_Try]:
    """Author, workstation, moment, reason…: as the step or the other operations of the step have them."""
    told = dict(zip(STEP, fields, strict=True))
    for column, source in (("author", "author"), ("site", "site"), ("step", "id")):
        kept = op[_AT[column]]
        if kept != told[source]:
            yield _Try(rank, column, told[source], (_detail(op, column, kept, told[source]),), strong=True)
    near = ops if len(ops) <= 60 else ops[max(0, rank - 2) : rank + 3]
    for column in ("hlc", "reason", "sch", "dossier"):
        kept = op[_AT[column]]
        others = {other[_AT[column]] for other in near} | ({""} if column == "reason" else set())
        for value in others - {kept}:
            yield _Try(rank, column, value, (_detail(op, column, kept, value),))


# Values: what the operation that came after, or the row, says that was written


def _value_tries(connection: sqlite3.Connection, rank: int, op: Row) -> Iterator[_Try]:
    kind, name = op[_AT["kind"]], op[_AT["field"]]
    if kind == "update":
        after = _after(connection, op, name)
        if after is not None and after != op[_AT["val"]]:
            yield _value(rank, op, "val", name, after)
        earlier = _earlier(connection, op, name)
        if earlier is not None and earlier != op[_AT["base"]]:
            yield _value(rank, op, "base", name, earlier)
    elif kind == "create":
        yield from _whole_tries(connection, rank, op)


def _value(rank: int, op: Row, column: str, name: str, text: str) -> _Try:
    detail = _detail(op, column, _read(op[_AT[column]]), _read(text), name)
    return _Try(rank, column, text, (detail,), strong=True)


def _read(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except ValueError:
        return text


def _whole_tries(connection: sqlite3.Connection, rank: int, op: Row) -> Iterator[_Try]:
    """A row as it was made: each of its fields against the first change of it, or the row itself."""
    text = op[_AT["val"]] or "{}"
    told = _read(text)
    if not isinstance(told, dict):
        return
    wrong: dict[str, Detail] = {}
    for name, kept in told.items():
        after = _after(connection, op, name)
        if after is not None and (proved := _read(after)) != kept:
            wrong[name] = _detail(op, "val", kept, proved, name)
    plans = [(name,) for name in wrong] + ([tuple(wrong)] if len(wrong) > 1 else [])
    for names in plans:
        whole = {**told, **{name: wrong[name].proved for name in names}}
        for separators in ((",", ":"), (", ", ": ")):  # as SQLite writes it, as a fold of several writes does
            text = json.dumps(whole, ensure_ascii=False, separators=separators)
            yield _Try(rank, "val", text, tuple(wrong[name] for name in names), strong=True)


def _after(connection: sqlite3.Connection, op: Row, name: str) -> str | None:
    """JSON of the value that this operation left in a field: what the next one replaced, or the row has."""
    query = (
        "SELECT kind, base FROM op WHERE ent = ?1 AND rid = ?2 AND (field = ?3 OR kind = 'delete') "
        "AND n > (SELECT n FROM op WHERE id = ?4) ORDER BY n LIMIT 1"
    )
    ent, rid = op[_AT["ent"]], op[_AT["rid"]]
    row = connection.execute(query, (ent, rid, name, op[_AT["id"]])).fetchone()
    if row is None:
        return _now(connection, ent, rid, name)
    if row[0] == "delete":
        whole = _read(row[1])
        known = isinstance(whole, dict) and name in whole
        return json.dumps(whole[name], ensure_ascii=False) if known else None
    return str(row[1]) if row[1] is not None else None


def _now(connection: sqlite3.Connection, ent: str, rid: bytes, name: str) -> str | None:
    """JSON of what the row itself holds."""
    columns = blob_columns()
    if ent not in columns:
        return None
    try:
        row = connection.execute(f'SELECT "{name}" FROM {ent} WHERE id = ?', (rid,)).fetchone()
    except sqlite3.OperationalError:  # a field that this version does not know
        return None
    if row is None:
        return None
    value = row[0].hex() if isinstance(row[0], bytes) else row[0]
    return json.dumps(value, ensure_ascii=False)


def _earlier(connection: sqlite3.Connection, op: Row, name: str) -> str | None:
    """JSON of the value that this operation replaced, from the one that wrote it."""
    query = (
        "SELECT kind, val FROM op WHERE ent = ?1 AND rid = ?2 AND (field = ?3 OR kind = 'create') "
        "AND n < (SELECT n FROM op WHERE id = ?4) ORDER BY n DESC LIMIT 1"
    )
    row = connection.execute(query, (op[_AT["ent"]], op[_AT["rid"]], name, op[_AT["id"]])).fetchone()
    if row is None:
        return None
    if row[0] == "create":
        whole = _read(row[1])
        known = isinstance(whole, dict) and name in whole
        return json.dumps(whole[name], ensure_ascii=False) if known else None
    return str(row[1]) if row[1] is not None else None
