"""Tests 1 and 8: the reference scenario, two offices and a hub; the same with clocks that are wrong."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import db.journal
import db.keys
from tests.apart.proofs.exchange import Offices, Took, lot_down, lot_up, offices, timed
from tests.apart.proofs.ledger import false_and_missing, rows_of
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.apart.proofs.work import FULL, SHORT, Amounts, work_apart

A, B = "Antenne Étouvie", "Antenne Nord"


def exchanged(made: Offices) -> dict[str, Took]:
    """A up, B up, A down, B down: seconds that each took at its receiver."""
    a, b = made.stations.values()
    took = {}
    for name, source, target in (("hub, A", a, made.hub), ("hub, B", b, made.hub)):
        took[name] = timed(target, lot_up(source, made.hub))[1]
    for name, target in (("A", a), ("B", b)):
        took[name] = timed(target, lot_down(made.hub, target))[1]
    return took


def faults_of(made: Offices, before: Any, same: int) -> tuple[list[str], str]:
    """What is not as the ledger wants it, in any of the three; and the figures in words."""
    faults = made.faults()
    invented = [fault for store in made.all for fault in made.ledger.invented(store.reader, before)]
    counts = {false_and_missing(store.reader, made.ledger) for store in made.all}
    digests = len(made.digests())
    words = f"{made.ledger.issued:,} changes issued, {len(faults)} lost, {len(invented)} invented; "
    words += f"{digests} digest for {len(made.all)} bases; "
    words += ", ".join(
        f"{right} disagreements × 2 values, {false} false" for right, false, _ in sorted(counts)
    )
    wrong = faults + invented
    wrong += [] if counts == {(same, 0, 0)} else [f"désaccords : {counts}"]
    wrong += [] if digests == 1 else ["les bases diffèrent"]
    return wrong, words


def reference(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 1: with a hub on SQLite; at full length, with one on PostgreSQL too."""
    amounts: Amounts = FULL if scale == "full" else SHORT
    told = [_told(folder / "sqlite", amounts, tell, exchanged)]
    if scale == "full":
        told.append(_on_postgresql(folder / "postgresql", amounts, tell))
    words = []
    for name, (wrong, figures, took) in zip(("SQLite hub", "PostgreSQL hub"), told, strict=False):
        for fault in wrong[:5]:
            tell(f"{name}: {fault}")
        seconds = ", ".join(f"{each} {length}" for each, length in took.items())
        words.append(f"{name}: {figures}; {seconds}")
    slowest = max(length.own for _, _, took in told for length in took.values())
    wanted = "0 lost, 3 equal digests, exactly 20 conflicts × 2 values, 0 false; < 1 s a side"
    held = not any(wrong for wrong, _, _ in told) and slowest < 1
    return Proof(1, "Reference scenario", wanted, ". ".join(words), held)


Told = tuple[list[str], str, dict[str, Took]]


def _told(folder: Path, amounts: Amounts, tell: Tell, exchange: Callable[[Offices], dict[str, Took]]) -> Told:
    with offices(folder, (A, B), amounts.dossiers) as made:
        before = rows_of(made.hub.reader)
        tell("working apart")
        same = work_apart(made.hand(A), made.hand(B), amounts)
        tell("exchanging")
        took = exchange(made)
        return *faults_of(made, before, len(same)), took


def _on_postgresql(folder: Path, amounts: Amounts, tell: Tell) -> Told:
    """Three bases that exchange by a server; the city's base has it all before they part."""
    from tests.apart.proofs.hubs import City, joined, served

    with served() as server, offices(folder, (A, B), amounts.dossiers) as made:
        tell("giving the city to PostgreSQL")
        exchange = joined(made, City(server, "reference"))
        before = rows_of(made.hub.reader)
        same = work_apart(made.hand(A), made.hand(B), amounts)
        a, b = made.stations.values()
        took = {"A": exchange(a), "B": exchange(b), "A again": exchange(a), "the city": exchange(made.hub)}
        return *faults_of(made, before, len(same)), took


@contextmanager
def clock(offset: dt.timedelta) -> Iterator[None]:
    """The clock of a computer, wrong by that much, for what is written meanwhile."""

    class Wrong(dt.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> dt.datetime:  # type: ignore[override]
            return dt.datetime.now(tz) + offset

    ticks = int(offset.total_seconds() * 1e9)
    last = db.keys._last[0]
    kept = db.journal.dt, db.keys.time
    db.journal.dt = SimpleNamespace(datetime=Wrong, date=dt.date, timedelta=dt.timedelta)  # type: ignore[assignment]
    db.keys.time = SimpleNamespace(time_ns=lambda: time.time_ns() + ticks)  # type: ignore[assignment]
    db.keys._last[0] = 0
    try:
        yield
    finally:
        db.journal.dt, db.keys.time = kept
        db.keys._last[0] = last


OFFSETS = {
    "−1 year": dt.timedelta(days=-365),
    "−1 day": dt.timedelta(days=-1),
    "+1 day": dt.timedelta(days=1),
    "+10 years": dt.timedelta(days=3652),
}


def clocks(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 8: B's clock is wrong; the disagreements are the same twenty, the hub's clock hardly moves."""
    amounts: Amounts = FULL if scale == "full" else SHORT
    wrong, pulled = [], []
    offsets = OFFSETS if scale == "full" else {name: OFFSETS[name] for name in ("−1 day", "+10 years")}
    for name, offset in offsets.items():
        tell(f"clock {name}")
        with offices(folder / name, (A, B), amounts.dossiers) as made:
            before = rows_of(made.hub.reader)
            same = _with_wrong_clock(made, amounts, offset)
            exchanged(made)
            wrong += faults_of(made, before, len(same))[0]
            told = made.hub.reader.execute("SELECT v FROM kv WHERE k = 'hlc'").fetchone()[0]
            pulled.append(int(told.partition("-")[0]) / 1000 - time.time())
    for fault in wrong[:5]:
        tell(fault)
    words = f"{len(offsets)} clocks: the same {amounts.same_fields} disagreements, {len(wrong)} faults; "
    words += f"hub's clock pulled by {max(pulled) / 60:.1f} min at most"
    wanted = "same 20 conflicts; local clock pulled < 10 min"
    return Proof(8, "Wrong clocks", wanted, words, not wrong and max(pulled) <= 600)


def _with_wrong_clock(made: Offices, amounts: Amounts, offset: dt.timedelta) -> list[Any]:
    b = made.hand(B)
    for name in ("edit", "note", "remove"):
        deed = getattr(b, name)

        def late(*arguments: Any, deed: Any = deed) -> Any:
            with clock(offset):
                return deed(*arguments)

        setattr(b, name, late)
    return work_apart(made.hand(A), b, amounts)


PROOFS = {1: reference, 8: clocks}
