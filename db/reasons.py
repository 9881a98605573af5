"""The reason of a change after a milestone: asked of whoever makes it, before anything is kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

from db.journal import StepInfo

# (stage before, table, field, value before) -> a question, or ""
Ask = Callable[[str, str, str, object], str]


class ReasonWanted(ValueError):
    """A French sentence that asks why; nothing was written. `dossiers`: whose milestone it is."""

    def __init__(self, sentence: str, dossiers: Collection[bytes]) -> None:
        super().__init__(sentence)
        self.dossiers = frozenset(dossiers)


def motive_of(session: Session) -> str:
    """Why, as the person said when a verb asked it by ReasonWanted; "" when nothing was asked."""
    return str(session.info.get("motive", ""))


class _Table:
    """What is asked, as the office tells it (desktop.rules.milestones)."""

    ask: Ask | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    changed = ""  # the statement that reads what was captured of their tables


def hold(ask: Ask, fields: Collection[tuple[str, str]]) -> None:
    """Hand over the table: what is asked, and of which (table, field)."""
    _Table.ask, _Table.fields = ask, frozenset(fields)
    tables = ", ".join(f"'{table}'" for table in sorted({table for table, _ in fields}))
    _Table.changed = (
        "SELECT ent, rid, dossier, field, kind, base, val FROM capture "
        f"WHERE ent IN ({tables}) AND kind IN ('update', 'delete') ORDER BY n"
    )


def check_written(connection: sqlite3.Connection, before: sqlite3.Connection, step: StepInfo) -> None:
    """Raises ReasonWanted when the step changes, without a reason, what a milestone of a dossier holds.
    `before`: a connection that still sees the base as it was."""
    if step.reason or step.undoes or _Table.ask is None:
        return
    changed = connection.execute(_Table.changed).fetchall()
    asked: dict[str, set[bytes]] = {}
    for ent, _rid, dossier, field, kind, base, val in changed:
        for name, value, after in _fields(ent, field, kind, base, val):
            if value == after:
                continue
            for key, stage in _stages(before, ent, _rid, dossier):
                if question := _Table.ask(stage, ent, name, value):
                    asked.setdefault(question, set()).add(key)
    for question, dossiers in asked.items():
        raise ReasonWanted(question, dossiers)


def _fields(
    ent: str, field: str, kind: str, base: str | None, val: str | None
) -> list[tuple[str, object, object]]:
    """(field, before, after) of what is asked about; a row removed loses each of its values."""
    told = json.loads(base) if base else None
    if kind == "update":
        return [(field, told, json.loads(val) if val else None)] if (ent, field) in _Table.fields else []
    whole = told if isinstance(told, dict) else {}
    return [(name, value, None) for name, value in whole.items() if (ent, name) in _Table.fields]


def _stages(
    before: sqlite3.Connection, ent: str, rid: bytes, dossier: bytes | None
) -> list[tuple[bytes, str]]:
    if ent == "applicant":
        query = "SELECT id, stage FROM main.dossier WHERE applicant_id = ? AND merged_into IS NULL"
        return [(bytes(key), stage) for key, stage in before.execute(query, (rid,))]
    row = before.execute("SELECT id, stage FROM main.dossier WHERE id = ?", (dossier,)).fetchone()
    return [(bytes(row[0]), row[1])] if row else []
