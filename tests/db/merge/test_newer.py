"""A sender whose program is newer: what has no place here is kept, relayed, projected once there is one."""

from __future__ import annotations

import json
from dataclasses import replace

from db.keys import new_key
from db.merge.deferred import reproject_unknown
from db.merge.lot import Lot, Op
from tests.db.merge.sites import Site, dossier, exchange, key, title

City = tuple[Site, Site, Site]


def newer(lot: Lot) -> Lot:
    """The lot as a program of the next schema would have sent it: a column more, a table more."""
    (op,) = lot.ops
    colour = op._replace(id=new_key(), seq=op.seq + 1, field="colour", base="null", val='"vert"', sch="9999")
    parcel = op._replace(
        id=new_key(), seq=op.seq + 2, ent="parcel", rid=b"p" * 16, field="", kind="create", base=None,
        val='{"name": "Parcelle"}', parents=(), sch="9999",
    )  # fmt: skip
    return replace(lot, ops=(op, colour, parcel), last=op.seq + 2, schema="9999")


def test_what_is_unknown_is_kept_and_relayed_then_finds_its_place(city: City) -> None:
    hub, a, b = city
    a.sql("UPDATE dossier SET title = 'connu' WHERE id = ?", key("1"))
    receipt = hub.take(newer(a.up()))
    assert receipt.new == 3 and title(hub, "1") == "connu"
    assert "Projection différée" in " ".join(receipt.notes)
    assert "dossier.colour" in " ".join(receipt.notes) and "parcel" in " ".join(receipt.notes)
    b.take(hub.down(b))
    relayed = [op for op in b.ops().values() if op.sch == "9999"]
    assert sorted((op.ent, op.field) for op in relayed) == [("dossier", "colour"), ("parcel", "")]
    with b.store.merging() as connection:  # the migration of the next program
        connection.execute("ALTER TABLE dossier ADD COLUMN colour VARCHAR")
        reproject_unknown(connection, "0004")
    assert b.one("SELECT colour FROM dossier WHERE id = ?", key("1")) == "vert"
    assert b.one("SELECT count(*) FROM capture") == 0 and b.conflicts() == []


def without(op: Op, column: str) -> Op:
    told = json.loads(op.val or "{}")
    del told[column]
    return op._replace(val=json.dumps(told))


def test_a_row_from_an_older_program_gets_what_a_new_one_would_have(city: City) -> None:
    hub, a, _ = city
    a.do(dossier, number="9")
    lot = a.up()
    hub.take(replace(lot, ops=tuple(without(op, "stage") for op in lot.ops)))
    assert hub.ask("SELECT stage, title FROM dossier WHERE number = '9'") == [("received", "Action 9")]


def test_a_column_filled_elsewhere_is_not_emptied_by_an_older_program(city: City) -> None:
    hub, a, b = city
    a.sql("DELETE FROM dossier WHERE id = ?", key("3"))
    a.store.undo()
    lot = a.up()
    hub.take(replace(lot, ops=(lot.ops[0], without(lot.ops[1], "asked"))))
    assert hub.one("SELECT asked FROM dossier WHERE id = ?", key("3")) == 100000
    exchange(hub, b)
    assert b.one("SELECT asked FROM dossier WHERE id = ?", key("3")) == 100000
