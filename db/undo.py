"""Undo and redo: steps like any other, which name the step they take back."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from db.merge.scope import LEFT_OUT
from db.triggers import blob_columns, journalled


class CannotUndo(Exception):
    """The message is a French sentence that says why."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """The step that undo or redo would take back now."""

    id: bytes
    label: str
    final: str


# What the program writes by itself after an exchange: nobody's deed, so nobody takes it back.
_BY_ITSELF = ("give_numbers", "number_received", "erased")


def candidates(connection: sqlite3.Connection, site: str) -> tuple[Candidate | None, Candidate | None]:
    """(what undo would take back, what redo would bring back) among the last steps of this workstation."""
    query = (
        "SELECT id, label, final, undoes FROM step WHERE site = ? "
        f"AND verb NOT IN ({', '.join('?' * len(_BY_ITSELF))}) ORDER BY n DESC LIMIT 500"
    )
    rows = {bytes(r[0]): r for r in connection.execute(query, (site, *_BY_ITSELF)).fetchall()}
    taken: set[bytes] = set()
    undo: Candidate | None = None
    redo: Candidate | None = None
    for key, (_, label, final, undoes) in rows.items():
        if key in taken:
            continue
        depth = _depth(rows, key)
        if depth == 0:
            return undo or Candidate(key, label, final), redo
        taken.add(bytes(undoes))
        if depth % 2:
            redo = redo or Candidate(key, label, "")
        else:  # a redo: the step it brought back counts again
            undo = undo or Candidate(key, label, final)
    return undo, redo


def _depth(rows: dict[bytes, tuple[Any, ...]], key: bytes) -> int:
    """0 for a plain step, odd for an undo, even for a redo."""
    depth = 0
    while key in rows and rows[key][3] is not None:
        key, depth = bytes(rows[key][3]), depth + 1
    return depth


def _plain(value: Any, is_key: bool) -> Any:
    return bytes.fromhex(value) if is_key and isinstance(value, str) else value


def _same(found: Any, told: Any) -> bool:
    return bool(found == told)


# A row made here, in which another workstation has written since, is not only ours to take away.
_OVERTAKEN = """
SELECT 1 FROM op mine JOIN op other ON other.ent = mine.ent AND other.rid = mine.rid AND other.n > mine.n
  AND other.site <> mine.site
WHERE mine.step = ? AND mine.kind <> 'update' LIMIT 1"""
ERASED = "« {} » ne peut plus être annulé : la valeur d’avant a été effacée. Rien n’a été changé."
CHANGED_SINCE = "« {} » ne peut plus être annulé : la valeur a été modifiée depuis. Rien n’a été changé."


def _without_mark(ent: str, base: dict[str, Any]) -> dict[str, Any]:
    """A row of which this base holds some columns alone: the others as in a new one."""
    from db.merge.shelf import filled  # the merge is not paid for by a base that holds everything

    told = {name: value for name, value in base.items() if name != LEFT_OUT}
    return filled(ent, told, journalled()[ent])


def take_back(connection: sqlite3.Connection, step: bytes) -> str:
    """Write the opposite of a step, inside the caller's transaction; returns the label of that step.

    Raises CannotUndo when the step is final or a value has been changed since by somebody else.
    """
    row = connection.execute("SELECT label, final FROM step WHERE id = ?", (step,)).fetchone()
    if row is None:
        raise CannotUndo("Cette action n’est plus dans le journal : rien n’a été changé.")
    label, final = row
    if final:
        raise CannotUndo(final)
    if connection.execute(_OVERTAKEN, (step,)).fetchone():
        raise CannotUndo(CHANGED_SINCE.format(label))
    query = "SELECT ent, rid, field, kind, base, val FROM op WHERE step = ? ORDER BY seq DESC"
    for ent, rid, name, kind, base, val in connection.execute(query, (step,)).fetchall():
        if kind != "create" and '{"forgotten": "' in f"{base}{val}":  # what was erased never comes back
            raise CannotUndo(ERASED.format(label))
        _reverse(
            connection, label, ent, rid, name, kind, json.loads(base or "null"), json.loads(val or "null")
        )
    return str(label)


def _reverse(
    connection: sqlite3.Connection,
    label: str,
    ent: str,
    rid: bytes,
    name: str,
    kind: str,
    base: Any,
    val: Any,
) -> None:
    keys = blob_columns()[ent]
    if kind == "create":
        connection.execute(f"DELETE FROM {ent} WHERE id = ?", (rid,))
        return
    if kind == "delete":
        if LEFT_OUT in base:
            base = _without_mark(ent, base)
        columns = ["id", *base]
        values = [rid, *(_plain(v, c in keys) for c, v in base.items())]
        marks = ", ".join("?" * len(columns))
        quoted = ", ".join(f'"{c}"' for c in columns)
        connection.execute(f"INSERT INTO {ent}({quoted}) VALUES ({marks})", values)
        return
    row = connection.execute(f'SELECT "{name}" FROM {ent} WHERE id = ?', (rid,)).fetchone()
    if row is None or not _same(row[0], _plain(val, name in keys)):
        raise CannotUndo(CHANGED_SINCE.format(label))
    connection.execute(f'UPDATE {ent} SET "{name}" = ? WHERE id = ?', (_plain(base, name in keys), rid))
