"""Long scenarios against the hub, each with a length: short in the tests, long in ./run proofs."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from statistics import median
from typing import NamedTuple

from db.hub.client import Hub, NotAllowed, Unreachable
from db.keys import new_key
from db.merge.lot import Lot
from tests.hub.city import CODES, City, Desk
from tests.hub.server import Server

LOT = 200


class Deposits(NamedTuple):
    """Seven stations at once: what they wrote, what one that reads everything missed, how long lots took."""

    written: int
    missed: int
    foreign: int  # rows that a quarter received of another one's dossiers
    lots: int
    median_ms: float
    p95_ms: float
    per_second: float


def depositing(city: City, seconds: float) -> Deposits:
    """7 stations deposit lots of 200 and fetch, the city's fetches all along: nobody misses anything."""
    desks = [city.desk(n) for n in range(1, 8)]
    reader = city.desk(0)
    for desk in desks:
        desk.seq = city.sql("SELECT seq FROM hub.site WHERE name = %s", desk.site)[0][0]
    already = {row[0].bytes for row in city.sql("SELECT id FROM hub.op")}
    took: list[float] = []
    written: dict[bytes, bytes | None] = {}
    over = threading.Event()
    faults: list[BaseException] = []

    def deposit(desk: Desk, code: str) -> None:
        try:
            with city.hub(desk.login) as hub:
                while not over.is_set():
                    dossier, _ = desk.dossier(code)
                    for n in range(LOT - 2):
                        desk.write("annotation", new_key(), val={"text": f"note {n}"}, dossier=dossier)
                    lot = desk.lot()
                    begun = time.perf_counter()
                    assert hub.deposit(lot).fresh == LOT
                    took.append(time.perf_counter() - begun)
                    written.update((op.id, op.dossier) for op in desk.waiting)
                    desk.waiting.clear()
                    desk.fetch(hub=hub)
        except BaseException as fault:  # noqa: BLE001  told by the thread that waits
            faults.append(fault)

    def read() -> None:
        with city.hub(reader.login) as hub:
            while not over.is_set():
                reader.fetch(count=500, hub=hub)
                hub.wait(0.2)

    threads = [threading.Thread(target=deposit, args=(d, c)) for d, c in zip(desks, CODES, strict=True)]
    threads.append(threading.Thread(target=read))
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    over.wait(seconds)
    over.set()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - begun
    if faults:
        raise faults[0]
    reader.fetch()
    missed = len(set(written) - set(reader.got) - already)
    took.sort()
    return Deposits(
        len(written), missed, _foreign(city, desks), len(took), median(took) * 1000,
        took[int(len(took) * 0.95)] * 1000, len(written) / spent,
    )  # fmt: skip


def _foreign(city: City, desks: list[Desk]) -> int:
    """Operations that a quarter's workstation received of dossiers that are not of its quarter."""
    rows = city.sql("SELECT r.dossier, q.code FROM hub.reach r JOIN hub.quarter q ON q.id = r.quarter")
    quarter = {dossier.bytes: code for dossier, code in rows}
    return sum(
        op.dossier is not None and quarter[op.dossier] != code
        for desk, code in zip(desks, CODES, strict=True)
        for op in desk.got.values()
    )


class Cuts(NamedTuple):
    """Abrupt ends of the server and of the network, each in the middle of deposits."""

    cuts: int
    lost: int
    doubled: int
    written: int
    unacknowledged: int  # lots that were kept though their sender never heard so


def cuts(server: Server, count: int, base: str = "coupures") -> Cuts:
    """Stop -m immediate, and cut between deposit and acknowledgement, in turn; then hand over again."""
    city = City(server, base)
    city.founded()
    desk = city.desk(1)
    chance = random.Random(20260314)
    written: list[bytes] = []
    unheard = 0
    for number in range(count):
        dossier, _ = desk.dossier(CODES[0])
        for n in range(40):
            desk.write("annotation", new_key(), val={"text": f"note {n}"}, dossier=dossier)
        written += [op.id for op in desk.waiting]
        lot = desk.lot()
        if number % 2:
            _stopped_while(server, city, lot, chance.uniform(0.0, 0.06))
        else:
            _never_heard(server, city, lot)
        known = city.sql("SELECT seq FROM hub.site WHERE name = 'ANT-1'")[0][0]
        assert known in (desk.waiting[0].seq - 1, desk.waiting[-1].seq), "part of a lot was kept"
        unheard += known == desk.waiting[-1].seq
        done = city.as_("quarter1", lambda hub, lot=lot: hub.deposit(lot))
        assert done.state == "received" and done.known == desk.waiting[-1].seq
        desk.waiting.clear()
    kept = [row[0].bytes for row in city.sql("SELECT id FROM hub.op WHERE site = 'ANT-1'")]
    delivered = city.sql("SELECT count(*) - count(DISTINCT op) FROM hub.delivery")[0][0]
    return Cuts(
        count, len(set(written) - set(kept)), len(kept) - len(set(kept)) + delivered, len(written), unheard
    )


def _stopped_while(server: Server, city: City, lot: Lot, after: float) -> None:
    """The server dies at some moment of the deposit, then is started again."""

    def deposit() -> None:
        with suppress(Unreachable), city.hub("quarter1") as hub:
            hub.deposit(lot)

    thread = threading.Thread(target=deposit)
    thread.start()
    thread.join(after)
    server.stop("immediate")
    thread.join()
    server.start()


def _never_heard(server: Server, city: City, lot: Lot) -> None:
    """The deposit is made; the network falls before its answer comes back."""
    with relayed(server) as (port, cut):
        dsn = server.dsn(city.base, "quarter1").replace(f"port={server.port}", f"port={port}")
        with Hub(dsn) as hub:
            cut.set()
            with suppress(Unreachable):
                hub.deposit(lot)
                raise AssertionError("the answer came through")


@contextmanager
def relayed(server: Server) -> Iterator[tuple[int, threading.Event]]:
    """A port that leads to the server; once `cut`, what the server answers no longer comes back."""
    cut = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=_relay, args=(door, server.port, cut), daemon=True)
        thread.start()
        yield int(door.getsockname()[1]), cut
        thread.join(10)


def _relay(door: socket.socket, port: int, cut: threading.Event) -> None:
    client, _ = door.accept()
    with client, socket.create_connection(("127.0.0.1", port)) as real:

        def there() -> None:
            with suppress(OSError):
                while data := client.recv(65536):
                    real.sendall(data)

        thread = threading.Thread(target=there, daemon=True)
        thread.start()
        with suppress(OSError):
            while data := real.recv(65536):
                if cut.is_set():
                    break  # the deposit was kept: its answer is the first thing to be lost
                client.sendall(data)
        for end in (client, real):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        thread.join(5)


class Moves(NamedTuple):
    """Dossiers given to another quarter while the first one writes in them offline."""

    moves: int
    written: int
    admitted: int
    refused: int
    unanswered: int  # neither admitted nor returned with a reason
    blocked: int  # deposits that did not go through
    left_behind: int  # operations of a dossier that its former quarter still receives
    missing: int  # operations of a dossier that its new quarter did not receive


def moves(city: City, count: int) -> Moves:
    """A dossier goes unknown to its writers (admitted); once told they write on (refused)."""
    desks = {code: city.desk(n) for n, code in enumerate(CODES, 1)}
    for desk in desks.values():
        desk.seq = city.sql("SELECT seq FROM hub.site WHERE name = %s", desk.site)[0][0]
        desk.fetch()
    chance = random.Random(7)
    admitted = refused = unanswered = blocked = 0
    moved: dict[bytes, str] = {}
    for _ in range(count):
        start, end = chance.sample(CODES, 2)
        desk = desks[start]
        dossier, _made = desk.dossier(start)
        blocked += desk.deposit().state != "received"
        with city.hub("manager") as hub:
            hub.move(dossier, end)
        late = desk.write("annotation", new_key(), val={"text": "sans le savoir"}, dossier=dossier)
        first = desk.deposit()
        admitted += late.id not in dict(first.refused)
        desk.fetch()
        known = desk.write("annotation", new_key(), val={"text": "en le sachant"}, dossier=dossier)
        second = desk.deposit()
        blocked += (first.state != "received") + (second.state != "received")
        refused += bool(dict(second.refused).get(known.id))
        answers = "SELECT id FROM hub.op UNION ALL SELECT op FROM hub.refusal"
        answered = city.sql(
            f"SELECT count(*) FROM ({answers}) a WHERE id IN (%s, %s)", late.id.hex(), known.id.hex()
        )
        unanswered += 2 - answered[0][0]
        moved[dossier] = end
    for desk in desks.values():
        desk.fetch()
    whole: dict[bytes, set[bytes]] = {}
    for key, dossier in city.sql("SELECT id, dossier FROM hub.op WHERE dossier IS NOT NULL"):
        whole.setdefault(dossier.bytes, set()).add(key.bytes)
    got = {code: {op.id for op in desk.got.values()} for code, desk in desks.items()}
    behind = sum(op.dossier in moved and moved[op.dossier] != code
                 for code, desk in desks.items() for op in desk.got.values())  # fmt: skip
    missing = sum(len(whole[dossier] - got[code]) for dossier, code in moved.items())
    return Moves(count, 2 * count, admitted, refused, unanswered, blocked, behind, missing)


__all__ = ["Cuts", "Deposits", "Moves", "NotAllowed", "cuts", "depositing", "moves"]
