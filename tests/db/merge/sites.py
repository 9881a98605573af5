"""Bases on several workstations that exchange lots with a hub, for the tests of the merge."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from db import models as m
from db.connection import raw_of
from db.keys import key_of
from db.merge import collect
from db.merge.lot import Lot, Op, pack, unpack
from db.merge.receipt import Receipt
from db.merge.receive import receive
from db.merge.scope import Scope
from db.merge.shelf import as_op
from db.store import Store, give_reason
from db.triggers import journalled
from tests.kept import Kept

CALL, GRID, APPLICANT = (key_of("of the tests", word) for word in ("call", "grid", "applicant"))
FUNDERS = tuple(key_of("of the tests", "funder", str(n)) for n in range(2))
CHALLENGE = key_of("of the tests", "challenge")


@cache
def empty() -> Path:
    """A base with its tables and nothing in them, closed."""
    path = Path(mkdtemp(prefix="parvis-empty-")) / "empty.db"
    Store(path, author="x", place="x").close()
    return path


class Site:
    """One workstation with its own file. The hub is a site like another."""

    def __init__(self, folder: Path, name: str, kept: Kept | None = None) -> None:
        """`kept`: where its base comes from, and goes back to by `give_back`."""
        self.name, self._kept = name, kept
        if kept is not None:
            self.store = kept.lend(f"agent {name}", name)
            self.path = self.store.path
        else:
            self.path = folder / f"{name.replace('~', '-')}.db"
            shutil.copy(empty(), self.path)
            self.store = Store(self.path, author=f"agent {name}", place=name, exclusive=False)
        event.listen(self.store._engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
        self.sent = 0  # the last own number put in a lot

    def do(self, verb: Callable[..., Any], **arguments: Any) -> Any:
        return self.store.do(verb, **arguments).value

    def sql(self, statement: str, *values: Any, seen: int | None = None) -> None:
        """A change made without a verb of the program: the triggers see it all the same."""

        def change(session: Session) -> None:
            give_reason(session, "essai")  # asked after a milestone
            raw_of(session.connection()).execute(statement, values)

        self.store.do(change, seen=seen)

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.store.reader.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> Any:
        row = self.store.reader.execute(query, values).fetchone()
        return row[0] if row else None

    def up(self, after: int | None = None, *, number: int = 0) -> Lot:
        """Travels as bytes, as a satchel would carry it."""
        first = collect.acknowledged(self.store.reader) if after is None else after
        lot = collect.up(self.store.reader, self.store.site, first, to="hub", number=number)
        self.sent = max(self.sent, lot.last)
        return unpack(pack(lot))

    def down(self, to: Site, scope: Scope | None = None, after: int | None = None) -> Lot:
        cursor = int(to.one("SELECT v FROM kv WHERE k = 'cursor'") or 0) if after is None else after
        lot = collect.down(self.store.reader, to.store.site, scope or Scope(), cursor, site=self.store.site)
        return unpack(pack(lot))

    def take(self, lot: Lot) -> Receipt:
        return receive(self.store, lot)

    def conflicts(self) -> list[tuple[Any, ...]]:
        return self.ask(
            "SELECT ent, rid, field, nature, agreed, ops, vals FROM conflict ORDER BY ent, rid, field"
        )

    def natures(self) -> list[tuple[str, str, str]]:
        return [(row[0], row[2], row[3]) for row in self.conflicts()]

    def ops(self) -> dict[bytes, Op]:
        names = ", ".join(Op._fields)
        return {row[0]: as_op(row) for row in self.ask(f"SELECT {names} FROM op")}

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        return {ent: self.ask(f'SELECT * FROM "{ent}" ORDER BY id') for ent in journalled()}

    def close(self) -> None:
        self.store.close()

    def give_back(self) -> None:
        """Closed last of all, by the fixture that made it."""
        if self._kept is not None:
            self._kept.take_back(self.store)
        else:
            self.store.close()


def exchange(hub: Site, *stations: Site, rounds: int = 2) -> None:
    """Everybody gives and takes until nothing is new."""
    for _ in range(rounds):
        for station in stations:
            hub.take(station.up())
        for station in stations:
            station.take(hub.down(station))


def found(session: Session) -> None:
    """What dossiers stand on."""
    session.add(m.Grid(id=GRID, code="g", version="1", title="Grille"))
    session.flush()
    session.add(m.Call(id=CALL, code="c", title="Appel", kind="general", year=2026, grid_id=GRID))
    session.add(m.Applicant(id=APPLICANT, name="Les Jardins imaginaires"))
    session.add(
        m.Challenge(
            id=CHALLENGE, grid_id=GRID, code="D01", rank=1, title="t", short="s", colour="#000", icon="i"
        )
    )
    for number, key in enumerate(FUNDERS):
        session.add(m.Funder(id=key, code=f"f{number}", rank=number, name="F", letter_name="F"))


def dossier(session: Session, *, number: str, key: bytes | None = None) -> bytes:
    key = key or key_of("of the tests", "dossier", number)
    reason = "Le projet est clair. Le budget est juste. Le public est là."
    row = m.Dossier(id=key, number=number, call_id=CALL, applicant_id=APPLICANT, title=f"Action {number}")
    row.asked, row.proposal_reason = 100000, reason
    session.add(row)
    return key


def pick(dice: random.Random, site: Site, table: str) -> bytes | None:
    rows = site.ask(f'SELECT id FROM "{table}" ORDER BY id')
    return bytes(dice.choice(rows)[0]) if rows else None


def key(number: str) -> bytes:
    return key_of("of the tests", "dossier", number)


def retitle(site: Site, number: str, title: str, **more: Any) -> None:
    site.sql("UPDATE dossier SET title = ? WHERE id = ?", title, key(number), **more)


def title(site: Site, number: str) -> Any:
    return site.one("SELECT title FROM dossier WHERE id = ?", key(number))
