"""What the triggers captured in one step, folded into one change for each field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

ROW = ("ent", "rid", "dossier", "field", "kind", "base", "val")


@dataclass(slots=True)
class Change:
    """One captured change; `base` and `val` are JSON texts."""

    ent: str
    rid: bytes
    dossier: bytes | None
    field: str
    kind: str
    base: str | None
    val: str | None
    settles: bool = False  # replaces every head there is, and is written even when it changes nothing


def fold(raw: Iterable[tuple[Any, ...]]) -> list[Change]:
    """Several writes of a field are one change; a row made and removed in one step is none."""
    created: dict[tuple[str, bytes], Change] = {}
    fields: dict[tuple[str, bytes, str], Change] = {}
    gone: dict[tuple[str, bytes], Change] = {}
    settled: list[Change] = []
    for values in raw:
        change = Change(**dict(zip(ROW, values, strict=True)))
        row = (change.ent, change.rid)
        if change.kind == "settle":  # written by db.merge.settle, not by a trigger
            kind = "update" if change.field else "create" if change.val else "delete"
            settled.append(replace(change, kind=kind, settles=True))
        elif change.kind == "create":
            _create(change, row, created, gone, fields)
        elif change.kind == "delete":
            for key in [k for k in fields if k[:2] == row]:
                del fields[key]
            settled = [each for each in settled if (each.ent, each.rid) != row or not each.field]
            if created.pop(row, None) is None:
                gone[row] = change
        elif row in created:
            whole = json.loads(created[row].val or "{}")
            whole[change.field] = json.loads(change.val or "null")
            created[row].val = json.dumps(whole, ensure_ascii=False)
        else:
            earlier = fields.setdefault((*row, change.field), change)
            earlier.val = change.val
    told = {(c.ent, c.rid, c.field) for c in settled}
    updates = [c for key, c in fields.items() if c.base != c.val and key not in told]
    return [*created.values(), *updates, *settled, *gone.values()]


def _create(
    change: Change,
    row: tuple[str, bytes],
    created: dict[tuple[str, bytes], Change],
    gone: dict[tuple[str, bytes], Change],
    fields: dict[tuple[str, bytes, str], Change],
) -> None:
    """A row removed and made again in one step is the change of its fields, not a new existence."""
    before = gone.pop(row, None)
    if before is None:
        created[row] = change
        return
    old, new = json.loads(before.base or "{}"), json.loads(change.val or "{}")
    for name, value in new.items():
        if old.get(name) != value:
            base, val = (json.dumps(v, ensure_ascii=False) for v in (old.get(name), value))
            fields[(*row, name)] = Change(change.ent, change.rid, change.dossier, name, "update", base, val)
