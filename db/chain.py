"""The chain of the journal, read again: the first line it no longer proves; anchors to compare with."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from db.journal import ops_of, proof, steps_of
from db.suspects import Detail, alteration, suspects

FORMAT = "parvis-anchor/1"
_PRINT = 4  # bytes of each step's hash that an anchor keeps
Tell = Callable[[int, int], bool]  # steps read, in all; False stops


class Stopped(Exception):
    """The person wants no more."""


class Break(NamedTuple):
    """Where the journal stops being proved. `kind`: altered (content against its own hash), rewritten
    (against the next step or an anchor), missing, inserted, moved, unlinked (one of the last three, it can't
    be told which), cut (the end is gone), loose (no step holds them), hidden (erased, nobody asked it)."""

    kind: str
    n: int  # step of this workstation
    label: str
    author: str
    site: str
    at: str
    details: tuple[Detail, ...] = ()  # what was altered, and what the chain proves that it was
    proved: bool = False  # whether the details, put back, give the hash again
    missing: int = 0  # how many steps, or operations for `loose` and `hidden`


class _Step(NamedTuple):
    n: int
    fields: tuple[Any, ...]
    before: bytes
    hash: bytes
    scheme: int = 1


def _break(kind: str, step: _Step, **more: Any) -> Break:
    _, label, _, author, site, at, *_ = step.fields
    return Break(kind, step.n, str(label), str(author), str(site), str(at), **more)


def first_break(connection: sqlite3.Connection, tell: Tell | None = None) -> Break | None:
    """The first line of the journal that the chain does not prove; None when all is. Raises Stopped."""
    steps = [_Step(*row) for row in steps_of(connection)]
    before = b""
    for rank, step in enumerate(steps):
        if tell is not None and rank % 50 == 0 and not tell(rank, len(steps)):
            raise Stopped
        if step.before != before:
            return _unlinked(connection, steps, rank)
        if proof(step.before, step.fields, ops_of(connection, step.n), step.scheme) != step.hash:
            return _altered(connection, "altered", step, step.hash.__eq__)
        before = step.hash
    return _cut(connection, steps) or _loose(connection) or _hidden(connection)


def _altered(connection: sqlite3.Connection, kind: str, step: _Step, right: Callable[[bytes], bool]) -> Break:
    """What was altered in a step: proved when putting it back gives the hash that `right` knows."""
    ops = ops_of(connection, step.n)
    found = alteration(connection, step.before, step.fields, ops, right, step.scheme)
    if found is not None:
        return _break(kind, step, details=found, proved=True)
    return _break(kind, step, details=suspects(connection, step.fields, ops))


def _unlinked(connection: sqlite3.Connection, steps: Sequence[_Step], rank: int) -> Break:
    """A step that does not follow the one before it: something was rewritten, removed, put in or moved."""
    step = steps[rank]
    if rank == 0:
        return _break("missing", step, missing=max(1, step.n - 1))
    last = steps[rank - 1]
    if step.n > last.n + 1:
        return _break("missing", step, missing=step.n - last.n - 1)
    if rank > 1 and step.before == steps[rank - 2].hash:
        return _break("inserted", last)
    if any(step.before == other.hash for other in steps):
        return _break("moved", step)
    found = _altered(connection, "rewritten", last, step.before.__eq__)
    if found.proved:
        return found
    return _break("unlinked", step)


def _cut(connection: sqlite3.Connection, steps: Sequence[_Step]) -> Break | None:
    """Steps taken off the end: this workstation remembers having written further than its journal goes."""
    site = own_site(connection)
    query = (
        "SELECT seq, (SELECT coalesce(max(seq), 0) FROM op WHERE site = ?1) FROM site_version WHERE site = ?1"
    )
    row = connection.execute(query, (site,)).fetchone()
    if row is None:
        return None
    withdrawn = json.loads(_kept(connection, "withdrawn") or "{}").get(site, 0)
    missing = int(row[0]) - max(int(row[1]), int(withdrawn))
    if missing <= 0:
        return None
    last = steps[-1] if steps else _Step(0, (b"", "", "", "", site, "", None, None, ""), b"", b"")
    return _break("cut", last, missing=missing)


def own_site(connection: sqlite3.Connection) -> str:
    """The workstation that writes here: of the last operation that no exchange brought."""
    receipts = connection.execute("SELECT receipt FROM shipment WHERE way = 'in'").fetchall()
    told = [json.loads(receipt or "{}") for (receipt,) in receipts]
    came = sorted((r["first_n"], r["last_n"]) for r in told if r.get("first_n"))
    firsts = [first for first, _ in came]
    for n, site in connection.execute("SELECT n, site FROM op ORDER BY n DESC"):
        place = bisect_right(firsts, n) - 1
        if place < 0 or n > came[place][1]:
            return str(site)
    row = connection.execute("SELECT site FROM site_version LIMIT 1").fetchone()
    return str(row[0]) if row and not came else ""


def _kept(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT v FROM kv WHERE k = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def made_again(connection: sqlite3.Connection) -> str:
    """Why and from where this workstation made its chain again by itself, "" when it never did: a sentence
    that the last such step bears."""
    query = (
        "SELECT label, final FROM step WHERE final LIKE 'La chaîne a été refaite%' ORDER BY n DESC LIMIT 1"
    )
    row = connection.execute(query).fetchone()
    return f"« {row[0]} ». {row[1]}" if row else ""


def _loose(connection: sqlite3.Connection) -> Break | None:
    query = (
        "SELECT count(*), min(author), min(site) FROM op "
        "WHERE link IS NULL OR link NOT IN (SELECT n FROM step)"
    )
    count, author, site = connection.execute(query).fetchone()
    return Break("loose", 0, "", str(author), str(site), "", missing=int(count)) if count else None


def _hidden(connection: sqlite3.Connection) -> Break | None:
    """Values that gave way to their hash though no erasure asked it: the chain alone would not tell."""
    query = (
        "WITH asked AS MATERIALIZED (SELECT json_extract(val, '$.ent') || json_extract(val, '$.row_key') k "
        "FROM op WHERE ent = 'erasure' AND kind = 'create') "
        "SELECT count(*), min(author), min(site) FROM op WHERE (instr(base, ?1) OR instr(val, ?1)) "
        "AND ent || lower(hex(rid)) NOT IN (SELECT k FROM asked)"
    )
    count, author, site = connection.execute(query, ('{"forgotten": "',)).fetchone()
    return Break("hidden", 0, "", str(author), str(site), "", missing=int(count)) if count else None


# Anchors: what is kept elsewhere, on paper or in a file, of the state of the chain


class Anchor(NamedTuple):
    """The chain as it was: how many steps, the last hash, a print of each, the end of the trace."""

    at: str
    site: str
    steps: int
    last: int  # number of the last step
    hash: str  # hex
    prints: str  # hex, `_PRINT` bytes a step
    trace: int
    trace_hash: str


def anchor(connection: sqlite3.Connection, site: str) -> Anchor:
    """The state of the chain now."""
    rows = connection.execute("SELECT n, hash FROM step ORDER BY n").fetchall()
    last, digest = (int(rows[-1][0]), bytes(rows[-1][1]).hex()) if rows else (0, "")
    traced = connection.execute("SELECT n, hash FROM trace ORDER BY n DESC LIMIT 1").fetchone()
    at = dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
    prints = "".join(bytes(row[1])[:_PRINT].hex() for row in rows)
    told = (int(traced[0]), bytes(traced[1]).hex()) if traced else (0, "")
    return Anchor(at, site, len(rows), last, digest, prints, *told)


def anchor_text(made: Anchor) -> str:
    return json.dumps({"format": FORMAT, **made._asdict()}, ensure_ascii=False, indent=1) + "\n"


def read_anchor(text: str) -> Anchor:
    """Raises ValueError with a French sentence."""
    try:
        told = json.loads(text)
        if told.pop("format") != FORMAT:
            raise KeyError("format")
        return Anchor(**told)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("Ce fichier n’est pas une ancre de Parvis : rien n’a été comparé.") from error


def against(connection: sqlite3.Connection, known: Anchor) -> Break | None:
    """What changed in the part of the chain that an anchor knows; None when it is all still there."""
    steps = [_Step(*row) for row in steps_of(connection)]
    size = 2 * _PRINT
    for rank, step in enumerate(steps[: known.steps]):
        told = known.prints[rank * size : (rank + 1) * size]
        if step.hash[:_PRINT].hex() != told:
            return _altered(connection, "rewritten", step, partial(_has_print, told))
    if len(steps) < known.steps:
        last = steps[-1] if steps else _Step(0, (b"", "", "", "", known.site, "", None, None, ""), b"", b"")
        return _break("cut", last, missing=known.steps - len(steps))
    if known.steps and steps[known.steps - 1].hash.hex() != known.hash:
        return _break("rewritten", steps[known.steps - 1])
    return None


def on_paper(connection: sqlite3.Connection, pack: bytes | None = None) -> str:
    """The state of the chain, short enough for a receipt: « étape 430, empreinte f93b344ef5730944 ». With
    `pack`, as it was just before the step that handed this pack out."""
    query = (
        "SELECT n, hash FROM step WHERE ?1 IS NULL OR n < "
        "(SELECT link FROM op WHERE ent = 'pack' AND rid = ?1 AND kind = 'create') ORDER BY n DESC LIMIT 1"
    )
    found = connection.execute(query, (pack,)).fetchone()
    return f"étape {found[0]}, empreinte {bytes(found[1]).hex()[:16]}" if found else "vide"


def holds(connection: sqlite3.Connection, told: str) -> str:
    """A French sentence when the step and the hash read on a paper ("430:f93b344ef5730944") are not, or no
    longer, those of this journal; "" when they are. Raises ValueError (French) when they can't be read."""
    number, _, digest = (part.strip().lower() for part in told.replace(" ", "").partition(":"))
    if not number.isdigit() or len(digest) < 8 or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"« {told} » n’est pas une étape et son empreinte, comme 430:f93b344ef5730944.")
    row = connection.execute("SELECT hash FROM step WHERE n = ?", (int(number),)).fetchone()
    if row is None:
        return f"Papier : l’étape {number} n’est plus dans le journal : sa fin a été retirée."
    if bytes(row[0]).hex().startswith(digest):
        return ""
    return f"Papier : l’étape {number} n’a plus l’empreinte {digest} : le journal a été réécrit."


def _has_print(told: str, digest: bytes) -> bool:
    return digest[:_PRINT].hex() == told


def trace_against(connection: sqlite3.Connection, known: Anchor) -> str:
    """A French sentence when lines of the trace that an anchor knows are gone or changed; "" otherwise."""
    if not known.trace:
        return ""
    row = connection.execute("SELECT hash FROM trace WHERE n = ?", (known.trace,)).fetchone()
    if row is not None:
        same = bytes(row[0]).hex() == known.trace_hash
        return "" if same else f"Journal des consultations : réécrit avant la ligne {known.trace}."
    from db.trace import began

    if began(connection).n >= known.trace:
        return ""  # purged since, which the trace itself tells
    return f"Journal des consultations : la ligne {known.trace}, que l’ancre connaît, a été retirée."
