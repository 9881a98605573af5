"""Test 10: programs of two versions exchange.

Run as a program, it is the newer one, with a column and a table more, and does what its input says.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from db.merge import collect
from db.merge.lot import Lot, pack, unpack
from db.merge.receive import receive
from db.store import Store
from tests.apart.proofs.city import HUB
from tests.apart.proofs.exchange import down, give, lot_down, offices, up
from tests.apart.proofs.proof import Proof, Scale, Tell
from tests.apart.proofs.rows import keys
from tests.apart.proofs.work import edit

ROOT = Path(__file__).resolve().parents[3]
NEW, OLD, LATE = "Antenne Étouvie", "Antenne Nord", "Antenne Pierre Rollin"
DOSSIERS = 60
NEWER = "9999"  # the schema of the newer program


# --- the newer program ----------------------------------------------------------------------------------


def become_newer() -> None:
    """A column and a table more in the models of this process."""
    from sqlalchemy import Column, ForeignKey, String, Table, Text

    import db.journal
    from db import models as m
    from db.base import Key
    from db.base import Table as Root

    m.Dossier.__table__.append_column(Column("novelty", Text))
    Table(
        "thing", Root.metadata, Column("id", Key, primary_key=True),
        Column("dossier_id", Key, ForeignKey("dossier.id")), Column("label", String, nullable=False),
    )  # fmt: skip
    db.journal.SCHEMA = collect.SCHEMA = NEWER


def grow(path: Path) -> None:
    """The migration: what had no place is projected once there is one."""
    from db.connection import prepare
    from db.merge.deferred import reproject_unknown
    from db.triggers import install, remove

    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        prepare(raw)
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("BEGIN IMMEDIATE")
        remove(raw)
        raw.execute("ALTER TABLE dossier ADD COLUMN novelty TEXT")
        columns = "id BLOB PRIMARY KEY, dossier_id BLOB REFERENCES dossier(id), label VARCHAR NOT NULL"
        raw.execute(f"CREATE TABLE thing({columns})")
        install(raw)
        reproject_unknown(raw)
        raw.execute("COMMIT")


def write(path: Path, file: Path) -> None:
    """Five values of the new column, three rows of the new table, five titles; the lot of it all."""
    from sqlalchemy import text

    from db.keys import key_of

    store = Store(path, author="Agent", place=NEW)
    dossiers = keys(store, "dossier", 5)

    def deed(session, *, rid: bytes, n: int) -> None:  # type: ignore[no-untyped-def]
        session.execute(text("UPDATE dossier SET novelty = :v WHERE id = :k"), {"v": f"neuf {n}", "k": rid})
        if n < 3:
            values = {"i": key_of("thing", str(n)), "d": rid, "l": f"chose {n}"}
            session.execute(text("INSERT INTO thing(id, dossier_id, label) VALUES (:i, :d, :l)"), values)

    for n, rid in enumerate(dossiers):
        store.do(deed, rid=rid, n=n)
        store.do(edit, ent="dossier", rid=rid, column="title", value=f"titre du programme récent {n}")
    file.write_bytes(pack(collect.up(store.reader, NEW, 0, to=HUB)))
    store.close()


def take(path: Path, file: Path) -> None:
    store = Store(path, author="Agent", place=path.parent.name)
    receive(store, unpack(file.read_bytes()))
    store.close()


class Newer:
    """The newer program, a process of its own that does what it is told, deed after deed."""

    def __enter__(self) -> Newer:
        command = [sys.executable, "-m", "tests.apart.proofs.newer"]
        self._faults = tempfile.TemporaryFile("w+", encoding="utf-8")
        self._program = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._faults, text=True
        )
        return self

    def __call__(self, deed: str, path: Path, file: Path | None = None) -> None:
        assert self._program.stdin and self._program.stdout
        self._program.stdin.write(json.dumps([deed, str(path), str(file or "")]) + "\n")
        self._program.stdin.flush()
        if self._program.stdout.readline() != "done\n":
            self._program.wait()
            self._faults.seek(0)
            raise AssertionError(self._faults.read()[-3000:])

    def __exit__(self, *_: object) -> None:
        with self._program, self._faults:  # no more deeds: it ends
            pass


def obey() -> None:
    """Each line is a deed, a base and a file."""
    become_newer()
    deeds = {"grow": grow, "write": write, "take": take}
    for line in sys.stdin:
        deed, *paths = json.loads(line)
        deeds[deed](*(Path(path) for path in paths if path))  # type: ignore[operator]
        print("done", flush=True)  # noqa: T201


# --- the proof ------------------------------------------------------------------------------------------


def drift(scale: Scale, folder: Path, tell: Tell) -> Proof:
    """Test 10: newer station → older hub → older station, then upgraded, and → another newer station."""
    with offices(folder, (NEW, OLD, LATE), DOSSIERS) as made, Newer() as newer:
        paths = {name: store.path for name, store in made.stations.items()}
        for name in (NEW, LATE):
            made.stations.pop(name).close()
            newer("grow", paths[name])
        newer("write", paths[NEW], folder / "up")
        receipt = give(made.hub, unpack((folder / "up").read_bytes()))
        tell(f"at the older hub: {receipt.new} operations; {receipt.notes}")
        old = made.stations[OLD]
        relayed = down(made.hub, old)
        titles = [_titles(store) for store in (made.hub, old)]
        old.do(
            edit,
            ent="dossier",
            rid=keys(old, "dossier", 6)[5],
            column="title",
            value="titre du programme ancien",
        )
        up(old, made.hub)
        lots = {name: _lot_for(made.hub, paths[name], name) for name in (NEW, LATE)}
        for name, lot in lots.items():
            (folder / name / "down").write_bytes(pack(lot))
        old.close()
        made.stations.clear()
        for name in (NEW, LATE):
            newer("take", paths[name], folder / name / "down")
        newer("grow", paths[OLD])  # the older station is upgraded at last
        values = {name: _novelties(path) for name, path in paths.items()}
    tell(f"{values}")
    whole = (5, 3, 5, 1)
    found = (
        f"older hub: {receipt.new} operations kept, {titles[0]} known fields applied; relayed to an older "
        f"station: {relayed.new}, {titles[1]} applied; values there after its upgrade: {values[OLD][0]} of "
        f"5, rows {values[OLD][1]} of 3; at another newer station: {values[LATE][0]} and {values[LATE][1]}; "
        f"what the older one wrote is at both newer ones: {values[NEW][3] == values[LATE][3] == 1}"
    )
    held = receipt.new == relayed.new == 13 and titles == [5, 5] and all(v == whole for v in values.values())
    return Proof(10, "Schemas that differ", "0 lost; value present after upgrade", found, held)


def _titles(store: Store) -> int:
    query = "SELECT count(*) FROM dossier WHERE title LIKE 'titre du programme récent%'"
    return int(store.reader.execute(query).fetchone()[0])


def _lot_for(hub: Store, path: Path, name: str) -> Lot:
    target = Store(path, author="x", place=name)
    try:
        return lot_down(hub, target)
    finally:
        target.close()


def _novelties(path: Path) -> tuple[int, ...]:
    """(values of the new column, rows of the new table, titles of the newer one, of the older one)."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        queries = (
            "SELECT count(*) FROM dossier WHERE novelty LIKE 'neuf %'",
            "SELECT count(*) FROM thing WHERE label LIKE 'chose %'",
            "SELECT count(*) FROM dossier WHERE title LIKE 'titre du programme récent%'",
            "SELECT count(*) FROM dossier WHERE title = 'titre du programme ancien'",
        )
        return tuple(raw.execute(query).fetchone()[0] for query in queries)


PROOFS = {10: drift}

if __name__ == "__main__":
    obey()
