"""A dossier as it stood at any moment, rebuilt from the journal alone: nothing is read from the tables.

The state of each row is told by the function of the merge itself, over the operations of that moment: undo,
redo, removals and work brought back from elsewhere are told as they were.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from db.merge import shelf
from db.merge.lot import Op
from db.merge.state import RowState, row_state

Row = tuple[str, bytes]  # table, key
By = Literal["known", "written"]  # when this base learnt it, or when its author wrote it
_OPS = ", ".join(f"o.{name}" for name in Op._fields)


class Moment(NamedTuple):
    """One step that touched the dossier. Times are local and ISO."""

    step: int  # its number on this workstation
    known_at: str
    made_at: str
    label: str
    author: str
    site: str
    verb: str
    undoes: bytes | None
    milestone: str  # imported, stage, decision, letter, "": what the slider marks

    def at(self, by: By) -> str:
        return self.known_at if by == "known" else self.made_at


class Past(NamedTuple):
    """The rows of that moment: JSON values, keys in hexadecimal. `changed` is what the last step before it
    did: (table, row, field), "" for a row that came or went; `gone` are the rows that it removed."""

    rows: dict[Row, dict[str, Any]]
    changed: frozenset[tuple[str, bytes, str]]
    gone: dict[Row, dict[str, Any]]
    open: frozenset[tuple[str, bytes, str]]  # fields that two places wrote otherwise, not yet settled

    def of(self, table: str) -> list[tuple[bytes, dict[str, Any]]]:
        """The rows of a table, in the order of their keys: the order in which they were made."""
        return sorted((rid, values) for (ent, rid), values in self.rows.items() if ent == table)


class Story:
    """Every operation of one dossier and of its applicant, read once; `at` is then pure."""

    def __init__(self, connection: sqlite3.Connection, dossier: bytes) -> None:
        self.dossier = dossier
        self._ops = _read(connection, dossier)
        links = {link for ops in self._ops.values() for link, _ in ops}
        self._moments = _moments(connection, links, self._ops)
        self._orders: dict[By, list[Moment]] = {}
        self._ranked: dict[By, dict[Row, tuple[list[int], list[Op]]]] = {}
        self._states: dict[tuple[By, Row, int], RowState] = {}

    def moments(self, by: By = "known") -> list[Moment]:
        """First to last."""
        if by not in self._orders:
            last = "known_at" if by == "known" else "made_at"
            order = sorted(self._moments, key=lambda m: (getattr(m, last), m.step))
            if by == "known":  # here the order of arrival is sure, whatever clocks say
                order = sorted(self._moments, key=lambda m: m.step)
            self._orders[by] = order
        return self._orders[by]

    def count_at(self, moment: str, by: By = "known") -> int:
        """How many steps had been made at that moment, ISO ("2026-03-12 14:05"; a day alone is its end)."""
        until = f"{moment} 23:59:59" if len(moment) <= 10 else moment if len(moment) > 16 else f"{moment}:59"
        times = [each.at(by) for each in self.moments(by)]
        count = bisect_right(times, until) if times == sorted(times) else 0
        return count or max((n for n, at in enumerate(times, start=1) if at <= until), default=0)

    def at(self, count: int, by: By = "known") -> Past:
        """The dossier after its first `count` steps in this order."""
        now, before = self._rows(count, by), self._rows(count - 1, by) if count > 0 else {}
        changed: set[tuple[str, bytes, str]] = set()
        for row, values in now.items():
            if row not in before:
                changed.add((*row, ""))
            elif before[row] is not values:
                changed |= {(*row, f) for f, value in values.items() if before[row].get(f) != value}
        gone = {row: values for row, values in before.items() if row not in now}
        changed |= {(*row, "") for row in gone}
        return Past(now, frozenset(changed), gone, self._open(now, count, by))

    def _rows(self, count: int, by: By) -> dict[Row, dict[str, Any]]:
        found: dict[Row, dict[str, Any]] = {}
        dead: dict[Row, dict[str, Any]] = {}
        for row in self._ops:
            state = self._state(row, count, by)
            if state is None:
                continue
            (found if state.alive else dead)[row] = state.values
        key = self.dossier.hex()
        found = {r: v for r, v in found.items() if v.get("dossier_id", key) == key}
        root = ("dossier", self.dossier)
        if root in dead and len(found) > sum(ent == "applicant" for ent, _ in found):
            found[root] = dead[root]  # removed in one place while something was written under it in another
        named = found.get(root, {}).get("applicant_id")
        return {r: v for r, v in found.items() if r[0] != "applicant" or r[1].hex() == named}

    def _open(self, now: Iterable[Row], count: int, by: By) -> frozenset[tuple[str, bytes, str]]:
        states = ((row, self._state(row, count, by)) for row in now)
        return frozenset(
            (*row, conflict.field) for row, state in states if state for conflict in state.conflicts
        )

    def _state(self, row: Row, count: int, by: By) -> RowState | None:
        ranks, ops = self._in_order(by)[row]
        known = bisect_right(ranks, count - 1)
        if not known:
            return None
        key = (by, row, known)
        if key not in self._states:
            self._states[key] = row_state(ops[:known])
        return self._states[key]

    def _in_order(self, by: By) -> dict[Row, tuple[list[int], list[Op]]]:
        if by not in self._ranked:
            rank = {moment.step: place for place, moment in enumerate(self.moments(by))}
            made = {}
            for row, ops in self._ops.items():
                ordered = sorted(((rank[link], op) for link, op in ops), key=lambda each: each[0])
                made[row] = ([place for place, _ in ordered], [op for _, op in ordered])
            self._ranked[by] = made
        return self._ranked[by]


_Ops = dict[Row, list[tuple[int, Op]]]


def _read(connection: sqlite3.Connection, dossier: bytes) -> _Ops:
    """Operations by row, with the step of this workstation that proves each."""
    rows: dict[Row, None] = {
        (ent, bytes(rid)): None
        for ent, rid in connection.execute("SELECT DISTINCT ent, rid FROM op WHERE dossier = ?", (dossier,))
    }
    rows.update((("applicant", key), None) for key in _applicants(connection, dossier))
    refused = {bytes(key) for (key,) in connection.execute("SELECT op FROM refused")}
    found: _Ops = {}
    by_table: dict[str, list[bytes]] = {}
    for ent, rid in rows:
        by_table.setdefault(ent, []).append(rid)
    for ent, keys in by_table.items():
        for part in shelf.batches(keys):
            marks = ", ".join("?" * len(part))
            query = f"SELECT {_OPS}, o.link FROM op o WHERE o.ent = ? AND o.rid IN ({marks}) ORDER BY o.n"
            for row in connection.execute(query, (ent, *part)):
                if row[-1] is not None and row[0] not in refused:
                    found.setdefault((ent, bytes(row[8])), []).append((row[-1], shelf.as_op(row[:-1])))
    return found


def _applicants(connection: sqlite3.Connection, dossier: bytes) -> set[bytes]:
    """Every applicant that the dossier has had."""
    query = "SELECT field, val FROM op WHERE ent = 'dossier' AND rid = ? AND field IN ('', 'applicant_id')"
    found = set()
    for field, val in connection.execute(query, (dossier,)):
        told = json.loads(val or "null")
        key = told if field else (told or {}).get("applicant_id")
        if key:
            found.add(bytes.fromhex(key))
    return found


_STEPS = "SELECT n, at, label, author, site, verb, undoes FROM step WHERE n IN ({0})"


def _moments(connection: sqlite3.Connection, links: Iterable[int], ops: _Ops) -> list[Moment]:
    arrived = _arrivals(connection)
    marks: dict[int, str] = {}
    for row_ops in ops.values():
        for link, op in row_ops:
            marks[link] = max(marks.get(link, ""), _milestone(op), key=_WEIGHT.index)
    made = []
    for part in shelf.batches(sorted(links)):
        rows = connection.execute(_STEPS.format(", ".join("?" * len(part))), part)
        for n, at, label, author, site, verb, undoes in rows:
            came = arrived.get(n, at)
            made.append(Moment(n, came, at, label, author, site, verb, undoes, marks[n]))
    return made


_WEIGHT = ("", "stage", "imported", "letter", "decision")


def _milestone(op: Op) -> str:
    if op.ent == "dossier" and op.kind == "create":
        return "imported"
    if op.ent == "dossier" and op.field == "stage":
        return "stage"
    if op.ent == "decision" and op.field in ("", "outcome"):
        return "decision"
    return "letter" if (op.ent, op.field) == ("letter", "state") else ""


def _arrivals(connection: sqlite3.Connection) -> dict[int, str]:
    """Step -> when it came, for those that an exchange brought."""
    found: dict[int, str] = {}
    rows: Sequence[Any] = connection.execute("SELECT at, receipt FROM shipment WHERE way = 'in'").fetchall()
    for at, receipt in rows:
        told = json.loads(receipt or "{}")
        first, last = told.get("first_n") or 0, told.get("last_n") or 0
        if first:
            query = "SELECT DISTINCT link FROM op WHERE n BETWEEN ? AND ?"
            found.update((link, at) for (link,) in connection.execute(query, (first, last)))
    return found
