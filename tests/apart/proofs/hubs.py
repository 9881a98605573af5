"""Tests 1 (on PostgreSQL), 5, 17, 18 and 19: the hub on a real server that these proofs start and kill.

Their short versions are the tests of tests/hub.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from db.hub.found import enrol_person, enrol_site
from db.store import Store
from desktop.flow.hub import sync
from desktop.flow.hub_address import Address
from tests.apart.proofs import borders
from tests.apart.proofs.exchange import Offices, Took
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.hub.city import CODES, PEOPLE, City
from tests.hub.scenarios import cuts, depositing, moves
from tests.hub.server import Server

ROOT = Path(__file__).resolve().parents[3]


@contextlib.contextmanager
def served(*, fsync: bool = False) -> Iterator[Server]:
    server = Server(fsync=fsync).make().start()
    try:
        yield server
    finally:
        server.close()


def joined(made: Offices, city: City) -> Callable[[Store], Took]:
    """Every base enrolled at the hub, with all that it held; then how each exchanges, in seconds."""
    logins = {}
    with city.server.connect(city.base) as connection:
        for n, store in enumerate(made.all):
            told = {"author": store.author, "role": "administrator", "quarters": ()}
            logins[store.site] = f"preuve{n}"
            enrol_person(connection, login=f"preuve{n}", **told)
            enrol_site(connection, name=store.site, quarters=(), logins=[f"preuve{n}"])
        enrol_person(connection, login="reprise", author="Reprise", role="administrator", quarters=())
        enrol_site(connection, name=made.hub.site, quarters=(), logins=["preuve0", "reprise"])

    def exchange(store: Store) -> Took:
        begun, own = time.perf_counter(), time.process_time()
        done = sync(store, Address(city.server.dsn(city.base, logins[store.site])))
        assert done.done and not done.refused, (done.said, done.refused[:3])
        return Took(time.perf_counter() - begun, time.process_time() - own)

    for store in made.all:
        exchange(store)
    return exchange


def abrupt(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 5."""
    with served(fsync=True) as server:
        done = cuts(server, 60 if scale == "full" else 2)
    tell(f"{done}")
    found = f"{done.cuts} stops and cuts, {done.written:,} operations written: {done.lost} lost, {done.doubled} doubled; "
    found += f"{done.unacknowledged} lots kept though their sender had not heard so"
    held = done.lost == done.doubled == 0 and done.unacknowledged > 0
    return Proof(5, "Abrupt stops", "≥ 50: 0 duplicate, 0 lost", found, held and done.cuts >= 2)


def matrix(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 17: the matrix of tests/hub/test_matrix.py, each cell written there by hand."""
    plain = "addopts=--strict-markers --import-mode=importlib -p no:cacheprovider"
    command = [sys.executable, "-m", "pytest", "-o", plain, "tests/hub/test_matrix.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = done.stdout.strip().splitlines()
    tell(told[-1] if told else done.stderr[-500:])
    passed = re.search(r"(\d+) passed", told[-1]) if told else None
    dots = int(passed[1]) if passed else 0
    found = f"{dots} tests pass: {len(PEOPLE) + 4} logins × 15 tables × read and 4 verbs, every function under every login, "
    found += f"{len(CODES)} × {len(CODES)} quarters; {'all as written' if done.returncode == 0 else 'NOT as written'}"
    wanted = "exact expected table; no foreign row in 7 × 7 pairs"
    return Proof(17, "Rights", wanted, found, done.returncode == 0 and dots > 0)


def crowd(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 18."""
    with served() as server:
        city = City(server, "foule")
        city.founded()
        seconds = 600 if scale == "full" else 3
        done = depositing(city, seconds)
    tell(f"{done}")
    found = f"{seconds // 60} min: {done.lots:,} lots of 200, {done.written:,} operations, {done.missed} missed by the "
    found += (
        f"cursor, {done.foreign} of another quarter; median {done.median_ms:.0f} ms, p95 {done.p95_ms:.0f} ms"
    )
    held = done.missed == done.foreign == 0 and done.p95_ms < 1000
    return Proof(18, "Seven at once", "0 missed op by cursor; p95 lot of 200 < 1 s", found, held)


def moved(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 19: on PostgreSQL told move by move; on SQLite three quarters that work at random meanwhile."""
    with served() as server:
        city = City(server, "mouvements")
        city.founded()
        done = moves(city, 200 if scale == "full" else 5)
    tell(f"{done}")
    tally = borders.Tally()
    for seed in range(100 if scale == "full" else 2):
        for fault in borders.played(folder / str(seed), seed, tally)[:3]:
            tell(f"seed {seed}: {fault}")
    found = (
        f"PostgreSQL: {done.moves} moves, {done.written} late operations: {done.admitted} admitted, {done.refused} "
        f"returned with a reason, {done.unanswered} without answer, {done.blocked} queues blocked; "
        f"{done.left_behind} operations still given to the former quarter, {done.missing} missing at the new one. "
        f"SQLite: {tally.seeds} seeds, {tally.moves} moves, {tally.written:,} operations: {tally.admitted:,} "
        f"admitted, {tally.returned} returned, {tally.unanswered} without answer; {tally.seeds - tally.wrong} seeds "
        f"end with each quarter equal to the hub in its scope and nothing beyond"
    )
    held = done.blocked == done.unanswered == done.left_behind == done.missing == 0
    held = held and (done.admitted, done.refused) == (done.moves, done.moves)
    held = held and tally.wrong == tally.unanswered == 0
    return Proof(19, "Moves", "0 blocked queue; every op admitted or returned with reason", found, held)


PROOFS = {5: abrupt, 17: matrix, 18: crowd, 19: moved}
