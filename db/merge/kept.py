"""Parents removed in one place while a child was made in another: they stay while a child refers to them.

The same whatever the order of arrival: a removed row stands if, and only if, a living row refers to it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from db.base import Table
from db.merge import shelf
from db.merge.shelf import Row
from db.merge.state import Conflict
from db.triggers import journalled

if TYPE_CHECKING:
    from db.merge.project import Board


@cache
def parents_of() -> dict[str, tuple[tuple[str, str], ...]]:
    """Table -> (column, table it refers to)."""
    return {
        ent: tuple(
            (column.name, key.column.table.name)
            for column in Table.metadata.tables[ent].columns
            for key in column.foreign_keys
        )
        for ent in journalled()
    }


@cache
def children_of() -> dict[str, tuple[tuple[str, str], ...]]:
    """Table -> (table, column) that refer to it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for ent, columns in parents_of().items():
        for column, parent in columns:
            found.setdefault(parent, []).append((ent, column))
    return {parent: tuple(refs) for parent, refs in found.items()}


@cache
def depth(ent: str) -> int:
    """Children come after their parents."""
    return list(journalled()).index(ent) if ent in journalled() else -1


def settle_parents(board: Board, touched: Iterable[Row], orphans: set[tuple[Row, str]]) -> None:
    """Remove what is dead and that nothing living refers to; keep, bring back or report the rest."""
    connection = board.connection
    told = {
        (ent, bytes(rid)): None
        for ent, rid in connection.execute("SELECT ent, rid FROM conflict WHERE nature = 'orphan'")
    }
    told.update((row, None) for row, _ in orphans)
    connection.execute("DELETE FROM conflict WHERE nature = 'orphan'")
    board.load(told)
    waiting = {row for row in touched if board.columns(row[0]) and not board.states[row].alive}
    waiting |= _suspects(board, [*touched, *told])
    done: set[Row] = set()
    while waiting:
        row = max(waiting, key=lambda r: (depth(r[0]), r[1]))
        waiting.discard(row)
        done.add(row)
        refs = _living_children(connection, row)
        if refs:
            board.write([row])
            shelf.write_conflicts(connection, _orphans(board, row, refs), over=False)
        else:
            board.remove(row)
        waiting |= _suspects(board, [row]) - done


def _suspects(board: Board, rows: Iterable[Row]) -> set[Row]:
    """Parents of these rows, as they were and as they are, that are dead by their own operations."""
    wanted: dict[str, set[bytes]] = {}
    needed: dict[Row, tuple[str, str]] = {}
    for row in rows:
        told = shelf.plain(row[0], board.states[row].values, board.columns(row[0]))
        for values, living in ((told, False), (board.before.get(row), False), (board.now.get(row), True)):
            for column, parent in parents_of().get(row[0], ()) if values else ():
                key = values.get(column) if values else None
                if key:
                    wanted.setdefault(parent, set()).add(key)
                    if living:
                        needed[(parent, key)] = (row[0], column)
    found: set[Row] = set()
    for parent, keys in wanted.items():
        here = shelf.known_keys(board.connection, f'"{parent}"', "id", keys)
        removed = shelf.removed_rows(board.connection, parent, keys)
        suspects = [(parent, key) for key in keys if key not in here or key in removed]
        board.load(suspects)
        for row in suspects:
            if not board.states[row].heads[""]:  # never heard of: out of scope, or lost
                if row in needed:
                    board.found.missing.add((*needed[row], row[1]))
            elif not board.states[row].alive:
                found.add(row)
    return found


def _living_children(connection: sqlite3.Connection, row: Row) -> list[tuple[Row, str]]:
    found: list[tuple[Row, str]] = []
    for ent, column in children_of().get(row[0], ()):
        query = f'SELECT id FROM "{ent}" WHERE "{column}" = ?'
        found.extend(((ent, bytes(key)), column) for (key,) in connection.execute(query, (row[1],)))
    return found


def _orphans(board: Board, row: Row, refs: list[tuple[Row, str]]) -> Iterable[shelf.Told]:
    from db.merge.project import dossier_of  # the projection stands on this room

    heads = board.states[row].heads[""]
    board.load(child for child, _ in refs)
    for child, column in refs:
        nothing: tuple[Any, ...] = (None,) * len(heads)
        dossier = dossier_of(*child, board.states[child].values)
        if dossier:
            board.found.dossiers.add(dossier)
        yield child, dossier, Conflict(column, "orphan", None, heads, nothing)
