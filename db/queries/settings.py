"""Entries of the settings as they stand, what an office made its own, and who changed each one last."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from db.queries.rows import every
from db.queries.scores import CLOSED

OWN = "own:"  # a row of `setting` that stands over a file of resources/: own:<room>:<code>
_NAME = re.compile(r"[a-z_]+")
_ORDER = ("grid_id", "asked_of", "rank", "code", "name", "challenge", "text")


class ChangeRow(NamedTuple):
    """The last change of one row: key, who, when (local, ISO), what it was called."""

    id: bytes
    author: str
    at: str
    label: str


def rows_of(reader: sqlite3.Connection, table: str, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Every row of a small table, with its key as "id": by what it stands under, its rank, its name.

    `table` and `columns` are names of the program, never words of anybody.
    """
    if not all(_NAME.fullmatch(name) for name in (table, *columns)):
        raise ValueError(f"{table}: {columns}")
    order = ", ".join([*(name for name in _ORDER if name in columns), "id"])
    found = reader.execute(f'SELECT id, {", ".join(columns)} FROM "{table}" ORDER BY {order}')
    return [dict(zip(("id", *columns), row, strict=True)) for row in found]


def own_values(reader: sqlite3.Connection, room: str) -> dict[str, Any]:
    """What this office made its own in a room of resources/, by the code of the entry."""
    head = f"{OWN}{room}:"
    found = reader.execute(
        "SELECT name, value FROM setting WHERE name >= ? AND name < ? ORDER BY name", (head, head[:-1] + ";")
    )
    return {name.removeprefix(head): json.loads(value) for name, value in found}


def last_changes(reader: sqlite3.Connection, table: str) -> dict[bytes, ChangeRow]:
    """Who changed each row of a table last; what the program founded itself is not told."""
    found = every(
        reader,
        ChangeRow,
        "SELECT o.rid, o.author, s.at, s.label FROM op o JOIN step s ON s.id = o.step "
        "WHERE o.n IN (SELECT max(n) FROM op WHERE ent = ? GROUP BY rid) AND s.verb NOT IN ('found', 'complete')",
        (table,),
    )
    return {row.id: row for row in found}


def used_by(reader: sqlite3.Connection, table: str, column: str, value: object) -> int:
    """How many rows of a table refer to this value. Names are the program's own."""
    if not (_NAME.fullmatch(table) and _NAME.fullmatch(column)):
        raise ValueError(f"{table}.{column}")
    row = reader.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = ?', (value,)).fetchone()
    return int(row[0])


class SampleRow(NamedTuple):
    """A dossier that a model of letter can be tried on."""

    id: bytes
    number: str
    applicant: str


def samples(
    reader: sqlite3.Connection, template: str, outcomes: Sequence[str], person: str
) -> list[SampleRow]:
    """Dossiers to try a letter on: those that have one, then those so decided, then others; open to a person."""
    marks = ", ".join("?" * len(outcomes)) or "NULL"
    return every(
        reader,
        SampleRow,
        "SELECT d.id, d.number, a.name FROM dossier d JOIN applicant a ON a.id = d.applicant_id "
        "LEFT JOIN decision x ON x.dossier_id = d.id "
        f"WHERE d.merged_into IS NULL AND d.id NOT IN ({CLOSED}) "
        "ORDER BY EXISTS (SELECT 1 FROM letter l WHERE l.dossier_id = d.id AND l.template = ?) DESC, "
        f"coalesce(x.outcome IN ({marks}), 0) DESC, d.number DESC LIMIT 60",
        (person, person, template, *outcomes),
    )


def scored(reader: sqlite3.Connection, grid: bytes) -> int:
    """How many dossiers already have scores in this scoring grid."""
    row = reader.execute(
        "SELECT count(DISTINCT s.dossier_id) FROM score s JOIN criterion c ON c.id = s.criterion_id "
        "WHERE c.grid_id = ? AND s.value IS NOT NULL",
        (grid,),
    ).fetchone()
    return int(row[0])


def marked(reader: sqlite3.Connection, challenge: bytes) -> int:
    """How many dossiers have a strength given for this challenge."""
    row = reader.execute("SELECT count(*) FROM mark WHERE challenge_id = ?", (challenge,)).fetchone()
    return int(row[0])
