"""The business tables at the hub, written from the journal by the same pure function as everywhere.

They serve the reports only: the journal is right without them, and they can be thrown away and made again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, Integer, MetaData, Table, create_engine
from sqlalchemy.pool import StaticPool

from db.base import Key
from db.base import Table as Root
from db.hub.found import OWNER, SERVICE, Connection
from db.merge.kept import children_of, depth, parents_of
from db.merge.lot import Op
from db.merge.shelf import filled, plain
from db.merge.state import RowState, row_state
from db.triggers import journalled

Row = tuple[str, bytes]
_AT_ONCE = 500  # rows projected in one batch
_OP = ", ".join(f"o.{name}" for name in Op._fields)
_KEYS = frozenset({"id", "step", "rid", "dossier"})


class Projected(NamedTuple):
    """How far the tables now go, and what was written again."""

    upto: int  # delivery number
    rows: int
    conflicts: int  # open, all together


def tables() -> MetaData:
    """The journalled tables as the hub has them: same columns, nothing that could refuse a row."""
    import db.models  # noqa: F401  (fills the metadata)

    made = MetaData(schema="parvis")
    for name in (*journalled(), "conflict"):
        table = Root.metadata.tables[name].to_metadata(made, schema="parvis")
        for constraint in [*table.foreign_key_constraints, *table.constraints]:
            if constraint is not table.primary_key:
                table.constraints.discard(constraint)
        table.indexes.clear()
        for column in table.columns:
            column.nullable = column.primary_key is False
            if isinstance(column.type, Integer):
                column.type = BigInteger()  # cents of a whole city
    return made


def prepare(connection: Connection) -> None:
    """Make the tables that are missing; those of an older program get the columns they lack."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=StaticPool)
    made = tables()
    with connection.transaction():
        connection.execute("CREATE TABLE IF NOT EXISTS parvis.projected (n bigint NOT NULL)")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS parvis.kept (ent text, rid uuid, PRIMARY KEY (ent, rid))"
        )
        had: dict[str, set[str]] = {}
        query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'parvis'"
        for table, column in connection.execute(query).fetchall():
            had.setdefault(table, set()).add(column)
        for table in made.sorted_tables:
            _make(connection, engine.dialect, table, had.get(table.name))
        if not connection.execute("SELECT 1 FROM parvis.projected").fetchone():
            connection.execute("INSERT INTO parvis.projected VALUES (0)")
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA parvis TO {OWNER}, {SERVICE}".encode())


def _make(connection: Connection, dialect: Any, table: Table, had: set[str] | None) -> None:
    from sqlalchemy.schema import CreateTable

    if had is None:
        connection.execute(str(CreateTable(table).compile(dialect=dialect)).encode())
        for column in table.columns:
            if column.name.endswith("_id"):
                connection.execute(f'CREATE INDEX ON parvis."{table.name}" ("{column.name}")'.encode())
        return
    for column in table.columns:
        if column.name not in had:
            kind = column.type.compile(dialect=dialect)
            connection.execute(f'ALTER TABLE parvis."{table.name}" ADD "{column.name}" {kind}'.encode())
            connection.execute("UPDATE parvis.projected SET n = 0")  # what was kept unseen is read again


def project(connection: Connection, tell: Callable[[int, int], None] | None = None) -> Projected:
    """Bring the tables up to what is delivered; one transaction. Safe to run twice, or to be killed."""
    prepare(connection)
    with connection.transaction():
        (start,) = _one(connection, "SELECT n FROM parvis.projected FOR UPDATE")
        (upto,) = _one(connection, "SELECT coalesce(max(n), 0) FROM hub.delivery")
        touched = [
            (ent, rid.bytes)
            for ent, rid in connection.execute(
                "SELECT DISTINCT o.ent, o.rid FROM hub.delivery d JOIN hub.op o ON o.id = d.op "
                "WHERE d.n > %s AND d.n <= %s AND NOT d.again",
                (start, upto),
            ).fetchall()
            if ent in journalled()
        ]
        board = _Board(connection)
        for at in range(0, len(touched), _AT_ONCE):
            board.write(touched[at : at + _AT_ONCE])
            if tell:
                tell(min(at + _AT_ONCE, len(touched)), len(touched))
        board.settle_parents()
        connection.execute("UPDATE parvis.projected SET n = %s", (upto,))
        (conflicts,) = _one(connection, "SELECT count(*) FROM parvis.conflict")
    return Projected(upto, len(touched), conflicts)


def _one(connection: Connection, query: str) -> tuple[Any, ...]:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return tuple(row)


class _Board:
    """The rows being written: the states of those touched, what may have lost its last child."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.made = tables()
        self.suspects: set[Row] = {
            (ent, rid.bytes) for ent, rid in connection.execute("SELECT ent, rid FROM parvis.kept").fetchall()
        }

    def states(self, rows: Sequence[Row]) -> dict[Row, RowState]:
        """What the operations of these rows tell."""
        ops: dict[Row, list[Op]] = {}
        query = (
            f"SELECT {_OP} FROM unnest(%s::text[], %s::uuid[]) AS w(ent, rid) "
            "JOIN hub.op o ON o.ent = w.ent AND o.rid = w.rid"
        )
        asked = ([ent for ent, _ in rows], [uuid.UUID(bytes=rid) for _, rid in rows])
        for row in self.connection.execute(query.encode(), asked).fetchall():
            op = _op(row)
            ops.setdefault((op.ent, op.rid), []).append(op)
        return {row: row_state(ops.get(row, ())) for row in rows}

    def write(self, rows: Sequence[Row]) -> None:
        states = self.states(rows)
        alive = [row for row in rows if states[row].alive]
        self.suspects |= set(rows) - set(alive)
        self._upsert(alive, states)
        self._conflicts(rows, states)
        wanted = {
            (parent, bytes.fromhex(key))
            for row in alive
            for column, parent in parents_of()[row[0]]
            if isinstance(key := states[row].values.get(column), str)
        }
        self.suspects |= self._absent(wanted - set(rows))

    def _upsert(self, rows: Iterable[Row], states: dict[Row, RowState]) -> None:
        by_table: dict[str, list[Row]] = {}
        for row in rows:
            by_table.setdefault(row[0], []).append(row)
        with self.connection.cursor() as cursor:
            for ent, of in by_table.items():
                table = self.made.tables[f"parvis.{ent}"]
                names = [column.name for column in table.columns if column.name != "id"]
                told = ", ".join(f'"{name}"' for name in ("id", *names))
                sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names)
                marks = ", ".join(["%s"] * (len(names) + 1))
                cursor.executemany(
                    f'INSERT INTO parvis."{ent}" ({told}) VALUES ({marks}) '
                    f"ON CONFLICT (id) DO UPDATE SET {sets}".encode(),
                    [self._values(table, row, states[row], names) for row in of],
                )

    def _values(self, table: Table, row: Row, state: RowState, names: Sequence[str]) -> list[Any]:
        values = filled(row[0], plain(row[0], state.values, names), names)
        return [uuid.UUID(bytes=row[1]), *(_for_pg(table, name, values[name]) for name in names)]

    def _conflicts(self, rows: Sequence[Row], states: dict[Row, RowState]) -> None:
        told = []
        for (ent, rid), state in ((row, states[row]) for row in rows):
            dossier = rid.hex() if ent == "dossier" else state.values.get("dossier_id")
            for one in state.conflicts:
                ops = json.dumps([key.hex() for key in one.ops])
                vals = json.dumps(one.vals, ensure_ascii=False)
                told.append((ent, rid.hex(), one.field, dossier, one.nature, one.agreed, ops, vals))
        with self.connection.cursor() as cursor:
            cursor.executemany("DELETE FROM parvis.conflict WHERE ent = %s AND rid = %s", _named(rows))
            cursor.executemany(
                "INSERT INTO parvis.conflict (ent, rid, field, dossier, nature, agreed, ops, vals) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                told,
            )

    def _absent(self, rows: set[Row]) -> set[Row]:
        """Those that no table has: dead by their own operations, or never heard of."""
        found: set[Row] = set()
        for ent in {ent for ent, _ in rows}:
            keys = [uuid.UUID(bytes=rid) for table, rid in rows if table == ent]
            missing = f'NOT EXISTS (SELECT FROM parvis."{ent}" WHERE id = k)'
            query = f"SELECT k FROM unnest(%s::uuid[]) k WHERE {missing}"
            found |= {
                (ent, key.bytes) for (key,) in self.connection.execute(query.encode(), (keys,)).fetchall()
            }
        return found

    def settle_parents(self) -> None:
        """A removed row stands if, and only if, a living one refers to it: children first."""
        waiting = set(self.suspects)
        while waiting:
            row = max(waiting, key=lambda one: (depth(one[0]), one[1]))
            waiting.discard(row)
            state = self.states([row])[row]
            if state.alive or not state.heads[""]:
                self._keep(row, False)
                continue
            held = self._has_children(row)
            if held:
                self._upsert([row], {row: state})
                above = {
                    (parent, bytes.fromhex(key))
                    for column, parent in parents_of()[row[0]]
                    if isinstance(key := state.values.get(column), str)
                }
                waiting |= self._absent(above)
            else:
                name, key = row[0], uuid.UUID(bytes=row[1])
                self.connection.execute(f'DELETE FROM parvis."{name}" WHERE id = %s'.encode(), (key,))
            self._keep(row, held)

    def _has_children(self, row: Row) -> bool:
        key = uuid.UUID(bytes=row[1])
        return any(
            self.connection.execute(
                f'SELECT 1 FROM parvis."{ent}" WHERE "{column}" = %s LIMIT 1'.encode(), (key,)
            ).fetchone()
            for ent, column in children_of().get(row[0], ())
        )

    def _keep(self, row: Row, held: bool) -> None:
        deed = (
            "INSERT INTO parvis.kept VALUES (%s, %s) ON CONFLICT DO NOTHING"
            if held
            else "DELETE FROM parvis.kept WHERE ent = %s AND rid = %s"
        )
        self.connection.execute(deed.encode(), (row[0], uuid.UUID(bytes=row[1])))


def _named(rows: Iterable[Row]) -> list[tuple[str, uuid.UUID]]:
    return [(ent, uuid.UUID(bytes=rid)) for ent, rid in rows]


def _op(row: Sequence[Any]) -> Op:
    told = dict(zip(Op._fields, row, strict=True))
    for name in _KEYS:
        told[name] = told[name].bytes if told[name] is not None else None
    told["parents"] = tuple(key.bytes for key in told["parents"])
    return Op(**told)


def _for_pg(table: Table, name: str, value: Any) -> Any:
    if value is None:
        return None
    kind = table.columns[name].type
    if isinstance(kind, Key):
        return uuid.UUID(bytes=value) if len(value) == 16 else None
    if isinstance(kind, Boolean):
        return bool(value)
    return value.replace("\x00", "") if isinstance(value, str) else value


def follow(connection: Connection, seconds: float, tell: Callable[[Projected], None]) -> None:
    """Project now, then each time somebody deposits, for so long. The connection is in autocommit."""
    import time

    until = time.monotonic() + seconds
    connection.execute("LISTEN parvis_hub")
    while True:
        tell(project(connection))
        left = until - time.monotonic()
        if left <= 0 or next(connection.notifies(timeout=left, stop_after=1), None) is None:
            return
