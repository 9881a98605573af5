"""Numbers that two offices gave without knowing of each other: told on each row, nothing is renumbered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from db.merge import shelf
from db.merge.shelf import Row
from db.merge.state import Conflict
from db.merge.unique import UNIQUE

if TYPE_CHECKING:
    from db.merge.project import Board


def tell(board: Board, touched: Iterable[Row]) -> None:
    """Write again the disagreements about the numbers that these rows have, and about those told so far: a
    row may have left its number, or be gone, and no longer say which it was."""
    numbers: dict[str, set[str]] = {}
    for ent, vals in board.connection.execute("SELECT ent, vals FROM conflict WHERE nature = 'twice'"):
        numbers.setdefault(ent, set()).add(json.loads(vals)[0])
    for row in {*touched, *board.found.written}:
        if column := UNIQUE.get(row[0]):
            for values in (board.before.get(row), board.now.get(row)):
                if values and values[column]:
                    numbers.setdefault(row[0], set()).add(values[column])
    for ent, values_ in numbers.items():
        _tell(board, ent, UNIQUE[ent], values_)


def _tell(board: Board, ent: str, column: str, numbers: set[str]) -> None:
    same: dict[str, list[bytes]] = {}
    for part in shelf.batches(sorted(numbers)):
        query = f'SELECT "{column}", id FROM "{ent}" WHERE "{column}" IN ({", ".join("?" * len(part))})'
        for number, key in board.connection.execute(query, part):
            same.setdefault(number, []).append(bytes(key))
    board.connection.executemany(
        "DELETE FROM conflict WHERE ent = ? AND rid = ? AND field = ? AND nature = 'twice'",
        [(ent, key, column) for keys in same.values() for key in keys],
    )
    told = []
    for number, keys in same.items():
        if len(keys) < 2:
            continue
        rows = [(ent, key) for key in sorted(keys)]
        board.load(rows)
        heads = [board.states[row].heads for row in rows]
        ops = sorted(found.get(column, found[""])[0] for found in heads)
        for row in rows:
            dossier = row[1] if ent == "dossier" else None
            told.append((row, dossier, Conflict(column, "twice", None, tuple(ops), (number,) * len(ops))))
            if dossier:
                board.found.dossiers.add(dossier)
    shelf.write_conflicts(board.connection, told, over=False)
