"""Test 2: three places and a hub at random, lots late, twice, shuffled; an oracle knows what must show.

The oracle never looks at the journal: it keeps who had received which write when he wrote, and says from that
alone which values stand at the end, which are disagreements, which rows stay.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db.keys import new_key
from db.merge.lot import Lot
from db.store import Store
from tests.apart.proofs import city as made_city
from tests.apart.proofs.city import AT, HUB, city
from tests.apart.proofs.exchange import Offices, give, lot_down, lot_up, offices
from tests.apart.proofs.ledger import Cell, proposals, rows_of
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.apart.proofs.work import edit, make, remove

NAMES = ("Antenne Étouvie", "Antenne Nord", "Antenne Pierre Rollin")
CELLS = (
    ("dossier", "title"), ("dossier", "asked"), ("dossier", "stage"), ("amount", "proposed"),
    ("annotation", "quote"), ("annotation", "strength"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Write:
    """One value written or one row removed, with all that its writer had received or written before."""

    number: int
    ent: str
    rid: bytes
    column: str  # "" for a row made or removed
    value: Any  # None: removed
    seen: frozenset[int]
    over: frozenset[int] = frozenset()  # the writes of the same cell that it takes the place of
    site: str = ""


@dataclass
class Oracle:
    """What each place wrote and what each has received."""

    writes: list[Write] = field(default_factory=list)
    own: dict[str, list[int]] = field(default_factory=dict)
    known: dict[str, set[int]] = field(default_factory=dict)
    have: dict[str, int] = field(default_factory=dict)  # own numbers of a station that the hub has taken in
    parked: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    early: int = 0

    def wrote(self, site: str, ent: str, rid: bytes, column: str, value: Any) -> None:
        known = self.known.setdefault(site, set())
        number = len(self.writes)
        over = self._over(site, (ent, rid, column), known) if column else frozenset()
        self.writes.append(Write(number, ent, rid, column, value, frozenset(known), over, site))
        known.add(number)
        self.own.setdefault(site, []).append(number)

    def _over(self, site: str, cell: Cell, known: set[int]) -> frozenset[int]:
        """What stood there for its writer; of several proposals, only those made at the same place."""
        here = [w for w in self.writes if w.number in known and (w.ent, w.rid, w.column) == cell]
        replaced = {number for write in here for number in write.over}
        heads = [write for write in here if write.number not in replaced]
        own = [write for write in heads if write.site == site]
        return frozenset(write.number for write in (own if own and len(heads) > 1 else heads))

    def up(self, site: str, first: int, last: int) -> None:
        """A lot of a station has come to the hub: taken in when nothing lacks before it, else it waits."""
        waiting = self.parked.setdefault(site, [])
        waiting.append((first, last))
        self.early += first > self.have.get(site, 0) + 1
        moved = True
        while moved:
            moved = False
            for start, end in list(waiting):
                have = self.have.get(site, 0)
                if start <= have + 1:
                    waiting.remove((start, end))
                    if end > have:
                        self.known.setdefault(HUB, set()).update(self.own[site][have:end])
                        self.have[site], moved = end, True

    def down(self, site: str, brought: frozenset[int]) -> None:
        self.known.setdefault(site, set()).update(brought)

    def faults(self, store: Store) -> list[str]:
        """What a base that has received everything shows otherwise than it must."""
        now, shown = rows_of(store.reader), proposals(store.reader)
        found = self._rows(store, now)
        gone_rows = {(w.ent, w.rid) for w in self.writes if w.value is None}
        for cell, values in self.standing().items():
            row = now.get(cell[:2])
            if row is None or cell[:2] in gone_rows:
                continue
            told = set(shown.get(cell, []))
            if len(values) == 1 and (told or row[cell[2]] not in values):
                found.append(f"{cell[0]}.{cell[2]} : {row[cell[2]]!r}, {told}, au lieu de {values}")
            elif len(values) > 1 and told != values:
                found.append(f"{cell[0]}.{cell[2]} : désaccord {told} au lieu de {values}")
        found += [f"désaccord pour rien : {cell}" for cell in shown if cell not in self.standing()]
        return found

    def standing(self) -> dict[Cell, set[Any]]:
        """Cell -> the values whose place no later write has taken."""
        replaced = {number for write in self.writes for number in write.over}
        found: dict[Cell, set[Any]] = {}
        for write in self.writes:
            if write.column and write.number not in replaced:
                found.setdefault((write.ent, write.rid, write.column), set()).add(write.value)
        return found

    def _rows(self, store: Store, now: Any) -> list[str]:
        """A row removed stays gone unless something was written in it that its remover had not received."""
        found = []
        for ent, rid in {(w.ent, w.rid) for w in self.writes}:
            mine = [w for w in self.writes if (w.ent, w.rid) == (ent, rid)]
            removals = [w for w in mine if w.value is None]
            seen = set().union(*(w.seen for w in removals)) if removals else set()
            unseen = [w for w in mine if w.value is not None and w.number not in seen]
            stays = not removals or bool(unseen)
            if stays != ((ent, rid) in now):
                found.append(f"{ent} {'perdu' if stays else 'revenu'}")
            if removals and unseen and (ent, rid, "") not in proposals(store.reader, "deletion"):
                found.append(f"{ent} : retrait non signalé")
        return found


class Game:
    """One seed."""

    def __init__(self, made: Offices, seed: int) -> None:
        self.made, self.dice, self.oracle = made, random.Random(seed), Oracle()
        self.ups: dict[str, list[Lot]] = {name: [] for name in NAMES}
        self.downs: dict[str, list[tuple[Lot, frozenset[int]]]] = {name: [] for name in NAMES}
        self.tick = 0

    def act(self) -> None:
        store = self.dice.choice(self.made.all)
        ent, column = self.dice.choice(CELLS)
        rows = [bytes(row[0]) for row in store.reader.execute(f"SELECT id FROM {ent} ORDER BY id LIMIT 4")]
        self.tick += 1
        chance = self.dice.random()
        if chance < 0.1:
            self._make(store)
        elif chance < 0.2:
            self._remove(store)
        elif rows:
            number = ("asked", "proposed", "strength")
            value: Any = self.tick * 100 if column in number else f"{store.site} {self.tick}"
            rid = self.dice.choice(rows)
            store.do(edit, ent=ent, rid=rid, column=column, value=value)
            self.oracle.wrote(store.site, ent, rid, column, value)

    def _make(self, store: Store) -> None:
        rid = new_key()
        (dossier,) = store.reader.execute("SELECT id FROM dossier ORDER BY id").fetchone()
        values = {"dossier_id": dossier, "place": "dossier", "text": f"note {self.tick}", "at": AT}
        store.do(make, ent="annotation", rid=rid, values=values)
        self.oracle.wrote(store.site, "annotation", rid, "", values["text"])

    def _remove(self, store: Store) -> None:
        rows = store.reader.execute("SELECT id FROM annotation ORDER BY id LIMIT 4").fetchall()
        if rows:
            rid = bytes(self.dice.choice(rows)[0])
            store.do(remove, ent="annotation", rid=rid)
            self.oracle.wrote(store.site, "annotation", rid, "", None)

    def travel(self) -> None:
        name = self.dice.choice(NAMES)
        station = self.made.stations[name]
        if self.dice.random() < 0.6:
            own = len(self.oracle.own.get(name, []))
            after = self.dice.choice((None, self.dice.randrange(own + 1)))
            lot = lot_up(station, self.made.hub, after=after, number=self.dice.randrange(1, 10**9))
            if lot.ops:
                self.ups[name].append(lot)
        for lot in self.dice.sample(self.ups[name], min(len(self.ups[name]), self.dice.randrange(3))):
            self._up(name, lot)
        if self.dice.random() < 0.5:
            brought = frozenset(self.oracle.known.get(HUB, ()))
            self.downs[name].append((lot_down(self.made.hub, station), brought))
        if self.downs[name] and self.dice.random() < 0.7:
            lot, brought = self.dice.choice(self.downs[name])
            give(station, lot)
            self.oracle.down(name, brought)

    def _up(self, name: str, lot: Lot) -> None:
        give(self.made.hub, lot)
        self.oracle.up(name, lot.first, lot.last)

    def end(self) -> list[str]:
        """Everything is handed over at last; what is wrong then."""
        for name, station in self.made.stations.items():
            for lot in self.ups[name]:
                self._up(name, lot)
            rest = lot_up(station, self.made.hub, after=0)
            if rest.ops:
                self._up(name, rest)
        for station in self.made.stations.values():
            give(station, lot_down(self.made.hub, station))
        found = [fault for store in self.made.all for fault in self.oracle.faults(store)]
        found += [] if len(self.made.digests()) == 1 else ["les bases diffèrent"]
        lists = {repr(sorted(proposals(s.reader, n).items())) for s in self.made.all for n in ("values",)}
        return found + ([] if len(lists) == 1 else ["les listes de désaccords diffèrent"])


@dataclass
class Score:
    """What the seeds played so far add up to."""

    seeds: int = 0
    changes: int = 0
    early: int = 0  # lots that came before one they follow
    disagreements: int = 0
    wrong: int = 0  # seeds that did not end as the oracle says

    def add(self, other: Score) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def played(folder: Path, seed: int, score: Score, deeds: int = 30) -> list[str]:
    """One seed; what is wrong at its end."""
    with offices(folder, NAMES, 3) as made:
        game = Game(made, seed)
        for _ in range(deeds):
            game.act()
            if game.dice.random() < 0.4:
                game.travel()
        faults = game.end()
        score.seeds += 1
        score.changes += len(game.oracle.writes)
        score.early += game.oracle.early
        score.disagreements += len(proposals(made.hub.reader)) + len(proposals(made.hub.reader, "deletion"))
        score.wrong += bool(faults)
        return faults


PROCESSES = 3


def _share(path: Path) -> None:
    """The base that every seed begins with, made by the first process."""
    made_city.GIVEN[3] = path


def _one(folder: Path, seed: int) -> tuple[int, list[str], Score]:
    score = Score()
    faults = played(folder / str(seed), seed, score)
    shutil.rmtree(folder / str(seed))
    return seed, faults, score


def chance(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 2; several processes share the thousand seeds."""
    score = Score()
    seeds = range(1000 if scale == "full" else 5)
    with contextlib.ExitStack() as stack:
        run: Callable[..., Iterable[tuple[int, list[str], Score]]] = map
        if scale == "full":
            city(3)  # made once, before they part
            context = multiprocessing.get_context("spawn")
            pool = ProcessPoolExecutor(PROCESSES, context, initializer=_share, initargs=(city(3),))
            run = stack.enter_context(pool).map
        for seed, faults, one in run(_one, [folder] * len(seeds), seeds):
            score.add(one)
            for fault in faults[:3]:
                tell(f"seed {seed}: {fault}")
            if seed % 50 == 49:
                tell(f"{score}")
    found = (
        f"{score.seeds:,} seeds, {score.seeds - score.wrong:,} as the oracle says in all 4 bases; "
        f"{score.changes:,} changes issued, {score.early:,} lots too early, "
        f"{score.disagreements:,} disagreements shown"
    )
    wanted = "≥ 1,000 seeds: 100 % converge, state and conflict list; 0 op lost"
    return Proof(2, "Property test", wanted, found, score.wrong == 0 and score.disagreements > 0)


PROOFS = {2: chance}
