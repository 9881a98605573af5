"""Where the journal and its projection stand on SQLite: operations, heads, rows, disagreements, in bulk."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from db.base import Table
from db.merge.lot import Op, Step
from db.merge.state import Conflict, RowState
from db.triggers import blob_columns, journalled

Row = tuple[str, bytes]
AT_ONCE = 400  # rows asked for in one statement
_OP = ", ".join(Op._fields)


def batches(things: Iterable[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    listed = list(things)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def as_op(row: Sequence[Any]) -> Op:
    return Op._make((*row[:14], _keys(row[14]), row[15]))


def _keys(told: str) -> tuple[bytes, ...]:
    """The parents as the journal writes them: one, nearly always."""
    if len(told) == 36:
        return (bytes.fromhex(told[2:34]),)
    return tuple(bytes.fromhex(key) for key in json.loads(told)) if told != "[]" else ()


def from_op(op: Op) -> tuple[Any, ...]:
    """As the journal writes it."""
    return (*op[:14], json.dumps(sorted(key.hex() for key in op.parents)), op.reason)


def ops_of(
    connection: sqlite3.Connection, rows: Iterable[Row], *, up_to: int | None = None
) -> dict[Row, list[Op]]:
    """Every operation of these rows, up to a place in the journal, but those that the hub has refused."""
    last = "" if up_to is None else f" AND n <= {up_to:d}"
    found: dict[Row, list[Op]] = {}
    out = {bytes(key) for (key,) in connection.execute("SELECT op FROM refused")}
    by_table: dict[str, list[bytes]] = {}
    for ent, rid in rows:
        by_table.setdefault(ent, []).append(rid)
    for ent, keys in by_table.items():
        for part in batches(keys):
            marks = ", ".join("?" * len(part))
            query = f"SELECT {_OP} FROM op WHERE ent = ? AND rid IN ({marks}){last}"
            for row in connection.execute(query, (ent, *part)):
                if row[0] not in out:
                    found.setdefault((ent, row[8]), []).append(as_op(row))
    return found


def known_ops(connection: sqlite3.Connection, keys: Iterable[bytes]) -> dict[bytes, Op]:
    """Those of these operations that are in the journal."""
    found: dict[bytes, Op] = {}
    for part in batches(keys):
        query = f"SELECT {_OP} FROM op WHERE id IN ({', '.join('?' * len(part))})"
        found.update((row[0], as_op(row)) for row in connection.execute(query, part))
    return found


def known_keys(connection: sqlite3.Connection, table: str, column: str, keys: Iterable[bytes]) -> set[bytes]:
    """Which of these keys stand in a column."""
    found: set[bytes] = set()
    for part in batches(keys):
        query = f"SELECT {column} FROM {table} WHERE {column} IN ({', '.join('?' * len(part))})"
        found.update(bytes(row[0]) for row in connection.execute(query, part))
    return found


def steps_of(connection: sqlite3.Connection, keys: Iterable[bytes]) -> list[Step]:
    found: list[Step] = []
    for part in batches(keys):
        query = f"SELECT {', '.join(Step._fields)} FROM step WHERE id IN ({', '.join('?' * len(part))})"
        found.extend(Step(*row) for row in connection.execute(f"{query} ORDER BY n", part))
    return found


def columns_of(connection: sqlite3.Connection, ent: str) -> tuple[str, ...]:
    """The columns that this base has for a journalled table; none when it does not know it."""
    if ent not in journalled():
        return ()
    return tuple(row[1] for row in connection.execute(f'PRAGMA table_info("{ent}")') if row[1] != "id")


def plain(ent: str, values: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    """JSON values as the table holds them; what this base does not know is left aside."""
    keys = blob_columns().get(ent, frozenset())
    return {
        column: bytes.fromhex(values[column]) if column in keys and values[column] else values[column]
        for column in columns
        if column in values
    }


def filled(ent: str, values: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    """A whole row: what an older program or a satchel left out gets what a new row would have."""
    table = Table.metadata.tables[ent]
    for column in columns:
        if values.get(column) is not None:
            continue
        known = table.columns.get(column)
        if known is None or known.nullable:
            values.setdefault(column, None)
            continue
        values[column] = _first(ent, known)
    return values


def _first(ent: str, column: Column[Any]) -> Any:
    """What a new row has there, when it can't be nothing."""
    if isinstance(column.default, ScalarElementColumnDefault):
        return column.default.arg
    if column.name in blob_columns()[ent]:
        return b""
    return {dt.date: "1970-01-01", dt.datetime: "1970-01-01 00:00:00.000000", str: ""}.get(
        column.type.python_type, 0
    )


def same(one: Any, other: Any) -> bool:
    """Numbers with a fraction pass through JSON, which keeps fifteen figures."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-12 * max(abs(one), abs(other), 1.0)
    return bool(one == other)


def rows_of(
    connection: sqlite3.Connection, ent: str, keys: Iterable[bytes], columns: Sequence[str]
) -> dict[bytes, dict[str, Any]]:
    """The rows of a table as they stand."""
    found: dict[bytes, dict[str, Any]] = {}
    names = ", ".join(f'"{column}"' for column in columns)
    for part in batches(keys):
        query = f'SELECT id, {names} FROM "{ent}" WHERE id IN ({", ".join("?" * len(part))})'
        for row in connection.execute(query, part):
            found[bytes(row[0])] = dict(zip(columns, row[1:], strict=True))
    return found


def write_states(connection: sqlite3.Connection, states: Mapping[Row, RowState]) -> None:
    """The heads of these rows, as they now are."""
    connection.executemany("DELETE FROM head WHERE ent = ? AND rid = ?", states)
    connection.executemany(
        "INSERT INTO head(ent, rid, field, op) VALUES (?, ?, ?, ?)",
        [
            (*row, field, op)
            for row, state in states.items()
            for field, ops in state.heads.items()
            for op in ops
        ],
    )


Told = tuple[Row, bytes | None, Conflict]  # the dossier it is told in


def write_conflicts(connection: sqlite3.Connection, found: Iterable[Told], *, over: bool = True) -> None:
    """`over`: whether it takes the place of another disagreement on the same field."""
    connection.executemany(
        f"INSERT OR {'REPLACE' if over else 'IGNORE'} INTO "
        "conflict(ent, rid, field, dossier, nature, agreed, ops, vals) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *row, c.field, dossier, c.nature, c.agreed, json.dumps([key.hex() for key in c.ops]),
                json.dumps(c.vals, ensure_ascii=False),
            )
            for row, dossier, c in found
        ],
    )  # fmt: skip


def removed_rows(connection: sqlite3.Connection, ent: str, keys: Iterable[bytes]) -> set[bytes]:
    """Which of these rows have a deletion among their heads."""
    found: set[bytes] = set()
    for part in batches(keys):
        query = (
            "SELECT h.rid FROM head h JOIN op o ON o.id = h.op WHERE h.ent = ? AND h.field = '' "
            f"AND o.kind = 'delete' AND h.rid IN ({', '.join('?' * len(part))})"
        )
        found.update(bytes(row[0]) for row in connection.execute(query, (ent, *part)))
    return found


def conflicts_of(connection: sqlite3.Connection, rows: Iterable[Row]) -> list[tuple[Row, Conflict]]:
    """The disagreements open on these rows."""
    found: list[tuple[Row, Conflict]] = []
    by_table: dict[str, list[bytes]] = {}
    for ent, rid in rows:
        by_table.setdefault(ent, []).append(rid)
    for ent, keys in by_table.items():
        for part in batches(keys):
            query = "SELECT rid, field, nature, agreed, ops, vals FROM conflict WHERE ent = ? AND rid IN "
            marks = ", ".join("?" * len(part))
            for rid, name, nature, agreed, ops, vals in connection.execute(f"{query}({marks})", (ent, *part)):
                keys_ = tuple(bytes.fromhex(key) for key in json.loads(ops))
                conflict = Conflict(name, nature, agreed, keys_, tuple(json.loads(vals)))
                found.append(((ent, bytes(rid)), conflict))
    return found
