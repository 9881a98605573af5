"""Numbers of dossiers: definitive ones, « 2026-0412 », given by the hub; provisional ones of a station."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db import models as m
from db.connection import raw_of
from db.merge import role
from db.merge.check import value as kept
from db.store import say, use_case

_NUMBER = re.compile(r"(\d{4}-|PROV-[A-Z0-9]+-)(\d{1,9})")
PROVISIONAL = "PROV-"


class Waiting(NamedTuple):
    """A dossier that still has the number its workstation gave it."""

    dossier: bytes
    number: str
    year: int
    site: str  # the workstation that made it


def parted(number: str) -> tuple[str, int] | None:
    """("2026-", 412) of "2026-0412", ("PROV-Q3-", 17) of "PROV-Q3-0017"; None for what is not ours."""
    found = _NUMBER.fullmatch(number)
    return (found[1], int(found[2])) if found else None


def head(session: Session, year: int) -> str:
    """How the next number begins: "2026-", or "PROV-Q3-" on a workstation that only a hub numbers for."""
    return f"{PROVISIONAL}{place_code(session)}-" if _numbered_elsewhere(session) else f"{year}-"


def _numbered_elsewhere(session: Session) -> bool:
    """A station of the exchange by satchels, or a workstation that has a server."""
    raw = raw_of(session.connection())
    return role.read(raw).role == "station" or bool(kept(raw, "hub.address"))


def given(session: Session, head_: str) -> int:
    """The highest provisional number ever given here: one that became definitive is not given again."""
    told = session.execute(
        text("SELECT val ->> 'number' FROM op WHERE ent = 'dossier' AND kind = 'create' AND val LIKE :like"),
        {"like": f'%"{head_}%'},
    )
    found = (parted(number) for (number,) in told if number)
    return max((one[1] for one in found if one and one[0] == head_), default=0)


def place_code(session: Session) -> str:
    """ "Q3" where the workstation holds the third quarter and no other, else its name in capitals."""
    site = str(session.info["step"].site)
    scope = session.scalar(select(m.Workstation.scope).where(m.Workstation.name == site)) or ""
    try:
        codes = json.loads(scope).get("quarters", []) if scope else []
    except (ValueError, AttributeError):
        codes = []
    ranks = session.scalars(select(m.Quarter.rank).where(m.Quarter.code.in_(codes))).all() if codes else []
    if len(ranks) == 1:
        return f"Q{ranks[0]}"
    plain = unicodedata.normalize("NFKD", site).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]", "", plain) or "POSTE"


def waiting(reader: sqlite3.Connection) -> list[Waiting]:
    """The dossiers that have no definitive number yet, in the order of their numbers."""
    rows = reader.execute(
        "SELECT d.id, d.number, c.year, (SELECT o.site FROM op o "
        "WHERE o.ent = 'dossier' AND o.rid = d.id AND o.kind = 'create' LIMIT 1) "
        "FROM dossier d JOIN call c ON c.id = d.call_id WHERE d.number LIKE 'PROV-%' ORDER BY d.number"
    )
    return [Waiting(bytes(key), number, year, site or "") for key, number, year, site in rows]


@use_case("Numéros définitifs", right="upkeep")
def give_numbers(session: Session, *, numbers: Mapping[bytes, str]) -> int:
    """Write the numbers that the hub gave; returns how many changed."""
    changed = 0
    for key, number in numbers.items():
        dossier = session.get(m.Dossier, key)
        if dossier is not None and dossier.number != number:
            dossier.number = number
            changed += 1
    say(session, f"Numéros définitifs : {changed}" if changed > 1 else "Numéro définitif")
    return changed


@use_case("Numéros définitifs", right="upkeep")
def number_received(session: Session) -> int:
    """At a hub on SQLite, after a satchel: what stations numbered for the time being gets its own number."""
    last: dict[int, int] = {}
    for number in session.scalars(select(m.Dossier.number)):
        told = parted(number)
        if told and told[0][:4].isdigit():
            year = int(told[0][:4])
            last[year] = max(last.get(year, 0), told[1])
    given: dict[bytes, str] = {}
    query = (
        select(m.Dossier.id, m.Call.year)
        .join(m.Call, m.Call.id == m.Dossier.call_id)
        .where(m.Dossier.number.like("PROV-%"))
        .order_by(m.Dossier.number)
    )
    for key, year in session.execute(query).all():
        last[year] = last.get(year, 0) + 1
        given[key] = f"{year}-{last[year]:04d}"
    if not given:
        return 0
    return give_numbers(session, numbers=given)
