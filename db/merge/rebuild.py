"""The tables made again from the journal where they differ; what was found is kept, and told."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import Any, NamedTuple

from db.journal import chain_step
from db.keys import new_key
from db.merge import check, shelf
from db.merge.project import Board, dossier_of, project
from db.outside import AUTHOR
from db.triggers import journalled


class Mended(NamedTuple):
    """One row that did not say what its operations say; None: there was none, or there should be none."""

    ent: str
    rid: bytes
    found: dict[str, Any] | None
    restored: dict[str, Any] | None


def rebuild(connection: sqlite3.Connection, site: str) -> list[Mended]:
    """Project every row of the journal again, remove rows that it does not know; what differed is kept in
    `kv` under "mended" and told by a step. Inside the caller's transaction, references not enforced."""
    rows = {(ent, bytes(rid)) for ent, rid in connection.execute("SELECT DISTINCT ent, rid FROM op")}
    strangers = {
        (ent, bytes(rid))
        for ent in journalled()
        for (rid,) in connection.execute(f'SELECT id FROM "{ent}"')
        if (ent, bytes(rid)) not in rows
    }
    before = _standing(connection, rows | strangers)
    found = project(connection, [*rows, *strangers])
    after = _standing(connection, found.written)
    mended = [Mended(*row, before.get(row), after.get(row)) for row in sorted(found.written)]
    if mended:
        _tell(connection, mended, site)
    return mended


def _standing(connection: sqlite3.Connection, rows: set[shelf.Row]) -> dict[shelf.Row, dict[str, Any]]:
    board = Board(connection)
    by_table: dict[str, list[bytes]] = {}
    for ent, rid in rows:
        by_table.setdefault(ent, []).append(rid)
    return {
        (ent, rid): values
        for ent, keys in by_table.items()
        if board.columns(ent)
        for rid, values in shelf.rows_of(connection, ent, keys, board.columns(ent)).items()
    }


def _tell(connection: sqlite3.Connection, mended: list[Mended], site: str) -> None:
    at = dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
    kept = json.loads(check.value(connection, "mended") or "[]")
    kept += [{"at": at, "table": m.ent, "row": m.rid.hex(), **_changed(m)} for m in mended]
    check.keep(connection, "mended", json.dumps(kept[-1000:], ensure_ascii=False))
    counts: dict[str, int] = {}
    for one in mended:
        counts[one.ent] = counts.get(one.ent, 0) + 1
    words = ", ".join(f"{ent} ({count})" for ent, count in sorted(counts.items()))
    dossiers = {dossier_of(m.ent, m.rid, m.restored or m.found or {}) for m in mended}
    dossier = dossiers.pop() if len(dossiers) == 1 else None
    label = f"Rétablir d’après le journal ce qu’un autre programme avait changé : {words}"
    fields = (new_key(), label, "rebuild", AUTHOR, site, at, dossier, None, "Rétabli d’après le journal.")
    chain_step(connection, fields, [])


def _changed(one: Mended) -> dict[str, Any]:
    names = sorted({*(one.found or {}), *(one.restored or {})})
    told = {"found": one.found, "restored": one.restored}
    if one.found and one.restored:
        names = [name for name in names if one.found.get(name) != one.restored.get(name)]
    return {
        side: None if row is None else {name: _plain(row.get(name)) for name in names}
        for side, row in told.items()
    }


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value
