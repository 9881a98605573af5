"""The journal: captured changes folded into hashed steps, undo and redo, proof that nothing was altered."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.fold import ROW, Change, fold
from db.forgotten import told_row, value_print, words_print
from db.keys import new_key
from db.merge.scope import Scope, without
from db.merge.unique import given_again

_OP = (
    "id", "site", "seq", "step", "hlc", "author", "sch", "ent", "rid", "dossier", "field", "kind", "base",
    "val", "parents", "reason",
)  # fmt: skip
SCHEMA = "0005"  # of the operations: readers keep what a newer one wrote


@dataclass(slots=True)
class StepInfo:
    """Who does what: filled by the store before a verb runs, read when its changes are folded."""

    label: str
    verb: str
    author: str
    site: str
    final: str = ""
    undoes: bytes | None = None
    reason: str = ""
    seen: int | None = None  # `op.n` up to which the form had read, None: everything
    id: bytes = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Written:
    """What a step touched, for the screens."""

    step: bytes
    label: str
    tables: frozenset[str]
    dossiers: frozenset[bytes]


Heads = dict[tuple[str, bytes], dict[str, list[bytes]]]  # several where two places wrote apart
_AT_ONCE = 400  # rows asked for in one statement


def _heads(connection: sqlite3.Connection, changes: Sequence[Change]) -> Heads:
    """Field -> last operations, for every row that changed."""
    rows = list(dict.fromkeys((c.ent, c.rid) for c in changes))
    found: Heads = {}
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        places = ", ".join(["(?, ?)"] * len(part))
        asked = connection.execute(
            f"SELECT ent, rid, field, op FROM head WHERE (ent, rid) IN (VALUES {places})",
            [value for row in part for value in row],
        )
        for ent, rid, field_, op in asked:
            found.setdefault((ent, rid), {}).setdefault(field_, []).append(op)
    return found


def _parents(known: Heads, change: Change) -> str:
    """The operations this one replaces: the field's heads, or the creation; all heads for a deletion."""
    heads = known.get((change.ent, change.rid), {})
    if not heads:
        return "[]"
    if change.kind != "delete" and not (change.settles and change.kind == "create"):
        heads = {name: op for name, op in heads.items() if name in (change.field, "")}
    if change.kind == "update" and change.field in heads:
        heads = {change.field: heads[change.field]}
    return json.dumps(sorted({bytes(op).hex() for ops in heads.values() for op in ops}))


SCHEME = 2  # of the hash of a step made now
_LABEL, _KIND = 1, _OP.index("kind")
_VALUES, _REASON = (_OP.index("base"), _OP.index("val")), _OP.index("reason")


def _digest(before: bytes, info: Sequence[Any], ops: Iterable[Sequence[Any]], scheme: int = SCHEME) -> bytes:
    """1: over the values themselves; 2: over their hashes, so that a value erased later (db.forget) leaves
    the step proved."""
    digest = hashlib.sha256(before)
    if scheme > 1:
        info = [*info[:_LABEL], words_print(info[_LABEL]), *info[_LABEL + 1 :]]
        ops = (_by_prints(op) for op in ops)
    for row in (info, *ops):
        digest.update(told_row([v.hex() if isinstance(v, bytes) else v for v in row]).encode())
    return digest.digest()


def _by_prints(op: Sequence[Any]) -> list[Any]:
    told = list(op)
    for place in _VALUES:
        if told[place] is not None:
            told[place] = value_print(told[place], whole=told[_KIND] != "update")
    told[_REASON] = words_print(told[_REASON])
    return told


def _next_hlc(connection: sqlite3.Connection, site: str) -> str:
    """A hybrid clock that never goes back, for display and audit."""
    wall = int(dt.datetime.now().timestamp() * 1000)
    last = connection.execute("SELECT v FROM kv WHERE k = 'hlc'").fetchone()
    then, count = (int(part) for part in last[0].split("-")) if last else (0, 0)
    now, count = (wall, 0) if wall > then else (then + (count + 1) // 10_000, (count + 1) % 10_000)
    connection.execute("INSERT OR REPLACE INTO kv(k, v) VALUES ('hlc', ?)", (f"{now}-{count}",))
    return f"{now:013d}-{count:04d}-{site}"


def write_step(connection: sqlite3.Connection, info: StepInfo) -> Written | None:
    """Turn what this transaction captured into one step with its operations; None if nothing changed."""
    raw = connection.execute(f"SELECT {', '.join(ROW)} FROM capture ORDER BY n").fetchall()
    if not raw:
        return None
    connection.execute("DELETE FROM capture")
    changes = fold(raw)
    if not changes:
        return None
    heads = _heads(connection, changes)
    apart = _written_apart(connection, changes, heads, info.seen)
    if apart:
        from db.merge import local  # the merge is not paid for by a start where nothing was apart

        if info.seen is not None:
            changes = local.as_seen(connection, changes, heads, info.seen)
        local.own_proposals(connection, changes, heads, info.site, info.reason)
    written = _write(connection, info, changes, heads) if changes else None
    if apart:
        local.settle(connection, apart)
    return written


def _write(connection: sqlite3.Connection, info: StepInfo, changes: list[Change], heads: Heads) -> Written:
    hlc = _next_hlc(connection, info.site)
    seq = last_number(connection, info.site)
    _leave_out(connection, changes, heads)
    ops: list[tuple[Any, ...]] = []
    for number, c in enumerate(changes, start=seq + 1):
        values = (
            new_key(), info.site, number, info.id, hlc, info.author, SCHEMA, c.ent, c.rid, c.dossier,
            c.field, c.kind, c.base, c.val, _parents(heads, c), info.reason,
        )  # fmt: skip
        ops.append(values)
    link = _write_chain(connection, info, changes, ops)
    marks = ", ".join("?" * len(_OP))
    connection.executemany(f"INSERT INTO op({', '.join(_OP)}, link) VALUES ({marks}, {link})", ops)
    _write_heads(connection, changes, ops)
    _known(connection, info.site, seq + len(ops))
    queue = {(c.ent, c.rid) for c in changes}
    connection.executemany("INSERT OR IGNORE INTO search_queue(ent, rid) VALUES (?, ?)", queue)
    dossiers = frozenset(c.dossier for c in changes if c.dossier)
    return Written(info.id, info.label, frozenset(c.ent for c in changes), dossiers)


def _leave_out(connection: sqlite3.Connection, changes: Iterable[Change], heads: Heads) -> None:
    """Where columns were left out of what this base holds, it says nothing of them for rows that came so."""
    kept = connection.execute("SELECT v FROM kv WHERE k = 'scope'").fetchone()
    scope = Scope.from_json(kept[0] if kept else "")
    for change in changes if scope.left_out else ():
        columns = {column for table, column in scope.left_out if table == change.ent}
        if columns and change.kind != "update" and (change.ent, change.rid) in heads:
            change.base, change.val = without(change.base, columns), without(change.val, columns)


def last_number(connection: sqlite3.Connection, site: str) -> int:
    """The last number that a workstation is known to have used, though its operation be withdrawn."""
    query = (
        "SELECT max((SELECT coalesce(max(seq), 0) FROM op WHERE site = ?1), "
        "(SELECT coalesce(max(seq), 0) FROM site_version WHERE site = ?1))"
    )
    return int(connection.execute(query, (site,)).fetchone()[0])


def _written_apart(
    connection: sqlite3.Connection, changes: Sequence[Change], heads: Heads, seen: int | None
) -> set[tuple[str, bytes]]:
    """Rows whose state must be told from all their operations, as after an exchange: in disagreement, with
    several heads, or written over by somebody since the form had read. None, nearly always."""
    rows = {(c.ent, c.rid) for c in changes}
    found = {row for row in rows if any(len(ops) > 1 for ops in heads.get(row, {}).values())}
    found |= {(c.ent, c.rid) for c in changes if c.settles}
    if connection.execute("SELECT 1 FROM conflict LIMIT 1").fetchone():
        told = connection.execute("SELECT ent, rid, nature FROM conflict").fetchall()
        if any(nature == "orphan" for _, _, nature in told):  # a row may stand for its children alone
            return rows
        found |= rows & {(ent, bytes(rid)) for ent, rid, _ in told}
    found |= given_again(connection, changes)
    if seen is not None:
        newer = connection.execute("SELECT ent, rid FROM op WHERE n > ?", (seen,))
        found |= rows & {(ent, bytes(rid)) for ent, rid in newer}
    return found


def _known(connection: sqlite3.Connection, site: str, seq: int) -> None:
    """This workstation has written up to here, without hole."""
    connection.execute("INSERT OR REPLACE INTO site_version(site, seq) VALUES (?, ?)", (site, seq))


def _write_heads(connection: sqlite3.Connection, changes: list[Change], ops: list[tuple[Any, ...]]) -> None:
    whole = [(c.ent, c.rid) for c in changes if c.kind != "update"]
    connection.executemany("DELETE FROM head WHERE ent = ? AND rid = ?", whole)
    replaced = [(c.ent, c.rid, c.field) for c in changes if c.kind == "update"]
    connection.executemany("DELETE FROM head WHERE ent = ? AND rid = ? AND field = ?", replaced)
    heads = [(c.ent, c.rid, c.field, op[0]) for c, op in zip(changes, ops, strict=True)]
    connection.executemany("INSERT INTO head(ent, rid, field, op) VALUES (?, ?, ?, ?)", heads)


def _write_chain(
    connection: sqlite3.Connection, info: StepInfo, changes: list[Change], ops: list[tuple[Any, ...]]
) -> int:
    """Chain the step to the one before; returns its number, which each of its operations bears."""
    scopes = {c.dossier for c in changes if c.dossier}
    dossier = scopes.pop() if len(scopes) == 1 else None
    at = dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
    fields = (info.id, info.label, info.verb, info.author, info.site, at, dossier, info.undoes, info.final)
    return chain_step(connection, fields, ops)


def chain_step(
    connection: sqlite3.Connection, fields: tuple[Any, ...], ops: Sequence[tuple[Any, ...]]
) -> int:
    """Write a step, made here or received, at the end of this workstation's chain; returns its number."""
    last = connection.execute("SELECT hash FROM step ORDER BY n DESC LIMIT 1").fetchone()
    before = bytes(last[0]) if last else b""
    written = connection.execute(
        "INSERT INTO step(id, label, verb, author, site, at, dossier, undoes, final, before, hash, scheme) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*fields, before, _digest(before, fields, ops), SCHEME),
    )
    assert written.lastrowid is not None
    return written.lastrowid


def broken_steps(connection: sqlite3.Connection, *, after: int = 0) -> list[str]:
    """French sentences on steps whose hash no longer proves their content; empty when all is intact. The
    steps up to `after` are known to be sound."""
    found, before = [], b""
    for number, fields, told, kept, scheme in steps_of(connection):
        if number <= after:
            before = kept
            continue
        if told != before or proof(told, fields, ops_of(connection, number), scheme) != kept:
            found.append(f"Le journal a été modifié à l’étape {number} (« {fields[1]} », {fields[5]}).")
        before = kept
    orphans = connection.execute(
        "SELECT count(*) FROM op WHERE link IS NULL OR link NOT IN (SELECT n FROM step)"
    ).fetchone()[0]
    if orphans:
        found.append(f"{orphans} opérations du journal n’appartiennent à aucune étape.")
    return found


STEP = ("id", "label", "verb", "author", "site", "at", "dossier", "undoes", "final")  # what a hash proves
OP = _OP
proof = _digest


def steps_of(connection: sqlite3.Connection) -> list[tuple[int, tuple[Any, ...], bytes, bytes, int]]:
    """(number, values of STEP, hash of the step before, own hash, scheme of it), in the order of this
    workstation."""
    query = f"SELECT n, {', '.join(STEP)}, before, hash, scheme FROM step ORDER BY n"
    return [(r[0], r[1:-3], bytes(r[-3]), bytes(r[-2]), r[-1]) for r in connection.execute(query)]


def ops_of(connection: sqlite3.Connection, number: int) -> list[tuple[Any, ...]]:
    """The operations (values of OP) that the hash of a step of this workstation proves."""
    return connection.execute(
        f"SELECT {', '.join(_OP)} FROM op WHERE link = ? ORDER BY seq", (number,)
    ).fetchall()
