"""Which funder of the office a line of a financing plan speaks of, by the names it goes by."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import Protocol

from db.queries.reference import funders
from desktop.rules.places import Place, match

_SURE = 0.8  # below, the name may be another body's


class Resolve(Protocol):
    """The key of the funder of this name, None for a body that is none of the office's."""

    def __call__(self, name: str) -> bytes | None: ...


def resolver(reader: sqlite3.Connection) -> Resolve:
    """Names as plans write them (« CAF de la Somme », « Etat - BOP 147 ») -> funders; read once."""
    rows = funders(reader)
    keys = {row.code: row.id for row in rows}
    places = [
        Place(row.code, tuple(n for n in (row.name, row.letter_name, *row.aliases.split("\n")) if n))
        for row in rows
    ]

    @cache
    def resolve(name: str) -> bytes | None:
        found = match(name, places)
        return keys[found.code] if found.code and found.confidence >= _SURE else None

    return resolve
