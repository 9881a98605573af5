"""The tables against the journal: what a row says that no operation wrote, and putting it back."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from db.forgotten import blank, is_forgotten
from db.merge import shelf
from db.merge.kept import children_of
from db.merge.scope import LEFT_OUT
from db.merge.state import row_state
from db.triggers import blob_columns, journalled

Tell = Callable[[int, int], bool]  # tables read, in all; False stops


class Stopped(Exception):
    """The person wants no more."""


class Difference(NamedTuple):
    """`kind`: value (one column differs), extra (a row that no operation made), lost (a row that should be
    there). `row` is what the table holds, `journal` what the journal tells; a lost row has all its fields."""

    kind: str
    table: str
    rid: bytes
    dossier: bytes | None
    field: str
    row: Any
    journal: Any


class _Known(NamedTuple):
    dossier: bytes | None
    values: dict[str, Any]


def differences(connection: sqlite3.Connection, tell: Tell | None = None) -> Iterator[Difference]:
    """Everything that the tables hold otherwise than the journal tells, table by table. Raises Stopped."""
    tables = journalled()
    for rank, (table, columns) in enumerate(tables.items()):
        if tell is not None and not tell(rank, len(tables)):
            raise Stopped
        yield from _of_table(connection, table, columns)


def _of_table(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[Difference]:
    expected: dict[bytes, _Known | None] = {**_expected(connection, table)}
    expected.update(_told_apart(connection, table))
    keys = blob_columns()[table]
    scope = columns.index("dossier_id") + 1 if "dossier_id" in columns else 0 if table == "dossier" else None
    quoted = ", ".join(f'"{name}"' for name in ("id", *columns))
    for row in connection.execute(f"SELECT {quoted} FROM {table}"):
        rid = bytes(row[0])
        dossier = None if scope is None or row[scope] is None else bytes(row[scope])
        known = expected.pop(rid, None)
        if known is None and _is_needed(connection, table, rid):
            continue  # removed in one place, kept for a child made in another: the merge says so
        if known is None:
            yield Difference("extra", table, rid, dossier, "", None, None)
            continue
        for name, value in zip(columns, row[1:], strict=True):
            told = value.hex() if name in keys and isinstance(value, bytes) else value
            if name in known.values and not _same(told, known.values[name]):
                yield Difference("value", table, rid, dossier, name, told, known.values[name])
    leaving = _leaving(connection)
    for rid, known in expected.items():
        if known is not None and known.dossier not in leaving:
            yield Difference("lost", table, rid, known.dossier, "", None, known.values)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return isinstance(one, int | float) and isinstance(other, int | float) and math.isclose(one, other)
    return bool(one == other)


def _expected(connection: sqlite3.Connection, table: str) -> dict[bytes, _Known]:
    """Row -> its values, from the operations in the order they came here."""
    found: dict[bytes, _Known] = {}
    query = "SELECT rid, dossier, field, kind, val FROM op WHERE ent = ? ORDER BY n"
    for rid, dossier, field, kind, val in connection.execute(query, (table,)):
        if kind == "delete":
            found.pop(rid, None)
        elif kind == "create":
            told = json.loads(val or "{}")
            for name in told.pop(LEFT_OUT, ()):
                told.pop(name, None)
            plain = {k: blank(table, k) if is_forgotten(v) else v for k, v in told.items()}
            found[rid] = _Known(dossier, plain)
        elif rid in found and not is_forgotten(value := json.loads(val or "null")):
            found[rid].values[field] = value
    return found


_APART = """
SELECT rid FROM conflict WHERE ent = ?1
UNION SELECT rid FROM head WHERE ent = ?1 GROUP BY rid, field HAVING count(*) > 1
UNION SELECT o.rid FROM refused r JOIN op o ON o.id = r.op WHERE o.ent = ?1
UNION SELECT h.rid FROM head h JOIN op o ON o.id = h.op
 WHERE h.ent = ?1 AND h.field = '' AND o.kind = 'delete' AND EXISTS
  (SELECT 1 FROM head x WHERE x.ent = h.ent AND x.rid = h.rid AND x.field <> '')"""


def _told_apart(connection: sqlite3.Connection, table: str) -> dict[bytes, _Known | None]:
    """The rows that two places wrote without knowing of each other: told by the merge itself."""
    rows = [(table, bytes(row[0])) for row in connection.execute(_APART, (table,))]
    found: dict[bytes, _Known | None] = {}
    for (_, rid), ops in shelf.ops_of(connection, rows).items():
        state = row_state(ops)
        dossier = next((op.dossier for op in reversed(ops) if op.dossier), None)
        found[rid] = _Known(dossier, state.values) if state.alive else None
    return found


def _leaving(connection: sqlite3.Connection) -> set[bytes | None]:
    """Dossiers that left this workstation, whose last operations wait to be sent: they have no row here."""
    row = connection.execute("SELECT v FROM kv WHERE k = 'leaving'").fetchone()
    return {bytes.fromhex(key) for key in json.loads(row[0] if row else "[]")}


def _is_needed(connection: sqlite3.Connection, table: str, rid: bytes) -> bool:
    """Whether a row that is there refers to this one."""
    return any(
        connection.execute(f'SELECT 1 FROM "{ent}" WHERE "{column}" = ? LIMIT 1', (rid,)).fetchone()
        for ent, column in children_of().get(table, ())
    )


def repair(connection: sqlite3.Connection, wrong: Iterable[Difference]) -> int:
    """Put the rows back as the journal tells, inside the caller's transaction and beside the journal; how
    many differences were mended. Nothing may wait in `capture` (ValueError)."""
    if connection.execute("SELECT 1 FROM capture LIMIT 1").fetchone():
        raise ValueError(
            "Des modifications attendent encore d’entrer au journal : ouvrez la base dans Parvis, puis "
            "recommencez. Rien n’a été changé."
        )
    count = 0
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for each in wrong:
        _mend(connection, each)
        count += 1
    connection.execute("DELETE FROM capture")  # what the triggers saw of the mending
    return count


def _mend(connection: sqlite3.Connection, each: Difference) -> None:
    keys = blob_columns()[each.table]

    def plain(name: str, value: Any) -> Any:
        return bytes.fromhex(value) if name in keys and isinstance(value, str) else value

    if each.kind == "extra":
        connection.execute(f"DELETE FROM {each.table} WHERE id = ?", (each.rid,))
    elif each.kind == "value":
        connection.execute(
            f'UPDATE {each.table} SET "{each.field}" = ? WHERE id = ?',
            (plain(each.field, each.journal), each.rid),
        )
    else:
        columns = journalled()[each.table]
        told = {name: value for name, value in each.journal.items() if name in columns}
        quoted = ", ".join(f'"{name}"' for name in ("id", *told))
        marks = ", ".join("?" * (len(told) + 1))
        values = [each.rid, *(plain(name, value) for name, value in told.items())]
        connection.execute(f"INSERT INTO {each.table}({quoted}) VALUES ({marks})", values)
    connection.execute("INSERT OR IGNORE INTO search_queue(ent, rid) VALUES (?, ?)", (each.table, each.rid))
