"""The erasures of the journal carried out: in operations, in labels, and in what stands beside them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from db.forgotten import is_forgotten, mark, value_print, without_values, words_without
from db.merge import check, rechain, shelf
from db.merge.lot import Op, pack, unpack
from db.merge.shelf import Row

WAITS = "erasure_waits"  # in `kv`: the file is still to be written anew
_SHORTEST = 4  # letters of a value that is sought in the labels of the steps


class Erasure(NamedTuple):
    """What one erasure asks of one row; `step` is the one that wrote it."""

    step: bytes
    fields: frozenset[str]


Erasures = dict[Row, list[Erasure]]


def erase(connection: sqlite3.Connection, asked: Erasures, site: str) -> tuple[int, set[Row]]:
    """Erase these fields of these rows from the journal and from what stands beside it; (operations changed,
    rows to be told again). The chain is made again only where it proved the values themselves."""
    new: list[Op] = []
    values: set[str] = set()
    for row, erasures in asked.items():
        ops = _ops(connection, row)
        for op, then in zip(ops, erased(ops, erasures), strict=True):
            if then != op:
                values |= _texts(op, then)
                new.append(then)
    beside = _erase_beside(connection, asked)
    if not new and not beside:
        return 0, set()
    with rechain.opened(connection):
        links = _write(connection, new, frozenset(values))
        old = "SELECT 1 FROM step WHERE scheme < 2 AND n IN (SELECT value FROM json_each(?))"
        if connection.execute(old, (json.dumps(sorted(links)),)).fetchone():
            label = "Effacer du journal ce qui doit être oublié"
            rechain.again(connection, label, "erased", "Parvis", site or _site(connection))
    check.keep(connection, WAITS, "1")
    rows = {(op.ent, op.rid) for op in new}
    _drop_derived(connection, rows, {op.dossier for op in new if op.dossier})
    return len(new), rows


def _site(connection: sqlite3.Connection) -> str:
    return check.value(connection, "site") or "poste"


def _ops(connection: sqlite3.Connection, row: Row) -> list[Op]:
    query = f"SELECT {', '.join(Op._fields)} FROM op WHERE ent = ? AND rid = ? ORDER BY n"
    return [shelf.as_op(found) for found in connection.execute(query, row)]


def erased(ops: list[Op], erasures: Iterable[Erasure]) -> list[Op]:
    """Pure: the operations of one row, in their order, with the values that these erasures take away."""
    now = list(ops)
    for erasure in erasures:
        for name in erasure.fields:
            blanking = {
                op.id for op in ops if op.step == erasure.step and op.kind == "update" and op.field == name
            }
            after = _after(ops, blanking, name)
            lost = {
                value_print(text, whole=False)
                for op in now
                if op.id not in after and op.kind == "update" and op.field == name
                for text in (op.base, op.val)
                if text is not None
            }
            now = [_without(op, name, op.id in after, op.id in blanking, lost) for op in now]
    return now


def _after(ops: Iterable[Op], blanking: set[bytes], name: str) -> set[bytes]:
    """What was written on a field knowing that it was erased, the erasing itself included."""
    found = set(blanking)
    waiting = [op for op in ops if op.kind != "update" or op.field == name]
    grows = True
    while grows:
        more = {op.id for op in waiting if op.id not in found and any(p in found for p in op.parents)}
        found |= more
        grows = bool(more)
    return found


def _without(op: Op, name: str, after: bool, blanking: bool, lost: set[str]) -> Op:
    if op.kind == "update":
        if op.field != name:
            return op
        if not after:
            return op._replace(base=op.base and mark(op.base), val=op.val and mark(op.val))
        # It may tell, as the value it replaced, one that somebody else had written without knowing.
        if op.base is not None and (blanking or value_print(op.base, whole=False) in lost):
            return op._replace(base=mark(op.base))
        return op
    if after:
        return op
    only = frozenset((name,))
    return op._replace(base=without_values(op.base, only), val=without_values(op.val, only))


def _texts(op: Op, then: Op) -> set[str]:
    """The words that an operation lost: they may stand in a label or a reason."""
    found: set[Any] = set()
    for was, now in ((op.base, then.base), (op.val, then.val)):
        if was is None or was == now:
            continue
        value = json.loads(was)
        if op.kind == "update":
            found.add(value)
            continue
        kept = json.loads(now or "{}")
        found.update(v for k, v in value.items() if is_forgotten(kept[k]) and isinstance(v, str))
    return {text for text in found if isinstance(text, str) and len(text.strip()) >= _SHORTEST}


def _write(connection: sqlite3.Connection, ops: Iterable[Op], values: frozenset[str]) -> set[int]:
    """The steps of this chain whose content changed."""
    links: set[int] = set()
    for op in ops:
        connection.execute(
            "UPDATE op SET base = ?, val = ?, reason = ? WHERE id = ?",
            (op.base, op.val, words_without(op.reason, values), op.id),
        )
        (link,) = connection.execute("SELECT link FROM op WHERE id = ?", (op.id,)).fetchone()
        links.add(link)
    for link in links:
        (label,) = connection.execute("SELECT label FROM step WHERE n = ?", (link,)).fetchone()
        if (then := words_without(label, values)) != label:
            connection.execute("UPDATE step SET label = ? WHERE n = ?", (then, link))
    return links


# --- what stands beside the journal ---------------------------------------------------------------------


def _erase_beside(connection: sqlite3.Connection, asked: Erasures) -> int:
    """Operations refused by a right, lots that wait for another one, rows that were mended."""
    count = 0
    for key, payload in connection.execute("SELECT op, payload FROM refused").fetchall():
        found = json.loads(payload)
        fields = _fields_of(asked, found["ent"], bytes.fromhex(found["rid"]))
        then = {**found, **_plainly(found, fields)} if fields else found
        if then != found:
            connection.execute(
                "UPDATE refused SET payload = ? WHERE op = ?", (json.dumps(then, ensure_ascii=False), key)
            )
            count += 1
    mended = json.loads(check.value(connection, "mended") or "[]")
    kept = [one for one in mended if not _fields_of(asked, one["table"], bytes.fromhex(one["row"]))]
    if len(kept) != len(mended):
        check.keep(connection, "mended", json.dumps(kept, ensure_ascii=False))
    return count + _erase_parked(connection, asked)


def _fields_of(asked: Erasures, ent: str, rid: bytes) -> frozenset[str]:
    return frozenset().union(*(each.fields for each in asked.get((ent, rid), ())))


def _plainly(op: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    """The values of one operation, erased whatever it knew."""
    pair = {name: op[name] for name in ("base", "val") if op[name] is not None}
    if op["kind"] != "update":
        return {name: without_values(text, fields) for name, text in pair.items()}
    return {name: mark(text) for name, text in pair.items()} if op["field"] in fields else {}


def _erase_parked(connection: sqlite3.Connection, asked: Erasures) -> int:
    """A lot that waits is erased again when it is taken in: what it tells must not be readable meanwhile."""
    count = 0
    for n, raw in connection.execute("SELECT n, lot FROM parked").fetchall():
        lot = unpack(zlib.decompress(raw))
        writing = {each.step for erasures in asked.values() for each in erasures}
        ops = tuple(
            op._replace(**_plainly(op._asdict(), fields))
            if op.step not in writing and (fields := _fields_of(asked, op.ent, op.rid))
            else op
            for op in lot.ops
        )
        if ops != lot.ops:
            packed = zlib.compress(pack(replace(lot, ops=ops)))
            connection.execute("UPDATE parked SET lot = ? WHERE n = ?", (packed, n))
            count += 1
    return count


def _drop_derived(connection: sqlite3.Connection, rows: set[Row], dossiers: set[bytes]) -> None:
    """What was made from the rows: it is made again from what they now say."""
    connection.executemany("INSERT OR IGNORE INTO search_queue(ent, rid) VALUES (?, ?)", rows)
    for table in ("finding", "checked"):
        connection.executemany(f"DELETE FROM {table} WHERE dossier_id = ?", [(key,) for key in dossiers])
