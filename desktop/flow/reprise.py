"""The end of a taking back: its receipt with what was settled since, and that it is over."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from db.merge.receipt import Receipt
from db.queries.shipments import ShipmentRow
from db.store import Store
from desktop.flow.apart import Dispute, value_words
from desktop.flow.satchel_paper import arrival_told, many
from desktop.letters.satchel_receipt import Handed

_OVER = "reprise_over"  # the last exchange that a person declared over, on this workstation


def receipt_told(
    reader: sqlite3.Connection, row: ShipmentRow, site: str, person: str, every: Sequence[Dispute]
) -> Handed:
    """What the receipt of an exchange says, once fields were settled: each with its value, those left too."""
    told = receipt_of(row.receipt)
    handed = arrival_told(reader, told, site, row.file, row.digest, person, len(told.pieces), None)
    done = [each for each in every if not each.open]
    left = [each for each in every if each.open]
    notes = [*handed.notes, *(_settled(each) for each in done)]
    if left:
        notes.append(f"{many(len(left), 'valeur reste', 'valeurs restent')} à trancher : {_named(left)}.")
    return replace(handed, notes=notes, at=dt.datetime.now())


def receipt_of(kept: dict[str, Any]) -> Receipt:
    """The receipt as it was kept with its exchange."""
    known = {name: kept[name] for name in Receipt._fields if name in kept}
    lists = ("pieces", "missing_pieces", "tables", "dossiers", "differences", "notes")
    for name in lists:
        known[name] = tuple(known.get(name) or ())
    known["refused"] = tuple((str(key), str(why)) for key, why in known.get("refused") or ())
    return Receipt(**known)


def _settled(each: Dispute) -> str:
    words = value_words(each.row.ent, each.row.field, each.row.value)
    short = words if len(words) <= 80 else f"{words[:79]}…"
    return f"Tranché : {each.label}, {each.row.number or each.heading} : {short}."


def _named(left: Sequence[Dispute]) -> str:
    return ", ".join(f"{each.label} ({each.row.number})" if each.row.number else each.label for each in left)


def declare_over(store: Store, row: ShipmentRow) -> None:
    """This exchange needs no more attention here; nothing of the office changes."""
    with store.write_raw() as connection:
        connection.execute("INSERT OR REPLACE INTO kv(k, v) VALUES (?, ?)", (_OVER, str(row.n)))


def is_over(reader: sqlite3.Connection, row: ShipmentRow) -> bool:
    found = reader.execute("SELECT v FROM kv WHERE k = ?", (_OVER,)).fetchone()
    return found is not None and int(found[0]) >= row.n
