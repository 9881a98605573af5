"""Test 19, with a hub on SQLite: quarters that work while their dossiers move from one to another, at random."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.journal import broken_steps
from db.keys import key_of, new_key
from db.merge import check
from db.merge.reach import members
from db.merge.scope import Scope
from db.store import Store, use_case
from tests.apart.proofs.city import AT, HUB, city, copy_of, empty
from tests.apart.proofs.exchange import give, lot_down, lot_up
from tests.apart.proofs.ledger import proposals, rows_of
from tests.apart.proofs.scopes import foreign, move
from tests.apart.proofs.work import edit, make, remove

NAMES = ("Antenne A", "Antenne B", "Antenne C")
DOSSIERS = 14  # two in each of the seven quarters
OF_A_DOSSIER = {"annotation": "quote", "amount": "proposed", "opinion": "origin", "piece": "label"}


@dataclass
class Tally:
    """What the seeds played so far add up to."""

    seeds: int = 0
    written: int = 0
    admitted: int = 0
    returned: int = 0
    unanswered: int = 0
    moves: int = 0
    wrong: int = 0


@use_case("Enrôler les antennes")
def enrol_all(session: Session, *, scopes: dict[str, Scope]) -> None:
    for name, scope in scopes.items():
        session.add(
            m.Workstation(
                id=key_of("workstation", name),
                name=name,
                kind="quarter",
                scope=scope.to_json(),
                enrolled_at=AT,
            )
        )


class Borders:
    """One seed: a hub, three quarters, and who wrote what."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.hub = Store(
            copy_of(city(DOSSIERS), folder / "hub" / "parvis.db"),
            author="M. Ville",
            place=HUB,
            exclusive=False,
        )
        rows = self.hub.reader.execute("SELECT id, code FROM quarter ORDER BY rank LIMIT 3").fetchall()
        self.quarters = [bytes(key) for key, _ in rows]
        self.scopes = {
            name: Scope(quarters=frozenset({code})) for name, (_, code) in zip(NAMES, rows, strict=True)
        }
        self.hub.do(enrol_all, scopes=self.scopes)
        self.stations: dict[str, Store] = {}
        for name in NAMES:
            path = copy_of(empty(), folder / name / "parvis.db")
            store = Store(path, author=f"Agent {name}", place=name, exclusive=False)
            with store.write_raw() as raw:
                check.keep(raw, "site", name)
            self.stations[name] = store
            self.down(name)
        self.written: dict[bytes, str] = {}  # operation -> where
        self.moves = 0

    def close(self) -> None:
        for store in (self.hub, *self.stations.values()):
            store.close()

    def up(self, name: str) -> None:
        lot = lot_up(self.stations[name], self.hub)
        if lot.ops:
            give(self.hub, lot)

    def down(self, name: str) -> None:
        give(self.stations[name], lot_down(self.hub, self.stations[name], self.scopes[name]))

    def act(self) -> None:
        store = self.dice.choice((self.hub, *self.stations.values(), *self.stations.values()))
        if store is self.hub and self.dice.random() < 0.6:
            self._move()
            return
        before = store.position
        ent = self.dice.choice(list(OF_A_DOSSIER))
        rows = [bytes(row[0]) for row in store.reader.execute(f"SELECT id FROM {ent} ORDER BY id")]
        dossiers = [bytes(row[0]) for row in store.reader.execute("SELECT id FROM dossier ORDER BY id")]
        chance = self.dice.random()
        if chance < 0.2 and dossiers:
            note = {"dossier_id": self.dice.choice(dossiers), "place": "dossier", "text": "ajoutée", "at": AT}
            store.do(make, ent="annotation", rid=new_key(), values=note)
        elif chance < 0.3 and ent == "annotation" and rows:
            store.do(remove, ent=ent, rid=self.dice.choice(rows))
        elif chance < 0.6 and dossiers:
            value = f"titre {self.dice.randrange(10**9)}"
            store.do(edit, ent="dossier", rid=self.dice.choice(dossiers), column="title", value=value)
        elif rows:
            number = self.dice.randrange(10**9)
            value_: Any = number if ent == "amount" else f"écrit {number}"
            store.do(edit, ent=ent, rid=self.dice.choice(rows), column=OF_A_DOSSIER[ent], value=value_)
        if store is not self.hub:
            new = store.reader.execute("SELECT id FROM op WHERE n > ? AND site = ?", (before, store.site))
            self.written.update((bytes(key), store.site) for (key,) in new)

    def _move(self) -> None:
        dossiers = [bytes(row[0]) for row in self.hub.reader.execute("SELECT id FROM dossier ORDER BY id")]
        target = self.dice.choice(self.quarters)
        dossier = self.dice.choice(dossiers)
        here = self.hub.reader.execute(
            "SELECT 1 FROM dossier_quarter WHERE dossier_id = ? AND quarter_id = ?", (dossier, target)
        ).fetchone()
        if here is None:
            self.hub.do(move, dossier=dossier, quarter=target, mark=str(self.moves))
            self.moves += 1

    def end(self, tally: Tally) -> list[str]:
        for _ in range(2):
            for name in NAMES:
                self.up(name)
            for name in NAMES:
                self.down(name)
        kept = {bytes(row[0]) for row in self.hub.reader.execute("SELECT id FROM op")}
        back = {bytes(row[0]) for row in self.hub.reader.execute("SELECT op FROM refused WHERE reason <> ''")}
        tally.seeds += 1
        tally.moves += self.moves
        tally.written += len(self.written)
        tally.admitted += len(self.written.keys() & kept)
        tally.returned += len(self.written.keys() & back)
        lost = self.written.keys() - kept - back
        tally.unanswered += len(lost)
        faults = [f"{len(lost)} opérations sans réponse"] if lost else []
        faults += [f"parqué : {n}" for (n,) in self.hub.reader.execute("SELECT waits_for FROM parked")]
        faults += [
            f"chaîne : {words}"
            for store in (self.hub, *self.stations.values())
            for words in broken_steps(store.reader)
        ]
        for name, store in self.stations.items():
            faults += [f"{name} : {words}" for words in self._differences(name, store)]
        tally.wrong += bool(faults)
        return faults

    def _differences(self, name: str, store: Store) -> list[str]:
        """What a station holds otherwise than the hub, within its scope; what it holds beyond."""
        mine = members(self.hub.reader, self.scopes[name])
        hexes = {key.hex() for key in mine}

        def within(row: tuple[str, bytes], values: dict[str, Any]) -> bool:
            return row[1] in mine if row[0] == "dossier" else values.get("dossier_id") in hexes

        here, there = (
            {row: values for row, values in rows_of(each.reader).items() if within(row, values)}
            for each in (self.hub, store)
        )
        wrong = [f"{row[0]} diffère" for row in here.keys() | there.keys() if here.get(row) != there.get(row)]
        wrong += [f"{count} {table} d’ailleurs" for table, count in foreign(store, mine).items()]
        shown, known = (
            {
                cell: sorted(map(repr, values))
                for cell, values in proposals(each.reader).items()
                if cell[:2] in here
            }
            for each in (store, self.hub)
        )
        return wrong + ([] if shown == known else ["les désaccords diffèrent"])


def played(folder: Path, seed: int, tally: Tally, deeds: int = 40) -> list[str]:
    """One seed; what is wrong at its end."""
    game = Borders(folder, seed)
    try:
        for _ in range(deeds):
            game.act()
            if game.dice.random() < 0.3:
                name = game.dice.choice(NAMES)
                game.dice.choice((game.up, game.down))(name)
        return game.end(tally)
    finally:
        game.close()
        shutil.rmtree(folder, ignore_errors=True)
