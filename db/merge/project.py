"""The projection: rows of the business tables written again from their operations, differences only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.merge import kept, shelf, twice
from db.merge.shelf import Row
from db.merge.state import Conflict, RowState, row_state
from db.merge.unique import free_codes, with_own_codes


@dataclass(slots=True)
class Projected:
    """What the projection changed."""

    tables: set[str] = field(default_factory=set)
    dossiers: set[bytes] = field(default_factory=set)
    written: set[Row] = field(default_factory=set)
    opened: list[tuple[Row, Conflict]] = field(default_factory=list)  # disagreements that were not there
    deferred: set[tuple[str, str]] = field(default_factory=set)  # (table, column) that this base lacks
    missing: set[tuple[str, str, bytes]] = field(default_factory=set)  # (table, column, key) without row


def dossier_of(ent: str, rid: bytes, values: Mapping[str, Any]) -> bytes | None:
    if ent == "dossier":
        return rid
    told = values.get("dossier_id")
    return bytes.fromhex(told) if isinstance(told, str) else told


class Board:
    """The rows being projected: their states, and what stands in the tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.states: dict[Row, RowState] = {}
        self.before: dict[Row, dict[str, Any]] = {}  # as found in the table
        self.now: dict[Row, dict[str, Any]] = {}  # as left in the table
        self.found = Projected()
        kept_ = connection.execute("SELECT v FROM kv WHERE k = 'leaving'").fetchone()  # db.merge.withdraw
        self.leaving = {bytes.fromhex(key) for key in json.loads(kept_[0] if kept_ else "[]")}
        self._columns: dict[str, tuple[str, ...]] = {}

    def columns(self, ent: str) -> tuple[str, ...]:
        if ent not in self._columns:
            self._columns[ent] = shelf.columns_of(self.connection, ent)
        return self._columns[ent]

    def load(self, rows: Iterable[Row]) -> list[Row]:
        """Read the operations and the present rows of those not read yet."""
        new = [row for row in dict.fromkeys(rows) if row not in self.states]
        ops = shelf.ops_of(self.connection, new)
        by_table: dict[str, list[bytes]] = {}
        for row in new:
            self.states[row] = row_state(ops.get(row, ()))
            by_table.setdefault(row[0], []).append(row[1])
        for ent, keys in by_table.items():
            if columns := self.columns(ent):
                rows_ = shelf.rows_of(self.connection, ent, keys, columns)
                self.before.update(((ent, rid), values) for rid, values in rows_.items())
        self.now.update((row, self.before[row]) for row in new if row in self.before)
        return new

    def wanted(self, row: Row, old: dict[str, Any] | None) -> dict[str, Any]:
        """The row as its operations tell it; of what they do not tell, as it stands or as a new one."""
        ent, state = row[0], self.states[row]
        columns = self.columns(ent)
        self.found.deferred.update((ent, name) for name in state.values if name not in columns)
        told = {**(old or {}), **shelf.plain(ent, state.values, columns)}
        return with_own_codes(self.connection, ent, row[1], shelf.filled(ent, told, columns))

    def hidden(self, row: Row) -> bool:
        """Whether it is of a dossier that left, and only waits for its last operations to be sent."""
        return bool(self.leaving) and dossier_of(*row, self.states[row].values) in self.leaving

    def write(self, rows: Iterable[Row]) -> None:
        """Make these rows what their operations tell, in the tables."""
        made: dict[str, list[tuple[Any, ...]]] = {}
        changed: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
        for row in rows:
            ent, rid = row
            if not self.columns(ent):
                self.found.deferred.add((ent, ""))
                continue
            old = self.now.get(row)
            values = self.wanted(row, old)
            if old is None:
                made.setdefault(ent, []).append((rid, *(values[c] for c in self.columns(ent))))
            else:
                names = tuple(c for c in self.columns(ent) if not shelf.same(old[c], values[c]))
                if not names:
                    continue
                changed.setdefault((ent, names), []).append((*(values[c] for c in names), rid))
            self.now[row] = values
            self._touched(row, old or values, values)
            free_codes(self.connection, ent, rid, values)
        for ent, tuples in made.items():
            every = ", ".join(f'"{c}"' for c in ("id", *self.columns(ent)))
            marks = ", ".join("?" * (len(self.columns(ent)) + 1))
            self.connection.executemany(f'INSERT INTO "{ent}"({every}) VALUES ({marks})', tuples)
        for (ent, altered), tuples in changed.items():
            sets = ", ".join(f'"{c}" = ?' for c in altered)
            self.connection.executemany(f'UPDATE "{ent}" SET {sets} WHERE id = ?', tuples)

    def remove(self, row: Row) -> None:
        old = self.now.pop(row, None)
        if old is not None:
            self.connection.execute(f'DELETE FROM "{row[0]}" WHERE id = ?', (row[1],))
            self._touched(row, old, old)

    def _touched(self, row: Row, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.found.tables.add(row[0])
        self.found.written.add(row)
        dossiers = (dossier_of(*row, old), dossier_of(*row, new))
        self.found.dossiers.update(key for key in dossiers if key)


def project(connection: sqlite3.Connection, rows: Iterable[Row]) -> Projected:
    """Write these rows, their heads and their disagreements from the journal; inside the caller's
    transaction, references not enforced. What the triggers of the tables captured meanwhile is thrown away.
    """
    board = Board(connection)
    touched = list(dict.fromkeys(rows))
    old = _open_conflicts(connection, touched)
    board.load(touched)
    board.write(row for row in touched if board.states[row].alive and not board.hidden(row))
    shelf.write_states(connection, {row: board.states[row] for row in touched})
    _write_conflicts(board, touched)
    kept.settle_parents(board, touched, {(row, c.field) for row, c in old if c.nature == "orphan"})
    twice.tell(board, touched)
    connection.execute("DELETE FROM capture")
    connection.executemany("INSERT OR IGNORE INTO search_queue(ent, rid) VALUES (?, ?)", board.found.written)
    known = {(row, c.field, c.nature, c.ops) for row, c in old}
    seen = set(touched) | board.found.written
    board.found.opened = [
        (row, c)
        for row, c in _open_conflicts(connection, seen)
        if (row, c.field, c.nature, c.ops) not in known
    ]
    return board.found


def _write_conflicts(board: Board, touched: list[Row]) -> None:
    board.connection.executemany("DELETE FROM conflict WHERE ent = ? AND rid = ?", touched)
    told: list[shelf.Told] = []
    for row in touched:
        state = board.states[row]
        dossier = dossier_of(*row, state.values)
        if state.conflicts and dossier:
            board.found.dossiers.add(dossier)
        if dossier not in board.leaving:
            told.extend((row, dossier, conflict) for conflict in state.conflicts)
    shelf.write_conflicts(board.connection, told)


def _open_conflicts(connection: sqlite3.Connection, rows: Iterable[Row]) -> list[tuple[Row, Conflict]]:
    if not connection.execute("SELECT 1 FROM conflict LIMIT 1").fetchone():
        return []
    return shelf.conflicts_of(connection, rows)
