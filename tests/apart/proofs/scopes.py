"""Test 20: a dossier leaves the scope of a workstation: nothing of it stays readable there."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.merge import check
from db.merge.scope import Scope
from db.store import Store, use_case
from db.triggers import journalled
from desktop.flow.found import put
from tests.apart.proofs.city import AT, HUB, city, copy_of
from tests.apart.proofs.exchange import down, give, lot_up
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.apart.proofs.work import edit, make

A = "Antenne Étouvie"
SECRET = "Secret-Qui-Sort"


@use_case("Confier à un autre quartier")
def move(session: Session, *, dossier: bytes, quarter: bytes, mark: str = "") -> None:
    for row in session.scalars(select(m.DossierQuarter).where(m.DossierQuarter.dossier_id == dossier)):
        session.delete(row)
    session.add(
        m.DossierQuarter(id=key_of("moved", dossier, quarter, mark), dossier_id=dossier, quarter_id=quarter)
    )


@use_case("Enrôler")
def enrol(session: Session, *, scope: Scope) -> None:
    session.add(
        m.Workstation(
            id=key_of("workstation", A), name=A, kind="quarter", scope=scope.to_json(), enrolled_at=AT
        )
    )
    put(session, "exchange", {"role": "hub", "hub": HUB, "means": "satchel"})


def leaving(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 20: ten dossiers of a quarter go to another, marked with words that must be nowhere afterwards."""
    count = 10
    hub = Store(
        copy_of(city(2000 if scale == "full" else 60), folder / "hub" / "parvis.db"),
        author="M. Ville",
        place=HUB,
    )
    station = Store(folder / "station" / "parvis.db", author="Agent", place=A)
    try:
        (quarter, code), (other, _) = hub.reader.execute("SELECT id, code FROM quarter ORDER BY rank LIMIT 2")
        scope = Scope(quarters=frozenset({code}))
        hub.do(enrol, scope=scope)
        with station.write_raw() as raw:
            check.keep(raw, "site", A)
        query = "SELECT dossier_id FROM dossier_quarter WHERE quarter_id = ? ORDER BY 1"
        mine = [bytes(row[0]) for row in hub.reader.execute(query, (quarter,))]
        leaving_, held_ = mine[: min(count, len(mine) - 2)], mine[min(count, len(mine) - 2) :]
        for n, rid in enumerate(leaving_):
            hub.do(edit, ent="dossier", rid=rid, column="title", value=f"{SECRET} titre {n}")
            note = {"dossier_id": rid, "place": "dossier", "text": f"{SECRET} note {n}", "at": AT}
            hub.do(make, ent="annotation", rid=key_of("secret", rid), values=note)
        first = down(hub, station, scope)
        while station.index_search(1000):
            pass
        had = _readable(station.path)
        before = sum(foreign(station, set(mine)).values())
        station.do(edit, ent="dossier", rid=held_[0], column="title", value="travail de l’antenne")
        give(hub, lot_up(station, hub))
        for rid in leaving_:
            hub.do(move, dossier=rid, quarter=other)
        receipt = down(hub, station, scope)
        while station.index_search(1000):
            pass
        behind = foreign(station, set(held_))
        left = sum(behind.values())
        sentence = station.reader.execute("SELECT title FROM dossier WHERE id = ?", (held_[0],)).fetchone()
        rows = station.reader.execute("SELECT count(*) FROM dossier").fetchone()[0]
        tell(f"first lot {first.new} operations; then {behind}; {receipt.notes}")
    finally:
        hub.close()
        station.close()
    words = _readable(station.path)
    found = (
        f"station of {len(mine)} dossiers, {before} rows of others before; {len(leaving_)} leave: {left} "
        f"rows or operations of them left in {len(journalled())} tables, journal and search; words of them in "
        f"the file: {had} before, {words} after; {rows} dossiers stay, compared equal: {receipt.digest_ok}"
    )
    held = before == left == words == 0 and had > 0 and rows == len(held_) and receipt.digest_ok is True
    held = held and sentence == ("travail de l’antenne",)
    return Proof(20, "Scope exit", "0 row of another district readable locally after next sync", found, held)


def foreign(store: Store, allowed: set[bytes]) -> dict[str, int]:
    """Rows, operations and index lines of dossiers that are not of this place."""
    marks = {
        "op": "dossier",
        "search_doc": "dossier",
        "conflict": "dossier",
        "total": "dossier_id",
        "dossier": "id",
    }
    marks |= {table: "dossier_id" for table, columns in journalled().items() if "dossier_id" in columns}
    found = {}
    for table, column in marks.items():
        query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"
        count = sum(bytes(row[0]) not in allowed for row in store.reader.execute(query))
        if count:
            found[table] = count
    return found


def _readable(path: Path) -> int:
    """How often the words stand in the bytes of the file and of what lies beside it."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [each for each in path.parent.rglob("*") if each.is_file()]
    return sum(each.read_bytes().count(SECRET.encode()) for each in files)


PROOFS = {20: leaving}
