"""Whether a lot may be taken: contradicted numbers, altered operations, holes, what it waits for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from db.forgotten import is_forgotten, same_member, same_value, words_print
from db.merge import shelf
from db.merge.lot import BadLot, Lot, Op
from db.merge.scope import LEFT_OUT

_NOTHING = "Rien n’a été repris."


class Reused(BadLot):
    """A number of a workstation stands for two operations: one of the two bases is a copy."""

    def __init__(self, site: str, seq: int) -> None:
        super().__init__(
            f"Le numéro {seq} du poste « {site} » désigne deux opérations différentes : l’une des deux bases "
            f"est une copie restaurée ou clonée. {_NOTHING}"
        )
        self.site = site


def incarnation(site: str) -> tuple[str, int]:
    """("PC-04", 2) for "PC-04~2"; a first life is 1."""
    name, mark, life = site.rpartition("~")
    return (name, int(life)) if mark and life.isdigit() else (site, 1)


def check_shape(lot: Lot) -> None:
    """Raises BadLot when what it says of itself does not hold."""
    for op in lot.ops:
        whole = op.kind in ("create", "delete")
        if op.kind not in ("create", "update", "delete") or whole != (op.field == "") or len(op.id) != 16:
            raise BadLot(f"Le lot contient une opération illisible ({op.site}, {op.seq}). {_NOTHING}")
        for text in (op.base, op.val):
            value = _parsed(op, text)
            if whole and value is not None and (not isinstance(value, dict) or is_forgotten(value)):
                raise BadLot(f"Le lot contient une opération illisible ({op.site}, {op.seq}). {_NOTHING}")
    if len({op.id for op in lot.ops}) != len(lot.ops):
        raise BadLot(f"Le lot contient deux fois la même opération. {_NOTHING}")
    if lot.way != "up":
        return
    numbers = [op.seq for op in lot.ops]
    if numbers != list(range(lot.first, lot.last + 1)) or any(op.site != lot.site for op in lot.ops):
        raise BadLot(f"Le lot de « {lot.site} » a un trou dans ses numéros. {_NOTHING}")


def _parsed(op: Op, text: str | None) -> Any:
    try:
        return None if text is None else json.loads(text)
    except ValueError as error:
        raise BadLot(f"Le lot contient une opération illisible ({op.site}, {op.seq}). {_NOTHING}") from error


def split_known(connection: sqlite3.Connection, ops: Sequence[Op]) -> tuple[list[Op], int]:
    """(operations that are new here, how many are known). Raises BadLot when a known one comes back
    altered, Reused when a number already stands for another one."""
    here = shelf.known_ops(connection, (op.id for op in ops))
    refused = shelf.known_keys(connection, "refused", "op", (op.id for op in ops))
    for op in ops:
        if op.id in here and not _alike(op, here[op.id]):
            raise BadLot(
                f"L’opération {op.seq} du poste « {op.site} » est connue sous un autre contenu : ce lot "
                f"a été altéré. {_NOTHING}"
            )
    new = [op for op in ops if op.id not in here and op.id not in refused]
    _check_numbers(connection, new)
    return new, len(ops) - len(new)


def _check_numbers(connection: sqlite3.Connection, new: Sequence[Op]) -> None:
    if len({(op.site, op.seq) for op in new}) != len(new):
        raise BadLot(f"Le lot donne deux fois le même numéro. {_NOTHING}")
    by_site: dict[str, set[int]] = {}
    for op in new:
        by_site.setdefault(op.site, set()).add(op.seq)
    for site, numbers in by_site.items():
        for table in ("op", "refused"):
            query = f"SELECT seq FROM {table} WHERE site = ? AND seq BETWEEN ? AND ?"
            for (seq,) in connection.execute(query, (site, min(numbers), max(numbers))):
                if seq in numbers:
                    raise Reused(site, seq)


def _alike(one: Op, other: Op) -> bool:
    """The same operation, though columns were left out of one, though values of one were erased, or though it
    was sent again by a copy of the base that goes on under another name."""
    if one == other:
        return True
    if incarnation(one.site)[0] == incarnation(other.site)[0]:
        one = one._replace(site=other.site, seq=other.seq)
    same = one._replace(base="", val="", parents=(), reason="") == other._replace(
        base="", val="", parents=(), reason=""
    ) and words_print(one.reason) == words_print(other.reason)
    if not same or set(one.parents) != set(other.parents):
        return False
    return all(_same_value(a, b) for a, b in ((one.base, other.base), (one.val, other.val)))


def _same_value(one: str | None, other: str | None) -> bool:
    if one == other:
        return True
    if one is None or other is None:
        return False
    told, kept = json.loads(one), json.loads(other)
    if is_forgotten(told) or is_forgotten(kept) or not (isinstance(told, dict) and isinstance(kept, dict)):
        return same_value(one, other)
    out = set(told.pop(LEFT_OUT, ())) | set(kept.pop(LEFT_OUT, ()))
    names = (told.keys() | kept.keys()) - out
    return all(name in told and name in kept and same_member(told[name], kept[name]) for name in names)


def waits_for(connection: sqlite3.Connection, lot: Lot, new: Sequence[Op]) -> str:
    """Why a lot comes too early, "" when it does not: a French sentence."""
    if lot.way == "down":
        cursor = int(value(connection, "cursor") or 0)
        if lot.first > cursor:
            return f"Ce lot suit le numéro {lot.first} de « {lot.site} » ; celui-ci n’est venu qu’à {cursor}."
        return ""
    row = connection.execute("SELECT seq FROM site_version WHERE site = ?", (lot.site,)).fetchone()
    version = row[0] if row else 0
    if new and lot.first > version + 1:
        return f"Il manque les opérations {version + 1} à {lot.first - 1} du poste « {lot.site} »."
    inside = {op.id for op in lot.ops}
    outside = {parent for op in new for parent in op.parents} - inside
    unknown = outside - shelf.known_keys(connection, "op", "id", outside)
    unknown -= shelf.known_keys(connection, "refused", "op", unknown)
    if unknown:
        return f"{len(unknown)} opérations que ce lot remplace ne sont pas encore venues ici."
    return ""


def value(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT v FROM kv WHERE k = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def keep(connection: sqlite3.Connection, key: str, told: str) -> None:
    connection.execute("INSERT OR REPLACE INTO kv(k, v) VALUES (?, ?)", (key, told))


def pieces_of(ops: Iterable[Op]) -> tuple[str, ...]:
    """SHA-256 of the contents that new rows of `file` tell."""
    told = (json.loads(op.val or "{}") for op in ops if op.ent == "file" and op.kind == "create")
    return tuple(dict.fromkeys(str(row["sha256"]) for row in told if row.get("sha256")))
