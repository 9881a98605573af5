"""A workstation and the hub: it presents itself, hands over what it wrote, receives what others did."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from db.connection import open_reader
from db.hub.client import Deposited, Hub, NotAllowed, Unreachable, Welcome
from db.journal import SCHEMA
from db.merge.collect import up
from db.merge.lot import BadLot, Lot
from db.merge.receive import receive
from db.store import Store
from desktop.flow import numbers
from desktop.flow.hub_address import Address, connect, keep, kept
from desktop.flow.hub_copy import go_on_under_another_name, is_a_copy
from desktop.flow.hub_pieces import fetch_pieces, send_pieces
from desktop.flow.satchel_pieces import forget

LOT = 200  # operations handed over at once
PAGE = 1000  # operations received at once
Progress = Callable[[str, float], bool]


class Synced(NamedTuple):
    """What an exchange with the hub did; JSON-able. `said` is what the status line shows."""

    state: str  # done, unreachable, refused, waits, stopped
    said: str
    at: str
    sent: int = 0
    received: int = 0
    refused: tuple[tuple[str, str], ...] = ()  # operation in hexadecimal, reason
    conflicts: int = 0
    reread: int = 0
    gone: int = 0  # dossiers that left what this workstation holds
    numbered: int = 0
    cursor: int = 0
    site: str = ""
    notes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    pieces: int = 0  # contents that left or came

    @property
    def done(self) -> bool:
        return self.state == "done"


@dataclass(slots=True)
class _Told:
    """What is gathered while the exchange goes on."""

    reader: sqlite3.Connection
    sent: int = 0
    received: int = 0
    conflicts: int = 0
    reread: int = 0
    numbered: int = 0
    pieces: int = 0
    waits: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    gone: set[bytes] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)
    dossiers: set[str] = field(default_factory=set)


class _Stopped(Exception):
    """The person wants no more: what was exchanged stays, the rest is for the next time."""


def sync(store: Store, where: Address, progress: Progress | None = None) -> Synced:
    """Exchange everything with the hub. Never raises for a hub that is not there or says no: it tells.

    What was handed over or received before a cut stays; the next exchange goes on from there.
    """
    # A connection of its own: that of the screens is in another thread, and shows only what a person may see.
    told = _Told(open_reader(store.path))
    try:
        return _synced(store, where, told, progress)
    finally:
        told.reader.close()


def _synced(store: Store, where: Address, told: _Told, progress: Progress | None) -> Synced:
    try:
        with connect(where) as hub:
            _exchange(store, hub, told, progress)
    except Unreachable as why:
        return _ended(store, "unreachable", str(why), told)
    except (NotAllowed, BadLot) as why:
        return _ended(store, "refused", str(why), told)
    except _Stopped:
        return _ended(store, "stopped", "Arrêté : ce qui était échangé est gardé.", told)
    if told.waits:
        return _ended(store, "waits", told.waits, told)
    return _ended(store, "done", _sentence(told), told)


def _exchange(store: Store, hub: Hub, told: _Told, progress: Progress | None) -> None:
    _go(progress, "Liaison avec le serveur", 0.0)
    known = set(_refused(told.reader, store.site))
    welcome = _present(store, hub, told)
    if welcome.state == "restored" or is_a_copy(hub, told.reader, store.site, welcome.known):
        told.notes.append(go_on_under_another_name(store, hub, told.reader))
        welcome = _present(store, hub, told)
    _follow(store, welcome, told)
    if not _hand_over(store, hub, welcome.known, told, progress):
        told.notes.append(go_on_under_another_name(store, hub, told.reader))
        if not _hand_over(store, hub, _present(store, hub, told).known, told, progress):
            raise NotAllowed("Le serveur met de côté ce que ce poste lui envoie : appelez l’administrateur.")
    if welcome.role in ("manager", "administrator"):
        _relay(store, hub, welcome, told)
    tell = partial(_go, progress)
    told.pieces += send_pieces(store, hub, told.reader, tell, moved=bool(told.sent))
    if welcome.too_old:
        told.notes.append(
            "Ce programme est plus ancien que le serveur : il envoie encore, mais ne reçoit plus."
        )
    else:
        _receive_all(store, hub, welcome.cursor, told, progress)
        _number(store, hub, welcome, told)
    if told.gone:
        forget(store, True)
    told.pieces += fetch_pieces(
        store, hub, told.reader, tell, told.notes, moved=told.sent + told.received > 0
    )
    told.refused = {key: why for key, why in _refused(told.reader, store.site).items() if key not in known}
    with store.write_raw() as connection:
        keep(connection, "hub.synced", _now())


def _present(store: Store, hub: Hub, told: _Told) -> Welcome:
    return hub.hello(store.site, SCHEMA, _own_seq(told.reader, store.site), _cursor(told.reader))


def _follow(store: Store, welcome: Welcome, told: _Told) -> None:
    """Another server, a restored one, or a scope that changed: everything is fetched once more."""
    mark = f"{welcome.epoch} {welcome.scope_no}"
    if kept(told.reader, "hub.epoch") == mark and not welcome.ahead:
        return
    with store.write_raw() as connection:
        keep(connection, "hub.epoch", mark)
        keep(connection, "cursor", "0")
        keep(connection, "knew", "[]")


def _slices(lot: Lot) -> Iterator[Lot]:
    steps = {step.id: step for step in lot.steps}
    for start in range(0, len(lot.ops), LOT):
        ops = lot.ops[start : start + LOT]
        named = dict.fromkeys(op.step for op in ops if op.step in steps)
        yield Lot(
            lot.site, lot.to, lot.number + start // LOT, "up", ops[0].seq, ops[-1].seq, lot.schema, ops,
            tuple(steps[key] for key in named), cursor=lot.cursor, knew=lot.knew,
        )  # fmt: skip


def _hand_over(store: Store, hub: Hub, known: int, told: _Told, progress: Progress | None) -> bool:
    """Deposit the own operations that the hub lacks. False: it says that a number was used twice."""
    whole = up(told.reader, store.site, known, to="hub")
    for lot in _slices(whole):
        share = 0.5 * (lot.first - whole.first) / max(len(whole.ops), 1)
        _go(progress, f"Envoi des opérations {lot.first} à {lot.last}", share)
        done = hub.deposit(lot)
        if done.state == "quarantined":
            if "servi deux fois" in done.reason or "modifiée" in done.reason:
                return False
            raise NotAllowed(f"Le serveur a mis ce lot de côté. {done.reason}")
        if done.state == "waits":
            told.waits = done.reason
            return True
        _sent(store, lot, done, told)
    return True


def _sent(store: Store, lot: Lot, done: Deposited, told: _Told) -> None:
    told.sent += done.fresh + len(done.refused)
    receipt = {"new": done.fresh, "known": done.already, "refused": len(done.refused)}
    with store.write_raw() as connection:
        connection.execute(
            "INSERT INTO shipment(way, means, site, number, at, digest, file, first, last, acknowledged_at, "
            "receipt) VALUES ('out', 'hub', 'hub', ?, ?, '', '', ?, ?, ?, ?)",
            (lot.number, _now(), lot.first, lot.last, _now(), json.dumps(receipt)),
        )


def _relay(store: Store, hub: Hub, welcome: Welcome, told: _Told) -> None:
    """What satchels of other workstations brought here goes on to the hub, if it follows what that has."""
    for site, seq in told.reader.execute("SELECT site, seq FROM site_version").fetchall():
        known = welcome.sites.get(site)
        if site == store.site or known is None or seq <= known:
            continue
        lot = up(told.reader, site, known, to="hub")
        if [op.seq for op in lot.ops] != list(range(known + 1, known + 1 + len(lot.ops))):
            continue  # this workstation has only a part of them
        for part in _slices(lot):
            # Whoever wrote it had never heard of this hub: nothing is held against them.
            done = hub.deposit(replace(part, cursor=0, knew=()))
            if done.state != "received":
                told.notes.append(f"Ce que « {site} » a écrit n’a pas été relayé : {done.reason}")
                break
            told.sent += done.fresh


def _receive_all(store: Store, hub: Hub, goal: int, told: _Told, progress: Progress | None) -> None:
    """Cursor and operations are kept together, page by page."""
    while True:
        cursor = _cursor(told.reader)
        _go(progress, "Réception", 0.5 + 0.5 * min(1.0, cursor / goal if goal else 1.0))
        lot = hub.fetch(store.site, cursor, PAGE)
        if lot.last > cursor or lot.refused:
            receipt = receive(store, lot, means="hub")
            told.received += receipt.new
            told.conflicts += receipt.conflicts
            told.reread += receipt.reread
            told.notes += receipt.notes
            told.tables |= set(receipt.tables)
            told.dossiers |= set(receipt.dossiers)
            told.gone |= set(lot.gone)
            if receipt.waits_for:
                told.waits = receipt.waits_for
                return
        if lot.last <= cursor:
            return


def _number(store: Store, hub: Hub, welcome: Welcome, told: _Told) -> None:
    """Definitive numbers for the dossiers made here, once the hub has them; the city's does it for others."""
    own = store.site.partition("~")[0]
    given: dict[bytes, str] = {}
    for one in numbers.waiting(told.reader):
        if one.site.partition("~")[0] == own or not welcome.quarters:
            try:
                given[one.dossier] = hub.allot_number(one.dossier, one.year)
            except NotAllowed:
                continue  # the hub does not have it yet, or this account does not see it
    if given:
        told.numbered = int(store.do(numbers.give_numbers, numbers=given).value)
        _hand_over(store, hub, _present(store, hub, told).known, told, None)


def _refused(reader: sqlite3.Connection, site: str) -> dict[str, str]:
    """What the hub refused of this workstation, ever: operation in hexadecimal -> reason."""
    rows = reader.execute("SELECT op, reason FROM refused WHERE site = ?", (site,))
    return {bytes(key).hex(): why for key, why in rows}


def _own_seq(reader: sqlite3.Connection, site: str) -> int:
    query = "SELECT coalesce(max(seq), 0) FROM op WHERE site = ?"
    return int(reader.execute(query, (site,)).fetchone()[0])


def _cursor(reader: sqlite3.Connection) -> int:
    return int(kept(reader, "cursor") or 0)


def _go(progress: Progress | None, sentence: str, share: float) -> None:
    if progress and not progress(sentence, share):
        raise _Stopped


def _now() -> str:
    return dt.datetime.now().replace(microsecond=0).isoformat(sep=" ")


def _sentence(told: _Told) -> str:
    parts = [f"{told.sent} envoyées", f"{told.received} reçues"]
    if told.refused:
        parts.append(f"{len(told.refused)} refusées")
    if told.conflicts:
        parts.append(f"{told.conflicts} à trancher")
    if told.reread:
        parts.append(f"{told.reread} à relire")
    return f"Synchronisé : {', '.join(parts)}."


def _ended(store: Store, state: str, said: str, told: _Told) -> Synced:
    return Synced(
        state, said, _now(), told.sent, told.received, tuple(told.refused.items()), told.conflicts,
        told.reread, len(told.gone), told.numbered, _cursor(told.reader), store.site, tuple(told.notes),
        tuple(sorted(told.tables)), tuple(sorted(told.dossiers)), told.pieces,
    )  # fmt: skip
