"""A save made here on what was written apart: it passes through the same pure function as a lot."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from db.fold import Change
from db.journal import Heads
from db.merge import shelf
from db.merge.kinds import GRAVE, kind_of
from db.merge.project import project
from db.merge.shelf import Row
from db.merge.state import row_state


def as_seen(connection: sqlite3.Connection, changes: list[Change], heads: Heads, seen: int) -> list[Change]:
    """The changes as a form meant them that had read up to `seen`; `heads` of its rows become those it saw.

    What it gives back as it had read it is no change: what came since stays.
    """
    kept: list[Change] = []
    rows = _rows_written_since(connection, changes, seen)
    states = {row: row_state(ops) for row, ops in shelf.ops_of(connection, rows, up_to=seen).items()}
    for row, state in states.items():
        heads[row] = {field: list(ops) for field, ops in state.heads.items()}
    for change in changes:
        known = states.get((change.ent, change.rid))
        if known is None or change.kind != "update" or change.settles:
            kept.append(change)
            continue
        read = known.values.get(change.field)
        if json.loads(change.val or "null") != read:
            kept.append(replace(change, base=json.dumps(read, ensure_ascii=False)))
    return kept


class Undecided(ValueError):
    """A French sentence: a save would settle a grave disagreement without saying why."""


def own_proposals(
    connection: sqlite3.Connection, changes: Iterable[Change], heads: Heads, site: str, reason: str
) -> None:
    """An ordinary save on a field in disagreement changes what was proposed here, and settles nothing: only
    the heads of this workstation are replaced. Where it has none among them it settles, which a grave field
    wants a reason for. Raises Undecided."""
    name = site.partition("~")[0]
    for change in changes:
        several = heads.get((change.ent, change.rid), {}).get(change.field, [])
        if change.kind != "update" or change.settles or len(several) < 2:
            continue
        query = "SELECT 1 FROM conflict WHERE ent = ? AND rid = ? AND field = ?"
        if not connection.execute(query, (change.ent, change.rid, change.field)).fetchone():
            continue  # the same value written twice: this one replaces both
        marks = ", ".join("?" * len(several))
        query = f"SELECT id FROM op WHERE id IN ({marks}) AND (site = ? OR site LIKE ? || '~%')"
        own = [bytes(key) for (key,) in connection.execute(query, (*several, name, name))]
        if own:
            heads[change.ent, change.rid][change.field] = own
        elif not reason and kind_of(change.ent, change.field) in GRAVE:
            raise Undecided(
                "Cette valeur a été écrite différemment à deux endroits : tranchez dans « Mallette », en "
                "disant pourquoi. Rien n’a été changé."
            )


def _rows_written_since(connection: sqlite3.Connection, changes: Iterable[Change], seen: int) -> set[Row]:
    newer = connection.execute("SELECT ent, rid FROM op WHERE n > ?", (seen,))
    return {(c.ent, c.rid) for c in changes} & {(ent, bytes(rid)) for ent, rid in newer}


def settle(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Tell these rows again from all their operations."""
    project(connection, rows)
