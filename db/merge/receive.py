"""Receive a lot: checked, parked when early, appended, projected, compared; one transaction or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import forget, outside
from db.journal import last_number
from db.merge import admit, chain, check, compare, role
from db.merge.lot import BadLot, Lot, Op, pack, unpack
from db.merge.project import Projected, project
from db.merge.receipt import Receipt
from db.merge.reissue import renumber
from db.merge.scope import Scope
from db.merge.shelf import Row
from db.merge.withdraw import returned, withdraw

if TYPE_CHECKING:
    from db.store import Store

Progress = Callable[[str, float], bool]


class Stopped(Exception):
    """The person wants no more: nothing is kept."""


@dataclass(slots=True)
class _Taken:
    """What has been appended so far in this transaction."""

    site: str  # this workstation
    ops: list[Op] = field(default_factory=list)
    known: int = 0
    refused: list[tuple[bytes, str]] = field(default_factory=list)
    touched: dict[Row, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    waits_for: str = ""
    parked: int = 0
    gone: set[bytes] = field(default_factory=set)


def receive(store: Store, lot: Lot, *, means: str = "satchel", progress: Progress | None = None) -> Receipt:
    """Take a lot in; the same one again changes nothing. Raises BadLot (nothing of it is kept), Stopped."""
    check.check_shape(lot)
    with store.merging() as connection:
        outside.take_in(connection, store.site)
        taken = _Taken(store.site)
        _go(progress, "Vérification du lot", 0.1)
        _take(connection, taken, lot)
        while not taken.waits_for and (waiting := _next_parked(connection, taken)):
            _take(connection, taken, waiting)
        _go(progress, "Reprise des opérations", 0.4)
        taken.touched.update(dict.fromkeys(forget.erase_received(connection, taken.touched, taken.site)))
        found = _projected(connection, taken)
        connection.executemany("DELETE FROM checked WHERE dossier_id = ?", [(key,) for key in found.dossiers])
        if lot.way == "down" and not taken.waits_for:
            _withdraw(connection, taken, lot)
        _go(progress, "Vérification des lignes", 0.9)
        receipt = compare.compared(connection, lot, _receipt(connection, taken, lot, found), taken.site)
        _ship(connection, lot, receipt, means)
    store.site = taken.site
    return receipt


_UNFIT = (
    TypeError, ValueError, OverflowError, sqlite3.IntegrityError, sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)  # fmt: skip


def _projected(connection: sqlite3.Connection, taken: _Taken) -> Projected:
    """What another writer put in a lot may not fit a column: then the lot is refused whole."""
    try:
        return project(connection, taken.touched)
    except _UNFIT as error:
        raise BadLot(f"Le lot contient une valeur illisible ({error}). Rien n’a été repris.") from error


def force(store: Store, site: str) -> int:
    """A supervisor no longer waits for lots that are lost: those of `site` that follow them are taken in at
    the next lot, whatever it is; should the lost ones come after all, they still count. How many waited."""
    with store.merging() as connection:
        parked = connection.execute("SELECT lot FROM parked WHERE site = ?", (site,)).fetchall()
        lots = [unpack(zlib.decompress(raw)) for (raw,) in parked]
        if lots:
            first = min(lot.first for lot in lots)
            if lots[0].way == "up":
                _know(connection, {site: first - 1})
            else:
                check.keep(connection, "cursor", str(first))
    return len(lots)


def _go(progress: Progress | None, sentence: str, share: float) -> None:
    if progress and not progress(sentence, share):
        raise Stopped("Arrêté : rien n’a été repris.")


def _take(connection: sqlite3.Connection, taken: _Taken, lot: Lot) -> None:
    """Append what is new of a lot, or park it whole."""
    new, known = _split(connection, taken, lot)
    taken.known += known
    reason = check.waits_for(connection, lot, new)
    if reason:
        _park(connection, lot, reason, len(new))
        taken.waits_for, taken.parked = reason, taken.parked + len(new)
        return
    if lot.way == "up" and role.is_hub(connection):
        new, refused = admit.judge(connection, lot, new)
        taken.refused += refused
    chain.append(connection, new, lot.steps)
    chain.pull_clock(connection, new)
    for site in sorted(chain.doubtful_clocks(new)):
        taken.notes.append(f"L’horloge du poste « {site} » avance de plus de dix minutes : dates douteuses.")
    taken.ops += new
    taken.touched.update(dict.fromkeys((op.ent, op.rid) for op in new))
    if lot.way == "up":
        _know(connection, {lot.site: lot.last})
        position = connection.execute("SELECT coalesce(max(n), 0) FROM op").fetchone()[0]
        check.keep(connection, f"cursor:{lot.site}", str(min(lot.cursor, position)))
        check.keep(connection, f"scope:{lot.site}", lot.scope)
        check.keep(connection, f"holds:{lot.site}", json.dumps([key.hex() for key in lot.holds]))
    else:
        _came_down(connection, taken, lot)


def _split(connection: sqlite3.Connection, taken: _Taken, lot: Lot) -> tuple[list[Op], int]:
    """New and known. A hub that has other operations under our own numbers tells that this base is a copy:
    ours go on under another name."""
    try:
        return check.split_known(connection, lot.ops)
    except check.Reused as error:
        if lot.way != "down" or error.site != taken.site:
            raise
        taken.site, count = renumber(connection, taken.site)
        taken.notes.append(
            f"Cette base est une copie restaurée ou clonée de « {error.site} » : elle continue sous le nom "
            f"« {taken.site} », avec ses {count} opérations que le poste central n’avait pas."
        )
        return check.split_known(connection, lot.ops)


def _came_down(connection: sqlite3.Connection, taken: _Taken, lot: Lot) -> None:
    """The hub's delivery: how far it goes, what it knows of us, what it refused."""
    cursor = max(int(check.value(connection, "cursor") or 0), lot.last)
    check.keep(connection, "cursor", str(cursor))
    mine = lot.known.get(taken.site, 0)
    check.keep(connection, "acknowledged", str(mine))
    check.keep(connection, "scope", lot.scope)
    _remember(connection, taken.site, mine, cursor)
    highest: dict[str, int] = {}
    for op in lot.ops:
        highest[op.site] = max(op.seq, highest.get(op.site, 0))
    _know(connection, highest)
    touched = admit.told_back(connection, lot.refused)
    taken.touched.update(dict.fromkeys(row for row, _ in touched))
    taken.refused += [(key, why) for key, why in lot.refused if key in {told for _, told in touched}]
    back = {op.dossier for op in lot.ops if op.dossier} - set(lot.gone)
    taken.touched.update(dict.fromkeys(returned(connection, back)))
    taken.gone |= set(lot.gone) | _no_longer_listed(connection, taken.site, mine, lot)
    connection.execute(
        "UPDATE shipment SET acknowledged_at = ? WHERE way = 'out' AND site = ? AND last <= ? "
        "AND acknowledged_at IS NULL",
        (_at(), lot.site, mine),
    )


def _no_longer_listed(connection: sqlite3.Connection, site: str, sent: int, lot: Lot) -> set[bytes]:
    """Dossiers that are here and not in the hub's list, but those made here that it does not know yet."""
    if not lot.holds:
        return set()
    query = "SELECT rid FROM op WHERE ent = 'dossier' AND kind = 'create' AND site = ? AND seq > ?"
    made = {bytes(key) for (key,) in connection.execute(query, (site, sent))}
    here = {bytes(key) for (key,) in connection.execute("SELECT id FROM dossier")}
    return here - set(lot.holds) - made


def _remember(connection: sqlite3.Connection, site: str, sent: int, cursor: int) -> None:
    """From the next own operation on, this delivery is known: the hub judges each by what its author knew."""
    following = last_number(connection, site) + 1
    knew = [(seq, n) for seq, n in json.loads(check.value(connection, "knew") or "[]") if seq < following]
    useful = [pair for pair in knew if pair[0] > sent + 1]
    useful = [pair for pair in knew if pair[0] <= sent + 1][-1:] + useful
    check.keep(connection, "knew", json.dumps([*useful, (following, cursor)]))


def _withdraw(connection: sqlite3.Connection, taken: _Taken, lot: Lot) -> None:
    gone = withdraw(connection, taken.gone, taken.site)
    if gone:
        taken.notes.append(f"{len(gone)} dossiers ont quitté votre périmètre : ils ne sont plus ici.")


def _know(connection: sqlite3.Connection, versions: dict[str, int]) -> None:
    connection.executemany(
        "INSERT INTO site_version(site, seq) VALUES (?, ?) "
        "ON CONFLICT(site) DO UPDATE SET seq = max(seq, excluded.seq)",
        versions.items(),
    )


def _park(connection: sqlite3.Connection, lot: Lot, reason: str, ops: int) -> None:
    connection.execute(
        "INSERT INTO parked(site, number, waits_for, ops, at, lot) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT(site, number) DO UPDATE SET waits_for = excluded.waits_for, ops = excluded.ops, "
        "lot = CASE WHEN length(excluded.lot) > length(lot) THEN excluded.lot ELSE lot END",
        (lot.site, lot.number, reason, ops, _at(), zlib.compress(pack(lot))),
    )


def _next_parked(connection: sqlite3.Connection, taken: _Taken) -> Lot | None:
    """A parked lot that no longer waits; taken out of the park. One that is contradicted is thrown out."""
    query = "SELECT n, site, number, lot FROM parked ORDER BY site, number"
    for n, site, number, raw in connection.execute(query).fetchall():
        lot = unpack(zlib.decompress(raw))
        try:
            new, _ = check.split_known(connection, lot.ops)
        except BadLot as error:
            taken.notes.append(f"Le lot n° {number} de « {site} », en attente, a été écarté : {error}")
            connection.execute("DELETE FROM parked WHERE n = ?", (n,))
            continue
        if not check.waits_for(connection, lot, new):
            connection.execute("DELETE FROM parked WHERE n = ?", (n,))
            taken.notes.append(f"Le lot n° {number} de « {site} », en attente, a été repris.")
            return lot
    return None


def _receipt(connection: sqlite3.Connection, taken: _Taken, lot: Lot, found: Projected) -> Receipt:
    changes: dict[str, int] = {}
    for op in taken.ops:
        key = op.dossier.hex() if op.dossier else ""
        changes[key] = changes.get(key, 0) + 1
    last_n = connection.execute("SELECT coalesce(max(n), 0) FROM op").fetchone()[0]
    notes = list(taken.notes)
    if found.deferred:
        names = ", ".join(sorted({f"{ent}.{name}" if name else ent for ent, name in found.deferred}))
        notes.append(f"Projection différée jusqu’à la mise à jour du programme : {names}.")
    if found.missing and scope_of(connection).everything:  # in a scope, what is out of it is not here
        notes.append(f"{len(found.missing)} références désignent des lignes qui ne sont pas ici.")
    settled = [conflict for _, conflict in found.opened if conflict.nature != "reread"]
    dossiers = found.dossiers | {op.dossier for op in taken.ops if op.dossier}
    return Receipt(
        lot.site, lot.number, len(taken.ops), taken.known, taken.parked, taken.waits_for,
        tuple((key.hex(), why) for key, why in taken.refused), len(settled),
        len(found.opened) - len(settled), check.pieces_of(taken.ops), (), changes,
        tuple(sorted(found.tables)), tuple(sorted(key.hex() for key in dossiers)),
        last_n - len(taken.ops) + 1 if taken.ops else 0, last_n if taken.ops else 0, None, (), tuple(notes),
    )  # fmt: skip


def _ship(connection: sqlite3.Connection, lot: Lot, receipt: Receipt, means: str) -> None:
    connection.execute(
        "INSERT INTO shipment(way, means, site, number, at, digest, file, first, last, receipt) "
        "VALUES ('in', ?, ?, ?, ?, ?, '', ?, ?, ?)",
        (
            means, lot.site, lot.number, _at(), hashlib.sha256(pack(lot)).hexdigest(), lot.first, lot.last,
            json.dumps(receipt.to_json(), ensure_ascii=False),
        ),
    )  # fmt: skip


def scope_of(connection: sqlite3.Connection) -> Scope:
    """What this workstation holds, as the hub last said."""
    return Scope.from_json(check.value(connection, "scope") or "")


def _at() -> str:
    return dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")
