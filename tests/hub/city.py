"""A city for tests of the hub: its people, its seven quarters, lots as workstations would send them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from typing import Any

from db.hub.client import Deposited, Hub
from db.hub.found import enrol_person, enrol_site, found
from db.journal import SCHEMA
from db.keys import key_of, new_key
from db.merge.lot import Lot, Op, Step
from desktop.rules.hub_rights import privileges
from tests.hub.server import Server

CODES = tuple(f"QN0800{n}M" for n in range(1, 8))
QUARTERS = {code: key_of("quarter", code) for code in CODES}
PEOPLE = {  # login -> (author, role, quarters)
    "officer": ("A. Instructrice", "officer", ()),
    "manager": ("R. Responsable", "manager", ()),
    "secretariat": ("S. Greffe", "secretariat", ()),
    "reader": ("L. Lectrice", "reader", ()),
    "administrator": ("O. Administration", "administrator", ()),
    **{f"quarter{n}": (f"Q. Antenne {n}", "quarter_office", (code,)) for n, code in enumerate(CODES, 1)},
}


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


class Desk:
    """A workstation reduced to what the hub sees of it: it numbers operations and keeps a cursor."""

    def __init__(self, city: City, site: str, login: str) -> None:
        self.city, self.site, self.login = city, site, login
        self.author = PEOPLE[login][0]
        self.seq, self.cursor, self.lots = 0, 0, itertools.count(1)
        self.waiting: list[Op] = []
        self.got: dict[bytes, Op] = {}

    def write(
        self, ent: str, rid: bytes, field: str = "", val: Any = None, *, dossier: bytes | None = None,
        kind: str = "", base: Any = None, parents: Sequence[bytes] = (), author: str = "",
    ) -> Op:  # fmt: skip
        self.seq += 1
        made = Op(
            new_key(), self.site, self.seq, key_of("step", self.site, str(self.seq)),
            f"{self.seq:013d}-0000-x", author or self.author, SCHEMA, ent, rid, dossier, field,
            kind or ("update" if field else "create"), _json(base), _json(val), tuple(parents), "",
        )  # fmt: skip
        self.waiting.append(made)
        return made

    def dossier(self, quarter: str, number: str = "PROV-X-0001") -> tuple[bytes, Op]:
        """A new dossier of one quarter."""
        key = new_key()
        made = self.write("dossier", key, val={"number": number, "title": "Action"}, dossier=key)
        self.link(key, quarter)
        return key, made

    def link(self, dossier: bytes, quarter: str) -> Op:
        link = {"dossier_id": dossier.hex(), "quarter_id": QUARTERS[quarter].hex()}
        return self.write("dossier_quarter", key_of("dq", dossier, quarter), val=link, dossier=dossier)

    def unlink(self, dossier: bytes, quarter: str, link: Op) -> Op:
        return self.write(
            "dossier_quarter", link.rid, dossier=dossier, kind="delete", base=json.loads(link.val or ""),
            parents=[link.id],
        )  # fmt: skip

    def lot(self, ops: Sequence[Op] | None = None) -> Lot:
        mine = tuple(self.waiting if ops is None else ops)
        at = "2026-03-02 10:00:00"
        steps = tuple(
            Step(op.step, "Étape", "test", op.author, op.site, at, op.dossier, None, "") for op in mine
        )
        return Lot(
            self.site, "PIVOT", next(self.lots), "up", mine[0].seq, mine[-1].seq, SCHEMA, mine, steps,
            self.cursor,
        )  # fmt: skip

    def deposit(self, hub: Hub | None = None) -> Deposited:
        """Hand over what waits."""
        lot = self.lot()
        done = hub.deposit(lot) if hub else self.city.as_(self.login, lambda one: one.deposit(lot))
        if done.state == "received":
            self.waiting.clear()
        return done

    def fetch(self, count: int = 1000, hub: Hub | None = None) -> list[Lot]:
        """Everything the hub has for this workstation."""
        found = []
        with self.city.hub(self.login) if hub is None else _kept(hub) as one:
            while True:
                lot = one.fetch(self.site, self.cursor, count)
                found.append(lot)
                self.got |= {op.id: op for op in lot.ops}
                for gone in lot.gone:
                    self.got = {key: op for key, op in self.got.items() if op.dossier != gone}
                if lot.last == self.cursor:
                    return found
                self.cursor = lot.last


class _kept:
    """A connection that stays open after the block."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    def __enter__(self) -> Hub:
        return self.hub

    def __exit__(self, *_: object) -> None:
        pass


class City:
    """The hub of a city, with its people and workstations enrolled."""

    def __init__(self, server: Server, base: str, suffix: str = "") -> None:
        self.server, self.base = server, server.new_base(base)
        with server.connect(base) as connection:
            self.told = found(connection, name="PIVOT", privileges=privileges())
            for login, (author, role, quarters) in PEOPLE.items():
                enrol_person(connection, login=login, author=author, role=role, quarters=quarters)
            enrol_site(
                connection, name="VILLE", quarters=(),
                logins=["officer", "manager", "secretariat", "reader", "administrator"],
            )  # fmt: skip
            for n, code in enumerate(CODES, 1):
                enrol_site(
                    connection, name=f"ANT-{n}", logins=[f"quarter{n}"], quarters=(code,), place=f"Q{n}"
                )

    def hub(self, login: str) -> Hub:
        return Hub(self.server.dsn(self.base, login))

    def as_(self, login: str, deed: Any) -> Any:
        with self.hub(login) as hub:
            return deed(hub)

    def sql(self, query: str, *values: object, user: str = "") -> list[tuple[Any, ...]]:
        """As the administrator of the cluster unless told otherwise."""
        with self.server.connect(self.base, user, autocommit=True) as connection:
            cursor = connection.execute(query.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def desk(self, n: int) -> Desk:
        """The workstation of a quarter, 1 to 7; 0 is that of the city."""
        return Desk(self, f"ANT-{n}", f"quarter{n}") if n else Desk(self, "VILLE", "manager")

    def founded(self) -> Desk:
        """The city's workstation, after it told of the seven quarters."""
        desk = self.desk(0)
        for code, key in QUARTERS.items():
            desk.write("quarter", key, val={"code": code, "name": code})
        assert desk.deposit().state == "received"
        return desk
