"""The state of one row as a pure function of the set of its operations: order, repetition change nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from db.forgotten import blank, is_forgotten
from db.merge.kinds import GRAVE, Kind, kind_of, nullable
from db.merge.lot import Op
from db.merge.scope import LEFT_OUT
from db.merge.words import merge3

_ABSENT = object()


class Conflict(NamedTuple):
    """What two places wrote without knowing of each other; `ops` and `vals` go together."""

    field: str  # "" for existence
    nature: str  # values, reread, deletion (and, told by the projection: orphan, twice)
    agreed: str | None  # JSON of the value before they parted, None when there was none
    ops: tuple[bytes, ...]
    vals: tuple[Any, ...]


class RowState(NamedTuple):
    """`values` are told for a dead row too: a living child may keep it. `heads` of a field is not told where
    it is that of existence ("")."""

    alive: bool
    values: dict[str, Any]
    heads: dict[str, tuple[bytes, ...]]
    conflicts: tuple[Conflict, ...]


class _Row:
    """The operations of a row, read once."""

    def __init__(self, ops: Iterable[Op]) -> None:
        self.known = {op.id: op for op in ops}
        ordered = sorted(self.known.values(), key=lambda op: op.id)
        self.ent = ordered[0].ent if ordered else ""
        self.whole = [op for op in ordered if op.kind != "update"]
        self.updates: dict[str, list[Op]] = {}
        self._told: dict[bytes, Any] = {}
        self.seen: dict[bytes, frozenset[str]] = {}  # a deletion -> columns its writer never had
        names: dict[str, None] = {}
        for op in ordered:
            if op.kind == "update":
                self.updates.setdefault(op.field, []).append(op)
                names[op.field] = None
                continue
            told = json.loads((op.base if op.kind == "delete" else op.val) or "{}")
            self.seen[op.id] = frozenset(told.pop(LEFT_OUT, ()))
            self._told[op.id] = told if op.kind == "create" else {}
            names.update(dict.fromkeys(told))
        self.fields = list(names)

    def told(self, op: Op) -> Any:
        """What an operation wrote: read when it is asked for, most are replaced by later ones."""
        if op.id not in self._told:
            self._told[op.id] = json.loads(op.val or "null")
        return self._told[op.id]

    def value(self, op: Op, field: str) -> Any:
        """What an operation says of a field; _ABSENT when it says nothing (a deletion, an unknown column)."""
        told = self.told(op)
        return told if op.kind == "update" else told.get(field, _ABSENT)

    def heads(self, field: str) -> list[Op]:
        """Relevant operations that no other relevant one replaces, by key."""
        relevant = [*self.whole, *self.updates.get(field, ())]
        if len(relevant) == 1:
            return relevant
        named = {parent for op in relevant for parent in op.parents}
        found = sorted((op for op in relevant if op.id not in named), key=lambda op: op.id)
        return self._not_erased(found, field) if field and len(found) > 1 else found

    def _not_erased(self, heads: list[Op], field: str) -> list[Op]:
        """Without those whose value was erased, where another one tells something: an erased value disagrees
        with nobody."""
        kept = [op for op in heads if not is_forgotten(self.value(op, field))]
        return kept or heads

    def above(self, op: Op, field: str) -> list[Op]:
        """What it replaces, of what is relevant to the field."""
        found = (self.known.get(parent) for parent in op.parents)
        return [p for p in found if p is not None and (p.kind != "update" or p.field == field)]

    def ancestors(self, start: Iterable[Op], field: str) -> set[bytes]:
        """All that these operations replaced for the field, near or far."""
        found: set[bytes] = set()
        waiting = list(start)
        while waiting:
            for parent in self.above(waiting.pop(), field):
                if parent.id not in found:
                    found.add(parent.id)
                    waiting.append(parent)
        return found

    def telling(self, heads: Sequence[Op], field: str) -> list[Op]:
        """The heads that tell a value; behind one that tells none, what it had seen."""
        if all(self.value(op, field) is not _ABSENT for op in heads):
            return list(heads)
        found: dict[bytes, Op] = {}
        waiting, met = list(heads), set()
        while waiting:
            op = waiting.pop()
            if op.id in met:
                continue
            met.add(op.id)
            if self.value(op, field) is not _ABSENT:
                found[op.id] = op
            else:
                waiting.extend(self.above(op, field))
        if len(found) > 1:
            older = self.ancestors(found.values(), field)
            found = {key: op for key, op in found.items() if key not in older}
        return sorted(found.values(), key=lambda op: op.id)

    def agreed(self, heads: Sequence[Op], field: str) -> Any:
        """The value before they parted: the nearest common ancestor; further up when several disagree."""
        parted = list(heads)
        while True:
            shared = set.intersection(*(self.ancestors([op], field) for op in parted))
            told = [self.known[key] for key in shared if self.value(self.known[key], field) is not _ABSENT]
            if not told:
                return _ABSENT
            older = self.ancestors(told, field)
            nearest = [op for op in told if op.id not in older]
            values = {_text(self.value(op, field)) for op in nearest}
            if len(values) == 1:
                return self.value(nearest[0], field)
            parted = nearest


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def row_state(ops: Iterable[Op]) -> RowState:
    """Pure: the same set of operations gives the same state and the same disagreements everywhere."""
    row = _Row(ops)
    existence = row.heads("")
    ids = tuple(op.id for op in existence)
    heads: dict[str, tuple[bytes, ...]] = {"": ids}
    values: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    unseen: list[tuple[str, Op]] = []
    gone = [op for op in existence if op.kind == "delete"]
    for field in row.fields:
        own = row.heads(field) if field in row.updates else existence
        if field in row.updates:
            found = tuple(op.id for op in own)
            if found != ids:
                heads[field] = found
            if gone and not all(field in row.seen[op.id] for op in gone):
                unseen.extend((field, op) for op in own if op.kind == "update")
        telling = row.telling(own, field)
        if not telling:
            continue
        value, conflict = _settled(row, field, telling)
        values[field] = value
        if conflict:
            conflicts.append(conflict)
    made = [op for op in existence if op.kind == "create"]
    alive = bool(made or (unseen and existence))
    if gone and alive:
        conflicts.insert(0, _removed(row, gone, made, unseen))
    return RowState(alive, values, heads, tuple(conflicts) if alive else ())


def _removed(row: _Row, gone: list[Op], made: list[Op], unseen: list[tuple[str, Op]]) -> Conflict:
    """Removed there, written here: the row stays with what was written, and this is told."""
    told: list[tuple[bytes, Any]] = [(op.id, None) for op in gone]
    told += [(op.id, row.told(op)) for op in made]
    told += sorted((op.id, {field: row.told(op)}) for field, op in unseen)
    return Conflict("", "deletion", None, tuple(key for key, _ in told), tuple(val for _, val in told))


def _settled(row: _Row, field: str, heads: list[Op]) -> tuple[Any, Conflict | None]:
    """What is shown of a field, and the disagreement if there is one. Of an erased value, nothing."""
    heads = [op for op in heads if not is_forgotten(row.value(op, field))]
    if not heads:
        return blank(row.ent, field), None
    first = row.value(heads[0], field)
    if len(heads) == 1 or len({_text(row.value(op, field)) for op in heads}) == 1:
        return first, None
    kind = kind_of(row.ent, field)
    latest = row.value(max(heads, key=lambda op: (op.hlc, op.id)), field)
    if kind is Kind.QUIET:
        return latest, None
    agreed = row.agreed(heads, field)
    agreed = _ABSENT if is_forgotten(agreed) else agreed
    before = None if agreed is _ABSENT else _text(agreed)
    vals = tuple(row.value(op, field) for op in heads)
    nature, shown = "values", latest
    if kind in GRAVE:
        missing = None if nullable(row.ent, field) else first
        shown = missing if agreed is _ABSENT else agreed
    elif kind is Kind.TEXT and agreed is not _ABSENT:
        merged = _merged(agreed, vals)
        if merged is not None:
            nature, shown = "reread", merged
    return shown, Conflict(field, nature, before, tuple(op.id for op in heads), vals)


def _merged(agreed: Any, vals: Sequence[Any]) -> str | None:
    if not all(isinstance(text, str) for text in (agreed, *vals)):
        return None
    merged: str | None = vals[0]
    for other in vals[1:]:
        merged = merge3(agreed, merged, other) if merged is not None else None
    return merged
